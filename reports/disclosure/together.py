"""How the ratings of the client go together: what derived importance is worked out from.

The respondents' ratings stand side by side here while the ballots are torn, and nowhere else: what
leaves is one rounded correlation a pair of questions.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reports.disclosure.bases import passes
from reports.disclosure.numbered import Numbered
from reports.disclosure.policy import Policy
from reports.tally import Base, Correlation

Matrix = npt.NDArray[np.float64]
STEPS = (1, 2, 5, 10)
"""The steps a correlation may be kept in, in hundredths."""
MOST = 90
"""The strongest correlation kept: at 100 each rating would follow from the other (R3)."""
_MISSING = -1
_UNSURE = 1e-6
"""How far the last digits may be off."""


@dataclass
class Together:
    """The ratings of the client by question, one line a respondent; -1 where there is none."""

    questions: Sequence[str]
    ratings: "array[int]" = field(default_factory=lambda: array("h"))
    customers: Numbered = field(default_factory=Numbered)

    def add(self, customer: str, ratings: Mapping[str, int]) -> None:
        """Add one respondent's ratings."""
        if len(ratings) > 1:
            self.ratings.extend(ratings.get(question, _MISSING) for question in self.questions)
            self.customers.append(customer)

    def correlations(self, policy: Policy) -> dict[tuple[str, str], Correlation]:
        """Return Pearson's r of each pair of questions, in hundredths.

        Only of pairs that at least `policy.full_from` respondents who pass R1 have rated both of,
        and neither of them all alike (R13).
        """
        if not self.ratings:
            return {}
        table = np.frombuffer(self.ratings, dtype=np.int16).reshape(-1, len(self.questions))
        present = (table != _MISSING).astype(np.float64)
        values = np.where(present > 0, table, 0).astype(np.float64)
        r, spread = _pearson(values, present)
        bases = self._bases(present)
        found = {}
        for i, first in enumerate(self.questions):
            for j in range(i + 1, len(self.questions)):
                base = bases(i, j)
                if base.respondents < policy.full_from or not passes(base, policy):
                    continue
                hundredths = coarse(float(r[i, j]), float(spread[i, j]))
                if hundredths is not None:
                    found[first, self.questions[j]] = Correlation(base.respondents, hundredths)
        return found

    def _bases(self, present: Matrix) -> "_Bases":
        codes = self.customers.codes()
        size = len(self.questions)
        both, customers, largest = (np.zeros((size, size), dtype=np.int64) for _ in range(3))
        by_customer = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
        for theirs in by_customer:
            numbers = (present[theirs].T @ present[theirs]).astype(np.int64)
            both += numbers
            customers += numbers > 0
            largest = np.maximum(largest, numbers)
        return _Bases(both, customers, largest)


def coarse(r: float, spread: float) -> int | None:
    """Return r in hundredths, in steps so coarse that no single rating follows from it.

    `spread` is the product of the standard deviations times the number of respondents. The sum of
    products of two whole ratings moves r by its inverse, and the counts of each question are kept
    beside r. Were a step any finer than two such moves, one rating by a respondent who left the
    other question out could be the only one that goes with r; just as wide is too fine as well, as
    an odd multiple is printed only for what lies between its half steps. None where no step is
    coarse enough.
    """
    if not spread > 0:
        return None
    step = next((each for each in STEPS if each * spread > 2 * 100 + _UNSURE), None)
    if step is None:
        return None
    return max(-MOST, min(MOST, step * round(100 * r / step)))


@dataclass(frozen=True, slots=True)
class _Bases:
    """Who rated both of two questions: matrices by question and question."""

    respondents: npt.NDArray[np.int64]
    customers: npt.NDArray[np.int64]
    largest: npt.NDArray[np.int64]

    def __call__(self, i: int, j: int) -> Base:
        matrices = (self.respondents, self.customers, self.largest)
        return Base(*(int(matrix[i, j]) for matrix in matrices))


def _pearson(values: Matrix, present: Matrix) -> tuple[Matrix, Matrix]:
    """Return r of each pair over the respondents who rated both, and n times both deviations.

    Where one of the two has no spread, neither is finite.
    """
    n = present.T @ present
    sums, squares = values.T @ present, (values**2).T @ present
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = squares / n - (sums / n) ** 2
        shared = (values.T @ values) / n - (sums / n) * (sums / n).T
        variance = np.where(variance > 1e-12, variance, np.nan)
        deviations: Matrix = np.sqrt(variance * variance.T)
        found: Matrix = shared / deviations
        return found, n * deviations
