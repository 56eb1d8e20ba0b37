"""What an attacker knows, as whole numbers under linear constraints, and their extreme sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
NODES = 2_000
"""How many nodes of its tree the integer solver may visit for one extreme."""
_CLOSE = 1e-6
"""How far the solver's floating point bounds may be off a whole number."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """`low` <= sum of coefficient times variable <= `high`, by the variables' places."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


@dataclass(frozen=True)
class System:
    """Whole variables from 0 up to `upper`, one constraint after another, and a part each.

    Parts are the questions: most constraints stay within one. Arrays have one entry a variable.
    """

    upper: Numbers
    parts: Numbers
    constraints: tuple[Constraint, ...]

    def holds(self, values: Numbers) -> bool:
        """Say whether these values are possible, in exact arithmetic."""
        if (values < 0).any() or (values > self.upper).any():
            return False
        return all(
            c.low <= sum(factor * int(values[place]) for place, factor in c.terms) <= c.high
            for c in self.constraints
        )

    def within(self, part: int, values: Numbers) -> "Slice":
        """Return the same with the variables of all other parts fixed at these values."""
        places = np.flatnonzero(self.parts == part)
        at = {int(place): number for number, place in enumerate(places)}
        found: list[Constraint] = []
        for c in self.constraints:
            inner = tuple((at[place], factor) for place, factor in c.terms if place in at)
            if inner:
                fixed = sum(f * int(values[place]) for place, f in c.terms if place not in at)
                found.append(Constraint(inner, c.low - fixed, c.high - fixed))
        smaller = System(self.upper[places], self.parts[places], tuple(found))
        return Slice(smaller, places, values)


@dataclass(frozen=True, slots=True)
class Slice:
    """A system of one part, and how its solutions become solutions of the whole."""

    system: System
    places: Numbers
    others: Numbers

    def members(self, members: Iterable[int]) -> tuple[int, ...]:
        """Return variables of the whole by their places in the part."""
        found = np.searchsorted(self.places, list(members))
        return tuple(int(each) for each in found)

    def whole(self, values: Numbers) -> Numbers:
        """Return the values of the whole system."""
        found = self.others.copy()
        found[self.places] = values
        return found


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
    size, rows = len(system.upper), len(system.constraints)
    lp.num_col_, lp.num_row_ = size, rows
    lp.col_cost_ = np.zeros(size)
    lp.col_lower_ = np.zeros(size)
    lp.col_upper_ = system.upper.astype(np.float64)
    lp.row_lower_ = np.array([c.low for c in system.constraints], dtype=np.float64)
    lp.row_upper_ = np.array([c.high for c in system.constraints], dtype=np.float64)
    terms = [term for c in system.constraints for term in c.terms]
    lengths = np.array([len(c.terms) for c in system.constraints], dtype=np.int64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([place for place, _ in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for _, factor in terms], dtype=np.float64)
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
