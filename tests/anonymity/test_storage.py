"""What is stored before and after the count, searched byte by byte.

The forensic examiner with its statistic comes on top of this; these are the plain cases.
"""

import secrets

import pytest
from sqlalchemy import inspect, select, text

from survey_app.extensions import urn_engine
from survey_app.urn.models import SealedBallot, UrnBase
from tests.anonymity.stored import LOG, at_rest, stored
from tests.conftest import only_on
from tests.factories import FULL_ANSWER, Launched, contacts

AGENT = "Agent-{}-Feather/1.0"
PEOPLE = contacts(20)


@pytest.fixture
def canary() -> str:
    """Return a word that no other test says: a server's log remembers all of them."""
    return f"Canary-{secrets.token_hex(8)}"


def everybody_sends(launched: Launched, word: str = "Nothing") -> None:
    for n, person in enumerate(PEOPLE):
        response = launched.client.post(
            launched.path(person.contact),
            data=FULL_ANSWER | {"q.why": f"{word}-{n}"},
            headers={"User-Agent": AGENT.format(n)},
            environ_base={"REMOTE_ADDR": f"203.0.113.{n + 1}"},
        )
        assert response.status_code == 303


def found_in(launched: Launched, *needles: str) -> set[str]:
    """Return the places that hold any of the words."""
    places = stored(launched.installation.settings)
    return {
        place
        for place, content in places.items()
        if any(needle.encode() in content for needle in needles)
    }


def test_what_the_search_ought_to_find_is_found(launched: Launched) -> None:
    assert "roll" in found_in(launched, PEOPLE[0].email)


def test_no_address_agent_or_token_of_a_respondent_is_stored_anywhere(launched: Launched) -> None:
    everybody_sends(launched)

    assert found_in(launched, "203.0.113.", "-Feather", *launched.tokens.values()) == set()


def test_before_the_count_no_word_of_an_answer_can_be_read(launched: Launched, canary: str) -> None:
    everybody_sends(launched, canary)

    assert found_in(launched, canary) == set()


def test_after_the_count_comments_stand_in_the_urn_alone(launched: Launched, canary: str) -> None:
    everybody_sends(launched, canary)
    launched.close()

    places = found_in(launched, canary)
    assert "urn" in places
    assert places <= {"urn", LOG}


def test_after_the_count_no_byte_of_a_sealed_ballot_is_left_but_as_noise_in_a_servers_log(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        ballots = connection.execute(select(SealedBallot.nullifier, SealedBallot.sealed)).all()
    assert len(ballots) == 20
    parts = [part for name, sealed in ballots for part in (name, sealed[:32], sealed[200:232])]
    before = stored(launched.installation.settings)["urn"]
    assert all(part in before for part in parts)

    launched.close()

    places = stored(launched.installation.settings)
    assert not list(launched.installation.settings.keys.glob("wave-*"))  # what could open the noise
    assert {p for p, content in places.items() if any(x in content for x in parts)} <= {LOG}


@only_on("sqlite", because="PostgreSQL numbers no rows")
def test_no_table_of_the_urn_has_a_hidden_row_number(launched: Launched) -> None:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name != 'alembic_version'"
        ).all()

    assert {name for name, _ in tables} == set(UrnBase.metadata.tables)
    for name, sql in tables:
        assert "WITHOUT ROWID" in sql, name
        assert "AUTOINCREMENT" not in sql.upper(), name


def test_no_table_of_the_urn_has_a_time(launched: Launched) -> None:
    with launched.installation.app.app_context():
        found = inspect(urn_engine())
        columns = [c for name in found.get_table_names() for c in found.get_columns(name)]

    assert columns
    for column in columns:
        assert not {"TIME", "DATE", "TIMESTAMP"} & set(str(column["type"]).upper().split()), column


@only_on("postgresql", because="SQLite has neither")
def test_the_urn_has_no_sequence_and_notes_no_time_of_a_commit(launched: Launched) -> None:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        assert inspect(connection).get_sequence_names() == []
        assert connection.scalar(text("SHOW track_commit_timestamp")) == "off"


@only_on("postgresql", because="SQLite numbers no transactions")
def test_after_the_count_no_transaction_number_tells_one_comment_from_another(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    launched.close()

    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        writers = connection.scalars(text("SELECT xmin::text FROM comment")).all()
    assert len(writers) == 20
    assert len(set(writers)) == 1


def test_neither_opening_nor_sending_changes_a_byte_of_the_roll(launched: Launched) -> None:
    launched.client.get(launched.path("c0"))  # reads what is the same for all
    before = at_rest(launched.installation.settings.roll_url)

    for person in PEOPLE:
        launched.client.get(launched.path(person.contact))
    everybody_sends(launched)

    assert at_rest(launched.installation.settings.roll_url) == before
