"""The few who rated one of two suppliers alone, against every way in which all can have rated."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pytest

from reports.disclosure import rated_pairs
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.rated_alone import Known, Pair, tells
from reports.disclosure.release import Hidden
from reports.menu import Menu
from tests.unit.reports.disclosure.studies import Study, ballot, questionnaire, rating

POINTS = 3
CELLS = list(product(range(1, POINTS + 1), repeat=2))
ASKED = questionnaire([rating("quality", "supplier_grid", POINTS)], [])
MENU = Menu(ASKED, ("client", "rival"), (), "client")
Way = tuple[tuple[int, ...], tuple[int, ...]]
"""How many gave each two ratings, and how many of those who rated the client alone gave each."""


class Print(NamedTuple):
    """What is printed of the two suppliers, and of the pair."""

    singly: frozenset[tuple[str, ...]]
    paired: frozenset[tuple[str, ...]]


def ways(both: int, alone: int) -> Iterator[Way]:
    return product(shared(both, len(CELLS)), shared(alone, POINTS))


def shared(number: int, among: int) -> Iterator[tuple[int, ...]]:
    if among == 1:
        yield (number,)
        return
    for first in range(number + 1):
        yield from ((first, *rest) for rest in shared(number - first, among - 1))


def printed(way: Way) -> Print:
    """Return what the report says where everybody rated like this."""
    given = [(*cell,) for cell, number in zip(CELLS, way[0], strict=True) for _ in range(number)]
    rated: list[Mapping[str, str]] = [{"client": str(a), "rival": str(b)} for a, b in given]
    for point, number in enumerate(way[1], 1):
        rated += [{"client": str(point), "rival": "na"}] * number
    ballots = [ballot("abcdefghij"[n % 10], {"quality": dict(r)}) for n, r in enumerate(rated)]
    study = Study(MENU, tuple(ballots))
    cells = gate(study.chosen(), MENU, study.policy).cells
    shown = [(key, cell) for key, cell in cells.items() if not isinstance(cell, Hidden)]
    told = [(key.against is not None, (*map(str, key), str(cell))) for key, cell in shown]
    return Print(
        frozenset(each for paired, each in told if not paired),
        frozenset(each for paired, each in told if paired),
    )


def certain(same: Sequence[Way]) -> bool:
    """Say whether one of those alone gave some rating, in all ways that print the same."""
    return any(min(way[1][point] for way in same) > 0 for point in range(POINTS))


def newly_told(both: int, alone: int) -> tuple[int, int]:
    """Return in how many ways more is told with the pair, or its absence, and how many show it."""
    prints = {way: printed(way) for way in ways(both, alone)}
    same: dict[Print, list[Way]] = {}
    singly: dict[frozenset[tuple[str, ...]], list[Way]] = {}
    for way, each in prints.items():
        same.setdefault(each, []).append(way)
        singly.setdefault(each.singly, []).append(way)
    told = [
        way
        for way, each in prints.items()
        if certain(same[each]) and not certain(singly[each.singly])
    ]
    return len(told), sum(bool(each.paired) for each in prints.values())


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules for thirty hold for four, so that all ways can be tried."""
    for name, number in (("full_from", 4), ("detail_from", 3), ("fine_from", 1000)):
        monkeypatch.setattr(Policy, name, number)
    monkeypatch.setattr(Policy, "min_respondents", 3, raising=False)


@pytest.mark.usefixtures("few_are_many")
def test_a_pair_tells_nothing_new_of_the_one_who_rated_one_alone() -> None:
    told, shown = newly_told(both=4, alone=1)
    assert told == 0
    assert shown > 0


@pytest.mark.usefixtures("few_are_many")
def test_a_gate_that_prints_each_pair_that_is_kept_tells_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rated_pairs, "tells", lambda *_: False)
    assert newly_told(both=4, alone=1)[0] > 0


@pytest.mark.nightly
def test_nor_of_one_among_six(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("full_from", 6), ("detail_from", 5), ("fine_from", 1000)):
        monkeypatch.setattr(Policy, name, number)
    told, shown = newly_told(both=6, alone=1)
    assert told == 0
    assert shown > 1000


# The search itself


def even(answers: int) -> tuple[tuple[tuple[int, ...], tuple[int, int]], ...]:
    """Return figures that leave a third of the answers, more or less, at each point."""
    third = answers // POINTS
    unit = [tuple(int(n == point) for n in range(POINTS)) for point in range(POINTS)]
    return tuple((each, (third - 2, third + 2)) for each in unit)


def test_where_figures_leave_much_open_nothing_is_told() -> None:
    pair = Pair(POINTS, 60, Known(3, even(63)), Known(0, even(60)), ((18, 22),) * 3)
    assert not tells(pair, 10)


def test_exact_figures_of_those_who_all_rated_alike_tell() -> None:
    exact = (((0, 0, 1), (33, 33)),)
    pair = Pair(POINTS, 30, Known(3, exact), Known(0, ()), ((0, 30),) * 3)
    assert tells(pair, 10)


def test_a_difference_of_two_counts_tells() -> None:
    # Of 33 who rated the first 30 gave a 3; nobody who rated both found it below, and one alike.
    first = (((0, 0, 1), (30, 30)), ((0, 1, 0), (0, 0)), ((1, 0, 0), (3, 3)))
    second = (((1, 0, 0), (30, 30)),)
    pair = Pair(POINTS, 30, Known(3, first), Known(0, second), ((29, 29), (1, 1), (0, 0)))
    assert tells(pair, 10)


def test_of_ten_who_rated_one_alone_nothing_is_asked() -> None:
    exact = (((0, 0, 1), (40, 40)),)
    pair = Pair(POINTS, 30, Known(10, exact), Known(0, ()), ((0, 30),) * 3)
    assert not tells(pair, 10)


def test_figures_that_nobody_can_have_given_are_not_taken_for_safe() -> None:
    wrong = (((1, 1, 1), (5, 5)),)
    pair = Pair(POINTS, 30, Known(3, wrong), Known(0, ()), ((0, 30),) * 3)
    assert tells(pair, 10)
