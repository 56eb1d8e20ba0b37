"""Many tests at once: p values adjusted so that they may be read as if each were the only one."""

import numpy as np
import numpy.typing as npt

from reports.statistics.checks import Floats
from reports.statistics.refusal import StatisticsError


def holm(p: npt.ArrayLike) -> Floats:
    """Return p values adjusted so that any false alarm at all is as rare as the level says.

    One-dimensional, in the order given, at most 1. A nan stays nan and does not count as a test.
    Refuses a p outside 0 to 1. S. Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.
    """
    values, order = _sorted(p)
    tests = len(order)
    raised = np.maximum.accumulate(values[order] * (tests - np.arange(tests)))
    return _put_back(values, order, raised)


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Return p values adjusted so that of the tests called out few are expected to be false.

    One-dimensional, in the order given, at most 1. A nan stays nan and does not count as a test.
    Refuses a p outside 0 to 1. Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical
    Society B 57 (1995), 289–300.
    """
    values, order = _sorted(p)
    tests = len(order)
    scaled = values[order] * (tests / np.arange(1, tests + 1))
    return _put_back(values, order, np.minimum.accumulate(scaled[::-1])[::-1])


def _sorted(p: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Return the p values, and where those that are numbers stand, in ascending order."""
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1:
        raise StatisticsError(f"The p values have {values.ndim} dimensions instead of 1.")
    numbers = ~np.isnan(values)
    if ((values[numbers] < 0) | (values[numbers] > 1)).any():
        raise StatisticsError("The p values hold one that does not lie between 0 and 1.")
    # nan sorts last.
    return values, np.argsort(values, kind="stable")[: numbers.sum()]


def _put_back(values: Floats, order: npt.NDArray[np.intp], adjusted: Floats) -> Floats:
    result = np.full_like(values, np.nan)
    result[order] = np.minimum(adjusted, 1.0)
    return result
