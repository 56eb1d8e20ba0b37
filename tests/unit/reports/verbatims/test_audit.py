from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from reports.verbatims.audit import Entry, recorded
from reports.verbatims.decisions import Decision, Paraphrase, Redact, Release, Withhold
from reports.verbatims.plain import Span

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def record(decision: Decision) -> Entry:
    return recorded(decision, question="why", slip=b"\x01\xff", by="consultant-7", at=AT)


@pytest.mark.parametrize(
    ("decision", "action", "redactions", "knowingly"),
    [
        (Release(), "release", 0, False),
        (Release(knowingly=True), "release", 0, True),
        (Redact((Span(1, 2), Span(5, 9))), "redact", 2, False),
        (Redact((Span(1, 2),), knowingly=True), "redact", 1, True),
        (Paraphrase("secret words"), "paraphrase", 0, False),
        (Withhold(), "withhold", 0, False),
    ],
)
def test_a_decision_is_on_record_with_who_what_and_when(
    decision: Decision, action: str, redactions: int, knowingly: bool
) -> None:
    assert asdict(record(decision)) == {
        "question": "why",
        "slip": "01ff",
        "action": action,
        "redactions": redactions,
        "knowingly": knowingly,
        "by": "consultant-7",
        "at": AT,
    }


@pytest.mark.parametrize("decision", [Paraphrase("secret words"), Redact((Span(31, 47),))])
def test_no_word_and_no_place_of_a_comment_is_on_record(decision: Decision) -> None:
    written = str(asdict(record(decision)))
    assert not any(told in written for told in ("secret", "words", "31", "47"))


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        recorded(Release(), question="why", slip=b"\x01", by="c", at=AT.replace(tzinfo=None))
