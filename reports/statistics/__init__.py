"""Estimates from counts, with their uncertainty, one family a file."""

from reports.statistics.refusal import StatisticsError

__all__ = [
    "StatisticsError",
]
