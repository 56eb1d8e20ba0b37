"""The maximum of the log-likelihood of a model of choices, by damped Newton steps."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reports.statistics.arrays import Matrix, Vector
from reports.statistics.refusal import StatisticsError

ROUNDS = 300
# Twice what the log-likelihood still has to gain: its root is the error in standard errors.
SETTLED = 1e-14


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """Of a log-likelihood at one point the gradient, and minus the second derivatives."""

    gradient: Vector
    information: Matrix


def maximum(likelihood: Callable[[Vector], Slope], size: int) -> Vector:
    """Return the `size` parameters of greatest likelihood, the first of which is held at 0.

    The model must be one of choices whose logarithms are linear in the parameters, with weights of
    1 at most, and the information definite once the first parameter is left out. Refuses what does
    not settle. Once the error is below 1e-7 standard errors one full step is taken, which squares
    it and leaves of the gradient what rounding leaves.
    Source of the damping: Bach (2010), Electronic Journal of Statistics 4, 384–414.
    """
    here = np.zeros(size)
    for _ in range(ROUNDS):
        slope = likelihood(here)
        step = np.zeros(size)
        step[1:] = np.linalg.solve(slope.information[1:, 1:], slope.gradient[1:])
        if float(step @ slope.gradient) <= SETTLED:
            return here + step
        # Along a step the choices' logarithms move apart by no more than this, so the curvature
        # changes by no more than e to its power: damped so far, all of the step leads uphill.
        reach = 2 * float(np.abs(step).max())
        here += step * np.log1p(reach) / reach
    raise StatisticsError("the estimate does not settle: some of the counts are too far apart")
