"""What the attacker proves, held against every way in which everybody can have answered."""

import random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.disclosure.gate import gate
from reports.disclosure.released import facts_of
from reports.disclosure.trial import Trial
from reports.menu import Menu
from reports.tally import Row, Tallies
from tests.unit.reports.disclosure.enumeration import Enumeration, Known, customers_of, known_to
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    questionnaire,
    rating,
)

POINTS = 3
Cell = tuple[str, int]
"""An account manager and a point of the scale."""


@st.composite
def small_studies(draw: st.DrawFn) -> Study:
    """Draw a few respondents of two or three account managers, on a scale of three points."""
    managers = ("am1", "am2", "am3")[: draw(st.integers(2, 3))]
    chance = random.Random(draw(st.integers(0, 2**32)))
    agreed = draw(st.sampled_from([0.0, 0.5, 0.8]))
    ballots = []
    for manager in managers:
        for _ in range(draw(st.sampled_from([2, 4, 5, 6, 9, 10, 12]))):
            chosen = "3" if chance.random() < agreed else str(chance.randint(1, POINTS))
            answers: Answers = {f"fair@{manager}": {"": chosen}}
            ballots.append(ballot(f"customer {chance.randrange(5)}", answers, [manager]))
    asked = questionnaire([], [rating("fair", points=POINTS)])
    return Study(Menu(asked, SUPPLIERS, managers), tuple(ballots))


class Group(NamedTuple):
    """What R1 and the release say of one account manager's respondents."""

    shown: bool
    passes: bool


def is_safe(group: Group, low: int, high: int, answers: int) -> bool:
    """Say whether so few and so many may have given an answer, as R10 asks."""
    if group.passes and group.shown:
        return low < answers
    return high - low >= min(2, answers) and (group.passes or low == 0)


def group_of(study: Study, tallies: Tallies, manager: str) -> Group:
    numbers = customers_of(study, "fair", manager).values()
    passes = sum(numbers) >= 5 and len(numbers) >= 3 and 2 * max(numbers) <= sum(numbers)
    return Group(Row("fair", manager) in tallies.bases, passes)


def proven_by_enumeration(study: Study, tallies: Tallies) -> set[Cell]:
    """Return whose answers follow, for somebody outside, and for each customer if any is hidden."""
    release = gate(tallies, study.menu, study.policy)
    every = Enumeration(study, release, "fair", POINTS)
    found = _unsafe(study, tallies, every, {})
    groups = {manager: group_of(study, tallies, manager) for manager in study.menu.managers}
    hidden = {manager for manager, group in groups.items() if not (group.shown and group.passes)}
    for customer in sorted({each.circumstances.customer for each in study.ballots if hidden}):
        known = known_to(study, "fair", customer, POINTS)
        of_all = _unsafe(study, tallies, every, known)
        found |= {(manager, point) for manager, point in of_all if manager in hidden}
    return found


def _unsafe(study: Study, tallies: Tallies, every: Enumeration, known: Known) -> set[Cell]:
    found = set()
    for (manager, point), (low, high) in every.ranges(known).items():
        own = int(known[manager].sum()) if known else 0
        answers = int(every.answers()[manager].sum()) - own
        group = group_of(study, tallies, manager)
        if answers and not is_safe(group, low, high, answers):
            found.add((manager, point))
    return found


def proven_by_attack(study: Study, tallies: Tallies) -> set[Cell]:
    facts = facts_of(gate(tallies, study.menu, study.policy), tallies, study.menu)
    verdict = Trial(study.torn(), study.menu, study.policy).verdict(facts)
    abouts = [finding.target.about for finding in verdict.findings]
    return {(about.subject or "", int(about.option)) for about in abouts}


def agreed(study: Study) -> None:
    tallies = study.chosen()
    assert proven_by_attack(study, tallies) == proven_by_enumeration(study, tallies)


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_studies())
def test_the_attacker_proves_what_all_ways_to_answer_have_in_common(study: Study) -> None:
    agreed(study)


@pytest.mark.nightly
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_studies())
def test_the_attacker_proves_neither_more_nor_less_in_many_studies(study: Study) -> None:
    agreed(study)
