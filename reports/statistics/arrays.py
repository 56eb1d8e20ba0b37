"""What comes in, as arrays of finite numbers, or refused."""

import numpy as np
import numpy.typing as npt

from reports.statistics.refusal import StatisticsError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


def vector(values: npt.ArrayLike, what: str) -> Vector:
    """Return a flat array of finite numbers."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise StatisticsError(f"{what} must be one list of numbers, not {found.ndim} dimensions")
    if not np.isfinite(found).all():
        raise StatisticsError(f"{what} must be finite numbers")
    return found


def square(values: npt.ArrayLike, what: str) -> Matrix:
    """Return a copy of a table with as many rows as columns, unread as yet."""
    found = np.array(values, dtype=np.float64)
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        shape = " × ".join(map(str, found.shape))
        raise StatisticsError(f"{what} must have as many rows as columns, this is {shape}")
    return found


def pair_counts(values: npt.ArrayLike, what: str) -> Matrix:
    """Return a square table of counts, whole or weighted, whose diagonal is not read."""
    found = square(values, what)
    np.fill_diagonal(found, 0.0)
    if not np.isfinite(found).all() or (found < 0).any():
        raise StatisticsError(f"{what} must be counts of 0 or more")
    return found


def measured(mean: npt.ArrayLike, se: npt.ArrayLike) -> tuple[Vector, Vector]:
    """Return means with as many standard errors, none of them negative."""
    means, errors = vector(mean, "means"), vector(se, "standard errors")
    if means.shape != errors.shape:
        raise StatisticsError(f"{len(means)} means need as many standard errors, not {len(errors)}")
    if (errors < 0).any():
        raise StatisticsError("standard errors must be 0 or more")
    return means, errors


def outside(level: float) -> float:
    """Return the probability left outside an interval of this level, which lies between 0 and 1."""
    if not 0 < level < 1:
        raise StatisticsError(f"a level of confidence lies between 0 and 1, not at {level}")
    return 1 - level
