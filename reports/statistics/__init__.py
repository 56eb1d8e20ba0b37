"""Estimates from counts, with their uncertainty, one family a file."""

from reports.statistics.best_worst import BestWorst, best_worst
from reports.statistics.importance import lmg, relative_weights
from reports.statistics.league import League, league
from reports.statistics.pairwise import BradleyTerry, Davidson, bradley_terry, davidson
from reports.statistics.rankings import PlackettLuce, plackett_luce
from reports.statistics.ranks import RankSets, joint_rank_sets
from reports.statistics.refusal import StatisticsError

__all__ = [
    "BestWorst",
    "BradleyTerry",
    "Davidson",
    "League",
    "PlackettLuce",
    "RankSets",
    "StatisticsError",
    "best_worst",
    "bradley_terry",
    "davidson",
    "joint_rank_sets",
    "league",
    "lmg",
    "plackett_luce",
    "relative_weights",
]
