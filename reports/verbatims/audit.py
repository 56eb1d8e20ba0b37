"""What is recorded of each decision about a comment: everything but the words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reports.verbatims.decisions import Decision, Paraphrase, Redact, Release, Withhold

Action = Literal["release", "redact", "paraphrase", "withhold"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: about which slip of which question, what, by whom and when.

    `slip` is the slip's key in hexadecimal, `redactions` how many stretches were marked to be
    struck out, `knowingly` whether candidates were let out on purpose, `at` an instant with its
    time zone (ValueError without one).
    """

    question: str
    slip: str
    action: Action
    redactions: int
    knowingly: bool
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("an instant without a time zone")


def recorded(decision: Decision, *, question: str, slip: bytes, by: str, at: datetime) -> Entry:
    """Return the record of a decision that was taken; no word of comment or paraphrase is in it."""
    action, redactions = _action(decision)
    knowingly = not isinstance(decision, Withhold) and decision.knowingly
    return Entry(question, slip.hex(), action, redactions, knowingly, by, at)


def _action(decision: Decision) -> tuple[Action, int]:
    match decision:
        case Release():
            return "release", 0
        case Redact():
            return "redact", len(decision.spans)
        case Paraphrase():
            return "paraphrase", 0
        case _:
            return "withhold", 0
