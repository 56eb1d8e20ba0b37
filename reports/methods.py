"""One table from the kind of a question to how its answers are evaluated and drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports import statistics
from reports.charts.dots import dot_plot
from reports.charts.nps import score_plot
from reports.charts.outcomes import balance_bars, outcome_bars
from reports.charts.shares import share_bars
from reports.derived.contrasts import contrast_figures
from reports.disclosure import rounding

Function = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Method:
    """How one kind of question is evaluated; None where there is nothing of the sort.

    `estimator` and `interval` are those of the printed figures (R13); `test` is the one for the
    counts or tables of two or more groups, and `multiplicity` what its p-values go through where a
    block holds several. `chart` draws the figures.
    """

    estimator: Function | None
    interval: Function | None
    test: Function | None
    multiplicity: Function | None
    chart: Function | None


_PRINTED, _HOLM = rounding.interval, statistics.holm

METHODS: Mapping[str, Method] = {
    "rating": Method(rounding.score, _PRINTED, statistics.brunner_munzel, _HOLM, dot_plot),
    "supplier_grid": Method(
        rounding.score, _PRINTED, statistics.paired_superiority, _HOLM, outcome_bars
    ),
    "ranking": Method(rounding.distribution, None, statistics.friedman, _HOLM, share_bars),
    "head_to_head": Method(
        rounding.distribution, contrast_figures, statistics.mcnemar, _HOLM, outcome_bars
    ),
    "best_worst": Method(rounding.distribution, None, statistics.cochran_q, _HOLM, balance_bars),
    "importance": Method(rounding.score, _PRINTED, statistics.friedman, _HOLM, dot_plot),
    "nps": Method(rounding.net_promoters, _PRINTED, None, None, score_plot),
    "single_choice": Method(
        rounding.distribution, None, statistics.difference_independent, _HOLM, share_bars
    ),
    "multiple_choice": Method(rounding.ticked, None, statistics.cochran_q, _HOLM, share_bars),
    "number": Method(rounding.amount, _PRINTED, None, None, dot_plot),
    "text": Method(None, None, None, None, None),
}
