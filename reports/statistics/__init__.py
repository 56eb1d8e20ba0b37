"""Estimates with intervals, and tests, from counts and sums: one family a file."""

from reports.statistics.agreement import cronbach_alpha, icc, reliability
from reports.statistics.clusters import clustered_mean
from reports.statistics.extremes import BestWorst, best_worst
from reports.statistics.importance import lmg, relative_weights
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.ordinal import BrunnerMunzel, brunner_munzel
from reports.statistics.paired import (
    PairedSuperiority,
    bowker,
    cochran_q,
    friedman,
    mcnemar,
    paired_superiority,
    stuart_maxwell,
)
from reports.statistics.pairwise import BradleyTerry, Davidson, bradley_terry, davidson
from reports.statistics.persons import League, league
from reports.statistics.proportions import (
    difference_independent,
    difference_paired,
    jeffreys,
    nps,
    wilson,
)
from reports.statistics.rankings import PlackettLuce, plackett_luce
from reports.statistics.ranks import RankSets, joint_rank_sets
from reports.statistics.refusal import StatisticsError
from reports.statistics.response import ResponseRates, response_rates
from reports.statistics.values import Estimate, Interval, Test

__all__ = [
    "BestWorst",
    "BradleyTerry",
    "BrunnerMunzel",
    "Davidson",
    "Estimate",
    "Interval",
    "League",
    "PairedSuperiority",
    "PlackettLuce",
    "RankSets",
    "ResponseRates",
    "StatisticsError",
    "Test",
    "benjamini_hochberg",
    "best_worst",
    "bowker",
    "bradley_terry",
    "brunner_munzel",
    "clustered_mean",
    "cochran_q",
    "cronbach_alpha",
    "davidson",
    "difference_independent",
    "difference_paired",
    "friedman",
    "holm",
    "icc",
    "jeffreys",
    "joint_rank_sets",
    "league",
    "lmg",
    "mcnemar",
    "nps",
    "paired_superiority",
    "plackett_luce",
    "relative_weights",
    "reliability",
    "response_rates",
    "stuart_maxwell",
    "wilson",
]
