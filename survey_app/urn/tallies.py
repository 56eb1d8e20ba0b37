"""What a counted wave leaves: tallies and comments, written once and read back for the gate."""

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from reports.tally import Base, Correlation, Count, Invited, Moment, Row, Tallies
from survey_app.extensions import reading
from survey_app.urn.models import (
    Comment,
    Response,
    TallyCorrelation,
    TallyCount,
    TallyRow,
    UrnBase,
    UrnWave,
)


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
        together = connection.execute(select(TallyCorrelation.__table__).filter_by(wave=wave)).all()
        groups = connection.execute(select(Response.__table__).filter_by(wave=wave)).all()
    named = {row: _row(row) for row in rows}
    return Tallies(
        bases={named[r]: Base(r.respondents, r.customers, r.largest) for r in rows},
        moments={named[r]: Moment(r.ratings, r.total) for r in rows if r.ratings},
        counts=dict(_count(row) for row in counts),
        correlations={
            (r.first, r.second): Correlation(r.respondents, r.hundredths) for r in together
        },
        response=Invited(numbers.invited, numbers.counted),
        response_by_manager={g.subject: Invited(g.invited, g.answered) for g in groups},
    )


def write_tallies(connection: Connection, wave: str, tallies: Tallies) -> None:
    """Write what a count kept to be reported."""
    _insert(connection, TallyRow, _row_values(wave, tallies))
    _insert(
        connection,
        TallyCount,
        [
            {
                "wave": wave,
                "question": count.question,
                "subject": _stored_subject(count),
                "within": count.within or "",
                "option": count.option,
                "number": number,
            }
            for count, number in tallies.counts.items()
        ],
    )
    _insert(
        connection,
        TallyCorrelation,
        [
            {"wave": wave, "first": first, "second": second, **r._asdict()}
            for (first, second), r in tallies.correlations.items()
        ],
    )
    _insert(
        connection,
        Response,
        [
            {"wave": wave, "subject": subject, "invited": group.invited, "answered": group.answered}
            for subject, group in tallies.response_by_manager.items()
        ],
    )


def write_comments(
    connection: Connection, wave: str, comments: Mapping[str, tuple[str, ...]]
) -> None:
    """Write each comment as a slip of its own."""
    _insert(connection, Comment, _slips(wave, comments))


def _row_values(wave: str, tallies: Tallies) -> list[dict[str, object]]:
    return [
        {
            "wave": wave,
            "question": row.question or "",
            "subject": _stored_subject(row),
            "within": row.within or "",
            "respondents": base.respondents,
            "customers": base.customers,
            "largest": base.largest,
            "ratings": tallies.moments[row].n if row in tallies.moments else None,
            "total": tallies.moments[row].total if row in tallies.moments else None,
        }
        for row, base in tallies.bases.items()
    ]


def _slips(wave: str, comments: Mapping[str, tuple[str, ...]]) -> list[dict[str, object]]:
    slips: list[dict[str, object]] = [
        {"slip": secrets.token_bytes(16), "wave": wave, "question": question, "text": text}
        for question, texts in comments.items()
        for text in texts
    ]
    # In the order of their random keys, so that neither rows nor pages keep the order of reading.
    return sorted(slips, key=lambda slip: str(slip["slip"]))


def _insert(connection: Connection, table: type[UrnBase], values: list[dict[str, object]]) -> None:
    if values:
        connection.execute(insert(table), values)


def _stored_subject(row: Row | Count) -> str:
    """Return what a row's subject is called in the urn: '' for none, `first.second` for a pair."""
    return f"{row.subject}.{row.against}" if row.against else row.subject or ""


def _of_subject(stored: str) -> tuple[str | None, str | None]:
    subject, _, against = stored.partition(".")
    return subject or None, against or None


def _row(row: Any) -> Row:
    return Row(row.question or None, *_of_subject(row.subject), row.within or None)


def _count(row: Any) -> tuple[Count, int]:
    subject, against = _of_subject(row.subject)
    return Count(row.question, subject, row.option, against, row.within or None), row.number
