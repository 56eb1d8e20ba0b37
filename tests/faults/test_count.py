"""A count killed before each of its steps has not begun or is complete after the next start."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from reports.tally import Tallies
from survey_app import application
from survey_app.application import build, dispose
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.keys import Keys, confirmed, open_keys
from survey_app.migrations import Book
from survey_app.roll.models import Wave
from survey_app.services import count
from survey_app.urn.models import Comment, Receipt, SealedBallot, TallyCount, TallyRow
from survey_app.urn.receipts import read_receipts
from survey_app.urn.tallies import Outcome, outcome, read_tallies, write_tallies
from tests.conftest import DATABASES, books_of
from tests.factories import DAY, StudyFiles, answer_of, contacts, installed
from tests.faults.kills import Killed, Steps, watched
from tests.postgres import Cluster

PEOPLE = 10  # the fewest of whom every table of the urn keeps something, a response rate apart


class Result(NamedTuple):
    """What a count has kept."""

    outcome: Outcome | None
    tallies: Tallies
    receipts: list[str]
    comments: list[str]


@dataclass
class Urn:
    """What lies in the urn and the key folder of the one wave, and what the roll says of it."""

    app: Flask

    @property
    def keys(self) -> Keys:
        """Return the installation's keys."""
        keys: Keys = self.app.extensions["keys"]
        return keys

    def close(self, steps: Steps | None = None) -> None:
        """Close and count, step by step."""
        with self.app.app_context(), Session(roll_engine()) as roll:
            wave = roll.scalars(select(Wave)).one()
            with watched(steps or Steps(), roll_engine(), urn_engine()):
                count.close(roll, urn_engine(), self.keys, wave, today=DAY)

    def ballots(self) -> dict[bytes, bytes]:
        """Return the sealed ballots."""
        with self.app.app_context(), urn_engine().connect() as connection:
            rows = connection.execute(select(SealedBallot.nullifier, SealedBallot.sealed)).all()
        return {row.nullifier: row.sealed for row in rows}

    def key_files(self) -> dict[str, bytes]:
        """Return the key files of waves."""
        return {file.name: file.read_bytes() for file in self.keys.folder.glob("wave-*")}

    def is_counted(self) -> bool:
        """Say whether the roll holds the wave for counted."""
        with self.app.app_context(), Session(roll_engine()) as roll:
            return roll.scalar(select(Wave.state)) == "counted"

    def has_results(self) -> bool:
        """Say whether anything stands where a count writes."""
        with self.app.app_context(), urn_engine().connect() as connection:
            tables = (TallyRow, TallyCount, Comment, Receipt)
            return any(connection.execute(select(table.__table__)).all() for table in tables)

    def result(self) -> Result:
        """Return everything that the count has kept."""
        with self.app.app_context(), Session(roll_engine()) as roll:
            wave = roll.scalars(select(Wave.urn_wave)).one()
            tallies, receipts = read_tallies(urn_engine(), wave), read_receipts(urn_engine(), wave)
            with urn_engine().connect() as connection:
                comments = sorted(connection.scalars(select(Comment.text)))
            return Result(outcome(urn_engine(), wave), tallies, receipts, comments)

    def record(self) -> str | None:
        """Return the record of the keys' end, which the installation must confirm."""
        with self.app.app_context(), Session(roll_engine()) as roll:
            wave = roll.scalars(select(Wave)).one()
            text, signature = wave.destruction, wave.destruction_signature
        if text is not None:
            assert signature is not None
            assert confirmed(text, signature, self.keys.verification_key)
        return text


@dataclass
class Answered:
    """An installation whose one wave is answered, of which every kill gets a copy."""

    settings: Settings
    postgres: Cluster | None

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Settings]:
        """Copy data, keys and databases into a folder, and remove them at the end."""
        data = folder / "data"
        shutil.copytree(self.settings.data, data)
        shutil.copytree(self.settings.keys, folder / "data-keys")
        if self.postgres is None:
            yield Settings.read({}, str(data))
        else:
            like: dict[Book, str] = {
                "roll": str(make_url(self.settings.roll_url).database),
                "urn": str(make_url(self.settings.urn_url).database),
            }
            with self.postgres.books(like=like) as environment:
                yield Settings.read(environment, str(data))
        shutil.rmtree(folder)


@pytest.fixture(scope="module", params=DATABASES)
def answered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answered]:
    """Return the smallest wave that can be reported, answered and left alone."""
    folder = tmp_path_factory.mktemp("answered")
    people = contacts(PEOPLE)
    with books_of(request) as new_books:
        with installed(folder, new_books(folder / "data")) as made:
            launched = made.launch(made.load(StudyFiles(contacts=people)))
            for person in people:
                comment = {"q.why": f"Comment of {person.contact}"}
                sent = launched.send(person.contact, answer_of(person, **comment))
                assert sent.status_code == 303
        on_server = request.param == "postgresql"
        yield Answered(made.settings, request.getfixturevalue("postgres") if on_server else None)


@contextmanager
def started(settings: Settings) -> Iterator[Urn]:
    """Start the installation, which completes what was cut short, and end it again."""
    app = build(settings)
    try:
        yield Urn(app)
    finally:
        with app.app_context():
            dispose()


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every start be on the day of the count, which its record names."""
    monkeypatch.setattr(application, "today", lambda: DAY)


@dataclass(frozen=True)
class Reference:
    """What an undisturbed count began with, what it did, and what it left."""

    ballots: dict[bytes, bytes]
    key_files: dict[str, bytes]
    steps: list[str]
    result: Result
    record: str | None


@pytest.fixture(scope="module")
def reference(answered: Answered, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Count once without a kill."""
    steps = Steps()
    folder = tmp_path_factory.mktemp("whole") / "copy"
    with answered.copied(folder) as settings, started(settings) as urn:
        ballots, key_files = urn.ballots(), urn.key_files()
        urn.close(steps)
        return Reference(ballots, key_files, steps.done, urn.result(), urn.record())


def count_killed(settings: Settings, end_before: int) -> None:
    with started(settings) as urn, pytest.raises(Killed):
        urn.close(Steps(end_before))


def assert_not_begun(urn: Urn, reference: Reference) -> None:
    assert urn.ballots() == reference.ballots
    assert urn.key_files() == reference.key_files
    assert urn.record() is None
    assert not urn.has_results()


def assert_complete(urn: Urn, reference: Reference) -> None:
    assert urn.is_counted()
    assert urn.result() == reference.result
    assert urn.record() == reference.record
    assert urn.ballots() == {}
    assert urn.key_files() == {}


def kill_each(stride: int, answered: Answered, reference: Reference, folder: Path) -> None:
    """Kill a count before its steps, each on a copy of its own, and see what the start makes."""
    begun = []
    for end_before in range(0, len(reference.steps), stride):
        with answered.copied(folder / "copy") as settings:
            count_killed(settings, end_before)
            with started(settings) as urn:
                begun.append(urn.is_counted())
                if not begun[-1]:
                    assert_not_begun(urn, reference)
                    urn.close()
                assert_complete(urn, reference)
    assert begun == sorted(begun)  # there is one moment, before which nothing has begun
    assert set(begun) == {False, True}


def test_the_count_does_what_the_kills_are_meant_to_interrupt(reference: Reference) -> None:
    done = " ".join(reference.steps)

    for table in ("tally_row", "tally_count", "comment", "receipt"):
        assert f"INSERT INTO {table}" in done
    assert done.index("DELETE FROM sealed_ballot") < done.index("unlink") < done.index("VACUUM")
    assert reference.steps.count("unlink") == 2
    assert reference.steps.count("COMMIT") >= 4
    assert reference.result.outcome == Outcome(PEOPLE, PEOPLE, 0)
    assert (len(reference.result.receipts), len(reference.result.comments)) == (PEOPLE, PEOPLE)
    assert json.loads(reference.record or "")["counted"] == PEOPLE


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_kill_before_any_step_leaves_the_count_not_begun_or_complete(
    answered: Answered, reference: Reference, tmp_path: Path, stride: int
) -> None:
    kill_each(stride, answered, reference, tmp_path)


@pytest.mark.nightly
def test_a_count_that_destroyed_the_keys_too_early_would_be_caught(
    answered: Answered,
    reference: Reference,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_early(connection: Any, wave: str, tallies: Tallies) -> None:
        open_keys(tmp_path / "copy" / "data-keys").destroy_wave(wave)
        write_tallies(connection, wave, tallies)

    monkeypatch.setattr(count, "write_tallies", too_early)

    with pytest.raises(Refused, match="is damaged"):
        kill_each(1, answered, reference, tmp_path)
