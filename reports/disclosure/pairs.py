"""Pairs of suppliers rated by the same respondents, and in how much detail each may be kept.

The ratings of each supplier by itself stand beside them, so that those of the few who rated only
one of two could follow by subtraction (R4).
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from reports.disclosure.bases import enough
from reports.disclosure.numbered import Codes, Numbered
from reports.disclosure.policy import Policy
from reports.tally import Base

Pair = tuple[str, str]
Detail = Literal["ratings", "outcomes"]
"""All that is kept of a pair: both ratings, or only which of the two was higher."""
Ratings = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
_NONE, _NOT_RATED = 0, 2


@dataclass
class Lines:
    """The ratings of the suppliers in one grid, one line a respondent; 0 where there is none.

    They stand side by side here while the ballots are torn, and nowhere else.
    """

    suppliers: Sequence[str]
    ratings: "array[int]" = field(default_factory=lambda: array("b"))
    customers: Numbered = field(default_factory=Numbered)

    def add(self, customer: str, ratings: Mapping[str, int]) -> None:
        """Add one respondent's ratings."""
        self.ratings.extend(ratings.get(supplier, _NONE) for supplier in self.suppliers)
        self.customers.append(customer)

    def details(self, pairs: Sequence[Pair], policy: Policy) -> dict[Pair, Detail]:
        """Return in how much detail each of these pairs may be kept; a pair left out may not.

        Detail is given up, the last pair of the study first, until no answer of a group too small
        to be shown by itself follows from what is kept.
        """
        if not pairs:
            return {}
        grid = _Grid.of(self)
        index = {supplier: number for number, supplier in enumerate(self.suppliers)}
        kept: dict[tuple[int, int], Detail] = {(index[a], index[b]): "ratings" for a, b in pairs}
        while told := grid.told(kept, policy):
            if kept[told] == "ratings":
                kept[told] = "outcomes"
            else:
                del kept[told]
        return {(self.suppliers[a], self.suppliers[b]): each for (a, b), each in kept.items()}


class _Group(NamedTuple):
    """Those who rated one supplier and some of its partners, and not the others named."""

    rated: int
    also: tuple[int, ...]
    without: tuple[int, ...]

    def of(self, table: Ratings) -> Mask:
        """Return which lines belong to it."""
        found: Mask = table[:, self.rated] != _NONE
        for supplier in self.also:
            found &= table[:, supplier] != _NONE
        for supplier in self.without:
            found &= table[:, supplier] == _NONE
        return found


Kept = Mapping[tuple[int, int], Detail]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines of a grid as tables: every respondent's, and each different one with its number."""

    table: Ratings
    customers: Codes
    lines: Ratings
    numbers: npt.NDArray[np.int64]

    @staticmethod
    def of(lines: Lines) -> "_Grid":
        table = np.frombuffer(lines.ratings, dtype=np.int8).reshape(-1, len(lines.suppliers))
        # Sorted, so that the order in which the ballots came makes no difference.
        different, numbers = np.unique(table, axis=0, return_counts=True)
        return _Grid(table, lines.customers.codes(), different, numbers)

    def told(self, kept: Kept, policy: Policy) -> tuple[int, int] | None:
        """Return a pair that tells an answer of a group too small; None where none does."""
        for rated in sorted({supplier for pair in kept for supplier in pair}):
            partners = {(set(pair) - {rated}).pop(): pair for pair in kept if rated in pair}
            for group in _groups(rated, sorted(partners)):
                base = self._base(group)
                small = base.respondents and not enough(base, policy)
                if small and self._tells(group, kept):
                    named = [partners[each] for each in (*group.also, *group.without)]
                    return max(named, key=lambda pair: (kept[pair] == "ratings", pair))
        return None

    def _base(self, group: _Group) -> Base:
        numbers = np.bincount(self.customers[group.of(self.table)])
        return Base(int(numbers.sum()), int((numbers > 0).sum()), int(numbers.max(initial=0)))

    def _tells(self, group: _Group, kept: Kept) -> bool:
        """Say whether some rating was given within the group for all that is known outside it."""
        inside, column = group.of(self.lines), self.lines[:, group.rated]
        return any(
            not self._may_be_absent(group, inside, int(rating), kept)
            for rating in np.unique(column[inside])
        )

    def _may_be_absent(self, group: _Group, inside: Mask, rating: int, kept: Kept) -> bool:
        """Say whether others can change places with those of the group who gave this rating.

        Ratings change hands two by two, so that the supplier's own counts stay, and only where
        what is kept of every pair stays too. Then nothing kept proves that one of them gave it,
        but for as many as must have, because too few gave another one at all.
        """
        column = self.lines[:, group.rated]
        another = (column != _NONE) & (column != rating)
        proven = int(self.numbers[inside].sum() - self.numbers[another].sum())
        theirs = inside & (column == rating)
        wanted = int(self.numbers[theirs].sum()) - max(proven, 0)
        others, left = self.lines[another & ~inside], self.numbers[another & ~inside]
        if wanted > left.sum():
            return False
        for line, number in zip(self.lines[theirs], self.numbers[theirs], strict=True):
            may = _interchangeable(line, others, group.rated, kept)
            taken = _take(left, may, min(int(number), wanted))
            wanted -= taken
        return wanted <= 0


def _groups(rated: int, partners: Sequence[int]) -> Iterator[_Group]:
    """Yield the groups that one or two pairs tell of: a row less a pair, or one less another."""
    for i, first in enumerate(partners):
        yield _Group(rated, (), (first,))
        for second in partners[i + 1 :]:
            yield _Group(rated, (), (first, second))
            yield _Group(rated, (first,), (second,))
            yield _Group(rated, (second,), (first,))


def _take(left: npt.NDArray[np.int64], may: Mask, wanted: int) -> int:
    """Take as many as wanted from those who may, and return how many they were."""
    taken = 0
    for place in np.flatnonzero(may & (left > 0)):
        taking = min(int(left[place]), wanted - taken)
        left[place] -= taking
        taken += taking
        if taken == wanted:
            break
    return taken


def _interchangeable(line: Ratings, others: Ratings, rated: int, kept: Kept) -> Mask:
    """Return with which lines this one may exchange its rating without a pair showing it."""
    given, taken = line[rated], others[:, rated]
    found = np.ones(len(others), dtype=np.bool_)
    for pair, detail in kept.items():
        if rated not in pair:
            continue
        partner = pair[1] if rated == pair[0] else pair[0]
        mine, theirs = line[partner], others[:, partner]
        if detail == "ratings":
            found &= mine == theirs
            continue
        before = np.sort([_won(np.full_like(taken, given), mine), _won(taken, theirs)], axis=0)
        after = np.sort([_won(taken, mine), _won(given, theirs)], axis=0)
        found &= (before == after).all(axis=0)
    return found


def _won(rating, partner):
    return np.where(partner == _NONE, _NOT_RATED, np.sign(rating - partner))
