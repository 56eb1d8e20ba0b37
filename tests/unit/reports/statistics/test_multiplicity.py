"""p values adjusted for how many tests there are."""

from itertools import combinations
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from reports.statistics import benjamini_hochberg, holm
from tests.unit.reports.statistics.inputs import FEW

# Treatment of heart attacks: Benjamini and Hochberg (1995), section 3.2.
NEUHAUS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]
# The same, adjusted, as the manual of scipy's `false_discovery_control` prints them.
ADJUSTED = [
    *(0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645),
    *(0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.81321429, 1.0),
]
# As the manual of pingouin's `holm` prints them.
PLAIN, BY_HOLM = [0.5, 0.003, 0.32, 0.054, 0.0003], [0.64, 0.012, 0.64, 0.162, 0.0015]
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_four_of_the_fifteen_hypotheses_fall_as_benjamini_and_hochberg_printed() -> None:
    adjusted = benjamini_hochberg(NEUHAUS)
    assert int((adjusted <= 0.05).sum()) == 4
    assert adjusted == pytest.approx(ADJUSTED, abs=5e-9)


def test_three_of_the_fifteen_fall_where_no_false_alarm_is_allowed() -> None:
    """The paper finds three by Hochberg's procedure too, which rejects no fewer than Holm's."""
    assert int((holm(NEUHAUS) <= 0.05).sum()) == 3


def test_holm_adjusts_five_as_the_manual_prints_them() -> None:
    assert holm(PLAIN) == pytest.approx(BY_HOLM)


@FEW
@given(P_VALUES)
def test_benjamini_and_hochberg_agrees_with_scipy(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))


def test_holm_agrees_with_statsmodels() -> None:
    p = np.random.default_rng(1979).beta(0.5, 2, size=40).round(2)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@FEW
@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_holm_is_the_closed_test_of_all_sets_of_hypotheses_by_bonferroni(p: list[float]) -> None:
    sets = [each for size in range(1, 5) for each in combinations(range(len(p)), size)]
    fallen = {each: min(len(each) * min(p[i] for i in each), 1.0) for each in sets}
    expected = [max(fallen[each] for each in sets if i in each) for i in range(len(p))]
    assert holm(p) == pytest.approx(expected)


@FEW
@given(P_VALUES)
def test_the_order_given_is_the_order_returned(p: list[float]) -> None:
    order = np.random.default_rng(len(p)).permutation(len(p))
    for adjust in (holm, benjamini_hochberg):
        assert adjust(np.array(p)[order]) == pytest.approx(adjust(p)[order])


@FEW
@given(P_VALUES)
def test_adjusting_never_lowers_a_p_and_holm_never_less_than_benjamini_and_hochberg(
    p: list[float],
) -> None:
    assert (benjamini_hochberg(p) >= np.array(p) * (1 - 1e-12)).all()
    assert (holm(p) >= benjamini_hochberg(p) * (1 - 1e-12)).all()
    assert (holm(p) <= 1).all()


def test_a_test_without_a_p_stays_so_and_counts_for_nothing() -> None:
    for adjust in (holm, benjamini_hochberg):
        with_gaps = adjust([nan, 0.01, 0.04, nan, 0.03])
        assert with_gaps[[1, 2, 4]] == pytest.approx(adjust([0.01, 0.04, 0.03]))
        assert np.isnan(with_gaps[[0, 3]]).all()
        assert np.isnan(adjust([nan])).all()


def test_one_p_stays_as_it_is_and_none_gives_none() -> None:
    for adjust in (holm, benjamini_hochberg):
        assert adjust([0.03]).tolist() == [0.03]
        assert adjust([]).shape == (0,)


def test_what_was_given_is_left_as_it_was() -> None:
    p = np.array([0.04, 0.01])
    for adjust in (holm, benjamini_hochberg):
        adjust(p)
    assert p.tolist() == [0.04, 0.01]
