"""Every way in which everybody can have compared items, tried one by one against what is printed.

As in `enumeration`, what a figure would be printed as is worked out by the oracle alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown
from tests.unit.reports.disclosure.enumeration import ways
from tests.unit.reports.disclosure.oracle import clipped_mean, is_extreme, possible

Numbers = npt.NDArray[np.int64]
Rows = Mapping[str, str]
Place = tuple[str | None, str]
"""What is counted: the item that a row is about, if it is about one, and the option."""
READ = frozenset({"mean", "share", "top_box", "superiority"})


@dataclass(frozen=True)
class Comparison:
    """A kind of question that compares items, and all answers that one respondent can give it."""

    kind: str
    items: Sequence[str]
    answers: Sequence[Rows]
    points: int = 0

    def places(self, rows: Rows) -> list[Place]:
        """Return what one answer adds one to."""
        if self.kind == "best_worst":
            return [(None, f"{item}.{end}") for end, item in rows.items()]
        return [(item.partition(".")[0], option) for item, option in rows.items()]

    @property
    def every(self) -> list[Place]:
        """Return everything that is counted."""
        return sorted({place for rows in self.answers for place in self.places(rows)}, key=str)

    @property
    def adds(self) -> Numbers:
        """Return what each answer adds to everything that is counted, one line an answer."""
        given = [self.places(rows) for rows in self.answers]
        return np.array([[place in each for place in self.every] for each in given], dtype=np.int64)


@dataclass(frozen=True)
class EnumerationOfItems:
    """So many respondents who gave each answer, and what is printed of them."""

    comparison: Comparison
    given: Sequence[int]
    release: Release

    def ranges(self) -> dict[Place, tuple[int, int]]:
        """Return how many may be counted of everything, by all ways that print the same."""
        fitting = self.fitting()
        return {
            place: (int(fitting[:, at].min()), int(fitting[:, at].max()))
            for at, place in enumerate(self.comparison.every)
        }

    def fitting(self) -> Numbers:
        """Return everything that is counted in each way that prints the same, one line a way.

        As many placed each item as did: who answered is known.
        """
        every = np.array(list(ways(sum(self.given), len(self.given)))) @ self.comparison.adds
        truth = np.array(self.given) @ self.comparison.adds
        for item in {item for item, _ in self.comparison.every}:
            of_item = self._about(item)
            every = every[every @ of_item == truth @ of_item]
        for key, cell in self.release.cells.items():
            if not isinstance(cell, Hidden) and key.measure in READ:
                every = every[self._alike(key, cell, every)]
        return every

    def answers(self, item: str | None) -> int:
        """Return how many answers there are about an item; of a best-worst question, in all."""
        total = int(np.array(self.given) @ self.comparison.adds @ self._about(item))
        return total // 2 if self.comparison.kind == "best_worst" else total

    def _about(self, item: str | None) -> Numbers:
        return self._of(lambda place: int(place[0] == item))

    def _of(self, factor: Callable[[Place], int]) -> Numbers:
        return np.array([factor(place) for place in self.comparison.every], dtype=np.int64)

    def _alike(self, key: FactKey, cell: Shown | Banded, every: Numbers) -> npt.NDArray[np.bool_]:
        """Say of each way whether it prints this figure."""
        sums, of = every @ self._of(lambda place: self._factor(key, place)), self._total(key)
        prints = self._mean if key.measure == "mean" else self._share
        alike = {int(value): prints(int(value), of, cell) for value in np.unique(sums)}
        return np.array([alike[int(value)] for value in sums], dtype=np.bool_)

    def _factor(self, key: FactKey, place: Place) -> int:
        """Return how often a figure adds what is counted."""
        item, option = place
        if self.comparison.kind == "best_worst":
            return int(option == f"{key.subject}.{key.option}")
        if self.comparison.kind == "head_to_head":
            halves = {"better": 2, "same": 1}
            return halves.get(option, 0) if key.measure == "superiority" else option == key.option
        if item != (key.subject or key.option):
            return 0
        if key.measure == "mean":
            return int(option)
        return int(option == ("1" if self.comparison.kind == "ranking" else str(self._top)))

    @property
    def _top(self) -> int:
        return self.comparison.points or len(self.comparison.items)

    def _total(self, key: FactKey) -> int:
        """Return what a figure is a part of: all who answered, or who placed an item."""
        if self.comparison.kind in {"importance", "ranking"} and key.measure == "mean":
            return self.answers(key.subject or key.option)
        return sum(self.given) * (2 if key.measure == "superiority" else 1)

    def _mean(self, total: int, of: int, cell: Cell) -> bool:
        assert isinstance(cell, Shown)
        return cell.value == clipped_mean([total, *[0] * (of - 1)], self._top, of, tenths=1)

    def _share(self, number: int, of: int, cell: Cell) -> bool:
        assert not isinstance(cell, Hidden)
        share, step = Fraction(100 * number, of), int(cell.step or 0)
        if isinstance(cell, Banded) != is_extreme(share, of):
            return False
        low, _, value = possible(share, step, of)
        same_end = not isinstance(cell, Banded) or cell.low == Decimal(int(low))
        return same_end and cell.value == Decimal(int(value))
