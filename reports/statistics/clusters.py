"""A mean of ratings that belong together in groups, such as the contacts of one customer."""

from math import nan, sqrt

import numpy as np
import numpy.typing as npt

from reports.statistics.checks import array as numbers
from reports.statistics.checks import confidence, counts
from reports.statistics.distributions import t_quantile
from reports.statistics.refusal import StatisticsError
from reports.statistics.values import Estimate


def clustered_mean(n: npt.ArrayLike, total: npt.ArrayLike, level: float = 0.95) -> Estimate:
    """Return the mean of all ratings with an interval that is robust to clusters.

    One entry a cluster, or a bucket of whole clusters: how many ratings it holds (0 leaves it
    out), and what they add up to. The variance is that of the ratio of the two sums,
    G/(G − 1) · Σ(total − mean · n)² / (Σ n)² (Liang and Zeger 1986 with the usual correction of
    few clusters; the same as linearisation in Cochran 1977, section 6.13), and the interval that
    of Student's t with G − 1 degrees of freedom. One cluster has a mean and no interval: both
    limits are nan; no rating at all has neither. Raises StatisticsError on entries that do not go
    together.
    """
    size, sums = counts("The numbers of ratings", n), numbers("The sums", total, 1)
    if size.shape != sums.shape:
        raise StatisticsError(f"{len(size)} numbers of ratings come with {len(sums)} sums.")
    if (sums[size == 0] != 0).any():
        raise StatisticsError("A cluster without a rating has a sum.")
    share = confidence(level)
    size, sums = size[size > 0], sums[size > 0]
    clusters, ratings = len(size), float(size.sum())
    if not clusters:
        return Estimate(nan, nan, nan)
    mean = float(sums.sum()) / ratings
    if clusters == 1:
        return Estimate(mean, nan, nan)
    residuals = sums - mean * size
    se = sqrt(clusters / (clusters - 1) * float(np.square(residuals).sum())) / ratings
    half = t_quantile(share, clusters - 1) * se
    return Estimate(mean, mean - half, mean + half)
