"""Estimates with intervals, and tests, computed from counts and sums."""

from reports.statistics.proportions import (
    difference_independent,
    difference_paired,
    jeffreys,
    nps,
    wilson,
)
from reports.statistics.values import Estimate, InputRefused, Interval, Test

__all__ = [
    "Estimate",
    "InputRefused",
    "Interval",
    "Test",
    "difference_independent",
    "difference_paired",
    "jeffreys",
    "nps",
    "wilson",
]
