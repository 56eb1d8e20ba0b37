"""How far correlations may be off, together."""

import numpy as np
import numpy.typing as npt

from reports.statistics.arrays import Matrix, square
from reports.statistics.refusal import StatisticsError


def correlation_covariance(correlation: npt.ArrayLike, n: float) -> Matrix:
    """Return the covariances of all correlations above the diagonal, row by row, of n respondents.

    `correlation` is v × v; the result is square, v(v - 1)/2 on a side. That of normal variables in
    large samples. Refuses n of 0 or less, and what is no square table.
    Source: Olkin and Siotani (1976), Essays in Probability and Statistics, 235-251; Steiger (1980),
    Psychological Bulletin 87, 245-251, equation 2.
    """
    r = square(correlation, "correlations")
    if n <= 0:
        raise StatisticsError(f"correlations need respondents, not {n}")
    first, second = np.triu_indices(len(r), 1)
    j, k = first[:, None], second[:, None]
    h, m = first[None, :], second[None, :]
    parts = (
        (r[j, h] - r[j, k] * r[k, h]) * (r[k, m] - r[k, h] * r[h, m]),
        (r[j, m] - r[j, h] * r[h, m]) * (r[k, h] - r[k, j] * r[j, h]),
        (r[j, h] - r[j, m] * r[m, h]) * (r[k, m] - r[k, j] * r[j, m]),
        (r[j, m] - r[j, k] * r[k, m]) * (r[k, h] - r[k, m] * r[m, h]),
    )
    found: Matrix = sum(parts, np.zeros_like(parts[0])) / (2 * n)
    return found
