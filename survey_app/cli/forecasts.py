"""A preflight as `survey-app wave preflight` prints it."""

from collections.abc import Iterator, Sequence

from reports.disclosure.bases import could_pass, passes
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import LIKELY, RATES, USUAL_RATE, Forecast
from reports.tally import Base
from survey_app.services.breakdowns import Breakdown
from survey_app.services.preflight import Group, Preflight, chances_in_words

ONE_SIDED = "one-sided"


def lines(found: Preflight, policy: Policy, columns: Sequence[Breakdown] = ()) -> Iterator[str]:
    """Yield the groups as the study lists them, then whom to report together and what to do."""
    rates = ", ".join(f"{rate} %" for rate in RATES)
    rows = [_row(group.id or "all", group, policy) for group in found.groups]
    rows += [row for column in columns for row in _broken_down(column)]
    yield f"At full response, and how likely where {rates} answer:"
    yield from rows
    yield (
        f"Likely: with a chance of {LIKELY * 100:.0f} % or more where {USUAL_RATE} % answer. "
        "Cannot be reported: whoever answers."
    )
    if any(row.startswith(f"  {ONE_SIDED} ") for row in rows):
        yield "One-sided: most are of one customer, and must not be most of those who answer."
    for merge in found.merges:
        yield f"Report together: {_listed(merge.groups)} - {_in_numbers(merge.forecast)}"
    for group in found.groups:
        if group.advice and not found.merge_of(group):
            yield f"To do: {group.name} - {group.advice}"
    for column in columns:
        yield from _to_do(column)


def _row(id_: str, group: Group, policy: Policy) -> str:
    full = _at_full_response(group.forecast.base, policy)
    return f"  {full:<11} {id_:<12} {group.name}: {_in_numbers(group.forecast)}"


def _broken_down(found: Breakdown) -> Iterator[str]:
    policy = found.policy
    yield (
        f"By {found.column}, from {policy.min_respondents} respondents of {policy.min_customers} "
        "customers:"
    )
    for segment in found.segments:
        yield _row(found.column, segment, policy)


def _to_do(found: Breakdown) -> Iterator[str]:
    for segment in found.segments:
        if segment.advice:
            yield f"To do: {found.column} {segment.name} - {segment.advice}"
    for note in found.notes:
        yield f"Note: {found.column} - {note}"


def _at_full_response(base: Base, policy: Policy) -> str:
    if passes(base, policy):
        return "reportable"
    return ONE_SIDED if could_pass(base, policy) else "too small"


def _in_numbers(expected: Forecast) -> str:
    base = expected.base
    people = f"{base.respondents} contacts at {base.customers} customers"
    chances = ", ".join(chances_in_words(expected).values())
    return f"{people}; {chances}; {expected.light.value}"


def _listed(groups: Sequence[Group]) -> str:
    *first, last = (group.name for group in groups)
    return f"{', '.join(first)} and {last}"
