"""A mean of ratings of which several belong to one customer."""

from math import isnan, sqrt

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics import Estimate, StatisticsError, clustered_mean
from tests.unit.reports.statistics.inputs import FEW, LEVELS

CLUSTERS = st.lists(
    st.lists(st.integers(1, 5), min_size=1, max_size=6), min_size=2, max_size=8
).filter(lambda rated: len({rating for one in rated for rating in one}) > 1)


def of(clusters: list[list[int]], level: float = 0.95) -> Estimate:
    return clustered_mean([len(one) for one in clusters], [sum(one) for one in clusters], level)


@FEW
@given(CLUSTERS, LEVELS)
def test_it_agrees_with_statsmodels_on_the_ratings_themselves(
    clusters: list[list[int]], level: float
) -> None:
    ratings = np.concatenate([np.asarray(one, dtype=float) for one in clusters])
    whose = np.repeat(np.arange(len(clusters)), [len(one) for one in clusters])
    # Its correction of few clusters has (n − 1)/(n − k) as a factor too, which is 1 here.
    fit = sm.OLS(ratings, np.ones(len(ratings))).fit(
        cov_type="cluster", cov_kwds={"groups": whose}, use_t=True
    )
    low, high = fit.conf_int(alpha=1 - level)[0]
    found = of(clusters, level)
    assert found.value == pytest.approx(fit.params[0])
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_of_clusters_of_one_it_is_the_usual_interval_of_a_mean() -> None:
    ratings = [1, 2, 2, 3, 5, 5, 4]
    half = 2.446912 * np.std(ratings, ddof=1) / sqrt(len(ratings))
    found = of([[rating] for rating in ratings])
    assert found.high - found.value == pytest.approx(half, abs=1e-6)


def test_customers_who_agree_among_themselves_widen_it() -> None:
    alike, mixed = [[1] * 4, [5] * 4] * 5, [[1, 5, 1, 5]] * 9 + [[1, 5, 5, 1]]
    assert of(alike).value == of(mixed).value
    assert of(alike).high - of(alike).low > 1.5 > of(mixed).high - of(mixed).low


def test_buckets_of_whole_clusters_give_the_same_mean() -> None:
    assert clustered_mean([8, 8], [24, 30]).value == clustered_mean([4] * 4, [12, 12, 15, 15]).value


def test_one_cluster_has_no_interval_and_none_no_mean() -> None:
    one, none = clustered_mean([4], [12]), clustered_mean([0, 0], [0, 0])
    assert one.value == 3
    assert isnan(one.low)
    assert isnan(one.high)
    assert isnan(none.value)


@pytest.mark.parametrize(
    ("n", "total"), [([1, 2], [3]), ([0, 2], [1, 4]), ([-1, 2], [3, 4]), ([1], ["x"])]
)
def test_entries_that_do_not_go_together_are_refused(n: list[int], total: list[object]) -> None:
    with pytest.raises(StatisticsError):
        clustered_mean(n, total)  # type: ignore[arg-type]  # one of them is no number
