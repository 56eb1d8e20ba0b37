"""Differences of two proportions: of different respondents, and of the same ones."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from reports.statistics import Estimate, difference_independent, difference_paired, wilson
from tests.unit.reports.statistics.inputs import FEW, LEVELS, Answers, answers

Limits = tuple[float, float]
Cells = tuple[int, int, int, int]

# Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10.
INDEPENDENT = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]
# Newcombe (1998), Statistics in Medicine 17, 2635–2650, table II, method 10; then Fagerland,
# Lydersen, Laake, "Recommended tests and confidence intervals for paired binomial proportions",
# Statistics in Medicine 33 (2014), to three digits, and their Statistical Analysis of Contingency
# Tables (2017), chapter 8.
PAIRED = [
    ((36, 12, 2, 0), (0.0569, 0.3404), 4),
    ((20, 12, 2, 16), (0.0562, 0.3292), 4),
    ((1, 1, 7, 12), (-0.507, -0.026), 3),
    ((59, 6, 16, 80), (-0.1186, -0.0046), 4),
]
CELLS = st.tuples(*[st.integers(0, 40)] * 4)


@pytest.mark.parametrize(("cells", "limits"), INDEPENDENT)
def test_independent_limits_are_those_newcombe_printed(cells: Cells, limits: Limits) -> None:
    x1, n1, x2, n2 = cells
    found = difference_independent(x1, n1, x2, n2)
    assert found.value == pytest.approx(x1 / n1 - x2 / n2)
    assert (round(found.low, 4), round(found.high, 4)) == limits


@pytest.mark.parametrize(("cells", "limits", "digits"), PAIRED)
def test_paired_limits_are_those_that_were_printed(
    cells: Cells, limits: Limits, digits: int
) -> None:
    found = difference_paired(*cells)
    assert found.value == pytest.approx((cells[1] - cells[2]) / sum(cells))
    assert (round(found.low, digits), round(found.high, digits)) == limits


@FEW
@given(answers(least=1), answers(least=1), LEVELS)
def test_independent_agrees_with_statsmodels_at_any_level(
    one: Answers, other: Answers, level: float
) -> None:
    found = difference_independent(*one, *other, level)
    expected = confint_proportions_2indep(*one, *other, method="newcomb", alpha=1 - level)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@FEW
@given(CELLS, LEVELS)
def test_paired_agrees_with_the_answers_correlation_and_scipys_score_intervals(
    cells: Cells, level: float
) -> None:
    a, b, c, d = cells
    first, second = (np.repeat([1, flag, 1 - flag, 0], cells) for flag in (1, 0))
    n, margins = sum(cells), float((a + b) * (c + d) * (a + c) * (b + d))
    assume(margins > 0)
    phi = float(np.corrcoef(first, second)[0, 1])
    phi = min(phi, max(phi - n / 2 / sqrt(margins), 0))
    limits = [
        stats.binomtest(int(each.sum()), n).proportion_ci(level, "wilson")
        for each in (first, second)
    ]
    below = np.array([first.mean() - limits[0].low, limits[1].high - second.mean()])
    above = np.array([limits[0].high - first.mean(), second.mean() - limits[1].low])
    joint = np.array([[1, -phi], [-phi, 1]])
    found = difference_paired(a, b, c, d, level)
    assert found.value - found.low == pytest.approx(sqrt(below @ joint @ below), abs=1e-7)
    assert found.high - found.value == pytest.approx(sqrt(above @ joint @ above), abs=1e-7)


def test_positive_correlation_narrows_only_where_it_exceeds_its_correction() -> None:
    apart = difference_independent(20, 40, 20, 40)
    weak = difference_paired(10.2, 9.8, 9.8, 10.2)
    strong = difference_paired(19, 1, 1, 19)
    assert (weak.low, weak.high) == pytest.approx((apart.low, apart.high))
    assert apart.low < strong.low < strong.high < apart.high


def test_negative_correlation_widens() -> None:
    apart, against = difference_independent(20, 40, 20, 40), difference_paired(9, 11, 11, 9)
    assert against.low < apart.low < apart.high < against.high


@FEW
@given(answers(), answers(), LEVELS)
def test_the_other_way_round_an_independent_difference_changes_its_sign(
    one: Answers, other: Answers, level: float
) -> None:
    found = difference_independent(*one, *other, level)
    turned_round(found, difference_independent(*other, *one, level))


@FEW
@given(CELLS, LEVELS)
def test_the_other_way_round_a_paired_difference_changes_its_sign(
    cells: Cells, level: float
) -> None:
    a, b, c, d = cells
    found = difference_paired(a, b, c, d, level)
    turned_round(found, difference_paired(a, c, b, d, level))
    turned_round(found, difference_paired(d, b, c, a, level), sign=1)


def turned_round(one: Estimate, other: Estimate, sign: int = -1) -> None:
    limits = (other.low, other.high) if sign == 1 else (-other.high, -other.low)
    assert (one.low, one.high) == pytest.approx(limits, abs=1e-9)
    assert one.value == pytest.approx(sign * other.value, nan_ok=True)


@FEW
@given(CELLS, st.tuples(LEVELS, LEVELS))
def test_a_higher_level_never_has_the_narrower_interval(cells: Cells, levels: Limits) -> None:
    a, b, c, d = cells
    for inner, outer in (
        [difference_paired(a, b, c, d, level) for level in sorted(levels)],
        [difference_independent(a, a + b, c, c + d, level) for level in sorted(levels)],
    ):
        assert -1 - 1e-9 <= outer.low <= inner.low <= inner.high <= outer.high <= 1 + 1e-9
        assert isnan(inner.value) or inner.low <= inner.value <= inner.high


@pytest.mark.parametrize(
    "found",
    [
        difference_independent(0, 0, 0, 0),
        difference_independent(3, 5, 0, 0),
        difference_independent(0, 0, 3, 5),
        difference_paired(0, 0, 0, 0),
    ],
)
def test_where_nobody_answered_one_there_is_no_value_and_the_widest_interval(
    found: Estimate,
) -> None:
    assert isnan(found.value)
    assert (found.low, found.high) == (-1, 1)


@pytest.mark.parametrize("n", [1, 2, 50])
def test_where_all_say_the_same_the_difference_is_none_but_not_certain(n: int) -> None:
    for found in (difference_paired(n, 0, 0, 0), difference_paired(0, 0, 0, n)):
        assert found.value == 0
        assert found.low == pytest.approx(-found.high)
        assert found.high >= wilson(0, n).high - 1e-12
