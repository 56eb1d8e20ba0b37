"""What the attacker proves of compared items, held against every way to compare them."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from questionnaires.schema import Option, Question, Scale
from reports.disclosure.answers import Counted
from reports.disclosure.atoms import Atom
from reports.disclosure.attacker import attack
from reports.disclosure.audit import answers_of, audit
from reports.disclosure.comparisons import comparisons
from reports.disclosure.gate import gate
from reports.disclosure.knowledge import Space
from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, FactKey, Hidden, Release, Shown
from reports.disclosure.released import facts_of
from reports.disclosure.verdict import Kind
from reports.menu import Menu
from reports.tally import Base, Count, Row, Tallies
from tests.unit.reports.disclosure.enumeration import ways
from tests.unit.reports.disclosure.enumeration_of_items import (
    Comparison,
    EnumerationOfItems,
    Place,
)
from tests.unit.reports.disclosure.studies import SUPPLIERS, Study, ballot, questionnaire, text

ORDERS = [{item: str(at) for at, item in enumerate(order, 1)} for order in permutations("xyz")]
SOME_OF_TWO = [{"x": "1", "y": "2"}, {"x": "2", "y": "1"}, {"x": "1"}, {"y": "1"}]
BEST_WORST = [{"best": best, "worst": worst} for best, worst in permutations("xyz", 2)]
RATED = [{"x": str(point)} for point in range(1, 4)]
OUTCOMES = [{"x.y": outcome} for outcome in ("better", "same", "worse")]

RANKING_OF_TWO = Comparison("ranking", "xy", SOME_OF_TWO)
RANKING_OF_THREE = Comparison("ranking", "xyz", ORDERS)
EXTREMES = Comparison("best_worst", "xyz", BEST_WORST)
IMPORTANCE = Comparison("importance", "xy", RATED, points=3)
PAIR = Comparison("head_to_head", "xy", OUTCOMES)
KINDS: tuple[Kind, ...] = ("everybody", "protected")
"""How strictly a group is taken to be protected: the first as these are, the second the most."""


def study_of(comparison: Comparison, given: Sequence[int]) -> Study:
    """Return a study in which so many respondents give each answer."""
    question = Question(
        id="ask",
        kind=comparison.kind,
        text=text("Which?"),
        options=tuple(Option(id=item, text=text(item)) for item in comparison.items),
        scale=Scale(points=comparison.points) if comparison.points else None,
        pairs="all" if comparison.kind == "head_to_head" else None,
    )
    rows = [rows for rows, n in zip(comparison.answers, given, strict=True) for _ in range(n)]
    ballots = tuple(ballot("abcdef"[n % 6], {"ask": dict(each)}) for n, each in enumerate(rows))
    return Study(Menu(questionnaire([question], []), SUPPLIERS, ()), ballots)


def drawn(comparison: Comparison, respondents: int, chance: random.Random) -> list[int]:
    """Return how many respondents give each answer, of which some are usual and others rare."""
    weights = [chance.random() ** chance.choice([1, 4, 12]) for _ in comparison.answers]
    places = range(len(weights))
    given = Counter(chance.choices(places, weights, k=respondents))
    return [given[place] for place in places]


def enumerated(
    comparison: Comparison, given: Sequence[int], tallies: Tallies
) -> EnumerationOfItems:
    menu = study_of(comparison, given).menu
    return EnumerationOfItems(comparison, given, gate(tallies, menu, Policy()))


def proven_by_enumeration(every: EnumerationOfItems, kind: Kind) -> set[Place]:
    """Return what all ways have in common that such a group may not have proven of it."""
    found = set()
    for place, (low, high) in every.ranges().items():
        answers = every.answers(place[0])
        everybody = kind == "everybody" and low == answers
        somebody = kind == "protected" and (low > 0 or high - low < min(2, answers))
        if answers and (everybody or somebody):
            found.add(place)
    return found


def proven_by_attack(study: Study, every: EnumerationOfItems, kind: Kind) -> set[Place]:
    """Return what the attacker proves of these rows, taken for rows of everybody or protected."""
    facts = facts_of(every.release, study.chosen(), study.menu)
    if kind == "everybody":
        findings = audit(facts, study.menu).findings
    else:
        space, groups = Space(study.menu), {}
        for row, answers in answers_of(facts, study.menu).items():
            groups[row] = [Atom("ask", row.subject, row.against)]
            space.add(groups[row][0], answers)
        for fact in facts:
            space.learn(fact, groups.__getitem__)
        targets = [
            target
            for row, atoms in groups.items()
            for target in space.targets(row, atoms, space.answers[atoms[0]], kind)
            if "-" not in target.about.option
        ]
        findings = attack(space.system(), targets).findings
    return {(each.target.about.subject, each.target.about.option) for each in findings}


def of_what_is_printed(places: set[Place], every: EnumerationOfItems) -> set[Place]:
    """Leave out who was named best where only who was named worst is printed, and the reverse."""
    hidden = {
        (None, f"{key.subject}.{key.option}")
        for key, cell in every.release.cells.items()
        if every.comparison.kind == "best_worst" and isinstance(cell, Hidden)
    }
    return places - hidden


def both_proven(comparison: Comparison, given: Sequence[int], kind: Kind) -> list[set[Place]]:
    """Return what the attacker proves, and what all ways to answer have in common."""
    study = study_of(comparison, given)
    every = enumerated(comparison, given, study.chosen())
    found = proven_by_attack(study, every, kind), proven_by_enumeration(every, kind)
    return [of_what_is_printed(each, every) for each in found]


def agree(comparison: Comparison, every: Sequence[Sequence[int]]) -> int:
    """Hold one against the other for all of these, and return how much was proven of the groups."""
    proven = 0
    for given in every:
        for kind in KINDS:
            attacked, fitting = both_proven(comparison, given, kind)
            assert attacked == fitting, (given, kind)
            proven += len(attacked)
    return proven


def many(comparison: Comparison, respondents: int, number: int) -> list[list[int]]:
    chance = random.Random(respondents)
    return [drawn(comparison, respondents, chance) for _ in range(number)]


AGREEING = [(EXTREMES, 10), (EXTREMES, 12), (IMPORTANCE, 30), (IMPORTANCE, 41), (PAIR, 100)]


@pytest.mark.parametrize(("comparison", "respondents"), AGREEING)
def test_the_attacker_proves_of_items_what_all_ways_to_compare_them_have_in_common(
    comparison: Comparison, respondents: int
) -> None:
    """Not treated: that the best item is not the worst one too, where only one of both is shown."""
    assert agree(comparison, many(comparison, respondents, 20)) > 10


@pytest.mark.nightly
@pytest.mark.parametrize(("comparison", "respondents"), [*AGREEING, (EXTREMES, 14), (PAIR, 137)])
def test_the_attacker_proves_neither_more_nor_less_of_many(
    comparison: Comparison, respondents: int
) -> None:
    assert agree(comparison, many(comparison, respondents, 300)) > 100


# One figure in place of three shares of a pair


@pytest.mark.parametrize(
    "given", [(1, 9, 90), (3, 29, 68), (28, 69, 3), (9, 84, 8), (3, 89, 9), (1, 50, 50)]
)
def test_the_attacker_proves_of_a_superiority_what_all_ways_have_in_common(
    given: tuple[int, int, int],
) -> None:
    cells = enumerated(PAIR, given, study_of(PAIR, given).chosen()).release.cells
    assert isinstance(cells[FactKey("superiority", "ask", "x", None, "y")], Shown | Banded)
    agree(PAIR, [given])


def told_of_pairs(respondents: int) -> Mapping[Shown | Banded, Sequence[tuple[int, ...]]]:
    """Return by each superiority that the gate prints all ways of which it prints nothing else."""
    study, row = study_of(PAIR, (respondents, 0, 0)), Row("ask", "x", "y")
    question, found = study.menu.pair_questions[0], defaultdict(list)
    for way in ways(respondents, 3):
        options = zip(("better", "same", "worse"), way, strict=True)
        counts = {Count("ask", "x", option, "y"): number for option, number in options}
        tallies = Tallies({row: Base(respondents, 6, 20)}, {}, counts)
        cells = dict(comparisons(Counted(tallies, study.menu, Policy()), question))
        figure = cells.get(FactKey("superiority", "ask", "x", None, "y"), Hidden())
        if not isinstance(figure, Hidden):
            found[figure].append(way)
    return found


def narrowest(told: Mapping[Shown | Banded, Sequence[tuple[int, ...]]]) -> int:
    """Return the least width that any of these leaves to any number."""
    every = [np.ptp(np.array(fitting), axis=0) for fitting in told.values()]
    return int(np.min(every))


@pytest.mark.parametrize("respondents", [100, 101])
def test_who_knows_why_three_shares_of_a_hundred_are_hidden_knows_no_number(
    respondents: int,
) -> None:
    told = told_of_pairs(respondents)
    assert len(told) > 10
    assert narrowest(told) >= 2


def test_of_fewer_than_a_hundred_a_superiority_would_tell_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told_of_pairs(40) == {}
    monkeypatch.setattr(Policy, "fine_from", 30)
    assert narrowest(told_of_pairs(40)) < 2


# Rankings


@pytest.mark.parametrize(
    ("comparison", "respondents"),
    [(RANKING_OF_TWO, 13), (RANKING_OF_TWO, 30), (RANKING_OF_THREE, 10)],
)
def test_the_attacker_proves_no_more_of_a_ranking_than_follows(
    comparison: Comparison, respondents: int
) -> None:
    proven = 0
    for given in many(comparison, respondents, 20):
        for kind in KINDS:
            attacked, fitting = both_proven(comparison, given, kind)
            assert attacked <= fitting, (given, kind)
            proven += len(attacked)
    assert proven > 10


@pytest.mark.parametrize(
    ("comparison", "given"),
    [
        # All put y first: the positions of x and z add up to all that is left.
        (RANKING_OF_THREE, (0, 0, 4, 6, 0, 0)),
        (RANKING_OF_THREE, (0, 0, 7, 5, 0, 0)),
        # All put z last.
        (RANKING_OF_THREE, (7, 0, 5, 0, 0, 0)),
        # All who placed x put it first: all who placed y beside it put that one second.
        (RANKING_OF_TWO, (12, 0, 2, 6)),
    ],
)
def test_no_position_that_all_gave_follows_from_a_ranking_that_is_kept(
    comparison: Comparison, given: tuple[int, ...]
) -> None:
    every = enumerated(comparison, given, study_of(comparison, given).kept().tallies)
    nothing = replace(every, release=Release(Policy(), {}))
    told, known = (proven_by_enumeration(each, "everybody") for each in (every, nothing))
    assert told - known == set()
