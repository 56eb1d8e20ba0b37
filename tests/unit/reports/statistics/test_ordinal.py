"""Two groups of different respondents compared on a scale of points."""

from itertools import pairwise
from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from reports.statistics import BrunnerMunzel, Estimate, brunner_munzel
from tests.unit.reports.statistics.inputs import FEW, LEVELS, Counts, scales

# Pain on the third day after two ways of operating: Brunner and Munzel (2000), table 1; the
# figures as printed in the manual of R's lawstat, `brunner.munzel.test`.
OPERATED_ONE_WAY, THE_OTHER_WAY = [11, 2, 0, 1, 0], [3, 1, 4, 2, 1]
PAIRS = st.integers(2, 7).flatmap(lambda points: st.tuples(scales(points), scales(points)))


def persons(counts: Counts) -> Counts:
    return np.repeat(np.arange(len(counts)), counts)


def test_pain_after_operations_is_what_brunner_and_munzel_printed() -> None:
    found = brunner_munzel(OPERATED_ONE_WAY, THE_OTHER_WAY)
    test, superiority = found.test, found.superiority
    assert test.df is not None
    assert (round(test.statistic, 4), round(test.df, 3)) == (3.1375, 17.683)
    assert round(test.p, 6) == 0.005786
    assert round(superiority.value, 6) == 0.788961
    limits = (superiority.low, superiority.high)
    assert limits == pytest.approx((0.5952169, 0.9827052), abs=5e-8)


@FEW
@given(PAIRS, LEVELS)
def test_it_agrees_with_scipy_on_the_persons_themselves(
    pair: tuple[Counts, Counts], level: float
) -> None:
    a, b = map(persons, pair)
    found = brunner_munzel(*pair, level)
    wins = float(np.mean(np.sign(b[:, None] - a[None, :])))
    assert found.superiority.value == pytest.approx((1 + wins) / 2)
    assume(0 < wins < 1 or -1 < wins < 0)
    expected = stats.brunnermunzel(a, b)
    test, df = found.test, found.test.df
    assert df is not None
    assert (test.statistic, test.p) == pytest.approx(
        (expected.statistic, expected.pvalue), abs=1e-9
    )
    half = stats.t.ppf((1 + level) / 2, df) * (found.superiority.value - 0.5) / test.statistic
    assert found.superiority.high - found.superiority.value == pytest.approx(half)


@FEW
@given(PAIRS, LEVELS)
def test_groups_exchanged_turn_everything_round(pair: tuple[Counts, Counts], level: float) -> None:
    one, other = brunner_munzel(*pair, level), brunner_munzel(*pair[::-1], level)
    assert one.test.statistic == pytest.approx(-other.test.statistic, abs=1e-9)
    assert (one.test.df, one.test.p) == pytest.approx((other.test.df, other.test.p))
    assert (one.superiority.low, one.superiority.high) == pytest.approx(
        (1 - other.superiority.high, 1 - other.superiority.low)
    )


@FEW
@given(PAIRS)
def test_a_scale_upside_down_turns_it_round_and_empty_points_change_nothing(
    pair: tuple[Counts, Counts],
) -> None:
    a, b = pair
    found, turned = brunner_munzel(a, b), brunner_munzel(a[::-1], b[::-1])
    assert found.test.statistic == pytest.approx(-turned.test.statistic, abs=1e-9)
    wider_a, wider_b = (np.insert(np.append(counts, 0), 1, 0) for counts in pair)
    assert brunner_munzel(wider_a, wider_b).superiority.low == pytest.approx(found.superiority.low)


def test_b_higher_makes_the_statistic_positive() -> None:
    assert brunner_munzel([5, 4, 1], [1, 4, 5]).test.statistic > 0


def test_a_higher_level_has_the_wider_interval() -> None:
    found = [
        brunner_munzel(OPERATED_ONE_WAY, THE_OTHER_WAY, level).superiority
        for level in (0.5, 0.8, 0.95, 0.99)
    ]
    assert all(one.low > other.low for one, other in pairwise(found))
    assert all(one.high < other.high for one, other in pairwise(found))


@pytest.mark.parametrize(("each", "exact"), [(2, 2 / 6), (3, 2 / 20), (5, 2 / 252)])
def test_complete_separation_is_as_rare_as_counting_all_orders_says(
    each: int, exact: float
) -> None:
    """With as many in each group the exact p is 2 of the ways to choose those of one."""
    found = brunner_munzel([each, 0], [0, each])
    assert found.superiority.value == 1
    assert found.test.df == 2 * each - 2
    assert found.test.p == pytest.approx(exact, rel=0.15)
    assert found.superiority.low < 1 < found.superiority.high


def test_where_all_rate_the_same_nothing_differs_but_that_is_not_certain() -> None:
    found = brunner_munzel([0, 8, 0], [0, 5, 0])
    assert found.superiority.value == 0.5
    assert found.superiority.low < 0.5 < found.superiority.high
    assert (found.test.statistic, found.test.p) == (0, 1)


def is_untested(found: BrunnerMunzel) -> bool:
    return all(isnan(figure) for figure in (found.test.statistic, found.test.p))


@pytest.mark.parametrize(("a", "b"), [([0, 1], [3, 4]), ([3, 4], [1, 0]), ([1, 0], [0, 1])])
def test_a_group_of_one_has_a_value_but_neither_interval_nor_test(
    a: list[int], b: list[int]
) -> None:
    found = brunner_munzel(a, b)
    assert 0 <= found.superiority.value <= 1
    assert (found.superiority.low, found.superiority.high) == (0, 1)
    assert is_untested(found)


@pytest.mark.parametrize(("a", "b"), [([0, 0], [3, 4]), ([3, 4], [0, 0]), ([], [])])
def test_an_empty_group_leaves_no_value(a: list[int], b: list[int]) -> None:
    found = brunner_munzel(a, b)
    assert isnan(found.superiority.value)
    assert (found.superiority.low, found.superiority.high) == (0, 1)
    assert is_untested(found)


def test_counts_may_be_weighted() -> None:
    low, middle, high = (
        brunner_munzel([4, 3, 2], [2, 3, third]).superiority for third in (4, 4.5, 5)
    )
    assert isinstance(middle, Estimate)
    assert low.value < middle.value < high.value
    assert low.low < middle.low < high.low
