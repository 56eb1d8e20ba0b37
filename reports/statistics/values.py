"""What the functions return: intervals, estimates and tests, and the one way they refuse."""

from dataclasses import dataclass
from math import nan
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Interval:
    """The limits of a two-sided interval, in the unit of what they enclose."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its interval, all in one unit; the value is nan where there is no data."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Test:
    """A statistic, its degrees of freedom and its two-sided p; nan where nothing can be tested.

    `df` is None where the p is exact and refers to no chi-squared or t distribution.
    """

    # Its name is no invitation to pytest.
    __test__: ClassVar[bool] = False

    statistic: float
    df: float | None
    p: float


def untested(df: float | None) -> Test:
    """Return the test of data that tells nothing either way."""
    return Test(nan, df, nan)
