"""Estimates from counts, with their uncertainty, one family a file."""

from reports.statistics.pairwise import BradleyTerry, Davidson, bradley_terry, davidson
from reports.statistics.refusal import StatisticsError

__all__ = [
    "BradleyTerry",
    "Davidson",
    "StatisticsError",
    "bradley_terry",
    "davidson",
]
