"""Segments: what the list of contacts says of them, by which results may be broken down."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from questionnaires.errors import shortened
from questionnaires.sentence import Sentence
from reports.disclosure.bases import base_of, could_pass
from reports.disclosure.policy import Policy
from reports.menu import within
from survey_app.errors import NotOnTheMenu
from survey_app.roll.models import Wave
from survey_app.services.frozen import Frozen, frozen

MOST_VALUES = 30


class Belonging(NamedTuple):
    """One invited person, without a name: their customer, and their segments by column."""

    customer: str
    segments: Mapping[str, str]


def values_of(people: Iterable[Belonging], columns: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of each column, sorted; a blank one is none."""
    found: dict[str, set[str]] = {column: set() for column in columns}
    for one in people:
        for column, values in found.items():
            values |= {one.segments.get(column, "")} - {""}
    return {column: sorted(values) for column, values in found.items()}


def too_many_values(numbers: Mapping[str, int]) -> Sentence | None:
    """Return why results cannot be broken down by one of these columns; None where they can."""
    for column, number in numbers.items():
        if number > MOST_VALUES:
            return Sentence(
                "The contacts have %(number)s different values in the column %(column)s, and "
                "results can be broken down by at most %(limit)s. Put some together, or take the "
                "column out of the study file’s breakdowns, and load the study again.",
                number=number,
                column=column,
                limit=MOST_VALUES,
            )
    return None


def chosen(wave: Wave, by: Iterable[str]) -> tuple[str, ...]:
    """Return the breakdowns asked for in the order of the wave's menu; refuse any other (R7)."""
    offered, wanted = frozen(wave).menu.breakdowns, set(by)
    for column in sorted(wanted - set(offered)):
        names = {"wave": wave.name, "column": shortened(column), "offered": ", ".join(offered)}
        if not offered:
            raise NotOnTheMenu(
                Sentence(
                    "Nothing of %(wave)s can be broken down by %(column)s: no breakdown was frozen "
                    "at its launch.",
                    **names,
                )
            )
        raise NotOnTheMenu(
            Sentence(
                "Nothing of %(wave)s can be broken down by %(column)s: at its launch these were "
                "frozen: %(offered)s.",
                **names,
            )
        )
    return tuple(column for column in offered if column in wanted)


def segment_sizes(fixed: Frozen, people: Sequence[Belonging]) -> dict[str, int]:
    """Return how many are invited in each segment that could be reported on its own.

    By what rows and figures call it, in the order of the study file and of the values.
    """
    policy = detail_policy(fixed.policy)
    bases = {
        within(column, value): base_of(customers)
        for column in fixed.definition.breakdowns
        for value, customers in customers_by_value(people, column).items()
        if value
    }
    return {name: base.respondents for name, base in bases.items() if could_pass(base, policy)}


def customers_by_value(people: Iterable[Belonging], column: str) -> dict[str, Counter[str]]:
    """Return how many people each customer has, by value of a column; '' is that of those without.

    In the order of the values.
    """
    found: dict[str, Counter[str]] = {}
    for one in people:
        found.setdefault(one.segments.get(column, ""), Counter())[one.customer] += 1
    return dict(sorted(found.items()))


def detail_policy(policy: Policy) -> Policy:
    """Return what a segment must pass: it has no pooled score, and so needs as many respondents as
    any other detail (R2)."""
    return replace(policy, min_respondents=max(policy.min_respondents, policy.detail_from))


def spelt(segment: str) -> tuple[str, str]:
    """Return a segment's column and value as people read them."""
    column, _, value = segment.partition("=")
    return column.replace("_", " "), value
