"""Estimates with intervals, and tests, computed from counts and sums."""

from reports.statistics.agreement import cronbach_alpha, icc, reliability
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
from reports.statistics.proportions import (
    difference_independent,
    difference_paired,
    jeffreys,
    nps,
    wilson,
)
from reports.statistics.response import ResponseRates, response_rates
from reports.statistics.values import Estimate, InputRefused, Interval, Test

__all__ = [
    "BrunnerMunzel",
    "Estimate",
    "InputRefused",
    "Interval",
    "PairedSuperiority",
    "ResponseRates",
    "Test",
    "benjamini_hochberg",
    "bowker",
    "brunner_munzel",
    "cochran_q",
    "cronbach_alpha",
    "difference_independent",
    "difference_paired",
    "friedman",
    "holm",
    "icc",
    "jeffreys",
    "mcnemar",
    "nps",
    "paired_superiority",
    "reliability",
    "response_rates",
    "stuart_maxwell",
    "wilson",
]
