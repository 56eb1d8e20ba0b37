"""Every way in which everybody can have answered, tried one by one against what is printed.

Nothing here comes from the engine but the shapes of its values: what a figure would be printed as
is worked out by the oracle, and what follows is what all ways have in common.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt

from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release
from tests.unit.reports.disclosure.oracle import clipped_mean, is_extreme, members_of, possible
from tests.unit.reports.disclosure.studies import Study

Counts = npt.NDArray[np.int64]
Known = dict[str, Counts]
"""The counts of each option that somebody knows himself, by account manager."""


@dataclass(frozen=True)
class Enumeration:
    """One question about account managers on a short scale, and what is printed of it."""

    study: Study
    release: Release
    question: str
    points: int

    def answers(self) -> dict[str, Counts]:
        """Return the counts of each point by account manager."""
        found = {m: np.zeros(self.points, dtype=np.int64) for m in self.study.menu.managers}
        for each in self.study.ballots:
            for key, rows in each.answers.items():
                question, _, manager = key.partition("@")
                if question == self.question and rows[""] != "na":
                    found[manager][int(rows[""]) - 1] += 1
        return found

    def respondents(self, manager: str | None) -> int:
        """Return how many answered the question about this account manager, or about any."""
        return sum(
            any(
                rows[""] != "na" and key in {f"{self.question}@{m}" for m in self._about(manager)}
                for key, rows in each.answers.items()
            )
            for each in self.study.ballots
        )

    def _about(self, manager: str | None) -> Sequence[str]:
        return self.study.menu.managers if manager is None else [manager]

    def ranges(self, known: Known | None = None) -> dict[tuple[str, int], tuple[int, int]]:
        """Return by account manager and point how many may have given it beside what is known."""
        answers = {m: counts for m, counts in self.answers().items() if counts.any()}
        own = {m: (known or {}).get(m, np.zeros(self.points, dtype=np.int64)) for m in answers}
        fitting = {m: self._fitting(m, counts, own[m]) for m, counts in answers.items()}
        low: dict[tuple[str, int], int] = {}
        high: dict[tuple[str, int], int] = {}
        for each in product(*fitting.values()):
            if self._fits(None, np.sum(each, axis=0)):
                for manager, way in zip(fitting, each, strict=True):
                    for point, number in enumerate(way - own[manager], 1):
                        at = manager, point
                        low[at] = min(low.get(at, number), int(number))
                        high[at] = max(high.get(at, number), int(number))
        return {at: (low[at], high[at]) for at in low}

    def _fitting(self, manager: str, counts: Counts, own: Counts) -> list[Counts]:
        """Return the ways in which so many can have answered that print what is printed of them."""
        left = int(counts.sum() - own.sum())
        every = (np.array(way) + own for way in ways(left, self.points))
        return [way for way in every if self._fits(manager, way)]

    def _fits(self, manager: str | None, way: Counts) -> bool:
        n = self.respondents(manager)
        cells = {
            key: cell
            for key, cell in self.release.cells.items()
            if (key.question, key.subject) == (self.question, manager)
        }
        coarse = self._is_coarse(manager)
        return all(self._prints(key, cell, way, n, coarse=coarse) for key, cell in cells.items())

    def _child(self, manager: str) -> Cell:
        return self.release.cells[FactKey("mean", self.question, manager)]

    def _is_coarse(self, manager: str | None) -> bool:
        managers = self.study.menu.managers
        return manager is None and any(isinstance(self._child(m), Hidden) for m in managers)

    def _prints(self, key: FactKey, cell: Cell, way: Counts, n: int, *, coarse: bool) -> bool:
        """Say whether so many answers by point would print this figure."""
        if isinstance(cell, Hidden):
            return True
        total = int(way.sum())
        if key.measure == "mean":
            ratings = [point for point, number in enumerate(way, 1) for _ in range(number)]
            return cell.value == clipped_mean(ratings, self.points, n, tenths=2 if coarse else 1)
        wanted = members_of(key.option or str(self.points))
        count = sum(int(number) for point, number in enumerate(way, 1) if str(point) in wanted)
        share = Fraction(100 * count, total)
        if isinstance(cell, Banded) != is_extreme(share, total):
            return False
        step = int(cell.step or 0)
        low, _, value = possible(share, step, total)
        same_end = not isinstance(cell, Banded) or cell.low == Decimal(int(low))
        return same_end and cell.value == Decimal(int(value))


def customers_of(study: Study, question: str, manager: str) -> Counter[str]:
    """Return how many of each customer answered the question about an account manager."""
    key = f"{question}@{manager}"
    return Counter(
        each.circumstances.customer
        for each in study.ballots
        if each.answers.get(key, {"": "na"})[""] != "na"
    )


def known_to(study: Study, question: str, customer: str, points: int) -> Known:
    """Return what one customer's people answered."""
    of_customer = [each for each in study.ballots if each.circumstances.customer == customer]
    found = {m: np.zeros(points, dtype=np.int64) for m in study.menu.managers}
    for each in of_customer:
        for key, rows in each.answers.items():
            asked, _, manager = key.partition("@")
            if asked == question and rows[""] != "na":
                found[manager][int(rows[""]) - 1] += 1
    return found


def ways(answers: int, points: int) -> Iterator[tuple[int, ...]]:
    """Yield all ways in which so many answers can choose among so many points."""
    if points == 1:
        yield (answers,)
        return
    for first in range(answers + 1):
        for rest in ways(answers - first, points - 1):
            yield (first, *rest)
