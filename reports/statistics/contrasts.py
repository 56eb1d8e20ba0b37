"""Standard errors of differences between items, and the quasi standard errors that stand for them.

Firth and de Menezes (2004), "Quasi-variances", Biometrika 91, 65–80.
"""

import numpy as np
from scipy.optimize import least_squares

from reports.statistics.arrays import Matrix, Vector
from reports.statistics.connected import reaches

ROUNDS, HALVINGS, SETTLED = 100, 40, 1e-14


def variances(information: Matrix) -> Matrix:
    """Return the variance of each difference of log-worths (K × K, infinite between strangers).

    `information` is of all K log-worths, of which only differences are estimated: its rows sum to
    0. Items that no chain of comparisons joins are strangers.
    """
    found = np.full(information.shape, np.inf)
    joined = reaches(information != 0)
    for first in np.unique(np.argmax(joined, axis=1)):
        items = np.flatnonzero(joined[first])
        covariance = np.zeros((len(items), len(items)))
        rest = np.ix_(items[1:], items[1:])
        covariance[1:, 1:] = np.linalg.inv(information[rest])
        own = np.diag(covariance)
        found[np.ix_(items, items)] = own[:, None] + own[None, :] - 2 * covariance
    return found


def standard_errors(differences: Matrix) -> Vector:
    """Return the standard error of each log-worth relative to the first item's."""
    found: Vector = np.sqrt(differences[0])
    found[0] = 0.0
    return found


def quasi_standard_errors(differences: Matrix) -> Vector:
    """Return the root of each quasi-variance q, such that q_i + q_j is near the variance of i − j.

    They minimise the sum over pairs of (log(q_i + q_j) − log v_ij)²; none is negative. Two items
    share their variance equally. Where some items are strangers, those outside the largest circle
    of acquaintances get an infinite one, so that no difference looks surer than it is.
    """
    known = np.isfinite(differences)
    items = np.flatnonzero(known[int(np.argmax(known.sum(axis=1)))])
    found = np.full(len(differences), np.inf)
    if len(items) > 1:
        found[items] = np.sqrt(_quasi_variances(differences[np.ix_(items, items)]))
    return found


def _quasi_variances(differences: Matrix) -> Vector:
    size = len(differences)
    if size == 2:
        return np.full(2, differences[0, 1] / 2)
    pairs = np.triu_indices(size, 1)
    design = np.zeros((len(pairs[0]), size))
    rows = np.arange(len(design))
    design[rows, pairs[0]] = design[rows, pairs[1]] = 1.0
    # In units of their mean, so that one tolerance serves variances of any size.
    unit = float(differences[pairs].mean())
    wanted = np.log(differences[pairs] / unit)
    start = _start(differences / unit)
    found = _fitted(design, wanted, start)
    if (found < 0).any():
        found = _bounded(design, wanted, start)
    return unit * found


def _start(differences: Matrix) -> Vector:
    """Return the quasi-variances whose sums fit best, not the logarithms of the sums."""
    size = len(differences)
    sums = differences.sum(axis=1)
    total = sums.sum() / (2 * (size - 1))
    found: Vector = np.maximum((sums - total) / (size - 2), 1e-3 * total / size)
    return found


def _fitted(design: Matrix, wanted: Vector, start: Vector) -> Vector:
    """Return the least squares solution, negative quasi-variances allowed, by Gauss–Newton."""
    found = start
    for _ in range(ROUNDS):
        sums = design @ found
        step = np.linalg.lstsq(design / sums[:, None], wanted - np.log(sums), rcond=None)[0]
        ahead = _shortened(design, wanted, found, step.astype(np.float64))
        if np.abs(ahead - found).max() <= SETTLED * np.abs(found).max():
            break
        found = ahead
    return found


def _shortened(design: Matrix, wanted: Vector, found: Vector, step: Vector) -> Vector:
    error = np.sum((wanted - np.log(design @ found)) ** 2)
    for halving in range(HALVINGS):
        ahead: Vector = found + step / 2**halving
        sums = design @ ahead
        if (sums > 0).all() and np.sum((wanted - np.log(sums)) ** 2) <= error:
            return ahead
    return found


def _bounded(design: Matrix, wanted: Vector, start: Vector) -> Vector:
    def residuals(variance: Vector) -> Vector:
        return np.log(design @ variance) - wanted

    def slopes(variance: Vector) -> Matrix:
        return design / (design @ variance)[:, None]

    solved = least_squares(
        residuals, start, jac=slopes, bounds=(0.0, np.inf), xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    found: Vector = solved.x
    return found
