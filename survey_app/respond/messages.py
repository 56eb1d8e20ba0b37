"""The words put together in Python, in one place so that other languages can follow."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from textwrap import shorten

from questionnaires.kinds.base import Complaint, FieldError

NO_EXPERIENCE = "No experience"
LIKELIHOOD = ("Not at all likely", "Extremely likely")
_LONGEST_ECHO = 120
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _too_long(error: FieldError) -> str:
    limit, actual = error.limit or 0, error.actual or 0
    over = f"This has {actual:,} characters and {limit:,} fit."
    return f"{over} Please shorten it by {actual - limit:,}."


_SENTENCES: Mapping[Complaint, Callable[[FieldError], str]] = {
    "required": lambda _: "Please give an answer here.",
    "not_offered": lambda _: "That answer is not one of those offered. Please choose again.",
    "repeated": lambda _: "More than one answer arrived. Please give just one.",
    "too_long": _too_long,
}


def worded(error: FieldError) -> str:
    return _SENTENCES[error.complaint](error)


def echoed(text: str) -> str:
    return shorten(text, _LONGEST_ECHO, placeholder=" …")


def day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def only_if(answers: Sequence[str], question: str) -> str:
    quoted = [f"“{answer}”" for answer in answers]
    listed = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
    return f"Only if you answered {listed} to “{echoed(question)}”"
