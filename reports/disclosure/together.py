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
from reports.disclosure.policy import Policy
from reports.tally import Base, Correlation

Matrix = npt.NDArray[np.float64]
_MISSING = -1


@dataclass
class Together:
    """The ratings of the client by question, one line a respondent; -1 where there is none."""

    questions: Sequence[str]
    ratings: "array[int]" = field(default_factory=lambda: array("h"))
    customers: list[str] = field(default_factory=list)

    def add(self, customer: str, ratings: Mapping[str, int]) -> None:
        """Add one respondent's ratings."""
        if len(ratings) > 1:
            self.ratings.extend(ratings.get(question, _MISSING) for question in self.questions)
            self.customers.append(customer)

    def correlations(self, policy: Policy) -> dict[tuple[str, str], Correlation]:
        """Return Pearson's r of each pair of questions, in whole hundredths.

        Only of pairs that at least `policy.full_from` respondents who pass R1 have rated both of,
        and neither of them all alike (R13).
        """
        if not self.customers:
            return {}
        table = np.frombuffer(self.ratings, dtype=np.int16).reshape(len(self.customers), -1)
        present = (table != _MISSING).astype(np.float64)
        values = np.where(present > 0, table, 0).astype(np.float64)
        r = _pearson(values, present)
        bases = self._bases(present)
        found = {}
        for i, first in enumerate(self.questions):
            for j in range(i + 1, len(self.questions)):
                base = bases(i, j)
                may = base.respondents >= policy.full_from and passes(base, policy)
                if may and np.isfinite(r[i, j]):
                    pair = (first, self.questions[j])
                    found[pair] = Correlation(base.respondents, round(100 * float(r[i, j])))
        return found

    def _bases(self, present: Matrix) -> "_Bases":
        codes = np.unique(np.asarray(self.customers), return_inverse=True)[1]
        size = len(self.questions)
        both, customers, largest = (np.zeros((size, size), dtype=np.int64) for _ in range(3))
        for code in range(int(codes.max()) + 1):
            theirs = present[codes == code]
            numbers = (theirs.T @ theirs).astype(np.int64)
            both += numbers
            customers += numbers > 0
            largest = np.maximum(largest, numbers)
        return _Bases(both, customers, largest)


@dataclass(frozen=True, slots=True)
class _Bases:
    """Who rated both of two questions: matrices by question and question."""

    respondents: npt.NDArray[np.int64]
    customers: npt.NDArray[np.int64]
    largest: npt.NDArray[np.int64]

    def __call__(self, i: int, j: int) -> Base:
        matrices = (self.respondents, self.customers, self.largest)
        return Base(*(int(matrix[i, j]) for matrix in matrices))


def _pearson(values: Matrix, present: Matrix) -> Matrix:
    """Return r of each pair over the respondents who rated both; not finite without spread."""
    n = present.T @ present
    sums, squares = values.T @ present, (values**2).T @ present
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares / n - (sums / n) ** 2
        shared = (values.T @ values) / n - (sums / n) * (sums / n).T
        spread = np.where(spread > 1e-12, spread, np.nan)
        found: Matrix = shared / np.sqrt(spread * spread.T)
    return found
