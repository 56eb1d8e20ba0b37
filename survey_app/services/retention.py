"""Retention: comments, then tallies, are destroyed when their time is over.

What was released stays: the ledger, the reports, and the receipts, which hold no answer. The urn
comes first, with its storage rewritten, and the roll says so last: killed anywhere between, it is
due again and done again, which changes nothing that was done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from survey_app.errors import NotNow
from survey_app.extensions import reading
from survey_app.roll.models import Practice, Study, Wave
from survey_app.urn.models import (
    Comment,
    Response,
    TallyCorrelation,
    TallyCount,
    TallyRow,
    UrnBase,
)
from survey_app.urn.storage import rewrite

LONGEST = 36_500

What = Literal["comments", "tallies"]
# Rows that refer to others go before these.
TABLES: Mapping[What, Sequence[type[UrnBase]]] = {
    "comments": (Comment,),
    "tallies": (TallyCount, TallyRow, TallyCorrelation, Response),
}


@dataclass(frozen=True, slots=True)
class Due:
    """What of a counted wave is destroyed on which day, and the day it was, if it was."""

    wave: Wave
    what: What
    on: date
    destroyed_on: date | None


def dues(roll: Session) -> list[Due]:
    """Return what is, or was, to be destroyed of every counted wave, in the order of the days."""
    query = select(Wave, Practice).join(Study, Study.id == Wave.study_id).join(Practice)
    counted = roll.execute(query.where(Wave.state == "counted", Wave.closed_on.is_not(None)))
    found = [due for wave, practice in counted for due in _of(wave, practice)]
    return sorted(found, key=lambda due: (due.on, due.wave.id, due.what))


def _of(wave: Wave, practice: Practice) -> Iterator[Due]:
    if wave.closed_on is not None:
        comments = wave.closed_on + timedelta(practice.comments_days)
        tallies = wave.closed_on + timedelta(practice.tallies_days)
        yield Due(wave, "comments", comments, wave.comments_destroyed_on)
        yield Due(wave, "tallies", tallies, wave.tallies_destroyed_on)


def overdue(roll: Session, urn: Engine, today: date) -> list[Due]:
    """Return what is there and should not be; a restored backup may have brought it back."""
    over = [due for due in dues(roll) if due.on <= today]
    there = {what: _waves_with(urn, what) for what in TABLES} if over else {}
    return [due for due in over if due.destroyed_on is None or due.wave.urn_wave in there[due.what]]


def upcoming(roll: Session, today: date) -> list[Due]:
    """Return what is kept for the time being, the next to go first."""
    return [due for due in dues(roll) if due.on > today and due.destroyed_on is None]


def expire(roll: Session, urn: Engine, today: date) -> list[Due]:
    """Destroy what is overdue, and return it; the caller commits that the roll says so.

    Refuses, and leaves it for the next time, where somebody who reads the urn keeps traces of it.
    """
    over = overdue(roll, urn, today)
    if not over:
        return []
    with urn.begin() as connection:
        for due in over:
            for table in TABLES[due.what]:
                of_wave = table.__table__.c.wave == due.wave.urn_wave
                connection.execute(delete(table).where(of_wave))
    if not _rewritten(urn):
        raise NotNow(
            Sentence(
                "What was due is deleted, but the urn is in use, so that its traces could not be "
                "removed yet. It is tried again with the next start, and by `survey-app retention`."
            )
        )
    for due in over:
        setattr(due.wave, f"{due.what}_destroyed_on", today)
    return over


def keep_for(practice: Practice, *, comments: int | None, tallies: int | None) -> None:
    """Set for how many days after the close a practice keeps what; None leaves it as it is."""
    comments = practice.comments_days if comments is None else comments
    tallies = practice.tallies_days if tallies is None else tallies
    if tallies < comments:
        raise NotNow(
            Sentence(
                "Tallies would be kept for %(tallies)s days and comments for %(comments)s; they "
                "must be kept at least as long as comments.",
                tallies=tallies,
                comments=comments,
            )
        )
    practice.comments_days, practice.tallies_days = comments, tallies


def refuse_over(wave: Wave, today: date) -> None:
    """Refuse a new release of what is destroyed, or should be: a start may not have been there."""
    refuse_destroyed(wave)
    day = kept_until(wave, today)
    if day is not None:
        raise NotNow(_gone(wave, day))


def kept_until(wave: Wave, today: date) -> date | None:
    """Return the day on which the figures of a wave were destroyed, or ought to have been."""
    if wave.tallies_destroyed_on is not None:
        return wave.tallies_destroyed_on
    if wave.state != "counted" or wave.closed_on is None:
        return None
    day = wave.closed_on + timedelta(wave.study.practice.tallies_days)
    return day if day <= today else None


def refuse_destroyed(wave: Wave) -> None:
    """Refuse to make reports of what is no longer there."""
    if wave.tallies_destroyed_on is not None:
        raise NotNow(_gone(wave, wave.tallies_destroyed_on))


def _gone(wave: Wave, day: date) -> Sentence:
    return Sentence(
        "The figures of %(wave)s were kept until %(day)s: no more reports can be made of them. "
        "Those released before are still there.",
        wave=wave.name,
        day=day,
    )


def _waves_with(urn: Engine, what: What) -> set[str]:
    with reading(urn) as connection:
        queries = [select(table.__table__.c.wave).distinct() for table in TABLES[what]]
        return {wave for query in queries for wave in connection.scalars(query)}


def _rewritten(urn: Engine) -> bool:
    try:
        return rewrite(urn)
    except OperationalError:  # SQLite's word for somebody who writes all the time
        return False
