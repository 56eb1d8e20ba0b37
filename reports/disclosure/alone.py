"""Whether a correlation tells how those rated who left one of its two questions out.

The counts of each question are kept beside it, so that a rating of theirs could follow by
subtraction (R4): the correlation is that of all others.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reports.disclosure.steps import Numbers, kept_alike

Ratings = npt.NDArray[np.int64]
Table = npt.NDArray[np.int16]
_BATCHES = 8


@dataclass(frozen=True, slots=True)
class Crossed:
    """How many gave each rating of one question with each of another; in line 0 who gave none."""

    numbers: Ratings

    @staticmethod
    def of(first: Table, second: Table) -> "Crossed":
        """Return the table of ratings from 0, and -1 where there is none."""
        size = int(second.max(initial=0)) + 2
        codes = (first.astype(np.int64) + 1) * size + second + 1
        lines = int(first.max(initial=0)) + 2
        return Crossed(np.bincount(codes, minlength=lines * size).reshape(lines, size))

    def turned(self) -> "Crossed":
        """Return the same with the second question first."""
        return Crossed(self.numbers.T)

    def hides_those_alone(self, hundredths: int) -> bool:
        """Say whether nobody who rated the first question alone must have given any rating.

        Nobody must have, where all who gave it can exchange it for another one with those who
        rated both and the same correlation would be kept. Where too few gave another one at all,
        the counts tell it without the correlation; that it is kept must not tell more than what is
        printed of them.
        """
        alone, both = self.numbers[1:, 0], _Both.of(self.numbers[1:, 1:])
        for rating in np.flatnonzero(alone):
            wanted, others = int(alone[rating]), int(both.numbers[both.first != rating].sum())
            if wanted > others or not _others_can_take(int(rating), wanted, both, hundredths):
                return False
        return True


class _Both(NamedTuple):
    """Each different two ratings by those who gave both, and how many gave them."""

    first: Ratings
    second: Ratings
    numbers: Ratings

    @staticmethod
    def of(table: Ratings) -> "_Both":
        first, second = np.nonzero(table)
        return _Both(first, second, table[first, second])


def _others_can_take(rating: int, wanted: int, both: _Both, hundredths: int) -> bool:
    """Say whether as many as wanted who rated both can take a rating over, with r kept the same.

    One after the other those exchange who leave r nearest to what is kept; what it is in between
    makes no difference.
    """
    change = _sums(np.full_like(both.first, rating), both.second) - _sums(both.first, both.second)
    sums = _sums(both.first, both.second) @ both.numbers
    left = np.where(both.first == rating, 0, both.numbers)
    while wanted > 0:
        taken = np.minimum(left, max(1, wanted // _BATCHES))
        r, spread = _pearson(sums[:, None] + change * taken)
        if wanted == 1:
            return bool((kept_alike(r, spread, hundredths) & (left > 0)).any())
        off = np.where((left > 0) & (spread > 0), abs(100 * r - hundredths), np.inf)
        best = int(np.argmin(off))
        sums += change[:, best] * taken[best]
        left[best] -= taken[best]
        wanted -= int(taken[best])
    return True


def _sums(x: Ratings, y: Ratings) -> Ratings:
    """Return what two ratings add to the number, both sums, both squares and the products."""
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y])


def _pearson(sums: Ratings) -> tuple[Numbers, Numbers]:
    """Return r, and the number times both deviations; 0 where one of the two has no spread."""
    n, x, y, xx, yy, xy = sums
    # Whole numbers until here, so that no spread is exactly none.
    spread = np.sqrt((n * xx - x * x).astype(np.float64) * (n * yy - y * y)) / n
    r = (n * xy - x * y) / n / np.where(spread > 0, spread, np.inf)
    return r, spread
