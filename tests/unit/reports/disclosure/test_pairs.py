"""Every data set that says the same as what is kept of pairs, one by one."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, combinations_with_replacement, product
from math import comb, prod
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reports.disclosure.exchange import Detail
from reports.disclosure.pairs import Lines
from reports.disclosure.policy import Policy

Line = tuple[int, ...]
"""One respondent's rating of each supplier, 0 where there is none."""
Numbers = tuple[int, int]
Kept = Mapping[Numbers, Detail]
Counts = NDArray[np.int64]

MOST_ALTERNATIVES = 10_000
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Told(NamedTuple):
    """A rating that some of a group must have given, more of them than they must by counts."""

    supplier: int
    rated_too: tuple[int, ...]
    left_out: tuple[int, ...]
    rating: int


@dataclass(frozen=True)
class Grid:
    """Respondents with their customers; what the attacker does not know is how they rated."""

    lines: tuple[Line, ...]
    customers: str
    points: int

    @property
    def suppliers(self) -> int:
        return len(self.lines[0])

    def kept(self, pairs: Sequence[Numbers] | None = None) -> dict[Numbers, Detail]:
        """Return what the engine keeps of these pairs, or of all."""
        names = "ABCD"[: self.suppliers]
        lines = Lines(names)
        for customer, line in zip(self.customers, self.lines, strict=True):
            lines.add(customer, {names[i]: rating for i, rating in enumerate(line) if rating})
        asked = [*combinations(range(self.suppliers), 2)] if pairs is None else pairs
        details = lines.details([(names[a], names[b]) for a, b in asked], Policy())
        return {(names.index(a), names.index(b)): detail for (a, b), detail in details.items()}

    def patterns(self) -> Counter[Line]:
        """Return how many rated which suppliers."""
        return Counter(tuple(int(rating > 0) for rating in line) for line in self.lines)

    def size(self) -> int:
        """Return how many data sets there are in which the same suppliers were rated."""
        kinds = ((self.points ** sum(p), n) for p, n in self.patterns().items())
        return prod(comb(n + kind - 1, n) for kind, n in kinds)

    def told(self, kept: Kept) -> set[Told]:
        """Return what follows of small groups, by going through all data sets that fit."""
        lines, fitting = self._fitting(kept)
        return {
            Told(*group, rating)
            for group in groups(self.suppliers, kept)
            if self._is_small(group)
            for rating in range(1, self.points + 1)
            if self._least(group, rating, lines, fitting) > self._forced(group, rating)
        }

    def _fitting(self, kept: Kept) -> tuple[list[Line], Counts]:
        lines, every = alternatives(tuple(sorted(self.patterns().items())), self.points)
        says = np.array([said(line, kept, self.points) for line in lines])
        numbers = Counter(self.lines)
        actual = np.array([numbers[line] for line in lines])
        return lines, every[(every @ says == actual @ says).all(axis=1)]

    def _is_small(self, group: "Group") -> bool:
        members = zip(self.customers, self.lines, strict=True)
        customers = Counter(customer for customer, line in members if belongs(line, group))
        n = customers.total()
        return n > 0 and (n < 10 or len(customers) < 3 or 2 * max(customers.values()) > n)

    @staticmethod
    def _least(group: "Group", rating: int, lines: list[Line], fitting: Counts) -> int:
        theirs = [belongs(line, group) and line[group[0]] == rating for line in lines]
        return int(fitting[:, theirs].sum(axis=1).min())

    def _forced(self, group: "Group", rating: int) -> int:
        """Return how many of a group must have given a rating by the supplier's counts alone."""
        members = sum(belongs(line, group) for line in self.lines)
        return max(0, members - sum(line[group[0]] not in {0, rating} for line in self.lines))


Group = tuple[int, tuple[int, ...], tuple[int, ...]]
"""Those who rated a supplier, and the first of the others, and not the second."""


def groups(suppliers: int, kept: Kept) -> Iterator[Group]:
    """Yield every group that follows from one or two kept pairs of a supplier.

    And those who rated none of three partners, or more.
    """
    for rated in range(suppliers):
        partners = [other for other in range(suppliers) if {rated, other} in map(set, kept)]
        for number in (1, 2):
            for some in combinations(partners, number):
                for also in product((True, False), repeat=number):
                    with_ = tuple(s for s, a in zip(some, also, strict=True) if a)
                    without = tuple(s for s, a in zip(some, also, strict=True) if not a)
                    if number == 2 or without:
                        yield rated, with_, without
        for number in range(3, len(partners) + 1):
            yield from ((rated, (), some) for some in combinations(partners, number))


def belongs(line: Line, group: Group) -> bool:
    rated, also, without = group
    there = all(line[supplier] for supplier in (rated, *also))
    return there and not any(line[supplier] for supplier in without)


def said(line: Line, kept: Kept, points: int) -> list[int]:
    """Return what one respondent adds to the suppliers' counts and to what is kept of pairs."""
    ratings = range(1, points + 1)
    found = [int(rating == each) for rating in line for each in ratings]
    for (a, b), detail in kept.items():
        both = bool(line[a] and line[b])
        if detail == "ratings":
            found += [int((line[a], line[b]) == two) for two in product(ratings, repeat=2)]
        else:
            won = (line[a] > line[b], line[a] == line[b], line[a] < line[b])
            found += [int(both and each) for each in won]
    return found


@cache
def ways(number: int, kinds: int) -> Counts:
    """Return how many give each of some lines, one row for every way to choose among them."""
    chosen = np.array(list(combinations_with_replacement(range(kinds), number)))
    return np.stack([(chosen == kind).sum(axis=1) for kind in range(kinds)], axis=1)


def alternatives(patterns: tuple[tuple[Line, int], ...], points: int) -> tuple[list[Line], Counts]:
    """Return all different lines, and of every data set how many respondents gave each of them."""
    lines: list[Line] = []
    every = np.zeros((1, 0), dtype=np.int64)
    for pattern, number in patterns:
        offered = [range(1, points + 1) if there else (0,) for there in pattern]
        possible = list(product(*offered))
        theirs = ways(number, len(possible))
        left = np.repeat(every, len(theirs), axis=0)
        every = np.hstack([left, np.tile(theirs, (len(every), 1))])
        lines += possible
    return lines, every


def drawn(chance: random.Random, *, suppliers: int, points: int, numbers: Sequence[int]) -> Grid:
    """Return a grid of few different lines, some given by many."""
    patterns = [p for p in product((0, 1), repeat=suppliers) if any(p)]
    lines = [
        tuple(there and chance.randint(1, points) for there in pattern)
        for pattern in chance.sample(patterns, min(len(patterns), chance.randint(1, 5)))
        for _ in range(chance.choice(numbers))
    ]
    several = chance.choice(["ab", "abc", "abcdefghijkl"])
    return Grid(tuple(lines), "".join(chance.choice(several) for _ in lines), points)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw a grid of which all alternatives can be gone through."""
    suppliers, points = draw(st.sampled_from([(2, 2), (2, 3), (3, 2), (3, 2), (3, 3), (4, 2)]))
    numbers = draw(st.sampled_from([(1,), (1, 2, 3), (1, 2, 4, 6), (1, 2, 10, 14), (9, 10, 12)]))
    chance = random.Random(draw(st.integers(0, 2**32)))
    tried = (drawn(chance, suppliers=suppliers, points=points, numbers=numbers) for _ in range(99))
    return next((g for g in tried if g.size() <= MOST_ALTERNATIVES), Grid(((1, 1),), "a", 2))


def strangers(lines: Sequence[Line], points: int = 2) -> Grid:
    """Return a grid in which every respondent is the only one of his customer."""
    return Grid(tuple(lines), "abcdefghijklmnopqrstuvwxyz"[: len(lines)], points)


# Five who rated both, and one who rated the first alone: his rating is what the table leaves.
TOLD = strangers([(1, 1), (1, 2), (2, 1), (2, 2), (2, 1), (1, 0)])


@settings(UNHURRIED, max_examples=120)
@given(grids())
def test_of_no_small_group_a_rating_follows_from_what_is_kept(grid: Grid) -> None:
    assert grid.told(grid.kept()) == set()


@settings(UNHURRIED, max_examples=100)
@given(grids(), st.randoms(use_true_random=False))
def test_nor_does_it_where_only_some_pairs_may_be_kept(grid: Grid, chance: random.Random) -> None:
    pairs = list(combinations(range(grid.suppliers), 2))
    some = sorted(chance.sample(pairs, chance.randint(1, len(pairs))))
    kept = grid.kept(some)
    assert kept.keys() <= set(some)
    assert grid.told(kept) == set()


@pytest.mark.parametrize("respondents", range(1, 6))
def test_nor_does_it_of_any_two_suppliers_that_so_few_rated(respondents: int) -> None:
    possible = [line for line in product(range(3), repeat=2) if any(line)]
    for lines in combinations_with_replacement(possible, respondents):
        grid = strangers(lines)
        assert grid.told(grid.kept()) == set(), lines


def test_nor_does_it_of_the_few_who_rated_neither_of_two_others_that_many_did_not_rate() -> None:
    some = [(1, 1), (2, 1), (1, 2), (2, 2), (2, 1), (1, 2), (1, 1), (2, 1), (1, 2), (2, 2)]
    lines = [*[(a, b, 0) for a, b in some], *[(a, 0, b) for a, b in some], (1, 0, 0), (1, 0, 0)]
    grid = Grid(tuple(lines), "abcdefghij" * 2 + "ab", 2)
    assert grid.told({(0, 1): "ratings", (0, 2): "ratings"}) == {Told(0, (), (1, 2), 1)}
    assert grid.told(grid.kept([(0, 1), (0, 2)])) == set()


def test_nor_does_it_of_the_few_who_rated_none_of_three_others() -> None:
    some = [(1, 1), (2, 1), (1, 2), (2, 2), (2, 1), (1, 2), (1, 1), (2, 1), (1, 2), (2, 2)]
    three = [(a, *(b * (n == place) for n in range(3))) for place in range(3) for a, b in some]
    grid = Grid((*three, (1, 0, 0, 0), (1, 0, 0, 0)), "abcdefghij" * 3 + "ab", 2)
    in_tables = Counter(line[0] for line in three)
    assert Counter(line[0] for line in grid.lines) - in_tables == Counter({1: 2})
    kept = grid.kept([(0, 1), (0, 2), (0, 3)])
    assert set(kept.values()) == {"outcomes"}


@settings(UNHURRIED, max_examples=25)
@given(grids(), st.randoms(use_true_random=False))
def test_the_order_of_the_respondents_makes_no_difference(
    grid: Grid, chance: random.Random
) -> None:
    order = chance.sample(range(len(grid.lines)), len(grid.lines))
    lines, customers = [grid.lines[n] for n in order], [grid.customers[n] for n in order]
    assert Grid(tuple(lines), "".join(customers), grid.points).kept() == grid.kept()


# With a check switched off, going through the alternatives finds what it would have kept back.


def test_if_no_group_were_small_the_one_who_rated_one_supplier_would_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.pairs._Grid._is_small", lambda *_: False)
    assert TOLD.kept() == {(0, 1): "ratings"}
    assert TOLD.told(TOLD.kept()) == {Told(0, (), (1,), 1)}


@pytest.mark.parametrize("check", ["_is_small", "_tells"])
def test_without_a_check_many_random_grids_would_tell(
    monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    monkeypatch.setattr(f"reports.disclosure.pairs._Grid.{check}", lambda *_: False)
    chance = random.Random(7)
    made = [drawn(chance, suppliers=3, points=2, numbers=(1, 2)) for _ in range(60)]
    telling = [grid for grid in made if grid.told(grid.kept())]
    assert len(telling) > 20


def test_where_all_rated_both_both_ratings_are_kept() -> None:
    assert strangers([(1, 2), (2, 2), (1, 1)]).kept() == {(0, 1): "ratings"}


@pytest.mark.parametrize(
    ("alone", "detail"),
    [("abcdabcdab", "ratings"), ("abcdabcda", "outcomes"), ("aaaaaaabcd", "outcomes")],
)
@pytest.mark.parametrize("way", [1, -1])
def test_both_ratings_are_kept_beside_enough_who_rated_only_one(
    alone: str, detail: Detail, way: int
) -> None:
    both = [(5, 1), (4, 1), (1, 5), (2, 5)] * 5
    lines = [*both, *[(4 + n % 2, 0) for n in range(len(alone))]]
    grid = Grid(tuple(line[::way] for line in lines), "abcd" * 5 + alone, 5)
    assert grid.kept() == {(0, 1): detail}


def test_a_small_group_that_agrees_by_counts_alone_takes_the_pair_with_it() -> None:
    # Everybody gave the first supplier the same. The counts tell it, but a report prints a bound.
    assert strangers([(1, 1), (1, 2), (1, 0)]).kept() == {}
