"""Pairs of suppliers rated by the same respondents, and in how much detail each may be kept.

The ratings of each supplier by itself stand beside them, so that those of the few who rated only
one of two could follow by subtraction (R4).
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reports.disclosure.bases import enough
from reports.disclosure.exchange import (
    NONE,
    Crowd,
    Detail,
    Kept,
    Mask,
    Numbers,
    Ratings,
    exchangeable,
)
from reports.disclosure.numbered import Codes, Numbered
from reports.disclosure.policy import Policy
from reports.tally import Base

Pair = tuple[str, str]
_MANY = 8


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
        self.ratings.extend(ratings.get(supplier, NONE) for supplier in self.suppliers)
        self.customers.append(customer)

    def details(self, pairs: Sequence[Pair], policy: Policy) -> dict[Pair, Detail]:
        """Return in how much detail each of these pairs may be kept; a pair left out may not.

        Both ratings are kept where those who rated one supplier and not the other are nobody, or
        enough for a detail of their own. Elsewhere who won is kept, as long as no rating of such a
        small group follows; where one does, the last pair that tells on the group goes.
        """
        if not pairs:
            return {}
        index = {supplier: number for number, supplier in enumerate(self.suppliers)}
        kept = _Grid.of(self, policy).kept([(index[a], index[b]) for a, b in pairs])
        return {(self.suppliers[a], self.suppliers[b]): detail for (a, b), detail in kept.items()}


class _Group(NamedTuple):
    """Those who rated one supplier and some of its partners, and not the others named."""

    rated: int
    also: tuple[int, ...]
    without: tuple[int, ...]

    @property
    def pairs(self) -> list[Numbers]:
        """Return the pairs that tell of it, in their order."""
        partners = (*self.also, *self.without)
        return sorted((min(self.rated, each), max(self.rated, each)) for each in partners)

    def of(self, table: Ratings) -> Mask:
        """Return which lines belong to it."""
        found: Mask = table[:, self.rated] != NONE
        for supplier in self.also:
            found &= table[:, supplier] != NONE
        for supplier in self.without:
            found &= table[:, supplier] == NONE
        return found


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines of a grid as tables: every respondent's, and each different one with its number."""

    table: Ratings
    customers: Codes
    lines: Ratings
    numbers: npt.NDArray[np.int64]
    policy: Policy

    @staticmethod
    def of(lines: Lines, policy: Policy) -> "_Grid":
        table = np.frombuffer(lines.ratings, dtype=np.int8).reshape(-1, len(lines.suppliers))
        # Sorted, so that the order in which the ballots came makes no difference.
        different, numbers = np.unique(table, axis=0, return_counts=True)
        return _Grid(table, lines.customers.codes(), different, numbers, policy)

    def kept(self, pairs: Sequence[Numbers]) -> Kept:
        """Return the pairs that may be kept, and how."""
        small = [group for group in _groups(pairs) if self._is_small(group)]
        exposed = {group.rated for group in small}
        kept: dict[Numbers, Detail] = {
            pair: "outcomes" if exposed.intersection(pair) else "ratings" for pair in pairs
        }
        # A pair less can only make it easier for those who have passed.
        for group in small:
            if kept.keys() >= set(group.pairs) and self._tells(group, kept):
                del kept[group.pairs[-1]]
        return kept

    def _is_small(self, group: _Group) -> bool:
        numbers = np.bincount(self.customers[group.of(self.table)])
        base = Base(int(numbers.sum()), int((numbers > 0).sum()), int(numbers.max(initial=0)))
        return base.respondents > 0 and not enough(base, self.policy)

    def _tells(self, group: _Group, kept: Kept) -> bool:
        """Say whether somebody of the group must have given some rating, by all that is kept.

        For all that is kept nobody must have, where as many others can take these ratings over.
        Where too few gave another rating at all, the counts tell it without the pair; it goes all
        the same, since what is printed may be a bound, and that a pair is kept would tell more.
        """
        inside, given = group.of(self.lines), self.lines[:, group.rated]
        for rating in np.unique(given[inside]):
            another = (given != NONE) & (given != rating)
            theirs, others = inside & (given == rating), another & ~inside
            if not exchangeable(
                Crowd(self.lines[theirs], self.numbers[theirs]),
                Crowd(self.lines[others], self.numbers[others]),
                rated=group.rated,
                wanted=int(self.numbers[theirs].sum()),
                kept=kept,
            ):
                return True
        return False


def _groups(pairs: Sequence[Numbers]) -> Iterator[_Group]:
    """Yield the groups that one or two pairs tell of, less the row of a supplier or each other.

    And those who rated a supplier and none of three of its partners or more: where nobody rated
    two of them, that group too is all less each. Not treated: those who rated some of three
    partners or more, and not the others.
    """
    for rated in sorted({supplier for pair in pairs for supplier in pair}):
        partners = [pair[rated == pair[0]] for pair in pairs if rated in pair]
        for i, first in enumerate(partners):
            yield _Group(rated, (), (first,))
            for second in partners[:i]:
                yield _Group(rated, (second, first), ())
                yield _Group(rated, (), (second, first))
                yield _Group(rated, (first,), (second,))
                yield _Group(rated, (second,), (first,))
        for several in _several(partners):
            yield _Group(rated, (), several)


def _several(partners: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield three partners or more; of many, for the time it takes, only three, and all."""
    most = len(partners)
    numbers = range(3, most + 1) if most <= _MANY else (3, most)
    for number in numbers:
        yield from combinations(partners, number)
