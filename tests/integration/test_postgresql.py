"""What only PostgreSQL can show: two accounts shut off from each other, and its settings."""

import psycopg
import pytest

from survey_app.errors import Refused
from survey_app.extensions import refuse_unsafe, roll_engine, urn_engine
from tests.conftest import only_on
from tests.factories import Installation
from tests.postgres import Cluster

pytestmark = only_on("postgresql", because="SQLite has no accounts and no server's settings")


def test_the_account_of_one_book_cannot_connect_to_the_other(
    installation: Installation, postgres: Cluster
) -> None:
    with installation.app.app_context():
        books = {"roll": roll_engine().url, "urn": urn_engine().url}
    for book, other in (("roll", "urn"), ("urn", "roll")):
        address = f"host={postgres.folder} user={books[book].username}"
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
