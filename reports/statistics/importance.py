"""How much each of several questions adds to what they tell together of an outcome."""

from math import comb

import numpy as np
import numpy.typing as npt

from reports.statistics.arrays import Matrix, Vector, square
from reports.statistics.refusal import StatisticsError

ALIKE = 1e-8
MOST_PREDICTORS = 20
MOST_SHRUNK = 0.2
# What is left of a predictor's variance given others: below this it is a sum of those others.
NOTHING = 1e-10


def relative_weights(correlation: npt.ArrayLike) -> Vector:
    """Share R² among p predictors by way of their nearest uncorrelated counterparts.

    `correlation` is (p + 1) × (p + 1), the outcome first; p shares, in the order given, sum to R².
    Predictors that are sums of others share with them: of two that are the same each has half.
    Correlations that cannot all be true at once, as when each is rounded or has its own
    respondents, are first shrunk towards 0, as little as makes them possible; refused where that
    is by more than a fifth. Refuses what is no table of correlations, and no predictor.
    Source: Johnson (2000), Multivariate Behavioral Research 35, 1–19.
    """
    table = _possible(correlation)
    values, vectors = np.linalg.eigh(table[1:, 1:])
    kept = values > NOTHING
    values, vectors = values[kept], vectors[:, kept]
    root = (vectors * np.sqrt(values)) @ vectors.T
    outcome = (vectors / np.sqrt(values)) @ (vectors.T @ table[1:, 0])
    shares: Vector = root**2 @ outcome**2
    return shares


def lmg(correlation: npt.ArrayLike) -> Vector:
    """Share R² among p predictors: what each adds, averaged over all orders of entering them.

    `correlation`, the shares and what is done with impossible correlations as in
    `relative_weights`. A predictor that is a sum of those entered before it adds nothing. Looks at
    all 2^p sets of predictors; refuses more than 20.
    Source: Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis,
    p. 119 ff.; Grömping (2006), Journal of Statistical Software 17(1).
    """
    table = _possible(correlation)
    size = len(table) - 1
    if size > MOST_PREDICTORS:
        raise StatisticsError(
            f"there are {size} predictors; more than {MOST_PREDICTORS} take too long"
        )
    explained = _explained(table).reshape((2,) * size)
    members = np.indices((2,) * (size - 1), dtype=np.int8).sum(axis=0, dtype=np.int64)
    orders = np.array([1 / (size * comb(size - 1, before)) for before in range(size)])
    weights = orders[members]
    return np.array(
        [
            np.sum(weights * (explained.take(1, axis=each) - explained.take(0, axis=each)))
            for each in range(size)
        ]
    )


def _explained(table: Matrix) -> Vector:
    """Return R² for all 2^p sets of predictors, the first predictor's bit the highest.

    Predictor after predictor, each set is doubled: without it, and with what it explains swept out
    of the covariances of those that follow, and of the outcome, which comes last.
    """
    last = np.roll(np.arange(len(table)), -1)
    covariances = table[np.ix_(last, last)][None]
    for _ in range(len(table) - 1):
        own, across = covariances[:, :1, :1], covariances[:, 1:, :1]
        rest = covariances[:, 1:, 1:]
        fresh = own > NOTHING
        swept = rest - across * across.swapaxes(1, 2) * fresh / np.where(fresh, own, 1.0)
        covariances = np.stack([rest, swept], axis=1).reshape(-1, *rest.shape[1:])
    return 1 - covariances[:, 0, 0]


def _possible(correlation: npt.ArrayLike) -> Matrix:
    table = square(correlation, "correlations")
    if len(table) < 2:
        raise StatisticsError("importance needs an outcome and at least one predictor")
    if not np.isfinite(table).all() or np.abs(table).max() > 1 + ALIKE:
        raise StatisticsError("correlations lie between −1 and 1")
    if np.abs(np.diag(table) - 1).max() > ALIKE:
        raise StatisticsError("each variable correlates with itself to 1")
    if np.abs(table - table.T).max() > ALIKE:
        raise StatisticsError("correlations must be the same for i and j as for j and i")
    lacking = max(0.0, -float(np.linalg.eigvalsh(table)[0]))
    shrunk = lacking / (1 + lacking)
    if shrunk > MOST_SHRUNK:
        raise StatisticsError("these correlations are far from any that can be true at once")
    table *= 1 - shrunk
    np.fill_diagonal(table, 1.0)
    return table
