"""Intervals of one proportion and of the net promoter score."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from reports.statistics import Interval, jeffreys, nps, wilson
from reports.statistics.refusal import StatisticsError
from tests.unit.reports.statistics.inputs import FEW, LEVELS, Answers, answers

Limits = tuple[float, float]

# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
# (1998), 857–872, table I, method 3.
WILSON = [
    (81, 263, (0.2553, 0.3662)),
    (15, 148, (0.0624, 0.1605)),
    (0, 20, (0.0, 0.1611)),
    (1, 29, (0.0061, 0.1718)),
]
# As the manual of R's RSurveillance, `binom.jeffreys`, prints them.
JEFFREYS = [
    (10, 200, (0.02599340, 0.08687509)),
    (20, 200, (0.06416642, 0.14729862)),
    (25, 200, (0.08462743, 0.17612600)),
    (50, 200, (0.19387268, 0.31330266)),
]


@pytest.mark.parametrize(("x", "n", "limits"), WILSON)
def test_wilson_limits_are_those_newcombe_printed(x: int, n: int, limits: Limits) -> None:
    found = wilson(x, n)
    assert (round(found.low, 4), round(found.high, 4)) == limits


@pytest.mark.parametrize(("x", "n", "limits"), JEFFREYS)
def test_jeffreys_limits_are_those_a_manual_printed(x: int, n: int, limits: Limits) -> None:
    found = jeffreys(x, n)
    assert (found.low, found.high) == pytest.approx(limits, abs=5e-8)


@FEW
@given(answers(least=1), LEVELS)
def test_both_agree_with_statsmodels_at_any_level(given: Answers, level: float) -> None:
    x, n = given
    for found, method in ((wilson(x, n, level), "wilson"), (jeffreys(x, n, level), "jeffreys")):
        low, high = proportion_confint(x, n, 1 - level, method)
        if method == "jeffreys":
            low, high = low if x else 0, high if x < n else 1
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@FEW
@given(answers(), LEVELS)
def test_failures_have_the_mirrored_interval_of_successes(given: Answers, level: float) -> None:
    x, n = given
    for interval in (wilson, jeffreys):
        one, other = interval(x, n, level), interval(n - x, n, level)
        assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@FEW
@given(answers(), st.tuples(LEVELS, LEVELS))
def test_a_higher_level_never_has_the_narrower_interval(given: Answers, levels: Limits) -> None:
    for interval in (wilson, jeffreys):
        inner, outer = (interval(*given, level) for level in sorted(levels))
        assert 0 <= outer.low <= inner.low <= inner.high <= outer.high <= 1


@pytest.mark.parametrize("interval", [wilson, jeffreys])
def test_nobody_asked_leaves_the_whole_range(interval: type[Interval]) -> None:
    assert interval(0, 0) == Interval(0, 1)


def test_a_limit_at_the_end_of_the_range_is_exactly_there() -> None:
    for n in (1, 2, 3, 7, 10_000_000):
        for interval in (wilson, jeffreys):
            none, everybody = interval(0, n), interval(n, n)
            assert (none.low, everybody.high) == (0, 1)
            assert 0 < none.high < 1
            assert 0 < everybody.low < 1


def test_weighted_counts_lie_between_the_whole_ones() -> None:
    for interval in (wilson, jeffreys):
        lows = [interval(x, 20).low for x in (4, 4.5, 5)]
        assert all(low < high for low, high in pairwise(lows))


def with_pseudo_respondents(promoters: int, passives: int, detractors: int) -> Limits:
    """Return Rocks' interval the long way: a Wald interval of scores 1, 0 and −1, with weights."""
    scores = np.array([1, 0, -1])
    weights = np.array([promoters + 0.75, passives + 1.5, detractors + 0.75])
    mean = np.average(scores, weights=weights)
    variance = np.average((scores - mean) ** 2, weights=weights)
    half = stats.norm.isf(0.025) * np.sqrt(variance / weights.sum())
    low, high = 100 * np.clip([mean - half, mean + half], -1, 1)
    return float(low), float(high)


@FEW
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_the_interval_of_nps_is_a_wald_interval_with_three_more_respondents(
    promoters: int, passives: int, detractors: int
) -> None:
    found = nps(promoters, passives, detractors)
    expected = with_pseudo_respondents(promoters, passives, detractors)
    assert (found.low, found.high) == pytest.approx(expected)
    n = promoters + passives + detractors
    assert found.value == pytest.approx(100 * (promoters - detractors) / n)


def test_nps_worked_by_hand() -> None:
    """Of 17: adjusted 10¾, 4½, 4¾ of 20; 0.3 ± 1.96 · √((0.775 − 0.09)/20)."""
    found = nps(10, 3, 4)
    assert found.value == pytest.approx(100 * 6 / 17)
    assert (found.low, found.high) == pytest.approx((-6.2725, 66.2725), abs=1e-4)


@FEW
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), LEVELS)
def test_promoters_and_detractors_exchanged_turn_nps_round(
    promoters: int, passives: int, detractors: int, level: float
) -> None:
    one = nps(promoters, passives, detractors, level)
    other = nps(detractors, passives, promoters, level)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert one.value == pytest.approx(-other.value)


@FEW
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.tuples(LEVELS, LEVELS))
def test_nps_is_never_without_width_nor_beyond_its_range(
    promoters: int, passives: int, detractors: int, levels: Limits
) -> None:
    inner, outer = (nps(promoters, passives, detractors, level) for level in sorted(levels))
    assert -100 <= outer.low <= inner.low < inner.high <= outer.high <= 100


def test_nps_of_nobody_is_refused() -> None:
    with pytest.raises(StatisticsError, match="at least one answer"):
        nps(0, 0, 0)


def test_ten_promoters_alone_score_100_but_are_not_sure_of_it() -> None:
    found = nps(10, 0, 0)
    assert (found.value, found.high) == (100, 100)
    assert found.low < 60
