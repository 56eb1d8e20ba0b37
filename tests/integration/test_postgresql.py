"""What only PostgreSQL can show: two accounts shut off from each other, and its settings."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import select

from survey_app.errors import Refused
from survey_app.extensions import refuse_unsafe, roll_engine, urn_engine
from survey_app.urn.models import SealedBallot
from tests.factories import FULL_ANSWER, Installation, Launched
from tests.postgres import Cluster

pytestmark = pytest.mark.parametrize("installation", ["postgresql"], indirect=True)


def test_the_account_of_one_book_cannot_connect_to_the_other(
    installation: Installation, postgres: Cluster
) -> None:
    with installation.app.app_context():
        books = {"roll": roll_engine().url, "urn": urn_engine().url}
    for book, other in (("roll", "urn"), ("urn", "roll")):
        address = f"host={postgres.socket} user={books[book].username}"
        with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
            psycopg.connect(f"{address} dbname={books[other].database}")


def test_a_server_that_acknowledges_before_the_disk_does_is_refused(
    installation: Installation, postgres: Cluster
) -> None:
    with installation.app.app_context():
        postgres.execute(f"ALTER DATABASE {urn_engine().url.database} SET synchronous_commit = off")
        urn_engine().dispose()
        with pytest.raises(Refused, match="synchronous_commit is off"):
            refuse_unsafe(urn_engine())


def test_a_second_send_changes_nothing_and_gets_the_same_receipt(launched: Launched) -> None:
    first = launched.send("c0", FULL_ANSWER)
    second = launched.send("c0", FULL_ANSWER | {"q.recommend": "1"})

    assert first.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        assert len(connection.execute(select(SealedBallot.nullifier)).all()) == 1


def test_sends_of_many_at_once_are_all_stored(launched: Launched) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: launched.send(f"c{n}", FULL_ANSWER), range(20)))

    assert [response.status_code for response in sent] == [303] * 20
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        assert len(connection.execute(select(SealedBallot.nullifier)).all()) == 20
