"""What an attacker knows, as whole numbers under linear constraints, and their extreme sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
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
    """Constraints as arrays, those of the terms in the order of the constraints they belong to."""

    places: Numbers
    factors: Numbers
    starts: Numbers
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class System:
    """Whole variables from 0 up to `upper`, one constraint after another, and a part each.

    Parts are the questions: most constraints stay within one. Arrays have one entry a variable.
    No constraint is without terms.
    """

    upper: Numbers
    parts: Numbers
    constraints: tuple[Constraint, ...]

    @cached_property
    def matrix(self) -> "Matrix":
        """Return the constraints as arrays."""
        terms = [term for c in self.constraints for term in c.terms]
        lengths = [len(c.terms) for c in self.constraints]
        return Matrix(
            np.array([place for place, _ in terms], dtype=np.int64),
            np.array([factor for _, factor in terms], dtype=np.int64),
            np.cumsum([0, *lengths]),
            np.array([c.low for c in self.constraints], dtype=np.int64),
            np.array([c.high for c in self.constraints], dtype=np.int64),
        )

    def holds(self, values: Numbers) -> bool:
        """Say whether these values are possible, in exact arithmetic."""
        if (values < 0).any() or (values > self.upper).any():
            return False
        if not self.constraints:
            return True
        m = self.matrix
        sums = np.add.reduceat(values[m.places] * m.factors, m.starts[:-1])
        return bool(((m.low <= sums) & (sums <= m.high)).all())

    @cached_property
    def _by_part(self) -> dict[int, list[Constraint]]:
        found: dict[int, list[Constraint]] = {}
        for c in self.constraints:
            for part in {int(self.parts[place]) for place, _ in c.terms}:
                found.setdefault(part, []).append(c)
        return found

    @cached_property
    def _joined(self) -> frozenset[int]:
        """Return the parts that a constraint joins to others."""
        touched = ({int(self.parts[place]) for place, _ in c.terms} for c in self.constraints)
        return frozenset(part for parts in touched if len(parts) > 1 for part in parts)

    def is_apart(self, part: int) -> bool:
        """Say whether no constraint joins a part to others."""
        return part not in self._joined

    def within(self, part: int, values: Numbers) -> tuple[Numbers, "System"]:
        """Return the places of a part's variables, and what holds of them with all others fixed."""
        places = np.flatnonzero(self.parts == part)
        at = {int(place): number for number, place in enumerate(places)}
        found: list[Constraint] = []
        for c in self._by_part.get(part, ()):
            fixed = sum(f * int(values[place]) for place, f in c.terms if place not in at)
            inner = tuple((at[place], factor) for place, factor in c.terms if place in at)
            found.append(Constraint(inner, c.low - fixed, c.high - fixed))
        return places, System(self.upper[places], self.parts[places], tuple(found))


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

    def least(self, members: Sequence[int], *, goal: int, sign: int = 1) -> Extreme:
        """Return how small the sum of these variables (times the sign) can be.

        Ends as soon as a case at or below the goal is found. The linear relaxation comes first:
        a bound above the goal is final, and where its solution is whole, so is that.
        """
        costs = np.zeros(len(self.system.upper))
        costs[list(members)] = sign
        relaxed = self._solve(self._relaxed(), costs)
        if self._reaches(relaxed, costs, goal):
            return relaxed
        if relaxed.bound is None or relaxed.bound > goal:
            return Extreme(relaxed.bound, None, decided=True)
        return self._whole(costs, goal)

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
    size, rows, matrix = len(system.upper), len(system.constraints), system.matrix
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
