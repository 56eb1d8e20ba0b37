"""Secondary hiding: who else is hidden, with the least loss, so that nobody hidden follows (R4)."""

from collections.abc import Callable, Mapping, Set

import numpy as np

from reports.disclosure.system import Constraint, Matrix, Solver, System


def least_hidden(losses: Mapping[str, int], tells: Callable[[Set[str]], Set[str]]) -> Set[str]:
    """Return whom to hide, such that `tells` finds nothing any more and the losses add up to least.

    `tells` is asked what a choice gives away: it answers with those of whom one must be hidden as
    well, or with nobody. Each answer becomes a constraint of the integer programme that makes the
    next choice: a hitting set, found by asking for one more set as long as there is one (Moreno-
    Centeno and Karp 2013). Of equal losses the first names go. Where nobody is left to hide, all
    are.
    """
    names = sorted(losses)
    costs = np.array([losses[name] * len(names) ** 2 + i for i, name in enumerate(names, 1)])
    at = {name: place for place, name in enumerate(names)}
    hidden: Set[str] = frozenset()
    asked: list[Constraint] = []
    while told := tells(hidden):
        asked.append(Constraint(tuple((at[name], 1) for name in sorted(told)), 1, len(told)))
        ones, none = np.ones(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
        system = System(ones, none, none, none, Matrix.of(asked))
        found = Solver(system).cheapest(costs)
        if found is None:
            return frozenset(names)
        hidden = {name for name in names if found[at[name]]}
    return hidden
