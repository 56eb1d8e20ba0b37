"""Ratings of two groups of different respondents, compared without taking points as distances."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy.typing as npt

from reports.statistics.checks import Floats, confidence, counts
from reports.statistics.distributions import t_quantile, t_test
from reports.statistics.refusal import StatisticsError
from reports.statistics.values import Estimate, Test, untested


@dataclass(frozen=True, slots=True)
class BrunnerMunzel:
    """P(B > A) + ½ P(B = A) with its interval, in shares, and the test of whether it is ½."""

    superiority: Estimate
    test: Test


def brunner_munzel(
    counts_a: npt.ArrayLike, counts_b: npt.ArrayLike, level: float = 0.95
) -> BrunnerMunzel:
    """Return how likely a respondent of B rates higher than one of A, ties counted half.

    Counts by scale point, ascending, weighted or not; the statistic is positive when B is higher.
    t interval and test with Satterthwaite's degrees of freedom; the interval is not clipped to 0
    and 1. Where no rating of one group lies among those of the other, or all are the same, the
    standard error is taken as 1/√(2·n·m) and the degrees of freedom as n + m − 2. With one
    respondent or fewer in a group the interval is 0 to 1 and the test nan, with none the value
    too. Refuses scales of different lengths and a negative count. E. Brunner, U. Munzel,
    Biometrical Journal 42 (2000), 17–25; the standard error of no variance as in F. Konietschke
    et al., "nparcomp", Journal of Statistical Software 64 (2015), 9.
    """
    a, b = counts("The counts of A", counts_a), counts("The counts of B", counts_b)
    if a.shape != b.shape:
        raise StatisticsError(f"A has {len(a)} scale points and B has {len(b)}.")
    level = confidence(level)
    n, m = float(a.sum()), float(b.sum())
    if n == 0 or m == 0:
        return BrunnerMunzel(Estimate(nan, 0.0, 1.0), untested(nan))
    value = float(_placements(a) @ b) / m
    if n <= 1 or m <= 1:
        return BrunnerMunzel(Estimate(value, 0.0, 1.0), untested(nan))
    se, df = _precision(a, b)
    half, test = t_quantile(level, df) * se, t_test((value - 0.5) / se, df)
    return BrunnerMunzel(Estimate(value, value - half, value + half), test)


def _placements(group: Floats) -> Floats:
    """Return the share of a group that rates below each scale point, and half of those on it."""
    up_to = group.cumsum()
    placed: Floats = (up_to - group / 2) / up_to[-1]
    return placed


def _precision(a: Floats, b: Floats) -> tuple[float, float]:
    """Return the standard error of the superiority, and its degrees of freedom."""
    n, m = float(a.sum()), float(b.sum())
    of_a, of_b = _variance(_placements(b), a) / n, _variance(_placements(a), b) / m
    if of_a + of_b == 0:
        return 1 / sqrt(2 * n * m), n + m - 2
    return sqrt(of_a + of_b), (of_a + of_b) ** 2 / (of_a**2 / (n - 1) + of_b**2 / (m - 1))


def _variance(values: Floats, weights: Floats) -> float:
    """Return the variance of values that occur so often, which is exactly 0 where one does."""
    values, weights = values[weights > 0], weights[weights > 0]
    deviations = values - values[0]
    n = float(weights.sum())
    mean = float(weights @ deviations) / n
    return float(weights @ (deviations - mean) ** 2) / (n - 1)
