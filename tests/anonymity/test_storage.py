"""What is stored before and after the count, searched byte by byte.

The forensic examiner with its statistic comes on top of this; these are the plain cases.
"""

import sqlite3
from pathlib import Path

from tests.factories import FULL_ANSWER, Launched, contacts

CANARY = "Canary-{}-Feather"
AGENT = "Agent-{}-Feather/1.0"


def stored_bytes(launched: Launched) -> dict[str, bytes]:
    settings = launched.installation.settings
    files = [file for folder in (settings.data, settings.keys) for file in folder.rglob("*")]
    return {file.name: file.read_bytes() for file in files if file.is_file()}


def everybody_sends(launched: Launched) -> None:
    for n, person in enumerate(contacts(20)):
        response = launched.client.post(
            launched.path(person.contact),
            data=FULL_ANSWER | {"q.why": CANARY.format(n)},
            headers={"User-Agent": AGENT.format(n)},
            environ_base={"REMOTE_ADDR": f"203.0.113.{n + 1}"},
        )
        assert response.status_code == 303


def found_in(launched: Launched, needle: str) -> set[str]:
    return {name for name, content in stored_bytes(launched).items() if needle.encode() in content}


def test_no_address_agent_or_token_of_a_respondent_is_stored_anywhere(launched: Launched) -> None:
    everybody_sends(launched)

    for n in range(20):
        assert found_in(launched, f"203.0.113.{n + 1}") == set()
        assert found_in(launched, AGENT.format(n)) == set()
        assert found_in(launched, launched.tokens[f"c{n}"]) == set()


def test_before_the_count_no_word_of_an_answer_can_be_read(launched: Launched) -> None:
    everybody_sends(launched)

    assert not any(found_in(launched, CANARY.format(n)) for n in range(20))


def test_after_the_count_comments_stand_in_the_urn_alone(launched: Launched) -> None:
    everybody_sends(launched)
    launched.close()

    for n in range(20):
        assert found_in(launched, CANARY.format(n)) <= {"urn.sqlite", "urn.sqlite-wal"}


def test_after_the_count_no_byte_of_a_sealed_ballot_is_left(launched: Launched) -> None:
    everybody_sends(launched)
    urn = launched.installation.settings.data / "urn.sqlite"
    with sqlite3.connect(urn) as connection:
        ballots = connection.execute("SELECT nullifier, sealed FROM sealed_ballot").fetchall()
    assert len(ballots) == 20

    launched.close()

    left = b"".join(stored_bytes(launched).values())
    for nullifier, sealed in ballots:
        assert nullifier not in left
        assert sealed[:32] not in left
        assert sealed[200:232] not in left


def test_no_table_of_the_urn_has_a_hidden_row_number_a_time_or_a_sequence(
    launched: Launched,
) -> None:
    urn: Path = launched.installation.settings.data / "urn.sqlite"
    with sqlite3.connect(urn) as connection:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name != 'alembic_version'"
        ).fetchall()

    assert len(tables) == 6
    for name, sql in tables:
        assert "WITHOUT ROWID" in sql, name
        assert not {"TIME", "DATE", "AUTOINCREMENT"} & set(sql.upper().split()), name


def test_casting_writes_nothing_to_the_roll(launched: Launched) -> None:
    roll = launched.installation.settings.data / "roll.sqlite"
    launched.client.get(launched.path("c0"))
    with sqlite3.connect(roll) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = roll.read_bytes()

    everybody_sends(launched)

    with sqlite3.connect(roll) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    assert roll.read_bytes() == before
