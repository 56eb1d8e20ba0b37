"""The examiners, each given a place where something stands that he ought to see."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from survey_app.operations.examine.evidence import Evidence, File, Table
from survey_app.operations.examine.examiners import ORACLE, examine
from survey_app.operations.examine.looking import Known
from survey_app.operations.examine.people import Truth, invented
from survey_app.operations.examine.wal import commits_of


@pytest.fixture
def known() -> Known:
    truth = invented(7, 30, random.Random(7))
    names = {person.email: place for place, person in enumerate(truth.people)}
    return Known(truth, names, {})


def hits(known: Known, evidence: Evidence) -> dict[str, int]:
    found = examine(evidence, known).guesses
    return {
        name: int(sum(guess[place] == place for place in range(len(guess))))
        for name, guess in found.items()
    }


def sent(truth: Truth) -> list[str]:
    return [truth.people[place].comment for place in truth.sent]


def test_marks_in_the_order_of_sending_find_everybody(known: Known) -> None:
    file = File("any.log", " ".join(sent(known.truth)).encode())

    assert hits(known, Evidence([file]))[f"any.log: first byte, {ORACLE}"] == 30


def test_rows_by_an_ascending_number_find_everybody(known: Known) -> None:
    rows = [(number, comment) for number, comment in enumerate(sent(known.truth))]
    table = Table("urn", "answer", ("id", "comment"), random.Random(1).sample(rows, 30))

    assert hits(known, Evidence(tables=[table]))[f"urn.answer: by id, {ORACLE}"] == 30


def test_what_stands_in_the_order_of_the_roll_finds_everybody_without_an_oracle(
    known: Known,
) -> None:
    people = known.truth.people
    roll = Table("roll", "contact", ("email",), [(person.email,) for person in people])
    file = File("backup", " ".join(person.comment for person in people).encode())

    found = hits(known, Evidence([file], [roll]))
    assert found["backup: first byte, against roll.contact: order of rows"] == 30


def test_a_name_beside_a_mark_finds_everybody(known: Known) -> None:
    lines = [f"{person.email} said {person.comment}\n" for person in known.truth.people]

    found = hits(known, Evidence([File("mail.log", "".join(lines).encode())]))
    assert found["mail.log: name before"] == 30


def test_one_transaction_number_in_both_books_finds_everybody(known: Known) -> None:
    people = list(enumerate(known.truth.people))
    who = Table("roll", "used", ("xmin", "email"), [(n, person.email) for n, person in people])
    what = Table("urn", "answer", ("xmin", "text"), [(n, p.comment) for n, p in reversed(people)])

    assert hits(known, Evidence(tables=[who, what]))["used.xmin = answer.xmin"] == 30


def test_marks_at_equal_places_find_nobody_by_the_order_of_the_roll(known: Known) -> None:
    people = known.truth.people
    roll = Table("roll", "contact", ("email",), [(person.email,) for person in people])
    halves = [
        File(f"file {n}", " ".join(p.comment for p in people[n::2]).encode(), changed=n)
        for n in range(2)
    ]

    found = hits(known, Evidence(halves, [roll]))
    assert found["times of files, against roll.contact: order of rows"] < 6


def test_what_is_told_of_nobody_finds_nobody(known: Known) -> None:
    assert hits(known, Evidence([File("empty", b"")])) == {}


def test_the_commits_of_a_write_ahead_log_are_what_was_committed(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (word text)")
        connection.commit()
        for word in ("first", "second"):
            connection.execute("INSERT INTO t VALUES (?)", (word,))
            connection.commit()
        commits = list(commits_of((tmp_path / "book-wal").read_bytes()))

    assert [b"first" in commit for commit in commits] == [False, True, True]
    assert [b"second" in commit for commit in commits] == [False, False, True]


def test_what_is_no_write_ahead_log_has_no_commits() -> None:
    assert list(commits_of(b"")) == []
    assert list(commits_of(b"x" * 5000)) == []
