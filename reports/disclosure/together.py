"""How the ratings of the client go together: what derived importance is worked out from.

The respondents' ratings stand side by side here while the ballots are torn, and nowhere else: what
leaves is one rounded correlation a pair of questions.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt

from reports.disclosure.alone import Crossed, Table
from reports.disclosure.bases import enough, passes
from reports.disclosure.numbered import Numbered
from reports.disclosure.policy import Policy
from reports.disclosure.steps import coarse
from reports.tally import Base, Correlation

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
_MISSING = -1


@dataclass
class Together:
    """The ratings of the client by question, one line a respondent; -1 where there is none."""

    questions: Sequence[str]
    ratings: "array[int]" = field(default_factory=lambda: array("h"))
    customers: Numbered = field(default_factory=Numbered)

    def add(self, customer: str, ratings: Mapping[str, int]) -> None:
        """Add one respondent's ratings."""
        if ratings:
            self.ratings.extend(ratings.get(question, _MISSING) for question in self.questions)
            self.customers.append(customer)

    def correlations(self, policy: Policy) -> dict[tuple[str, str], Correlation]:
        """Return Pearson's r of each pair of questions, in hundredths.

        Only of pairs that at least `policy.full_from` respondents who pass R1 have rated both of,
        and neither of them all alike (R13); and where those who rated only one of the two are
        nobody, or enough for a detail of their own, or must not have given any rating by all that
        is kept of this pair (R4). Not treated: what several correlations that share a question
        tell together, and what follows from one that is not kept.
        """
        if not self.ratings:
            return {}
        table = np.frombuffer(self.ratings, dtype=np.int16).reshape(-1, len(self.questions))
        present = (table != _MISSING).astype(np.float64)
        values = np.where(present > 0, table, 0).astype(np.float64)
        r, spread = _pearson(values, present)
        bases, alone = self._bases(present)
        found, columns = {}, np.ascontiguousarray(table.T)
        for i, j in combinations(range(len(self.questions)), 2):
            base = bases(i, j)
            if base.respondents < policy.full_from or not passes(base, policy):
                continue
            hundredths = coarse(float(r[i, j]), float(spread[i, j]))
            few = [_is_few(alone(*pair), policy) for pair in ((i, j), (j, i))]
            if hundredths is not None and not _tells(columns[[i, j]], few, hundredths):
                pair = self.questions[i], self.questions[j]
                found[pair] = Correlation(base.respondents, hundredths)
        return found

    def _bases(self, present: Matrix) -> "tuple[_Bases, _Bases]":
        """Return who rated both of two questions, and who rated the first alone."""
        codes = self.customers.codes()
        size = len(self.questions)
        both, alone = _Bases.none(size), _Bases.none(size)
        by_customer = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
        for theirs in by_customer:
            numbers = (present[theirs].T @ present[theirs]).astype(np.int64)
            both.add(numbers)
            alone.add(np.diag(numbers)[:, None] - numbers)
        return both, alone


def _is_few(base: Base, policy: Policy) -> bool:
    return base.respondents > 0 and not enough(base, policy)


def _tells(columns: Table, few: Sequence[bool], hundredths: int) -> bool:
    """Say whether r tells a rating by the few who rated the first, or the second, alone."""
    if not any(few):
        return False
    crossed = Crossed.of(*columns)
    sides = (crossed, crossed.turned())
    return not all(
        side.hides_those_alone(hundredths)
        for side, is_few in zip(sides, few, strict=True)
        if is_few
    )


@dataclass(frozen=True, slots=True)
class _Bases:
    """Who stands behind two questions: matrices by question and question."""

    respondents: Numbers
    customers: Numbers
    largest: Numbers

    @staticmethod
    def none(size: int) -> "_Bases":
        return _Bases(*(np.zeros((size, size), dtype=np.int64) for _ in range(3)))

    def add(self, numbers: Numbers) -> None:
        """Add the respondents of one customer."""
        np.add(self.respondents, numbers, out=self.respondents)
        np.add(self.customers, numbers > 0, out=self.customers)
        np.maximum(self.largest, numbers, out=self.largest)

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
