"""Whether a pair's printed shares would tell how the few rated who rated one of the two alone.

What is printed of each supplier counts them in, and what is printed of the pair does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

NODES = 2_000
NARROW = 2
Span = tuple[int, int]
Figured = tuple[tuple[tuple[int, ...], Span], ...]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one supplier: that `alone` rated it and not the other, and its figures.

    Each figure is a factor for every point of the scale, and the least and greatest sum of factor
    times number of ratings that prints it.
    """

    alone: int
    figures: Figured


@dataclass(frozen=True, slots=True)
class Pair:
    """Two suppliers on a scale of so many points, rated both by `both` respondents.

    `outcomes` are the numbers who can have rated the first above, like and below the second.
    """

    points: int
    both: int
    first: Known
    second: Known
    outcomes: tuple[Span, Span, Span]


@lru_cache(maxsize=4096)
def tells(pair: Pair, few: int) -> bool:
    """Say whether one of less than `few` who rated one alone must have given some rating (R10).

    Or nearly: nobody of them, or two at least, must be able to have given each. What could not
    be decided within the nodes counts as told.
    """
    system = _System(pair)
    sides = ((pair.first, system.first_alone), (pair.second, system.second_alone))
    return any(
        system.tells(places, min(NARROW, known.alone))
        for known, places in sides
        if 0 < known.alone < few
    )


class _System:
    """All ways in which everybody can have rated, as whole numbers under constraints.

    The variables are who gave which two ratings, and who gave which of those who rated one alone.
    """

    def __init__(self, pair: Pair) -> None:
        size = pair.points
        self.size = size * size + 2 * size
        self.joint = np.arange(size * size).reshape(size, size)
        self.first_alone = np.arange(size * size, size * size + size)
        self.second_alone = self.first_alone + size
        rows = list(self._rows(pair))
        table = np.array([row for row, _ in rows])
        low, high = np.array([span for _, span in rows], dtype=np.float64).T
        self.known = LinearConstraint(table, low, high)
        self.most = float(max(pair.both, pair.first.alone, pair.second.alone))

    def _rows(self, pair: Pair) -> Iterator[tuple[Vector, Span]]:
        yield self._sum(self.joint.ravel()), (pair.both, pair.both)
        for alone, known in ((self.first_alone, pair.first), (self.second_alone, pair.second)):
            yield self._sum(alone), (known.alone, known.alone)
        above = np.subtract.outer(np.arange(pair.points), np.arange(pair.points))
        for side, span in zip((above > 0, above == 0, above < 0), pair.outcomes, strict=True):
            yield self._sum(self.joint[side]), span
        for table, alone, known in (
            (self.joint, self.first_alone, pair.first),
            (self.joint.T, self.second_alone, pair.second),
        ):
            for factors, span in known.figures:
                row = np.zeros(self.size)
                for point, factor in enumerate(factors):
                    row[table[point]] = row[alone[point]] = factor
                yield row, span

    def _sum(self, places: npt.NDArray[np.int64]) -> Vector:
        row = np.zeros(self.size)
        row[places] = 1
        return row

    def tells(self, places: Sequence[int] | npt.NDArray[np.int64], several: int) -> bool:
        """Say whether of any of these nobody, or several, cannot have been."""
        none: set[int] = set()
        some: set[int] = set()
        for place in places:
            for done, least in ((none, None), (some, several)):
                if place in done:
                    continue
                way = self._way(int(place), least)
                if way is None:
                    return True
                # Each way found shows it of other ratings as well.
                none |= {int(each) for each in places if way[each] == 0}
                some |= {int(each) for each in places if way[each] >= several}
        return False

    def _way(self, place: int, least: int | None) -> npt.NDArray[np.int64] | None:
        """Return a way in which nobody gave a rating, or so many at least; None without one."""
        low, high = np.zeros(self.size), np.full(self.size, self.most)
        if least is None:
            high[place] = 0
        else:
            low[place] = least
        found = milp(
            np.zeros(self.size),
            integrality=np.ones(self.size),
            bounds=Bounds(low, high),
            constraints=self.known,
            options={"node_limit": NODES},
        )
        return None if found.x is None else np.round(found.x).astype(np.int64)
