"""The few distributions needed, as typed calls of scipy, which has no types of its own."""

from scipy import special

from reports.statistics.checks import confidence
from reports.statistics.values import Test


def normal_quantile(level: float) -> float:
    """Return the z that encloses this share of a normal distribution: 1.96 for .95."""
    return float(-special.ndtri((1 - confidence(level)) / 2))


def t_quantile(level: float, df: float) -> float:
    """Return the t that encloses this share of a t distribution."""
    return float(-special.stdtrit(df, (1 - confidence(level)) / 2))


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return what this share of a beta distribution lies below."""
    return float(special.betaincinv(a, b, share))


def chi_squared_test(statistic: float, df: float) -> Test:
    """Return the test of a statistic that is chi-squared when nothing differs."""
    return Test(statistic, df, float(special.chdtrc(df, statistic)))


def t_test(statistic: float, df: float) -> Test:
    """Return the two-sided test of a statistic that is t when nothing differs."""
    return Test(statistic, df, 2 * float(special.stdtr(df, -abs(statistic))))


def sign_test(fewer: int, n: int) -> Test:
    """Return the exact two-sided test of n fair coins, of which so many fell on the rarer side."""
    return Test(fewer, None, min(1.0, 2 * float(special.bdtr(fewer, n, 0.5))))


def two_sided(z: float) -> float:
    """Return how likely a standard normal lies at least so far from 0, on either side."""
    return 2 * float(special.ndtr(-abs(z)))
