"""Which ranks are possible for every item at once."""

from dataclasses import dataclass

import numpy.typing as npt

from reports.statistics.arrays import Whole, measured, outside
from reports.statistics.gaussian import quantile


@dataclass(frozen=True, slots=True, eq=False)
class RankSets:
    """K items in the order given: the best and the worst rank each can have; 1 is the highest."""

    best: Whole
    worst: Whole


def joint_rank_sets(mean: npt.ArrayLike, se: npt.ArrayLike, level: float = 0.95) -> RankSets:
    """Return ranks that hold for all K items together with at least this confidence.

    K means and their standard errors, in any unit. Each mean gets the interval
    mean ± z(1 − (1 − level)/(2K)) · se: an item has as many better as have intervals wholly above
    its own, and as many worse as wholly below. Refuses negative standard errors, and a level that
    is not between 0 and 1.
    Source: Klein, Wright and Wieczorek (2020), Journal of the Royal Statistical Society C 69,
    589–606.
    """
    means, errors = measured(mean, se)
    half = quantile(1 - outside(level) / (2 * max(len(means), 1))) * errors
    low, high = means - half, means + half
    above = (low[None, :] > high[:, None]).sum(axis=1)
    return RankSets(best=1 + above, worst=len(means) - (high[None, :] < low[:, None]).sum(axis=1))
