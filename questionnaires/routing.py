"""Which questions one respondent is asked: per account manager they deal with, and by condition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from questionnaires.kinds.base import Asked, Rows
from questionnaires.kinds.multiple_choice import TICKED
from questionnaires.schema import Condition, Questionnaire, Section


class Block(NamedTuple):
    """One section as met by one respondent, about one account manager where it is repeated."""

    section: Section
    manager: str | None
    asked: tuple[Asked, ...]


def blocks(
    questionnaire: Questionnaire, suppliers: Sequence[str], managers: Sequence[str]
) -> Iterator[Block]:
    """Yield the sections in order; one about account managers once for each of those given."""
    for section in questionnaire.sections:
        people: Sequence[str | None] = [None]
        if section.subject == "account_managers":
            people = managers
        for person in people:
            asked = tuple(Asked(q, tuple(suppliers), person) for q in section.questions)
            yield Block(section, person, asked)


def holds(condition: Condition, manager: str | None, answers: Mapping[str, Rows]) -> bool:
    """Say whether the answers so far meet the condition; about the same manager where repeated.

    Of several options ticked, one is enough.
    """
    for key in (f"{condition.question}@{manager}", condition.question):
        if key in answers:
            return any(value in condition.values for value in _chosen(answers[key]))
    return False


def _chosen(rows: Rows) -> Iterator[str]:
    for row, value in rows.items():
        if not row:
            yield value
        elif value == TICKED:
            yield row
