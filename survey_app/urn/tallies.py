"""What a counted wave left: the tallies, read back for the gate."""

from typing import NamedTuple

from sqlalchemy import Engine, select

from reports.tally import Base, Count, Invited, Moment, Row, Tallies
from survey_app.extensions import reading
from survey_app.urn.models import Response, TallyCount, TallyRow, UrnWave


class Outcome(NamedTuple):
    """How many were invited, counted, and found malformed."""

    invited: int
    counted: int
    malformed: int


def outcome(urn: Engine, wave: str) -> Outcome | None:
    """Return the wave's numbers; None before the count."""
    with reading(urn) as connection:
        row = connection.execute(select(UrnWave.__table__).filter_by(wave=wave)).one_or_none()
    if row is None or row.state != "counted":
        return None
    return Outcome(row.invited, row.counted, row.malformed)


def read_tallies(urn: Engine, wave: str) -> Tallies:
    """Return everything the count kept of the wave to be reported."""
    with reading(urn) as connection:
        numbers = connection.execute(select(UrnWave.__table__).filter_by(wave=wave)).one()
        rows = connection.execute(select(TallyRow.__table__).filter_by(wave=wave)).all()
        counts = connection.execute(select(TallyCount.__table__).filter_by(wave=wave)).all()
        groups = connection.execute(select(Response.__table__).filter_by(wave=wave)).all()
    named = {row: Row(row.question or None, row.subject or None) for row in rows}
    return Tallies(
        bases={named[r]: Base(r.respondents, r.customers, r.largest) for r in rows},
        moments={named[r]: Moment(r.ratings, r.total) for r in rows if r.ratings},
        counts={Count(c.question, c.subject or None, c.option): c.number for c in counts},
        response=Invited(numbers.invited, numbers.counted),
        response_by_manager={g.subject: Invited(g.invited, g.answered) for g in groups},
    )
