"""Breakdowns before a launch: which segments could be shown, and how much of each column."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.sentence import Sentence
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import Forecast, Light, forecast, likely_from
from reports.disclosure.segments import FEWEST_HIDDEN
from reports.menu import within
from survey_app.roll.models import Wave
from survey_app.services.frozen import frozen
from survey_app.services.preflight import Group, advice, lit
from survey_app.services.segments import (
    Belonging,
    customers_by_value,
    detail_policy,
    spelt,
    too_many_values,
)

FEWEST_COMPARED = 2
MOSTLY_HIDDEN = Sentence("Most of this breakdown would be hidden.")
NOTHING_BESIDE = Sentence("There would be nothing to compare.")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A column, what to expect of each of its segments, and what to say of them together.

    `policy` is what a segment must pass. A column of too many values has none.
    """

    column: str
    policy: Policy
    segments: tuple[Group, ...]
    notes: tuple[Sentence, ...]

    @property
    def name(self) -> str:
        """Return the column as people read it."""
        return spelt(self.column)[0]

    @property
    def problems_first(self) -> list[Group]:
        """Return the segments as the page shows them."""
        return [each for light in reversed(Light) for each in lit(self.segments, light)]


def breakdowns(wave: Wave, people: Sequence[Belonging]) -> list[Breakdown]:
    """Return what to expect of the segments of each column that the study file names."""
    fixed = frozen(wave)
    policy, columns = detail_policy(fixed.policy), fixed.definition.breakdowns
    enough = likely_from(len(people), policy) if columns else None
    found = ((column, customers_by_value(people, column)) for column in columns)
    return [
        _breakdown(column, values, policy, invited=len(people), enough=enough)
        for column, values in found
        if any(values)
    ]


def _breakdown(
    column: str,
    values: dict[str, Counter[str]],
    policy: Policy,
    *,
    invited: int,
    enough: int | None,
) -> Breakdown:
    without = values.pop("", Counter())
    refused = too_many_values({column: len(values)})
    if refused:
        return Breakdown(column, policy, (), (refused,))
    segments = []
    for value, customers in values.items():
        expected = forecast(customers, invited, policy)
        told = advice(expected, policy, enough)
        segments.append(Group(within(column, value), value, expected, told))
    small = [values[each.name] for each in segments if each.forecast.light is not Light.GREEN]
    hidden = [*small, *([without] if without else [])]
    together = forecast(sum(hidden, Counter()), invited, policy)
    follows = bool(hidden) and _follows(len(hidden), together)
    notes = _notes(column, segments, without=without.total(), follows=follows)
    return Breakdown(column, policy, tuple(segments), tuple(notes))


def _follows(hidden: int, together: Forecast) -> bool:
    """Say whether too little is hidden beside the whole and what is shown of it (R4)."""
    return hidden < FEWEST_HIDDEN or together.light is not Light.GREEN


def _notes(
    column: str, segments: Sequence[Group], *, without: int, follows: bool
) -> Iterator[Sentence]:
    likely = [each for each in segments if each.forecast.light is Light.GREEN]
    if without:
        yield Sentence(
            "Contacts without a value: %(number)s. They are hidden like a group that is too small. "
            "Give them a value.",
            number=without,
        )
    if likely and follows:
        yield Sentence(
            "What is hidden would follow from the whole less what is shown. So probably the "
            "smallest of the other groups, %(group)s, is hidden with it.",
            group=min(likely, key=lambda each: each.forecast.base).name,
        )
    left = len(likely) - bool(likely and follows)
    if left < FEWEST_COMPARED or 2 * left < len(segments):
        yield Sentence(
            "Likely to be shown: %(left)s of %(number)s. %(so)s Put groups together in the "
            "contacts’ column %(column)s, or take the column out of the study file’s breakdowns.",
            left=left,
            number=len(segments),
            so=MOSTLY_HIDDEN if 2 * left < len(segments) else NOTHING_BESIDE,
            column=column,
        )
    elif len(likely) < len(segments):
        yield Sentence(
            "Put a group that is not likely to be shown together with another in the contacts’ "
            "column %(column)s. As it is, its answers count for the whole alone.",
            column=column,
        )
