"""What fails an examination whatever could be guessed, each rule given what it must see."""

import base64
import random
from pathlib import Path

import pytest
from nacl.public import PrivateKey, SealedBox

from survey_app.operations.examine.evidence import Evidence, File, Table
from survey_app.operations.examine.looking import Known
from survey_app.operations.examine.people import invented
from survey_app.operations.examine.reading import openable
from survey_app.operations.examine.rules import (
    changed_by_sending,
    left_of_ballots,
    left_of_keys,
    spoken_of,
    unforeseen,
)

NULLIFIER, SEALED = bytes(range(32)), bytes(range(100, 200))


def ballots() -> Evidence:
    return Evidence(
        tables=[Table("urn", "sealed_ballot", ("nullifier", "sealed"), [(NULLIFIER, SEALED)])]
    )


def test_a_table_of_no_model_is_unforeseen() -> None:
    copied = Table("urn", "copy_of_answers", ("invitation", "packed"), [])

    assert list(unforeseen([copied])) == ["there is a table urn.copy_of_answers that no model has"]


def test_a_column_of_no_model_is_unforeseen_and_hidden_ones_are_not() -> None:
    names = ("xmin", "rowid", "slip", "wave", "question", "text", "sent_at")

    assert list(unforeseen([Table("urn", "comment", names, [])])) == [
        "urn.comment has a column sent_at that no model has"
    ]


def test_a_column_that_matches_persons_across_waves_is_unforeseen() -> None:
    """R6: the attacker knows one wave; that no two can be matched is for the examiner to see."""
    names = ("wave", "nullifier", "sealed")
    by_person = Table("urn", "sealed_ballot", (*names, "person"), [])

    assert list(unforeseen([Table("urn", "sealed_ballot", names, [])])) == []
    assert list(unforeseen([by_person])) == [
        "urn.sealed_ballot has a column person that no model has"
    ]


def test_a_row_that_sending_writes_to_the_roll_is_seen() -> None:
    before = [Table("roll", "response_snapshot", ("wave_id",), [])]
    after = [Table("roll", "response_snapshot", ("wave_id",), [(1,)])]

    assert list(changed_by_sending(before, after)) == ["sending changed roll.response_snapshot"]
    assert list(changed_by_sending(before, before)) == []


@pytest.mark.parametrize("name", ["logs/server.log", "tmp/aside", "server log"])
def test_a_name_in_a_log_is_seen(name: str) -> None:
    truth = invented(3, 20, random.Random(3))
    known = Known(truth, {truth.people[0].email: 0}, {})
    file = File(name, f"GET /r by {truth.people[0].email}".encode())

    assert list(spoken_of([file], known)) == [f"{name} names people"]
    assert list(spoken_of([File("data/roll.sqlite", file.content)], known)) == []


@pytest.mark.parametrize("part", [NULLIFIER, SEALED, NULLIFIER.hex().encode()])
def test_what_is_left_of_a_ballot_is_seen_but_in_a_servers_log_and_older_copies(
    part: bytes,
) -> None:
    content = b"before " + part + b" after"

    for name in ("data/urn.sqlite", "backups/of-the-count/urn.dump", "urn/catalogue"):
        after = Evidence([File(name, content)])
        assert list(left_of_ballots(ballots(), after)) == [f"ballots are left in {name}"]
    for name in ("pg_wal", "backups/1-of-the-field/urn.dump"):
        assert list(left_of_ballots(ballots(), Evidence([File(name, content)]))) == []


def test_a_key_file_that_was_not_there_before_the_launch_is_left() -> None:
    master, renamed = File("keys/master.key", b""), File("keys/old.bak", b"")

    assert list(left_of_keys([master], [master])) == []
    assert list(left_of_keys([master], [master, renamed])) == ["the key file bak of a wave is left"]


@pytest.mark.parametrize(
    "spelt", [bytes, lambda key: key.hex().encode(), base64.b64encode, base64.urlsafe_b64encode]
)
def test_a_key_that_lies_anywhere_opens_the_ballots(spelt: object, tmp_path: Path) -> None:
    assert callable(spelt)
    key = PrivateKey.generate()
    sealed = SealedBox(key.public_key).encrypt(b"an answer")
    wave = Table("roll", "wave", ("public_key",), [(bytes(key.public_key),)])
    hidden = File("data/note.txt", spelt(bytes(key)))

    assert openable([sealed], [Evidence(tables=[wave])], [], tmp_path) == 0
    assert openable([sealed], [Evidence([hidden], [wave])], [], tmp_path) == 1
