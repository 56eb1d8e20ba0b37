"""Closing and counting: what is kept, what is destroyed, and what a kill in between leaves."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from reports.tally import Base, Count, Invited, Moment, Row, Tallies
from survey_app.application import build, dispose
from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.roll.models import Wave
from survey_app.services import count
from survey_app.services.status import status
from survey_app.urn.models import Comment, SealedBallot, TallyRow, UrnWave
from survey_app.urn.tallies import Outcome, outcome, read_tallies
from tests.factories import (
    DAY,
    FULL_ANSWER,
    Installation,
    Launched,
    StudyFiles,
    answer_of,
    contacts,
)

PEOPLE = contacts(20)


class Killed(BaseException):
    """A process that ended where it stood."""


def killed(*_: object, **__: object) -> None:
    raise Killed


def answered(launched: Launched, number: int) -> None:
    for person in PEOPLE[:number]:
        assert launched.send(person.contact, answer_of(person)).status_code == 303


def kept(launched: Launched) -> Tallies:
    with launched.wave() as (_, wave):
        return read_tallies(urn_engine(), wave.urn_wave)


def numbers(launched: Launched) -> Outcome | None:
    with launched.wave() as (_, wave):
        return outcome(urn_engine(), wave.urn_wave)


def state(launched: Launched) -> str:
    with launched.wave() as (_, wave):
        return wave.state


def sealed(launched: Launched) -> int:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return len(connection.execute(select(SealedBallot.nullifier)).all())


def key_files(launched: Launched) -> list[str]:
    return sorted(file.name for file in launched.installation.settings.keys.glob("wave-*"))


def test_the_count_keeps_tallies_and_destroys_ballots_and_keys(launched: Launched) -> None:
    answered(launched, 20)
    assert len(key_files(launched)) == 2

    launched.close()

    tallies = kept(launched)
    assert numbers(launched) == Outcome(invited=20, counted=20, malformed=0)
    assert tallies.bases[Row("quality", "client")] == Base(20, 6, 4)
    assert tallies.moments[Row("quality", "client")] == Moment(20, 120)
    assert tallies.counts[Count("quality", "client", "6")] == 20
    assert tallies.response == Invited(20, 20)
    assert sealed(launched) == 0
    assert key_files(launched) == []


def test_not_applicable_is_counted_nowhere(launched: Launched) -> None:
    answered(launched, 20)
    launched.close()

    tallies = kept(launched)
    assert Row("quality", "rival") not in tallies.bases
    assert not [each for each in tallies.counts if each.option == "na"]


def test_fewer_answers_than_the_threshold_stay_closed_and_unopened(launched: Launched) -> None:
    answered(launched, 4)

    with pytest.raises(Refused, match=r"not counted.*5 people at 3 customers"):
        launched.close()

    assert state(launched) == "closed"
    assert sealed(launched) == 4
    assert len(key_files(launched)) == 2
    assert launched.client.get(launched.path("c9")).status_code == 410


def test_a_wave_closed_too_early_can_be_extended_and_counted_later(launched: Launched) -> None:
    answered(launched, 4)
    with pytest.raises(Refused):
        launched.close()

    with launched.wave() as (roll, wave):
        count.extend(roll, urn_engine(), wave, until=date(2999, 2, 1), today=date(2026, 3, 2))
    answered(launched, 12)
    launched.close()

    assert numbers(launched) == Outcome(20, 12, 0)


def test_answers_of_one_dominating_customer_are_not_counted(installation: Installation) -> None:
    people = contacts(6, customer="One") + contacts(10)[6:]
    launched = installation.launch(installation.load(StudyFiles(contacts=people)))
    for person in people:
        launched.send(person.contact, FULL_ANSWER)

    with pytest.raises(Refused, match="none of whom gives more than half"):
        launched.close()

    assert sealed(launched) == 10


def test_destroying_a_wave_leaves_neither_ballots_nor_keys(launched: Launched) -> None:
    answered(launched, 6)

    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)

    assert state(launched) == "destroyed"
    assert sealed(launched) == 0
    assert key_files(launched) == []
    assert launched.client.get(launched.path("c0")).status_code == 410


def test_a_counted_wave_can_be_neither_extended_nor_destroyed(launched: Launched) -> None:
    answered(launched, 6)
    launched.close()
    keys, today = launched.installation.keys, date(2026, 3, 2)

    with launched.wave() as (roll, wave):
        with pytest.raises(Refused, match="is counted"):
            count.extend(roll, urn_engine(), wave, until=date(2999, 1, 1), today=today)
        with pytest.raises(Refused, match="is counted"):
            count.destroy(roll, urn_engine(), keys, wave, today=today)


def test_closing_a_counted_wave_again_changes_nothing(launched: Launched) -> None:
    answered(launched, 6)
    launched.close()
    before = kept(launched)

    launched.close()

    assert kept(launched) == before


def test_after_a_kill_the_status_still_knows_who_was_invited(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(launched, 12)
    monkeypatch.setattr(count, "finish", killed)
    with pytest.raises(Killed):
        launched.close()
    monkeypatch.undo()
    with build(launched.installation.settings).app_context():
        dispose()

    with launched.wave() as (roll, wave):
        figures = status(roll, urn_engine(), launched.installation.keys, wave, today=DAY)
    assert (figures.state, figures.invited, figures.answered) == ("counted", 20, 10)
    assert [group.invited for group in figures.groups] == [10, 10]


def test_counting_a_wave_the_urn_does_not_know_is_refused(launched: Launched) -> None:
    answered(launched, 6)
    with launched.installation.app.app_context(), urn_engine().begin() as connection:
        connection.exec_driver_sql("DELETE FROM sealed_ballot")
        connection.exec_driver_sql("DELETE FROM urn_wave")

    with pytest.raises(Refused, match="not counted"):
        launched.close()
    with pytest.raises(Refused, match="The urn knows nothing of the wave"):
        build(launched.installation.settings)


def test_comments_are_kept_without_a_person_and_in_the_order_of_random_keys(
    launched: Launched,
) -> None:
    for number, person in enumerate(PEOPLE):
        launched.send(person.contact, answer_of(person, **{"q.why": f"Comment {number}"}))
    launched.close()

    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        slips = connection.execute(select(Comment.question, Comment.text)).all()
    assert {slip.text for slip in slips} == {f"Comment {number}" for number in range(20)}
    assert [slip.text for slip in slips] != [f"Comment {number}" for number in range(20)]


def test_the_urn_itself_refuses_a_row_below_the_floor(launched: Launched) -> None:
    with launched.installation.app.app_context(), urn_engine().begin() as connection:
        wave = connection.scalar(select(UrnWave.wave))
        row = {"wave": wave, "question": "q", "subject": "", "customers": 3, "largest": 1}
        with pytest.raises(IntegrityError):
            connection.execute(insert(TallyRow).values(**row, respondents=4))


def test_a_ballot_that_arrives_while_the_wave_closes_is_refused_not_lost(
    launched: Launched,
) -> None:
    answered(launched, 6)
    with launched.installation.app.app_context(), urn_engine().begin() as connection:
        connection.execute(update(UrnWave).values(state="closed"))

    assert launched.send("c10", FULL_ANSWER).status_code == 410
    assert sealed(launched) == 6


def test_a_counted_wave_says_so_in_the_roll(launched: Launched) -> None:
    answered(launched, 6)
    launched.close()

    with launched.installation.roll() as roll:
        wave = roll.scalars(select(Wave)).one()
        assert (wave.state, wave.closed_on) == ("counted", date(2026, 3, 2))
