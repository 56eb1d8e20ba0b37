"""Reliability of raters, of the items of a scale, and of a mean of several ratings."""

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from reports.statistics import cronbach_alpha, icc, reliability
from tests.unit.reports.statistics.inputs import FEW, Counts, matrices

# Six targets, four judges: Shrout and Fleiss (1979), table 2; the coefficients, table 4.
JUDGED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Bland and Altman, "Cronbach's alpha", BMJ 314 (1997), 572: ten items whose variances add up to
# 11.16, while that of their sum is 77.44.
ITEMS, OWN, WHOLE = 10, 11.16, 77.44


def test_the_icc_of_four_judges_is_what_shrout_and_fleiss_printed() -> None:
    assert round(icc(JUDGED), 2) == 0.17
    assert round(icc(JUDGED, "1,1"), 2) == 0.17
    assert round(icc(JUDGED, "1,k"), 2) == 0.44


def test_the_reliability_of_four_judges_follows_from_that_of_one() -> None:
    assert reliability(icc(JUDGED), 4) == pytest.approx(icc(JUDGED, "1,k"))
    assert round(reliability(0.17, 4), 2) == 0.45


def test_alpha_of_the_judges_is_the_consistency_shrout_and_fleiss_printed() -> None:
    """Alpha is ICC(3,k), which stands there as .91."""
    assert round(cronbach_alpha(np.cov(np.transpose(JUDGED))), 2) == 0.91


def test_alpha_of_ten_items_is_what_bland_and_altman_printed() -> None:
    shared = (WHOLE - OWN) / ITEMS / (ITEMS - 1)
    covariance = np.full((ITEMS, ITEMS), shared)
    np.fill_diagonal(covariance, OWN / ITEMS)
    assert round(cronbach_alpha(covariance), 2) == 0.95


@FEW
@given(matrices(1, 7))
def test_the_icc_follows_from_scipys_f_of_the_targets(ratings: Counts) -> None:
    means = ratings.mean(axis=1)
    assume(np.ptp(means) > 0)
    assume(np.ptp(ratings, axis=1).any())
    f, raters = stats.f_oneway(*ratings).statistic, ratings.shape[1]
    assert icc(ratings) == pytest.approx((f - 1) / (f + raters - 1))
    assert icc(ratings, "1,k") == pytest.approx(1 - 1 / f)
    assert reliability(icc(ratings), raters) == pytest.approx(icc(ratings, "1,k"), abs=1e-9)


@FEW
@given(matrices(1, 7))
def test_alpha_follows_from_the_items_themselves(ratings: Counts) -> None:
    items, total = ratings.shape[1], ratings.sum(axis=1)
    assume(np.ptp(total) > 0)
    expected = items / (items - 1) * (1 - ratings.var(axis=0).sum() / total.var())
    assert cronbach_alpha(np.cov(ratings.T)) == pytest.approx(expected)


@FEW
@given(st.floats(0.01, 0.99), st.floats(1, 50), st.floats(1, 50))
def test_more_ratings_are_never_less_reliable_and_lengthening_twice_is_once(
    single: float, n: float, more: float
) -> None:
    once = reliability(single, n)
    assert single <= once + 1e-12 <= reliability(single, n * more) + 2e-12
    assert reliability(min(once, 1.0), more) == pytest.approx(reliability(single, n * more))


def test_raters_who_agree_wholly_have_an_icc_of_one() -> None:
    for form in ("1,1", "1,k"):
        assert icc([[1.1, 1.1, 1.1], [2.2, 2.2, 2.2]], form) == pytest.approx(1)


def test_targets_that_do_not_differ_have_the_least_icc_there_is() -> None:
    alike = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.2]]
    assert icc(alike) == pytest.approx(-1 / 2)
    assert isnan(icc(alike, "1,k"))


@pytest.mark.parametrize(
    "ratings", [np.empty((0, 3)), [[1, 2, 3]], [[1], [2]], [[4, 4], [4, 4]], np.empty((2, 0))]
)
def test_too_few_ratings_or_all_the_same_have_no_icc(ratings: list[list[int]]) -> None:
    assert isnan(icc(ratings))
    assert isnan(icc(ratings, "1,k"))


@pytest.mark.parametrize(
    "covariance", [np.empty((0, 0)), [[2]], np.zeros((2, 2)), [[1, -1], [-1, 1]]]
)
def test_one_item_or_a_sum_that_does_not_vary_has_no_alpha(covariance: list[list[float]]) -> None:
    assert isnan(cronbach_alpha(covariance))


def test_the_mean_of_no_rating_has_no_reliability_and_that_of_one_its_own() -> None:
    assert isnan(reliability(0.4, 0))
    assert isnan(reliability(1, 0))
    assert isnan(reliability(nan, 4))
    assert reliability(0.4, 1) == 0.4
    assert reliability(0.0, 9) == 0
    assert reliability(1, 9) == 1


def test_too_negative_an_icc_is_not_that_of_so_many_raters() -> None:
    assert reliability(-0.2, 3) == pytest.approx(-1)
    assert isnan(reliability(-0.2, 6))
    assert isnan(reliability(-0.2, 7))
