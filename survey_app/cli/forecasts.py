"""A preflight as `survey-app wave preflight` prints it."""

from collections.abc import Iterator, Sequence

from reports.disclosure.bases import could_pass, passes
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import LIKELY, RATES, USUAL_RATE, Forecast
from reports.tally import Base
from survey_app.services.preflight import Group, Preflight, chances_in_words

ONE_SIDED = "one-sided"


def lines(found: Preflight, policy: Policy) -> Iterator[str]:
    """Yield the groups as the study lists them, then whom to report together and what to do."""
    rates = ", ".join(f"{rate} %" for rate in RATES)
    yield f"At full response, and how likely where {rates} answer:"
    at_full = [_at_full_response(group.forecast.base, policy) for group in found.groups]
    for group, full in zip(found.groups, at_full, strict=True):
        yield f"  {full:<11} {group.id or 'all':<12} {group.name}: {_in_numbers(group.forecast)}"
    yield (
        f"Likely: with a chance of {LIKELY * 100:.0f} % or more where {USUAL_RATE} % answer. "
        "Cannot be reported: whoever answers."
    )
    if ONE_SIDED in at_full:
        yield "One-sided: most are of one customer, and must not be most of those who answer."
    for merge in found.merges:
        yield f"Report together: {_listed(merge.groups)} - {_in_numbers(merge.forecast)}"
    for group in found.groups:
        if group.advice and not found.merge_of(group):
            yield f"To do: {group.name} - {group.advice}"


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
