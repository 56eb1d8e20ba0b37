"""Proportions, their differences and the net promoter score, with intervals from counts."""

from math import hypot, nan, sqrt

from reports.statistics.checks import confidence, count, share_of
from reports.statistics.distributions import beta_quantile, normal_quantile
from reports.statistics.refusal import StatisticsError
from reports.statistics.values import Estimate, Interval

# Rocks adds these to promoters, passives and detractors.
ADDED_OUTER, ADDED_PASSIVES = 0.75, 1.5
POINTS = 100.0


def wilson(successes: float, n: float, level: float = 0.95) -> Interval:
    """Return the score interval of a proportion, in shares (0 to 1), two-sided throughout.

    Counts may be weighted. Of n = 0 it is the whole range, 0 to 1. Refuses a negative count, more
    successes than n, a level outside (0, 1). E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", JASA 22 (1927), 209–212.
    """
    x, n = share_of(successes, n)
    z = normal_quantile(level)
    # No interval of a share could say less; the formula's own limit, without its division by 0.
    if n == 0:
        return Interval(0.0, 1.0)
    centre, half = x + z * z / 2, z * sqrt(x * (n - x) / n + z * z / 4)
    low, high = (centre - half) / (n + z * z), (centre + half) / (n + z * z)
    return Interval(max(low, 0.0) if x > 0 else 0.0, min(high, 1.0) if x < n else 1.0)


def jeffreys(successes: float, n: float, level: float = 0.95) -> Interval:
    """Return the equal-tailed interval of a proportion under Jeffreys' prior, in shares.

    Quantiles of Beta(x + ½, n − x + ½); the lower limit is 0 at x = 0, the upper 1 at x = n, the
    other one unchanged. Counts may be weighted; of n = 0 it is 0 to 1. Refuses as `wilson` does.
    Brown, Cai, DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16
    (2001), 101–133, section 3.1.
    """
    x, n = share_of(successes, n)
    tail, a, b = (1 - confidence(level)) / 2, x + 0.5, n - x + 0.5
    return Interval(
        beta_quantile(tail, a, b) if x > 0 else 0.0,
        beta_quantile(1 - tail, a, b) if x < n else 1.0,
    )


def difference_independent(
    x1: float, n1: float, x2: float, n2: float, level: float = 0.95
) -> Estimate:
    """Return x1/n1 − x2/n2 of two groups of different respondents, in shares (−1 to 1).

    Counts may be weighted. Where a group is empty the value is nan and the interval −1 to 1.
    Refuses as `wilson` does. R. G. Newcombe, "Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17 (1998), 873–890, method 10.
    """
    x1, n1 = share_of(x1, n1)
    x2, n2 = share_of(x2, n2)
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    if n1 == 0 or n2 == 0:
        return Estimate(nan, -1.0, 1.0)
    p1, p2 = x1 / n1, x2 / n2
    below, above = hypot(p1 - first.low, second.high - p2), hypot(first.high - p1, p2 - second.low)
    return Estimate(p1 - p2, p1 - p2 - below, p1 - p2 + above)


def difference_paired(a: float, b: float, c: float, d: float, level: float = 0.95) -> Estimate:
    """Return (b − c)/n, the first proportion less the second of the same respondents, in shares.

    `a` said yes to both, `b` to the first only, `c` to the second only, `d` to neither; weighted
    counts will do. Of nobody the value is nan and the interval −1 to 1. Refuses a negative count.
    R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions
    based on paired data", Statistics in Medicine 17 (1998), 2635–2650, method 10.
    """
    a, b, c, d = (count(*each) for each in zip("abcd", (a, b, c, d), strict=True))
    n = a + b + c + d
    first, second = wilson(a + b, n, level), wilson(a + c, n, level)
    if n == 0:
        return Estimate(nan, -1.0, 1.0)
    p1, p2, phi = (a + b) / n, (a + c) / n, _corrected_phi(a, b, c, d)
    below = _paired_distance(p1 - first.low, second.high - p2, phi)
    above = _paired_distance(first.high - p1, p2 - second.low, phi)
    return Estimate((b - c) / n, (b - c) / n - below, (b - c) / n + above)


def _corrected_phi(a: float, b: float, c: float, d: float) -> float:
    """Return the correlation of the two answers, drawn towards 0 where it is positive."""
    margins, excess = (a + b) * (c + d) * (a + c) * (b + d), a * d - b * c
    if margins == 0:
        return 0.0
    if excess > 0:
        excess = max(excess - (a + b + c + d) / 2, 0.0)
    return excess / sqrt(margins)


def _paired_distance(one: float, other: float, phi: float) -> float:
    # Rounding may leave a hair less than nothing where the two cancel out.
    return sqrt(max(one * one - 2 * phi * one * other + other * other, 0.0))


def nps(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Estimate:
    """Return the net promoter score in points (−100 to 100) with its adjusted Wald interval.

    The value is plain; ¾, 3/2 and ¾ are added to the counts for the interval, which is clipped to
    ±100, is never of zero width, and of one or two respondents may lie all to one side of the
    value. Counts may be weighted. Refuses a negative count, and a total of 0. B. Rocks, "Interval
    estimation for the net promoter score", The American Statistician 70 (2016), 365–372.
    """
    up, level_off = count("promoters", promoters), count("passives", passives)
    down, z = count("detractors", detractors), normal_quantile(level)
    n = up + level_off + down
    if n == 0:
        raise StatisticsError("A net promoter score needs at least one answer.")
    adjusted = n + 2 * ADDED_OUTER + ADDED_PASSIVES
    more, less = (up + ADDED_OUTER) / adjusted, (down + ADDED_OUTER) / adjusted
    centre = more - less
    half = z * sqrt((more + less - centre * centre) / adjusted)
    low, high = POINTS * (centre - half), POINTS * (centre + half)
    return Estimate(POINTS * (up - down) / n, max(low, -POINTS), min(high, POINTS))
