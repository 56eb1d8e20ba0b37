"""The posterior of the spread between persons, under a flat prior, as a grid with weights."""

from dataclasses import dataclass
from functools import cache
from math import asinh, ceil, sinh

import numpy as np
from numpy.polynomial import legendre
from scipy.optimize import brentq

from reports.statistics.arrays import Matrix, Vector

# So many nodes for each range over which the spread grows so many e-fold.
NODES, FOLDS, SCAN = 48, 6.0, 129
# Densities are followed down to e^−30 of the greatest, a tail below 1e-11 of the whole.
NEGLIGIBLE = 30.0
LEAST = 1e-10
# Three persons leave a tail of the order of 1/spread: so far out it weighs 1e-13.
FARTHEST = 1e13


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A grid of G spreads, in the unit of the means; what averages of them weigh; the median."""

    spread: Vector
    weight: Vector
    median: float


def spread_between(mean: Vector, se: Vector) -> Spread:
    """Return the posterior of the spread of K ≥ 3 persons' true means, flat on it and the centre.

    The spread is s·sinh(x), s the least standard error: even steps of x are even steps of the
    spread where it is small against s, and of its logarithm where it is great, so one grid serves
    spreads of any size. Gauss–Legendre in x over all that is not negligible.
    """
    unit = float(se.min())
    low, high = _range(mean, se)
    many = NODES * ceil((high - low) / FOLDS)
    x = low + (high - low) * (_gauss(many)[0] + 1) / 2
    logs = _log_density(mean, se, x)
    density = np.exp(logs - logs.max())
    weight = density * _gauss(many)[1]
    middle = low + (high - low) * (_half(density) + 1) / 2
    # The ends were needed to see where the density ends; hardly any of it lies there.
    kept = weight > LEAST * weight.sum()
    weight = weight[kept] / weight[kept].sum()
    return Spread(unit * np.sinh(x[kept]), weight, unit * sinh(middle))


@cache
def _gauss(many: int) -> tuple[Vector, Vector, Matrix]:
    """Return nodes and areas on −1 to 1, and what takes values there to a Legendre series."""
    nodes, areas = legendre.leggauss(many)
    degrees = np.arange(many)
    series = (2 * degrees[:, None] + 1) / 2 * legendre.legvander(nodes, many - 1).T * areas
    return nodes, areas, series


def _range(mean: Vector, se: Vector) -> tuple[float, float]:
    """Return the range of x outside which the density is negligible, closing in on it."""
    low, high = 0.0, asinh(FARTHEST * float((np.ptp(mean) + se.max()) / se.min()))
    for _ in range(SCAN):
        x = np.linspace(low, high, SCAN)
        logs = _log_density(mean, se, x)
        kept = np.flatnonzero(logs > logs.max() - NEGLIGIBLE)
        nearer = float(x[max(kept[0] - 1, 0)]), float(x[min(kept[-1] + 1, SCAN - 1)])
        if nearer[1] - nearer[0] > 0.9 * (high - low):
            return nearer
        low, high = nearer
    return low, high


def _log_density(mean: Vector, se: Vector, x: Vector) -> Vector:
    """Return the log posterior density of x (G), up to a constant, the centre integrated out."""
    unit = se.min()
    variance = se**2 + (unit * np.sinh(x))[:, None] ** 2
    precision = 1 / variance
    total = precision.sum(axis=1)
    # From a mean near them all, so that squares of large means do not swallow their differences.
    around = mean - np.average(mean, weights=1 / se**2)
    centre = precision @ around / total
    misfit = np.sum(precision * (around - centre[:, None]) ** 2, axis=1)
    found: Vector = -0.5 * (np.log(variance).sum(axis=1) + np.log(total) + misfit)
    return found + np.logaddexp(x, -x)


def _half(density: Vector) -> float:
    """Return where on −1 to 1 half of the density lies, from its values at the nodes."""
    whole = legendre.legint(_gauss(len(density))[2] @ density, lbnd=-1).tolist()
    goal = legendre.legval(1.0, whole) / 2

    def beyond(place: float) -> float:
        return float(legendre.legval(place, whole) - goal)

    return float(brentq(beyond, -1.0, 1.0))
