"""What an attacker knows, as whole numbers under linear constraints, and their extreme sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
NODES = 2_000
"""How many nodes of its tree the integer solver may visit for one extreme."""
SWEEP_NODES = 1
_CLOSE = 1e-6
"""How far the solver's floating point bounds may be off a whole number."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """`low` <= sum of coefficient times variable <= `high`, by the variables' places."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


class Matrix(NamedTuple):
    """Constraints as arrays, those of the terms in the order of the constraints they belong to.

    The terms of constraint i are those from `starts[i]` up to `starts[i + 1]`; none is without.
    """

    places: Numbers
    factors: Numbers
    starts: Numbers
    low: Numbers
    high: Numbers

    @staticmethod
    def of(constraints: Sequence[Constraint]) -> "Matrix":
        """Return these constraints."""
        terms = [term for c in constraints for term in c.terms]
        return Matrix(
            np.array([place for place, _ in terms], dtype=np.int64),
            np.array([factor for _, factor in terms], dtype=np.int64),
            np.cumsum([0, *(len(c.terms) for c in constraints)]),
            np.array([c.low for c in constraints], dtype=np.int64),
            np.array([c.high for c in constraints], dtype=np.int64),
        )

    def sums(self, values: Numbers, *, terms: Mask | None = None) -> Numbers:
        """Return each constraint's sum, of all its terms or of these alone."""
        if not len(self.low):
            return np.zeros(0, dtype=np.int64)
        each = values[self.places] * self.factors
        return np.add.reduceat(
            each if terms is None else np.where(terms, each, 0), self.starts[:-1]
        )

    def touching(self, terms: Mask) -> Mask:
        """Return the constraints that have any of these terms."""
        found: Mask = np.add.reduceat(terms.astype(np.int64), self.starts[:-1]) > 0
        return found

    def less(self, shift: Numbers) -> "Matrix":
        """Return the same of what is left when so much of each sum is known."""
        return self._replace(low=self.low - shift, high=self.high - shift)


@dataclass(frozen=True)
class System:
    """Whole variables from 0 up to `upper` under constraints; arrays have one entry a variable.

    `parts` are the questions: most constraints stay within one. `sets` are the sets of
    alternatives of which an answer chooses one, and `options` which of them a variable counts.
    """

    upper: Numbers
    parts: Numbers
    sets: Numbers
    options: Numbers
    matrix: Matrix

    def holds(self, values: Numbers) -> bool:
        """Say whether these values are possible, in exact arithmetic."""
        if (values < 0).any() or (values > self.upper).any():
            return False
        sums = self.matrix.sums(values)
        return bool(((self.matrix.low <= sums) & (sums <= self.matrix.high)).all())

    @cached_property
    def _joined(self) -> frozenset[int]:
        """Return the parts that a constraint joins to others."""
        m = self.matrix
        if not len(m.low):
            return frozenset()
        parts = self.parts[m.places]
        least = np.minimum.reduceat(parts, m.starts[:-1])
        most = np.maximum.reduceat(parts, m.starts[:-1])
        joining = np.repeat(least != most, np.diff(m.starts))
        return frozenset(int(part) for part in np.unique(parts[joining]))

    def is_apart(self, part: int) -> bool:
        """Say whether no constraint joins a part to others."""
        return part not in self._joined

    def partner(self, part: int) -> int:
        """Return another part that constraints join to one that is not apart."""
        return next(iter(sorted(self._joined - {part})), part)

    def within(self, parts: Sequence[int], values: Numbers) -> tuple[Numbers, "System"]:
        """Return the places of parts' variables, and what holds of them with all others fixed."""
        m, places = self.matrix, np.flatnonzero(np.isin(self.parts, parts))
        mine = np.isin(self.parts[m.places], parts)
        kept = m.touching(mine)
        left = m.less(m.sums(values, terms=~mine))
        terms = mine & np.repeat(kept, np.diff(m.starts))
        numbers = np.add.reduceat(mine.astype(np.int64), m.starts[:-1])[kept]
        inner = Matrix(
            np.searchsorted(places, m.places[terms]),
            m.factors[terms],
            np.concatenate([[0], np.cumsum(numbers)]),
            left.low[kept],
            left.high[kept],
        )
        upper, part, sets, options = (
            each[places] for each in (self.upper, self.parts, self.sets, self.options)
        )
        return places, System(upper, part, sets, options, inner)


@dataclass(frozen=True, slots=True)
class Extreme:
    """How far a sum can go: `bound` is proven not to be passed, `values` a case that is reached.

    `values` is None where no case was found; `decided` False where the node limit came first.
    """

    bound: int | None
    values: Numbers | None
    decided: bool


@dataclass
class Solver:
    """One system held ready in HiGHS (Huangfu and Hall 2018), for one extreme after another."""

    system: System
    nodes: int = NODES
    _linear: "highspy.Highs | None" = field(default=None, repr=False)
    _integer: "highspy.Highs | None" = field(default=None, repr=False)

    def feasible(self) -> Extreme:
        """Return any case at all; `values` None and decided where there is none."""
        return self.least((), goal=0)

    def cheapest(self, costs: Numbers) -> Numbers | None:
        """Return the case in which the variables cost least; None where none was found."""
        found = self._solve(self._exact(), costs.astype(np.float64))
        return found.values if found.decided else None

    def sweep(self, members: Numbers, *, sign: int = 1) -> Numbers | None:
        """Return a case in which many variables, named once or often, are small all at once.

        The best of all cases is not asked for: the search ends after few nodes.
        """
        costs = np.zeros(len(self.system.upper))
        np.add.at(costs, members, sign)
        relaxed = self._solve(self._relaxed(), costs)
        if relaxed.values is not None or relaxed.bound is None:
            return relaxed.values
        solver = self._exact()
        solver.setOptionValue("objective_target", -highspy.kHighsInf)
        solver.setOptionValue("mip_max_nodes", SWEEP_NODES)
        found = self._solve(solver, costs)
        solver.setOptionValue("mip_max_nodes", self.nodes)
        return found.values

    def least(
        self, members: Sequence[int], *, goal: int, sign: int = 1, seen: int | None = None
    ) -> Extreme:
        """Return how small the sum of these variables (times the sign) can be.

        Ends as soon as a case at or below the goal is found. The linear relaxation comes first:
        a bound above the goal is final, and where its solution is whole, so is that. With `seen`,
        the least so far, a case below it is asked for even where the goal is out of reach.
        """
        costs = np.zeros(len(self.system.upper))
        costs[list(members)] = sign
        relaxed = self._solve(self._relaxed(), costs)
        if self._reaches(relaxed, costs, goal):
            return relaxed
        bound = relaxed.bound
        if bound is None or (bound > goal and (seen is None or bound >= seen)):
            return Extreme(bound, None, decided=True)
        return self._whole(costs, max(goal, bound))

    def _reaches(self, found: Extreme, costs: npt.NDArray[np.float64], goal: int) -> bool:
        if found.values is None:
            return False
        value = int(costs @ found.values)
        return value <= goal or value == found.bound

    def _whole(self, costs: npt.NDArray[np.float64], goal: int) -> Extreme:
        solver = self._exact()
        solver.setOptionValue("objective_target", goal + _CLOSE)
        return self._solve(solver, costs)

    def _solve(self, solver: highspy.Highs, costs: npt.NDArray[np.float64]) -> Extreme:
        solver.changeColsCost(len(costs), self._every, costs)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status in _IMPOSSIBLE:
            return Extreme(None, None, decided=True)
        values = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
            values = values if self.system.holds(values) else None
        is_integer = solver is self._integer
        if status == highspy.HighsModelStatus.kOptimal:
            least = info.mip_dual_bound if is_integer else info.objective_function_value
            return Extreme(int(np.ceil(least - _CLOSE)), values, decided=True)
        return Extreme(None, values, decided=values is not None and is_integer)

    @cached_property
    def _every(self) -> npt.NDArray[np.int32]:
        return np.arange(len(self.system.upper), dtype=np.int32)

    def _relaxed(self) -> highspy.Highs:
        if self._linear is None:
            self._linear = _loaded(self.system, integer=False, nodes=self.nodes)
        return self._linear

    def _exact(self) -> highspy.Highs:
        if self._integer is None:
            self._integer = _loaded(self.system, integer=True, nodes=self.nodes)
        return self._integer


_IMPOSSIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class _Quiet(highspy.Highs):
    """HiGHS without the callbacks that make it announce itself on standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


def _loaded(system: System, *, integer: bool, nodes: int) -> highspy.Highs:
    lp = highspy.HighsLp()
    size, rows, matrix = len(system.upper), len(system.matrix.low), system.matrix
    lp.num_col_, lp.num_row_ = size, rows
    lp.col_cost_ = np.zeros(size)
    lp.col_lower_ = np.zeros(size)
    lp.col_upper_ = system.upper.astype(np.float64)
    lp.row_lower_ = matrix.low.astype(np.float64)
    lp.row_upper_ = matrix.high.astype(np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.starts.astype(np.int32)
    lp.a_matrix_.index_ = matrix.places.astype(np.int32)
    lp.a_matrix_.value_ = matrix.factors.astype(np.float64)
    if integer:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * size
    solver = _Quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 1),
        ("mip_max_nodes", nodes),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    return solver
