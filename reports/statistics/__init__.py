"""Estimates from counts, with their uncertainty, one family a file."""

from reports.statistics.pairwise import BradleyTerry, Davidson, bradley_terry, davidson
from reports.statistics.rankings import PlackettLuce, plackett_luce
from reports.statistics.refusal import StatisticsError

__all__ = [
    "BradleyTerry",
    "Davidson",
    "PlackettLuce",
    "StatisticsError",
    "bradley_terry",
    "davidson",
    "plackett_luce",
]
