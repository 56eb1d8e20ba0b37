"""Tests of the same respondents asked twice or more, and how often one is rated above the other."""

from itertools import pairwise
from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import contingency_tables as oracle

from reports.statistics import (
    Estimate,
    Test,
    bowker,
    cochran_q,
    friedman,
    mcnemar,
    paired_superiority,
    stuart_maxwell,
)
from tests.unit.reports.statistics.inputs import FEW, LEVELS, VISION, Counts, matrices, tables

# Approval of the president in two surveys: Agresti, Categorical Data Analysis (2002), table 10.1.
APPROVED_FIRST, APPROVED_SECOND = 150, 86
APPROVAL = [[570, APPROVED_SECOND], [APPROVED_FIRST, 794]]
# Two diagnoses of 100 persons: Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions
# (2003).
DIAGNOSES = [[35, 5, 0], [15, 20, 5], [10, 5, 5]]
# Game results foreseen by three sportsmen: Conover, Practical Nonparametric Statistics, 4.6.
FORESEEN = [
    *([[1, 1, 1]] * 6),
    *([[1, 1, 0]] * 2),
    *([[0, 1, 0]] * 2),
    [0, 0, 1],
    [0, 0, 0],
]
# Three drugs, by pattern and how many patients showed it: SAS/STAT User's Guide, PROC FREQ,
# "Cochran's Q test".
PATTERNS = [[0, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1]]
DRUGS = np.repeat(PATTERNS, [6, 2, 16, 4, 2, 6, 4, 6], axis=0)
# Seconds to round first base three ways: Hollander and Wolfe, Nonparametric Statistical Methods
# (1999), table 7.1, with S' = 11.1.
ROUNDING = [
    [5.40, 5.50, 5.55],
    [5.85, 5.70, 5.75],
    [5.20, 5.60, 5.50],
    [5.55, 5.50, 5.40],
    [5.90, 5.85, 5.70],
    [5.45, 5.55, 5.60],
    [5.40, 5.40, 5.35],
    [5.45, 5.50, 5.35],
    [5.25, 5.15, 5.00],
    [5.85, 5.80, 5.70],
    [5.25, 5.20, 5.10],
    [5.65, 5.55, 5.45],
    [5.60, 5.35, 5.45],
    [5.05, 5.00, 4.95],
    [5.50, 5.50, 5.40],
    [5.45, 5.55, 5.50],
    [5.55, 5.55, 5.35],
    [5.45, 5.50, 5.55],
    [5.50, 5.45, 5.25],
    [5.65, 5.60, 5.40],
    [5.70, 5.65, 5.55],
    [6.30, 6.30, 6.25],
]


def is_untested(test: Test, df: float) -> bool:
    return isnan(test.statistic) and test.df == df and isnan(test.p)


def same(one: Test, other: Test) -> bool:
    return one.df == other.df and (one.statistic, one.p) == pytest.approx(
        (other.statistic, other.p), nan_ok=True
    )


def test_mcnemar_of_the_presidents_approval_is_what_agresti_printed() -> None:
    found = mcnemar(APPROVED_FIRST, APPROVED_SECOND)
    assert (round(found.statistic, 2), found.df) == (17.36, 1)
    assert found.p < 0.0001


def test_homogeneity_and_symmetry_of_the_vision_of_women_are_what_was_printed() -> None:
    """Stuart (1955) has 11.96; the manual of statsmodels prints both, with their p."""
    found, symmetry = stuart_maxwell(VISION), bowker(VISION)
    assert (round(found.statistic, 3), found.df, round(found.p, 3)) == (11.957, 3, 0.008)
    assert (round(symmetry.statistic, 3), symmetry.df, round(symmetry.p, 3)) == (19.107, 6, 0.004)


def test_stuart_maxwell_of_two_diagnoses_is_what_fleiss_printed() -> None:
    found = stuart_maxwell(DIAGNOSES)
    assert (round(found.statistic, 2), found.df, round(found.p, 6)) == (14.00, 2, 0.000912)


def test_cochran_q_of_foreseen_games_is_what_conover_printed() -> None:
    found = cochran_q(FORESEEN)
    assert (round(found.statistic, 6), found.df, round(found.p, 6)) == (2.8, 2, 0.246597)


def test_cochran_q_of_three_drugs_is_what_sas_printed() -> None:
    found = cochran_q(DRUGS)
    assert (round(found.statistic, 4), found.df, round(found.p, 4)) == (8.4706, 2, 0.0145)


def test_friedman_of_rounding_first_base_is_what_hollander_and_wolfe_printed() -> None:
    found = friedman(ROUNDING)
    assert (round(found.statistic, 1), found.df) == (11.1, 2)
    assert (round(found.statistic, 3), round(found.p, 6)) == (11.143, 0.003805)


def test_superiority_of_the_first_survey_is_what_agresti_printed() -> None:
    """0.04 with a standard error of 0.0095, and 0.02 to 0.06: section 10.1.1."""
    found = paired_superiority(APPROVAL)
    difference = found.difference
    assert (round(difference.value, 4), round(found.se, 4)) == (0.04, 0.0095)
    assert (round(difference.low, 2), round(difference.high, 2)) == (0.02, 0.06)
    assert found.superiority == pytest.approx((150 + 1364 / 2) / 1600)


@FEW
@given(st.integers(0, 400), st.integers(1, 400), st.booleans())
def test_mcnemar_agrees_with_statsmodels(b: int, c: int, exact: bool) -> None:
    expected = oracle.mcnemar([[0, b], [c, 0]], exact=exact, correction=False)
    found = mcnemar(b, c, exact=exact)
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert found.df == (None if exact else 1)


@FEW
@given(st.integers(0, 400), st.integers(0, 400))
def test_the_corrected_mcnemar_agrees_with_statsmodels_where_the_two_differ(b: int, c: int) -> None:
    assume(b != c)
    expected = oracle.mcnemar([[0, b], [c, 0]], exact=False, correction=True)
    found = mcnemar(b, c, correction=True)
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_a_correction_never_makes_a_difference_of_none() -> None:
    assert mcnemar(5, 5, correction=True) == mcnemar(5, 5) == Test(0, 1, 1)


@FEW
@given(tables(least=1))
def test_tables_without_zeros_agree_with_statsmodels(table: Counts) -> None:
    square = oracle.SquareTable(table, shift_zeros=False)
    homogeneity, symmetry = square.homogeneity(), square.symmetry()
    assert same(
        stuart_maxwell(table), Test(homogeneity.statistic, len(table) - 1, homogeneity.pvalue)
    )
    assert same(bowker(table), Test(symmetry.statistic, symmetry.df, symmetry.pvalue))


@FEW
@given(matrices(0, 1))
def test_cochran_q_agrees_with_statsmodels(ticks: Counts) -> None:
    assume(np.ptp(ticks, axis=1).any())
    expected = oracle.cochrans_q(ticks)
    assert same(cochran_q(ticks), Test(expected.statistic, ticks.shape[1] - 1, expected.pvalue))


@FEW
@given(matrices(1, 5))
def test_friedman_agrees_with_scipy_however_many_ties(ratings: Counts) -> None:
    assume(np.ptp(ratings, axis=1).any())
    expected = stats.friedmanchisquare(*ratings.T)
    assert same(friedman(ratings), Test(expected.statistic, ratings.shape[1] - 1, expected.pvalue))


@FEW
@given(matrices(0, 1))
def test_cochran_q_is_friedmans_test_of_zeros_and_ones(ticks: Counts) -> None:
    assert same(cochran_q(ticks), friedman(ticks))


@FEW
@given(tables(most_points=2))
def test_of_two_categories_or_items_all_are_mcnemars_test(table: Counts) -> None:
    (both, b), (c, neither) = table.tolist()
    people = [[1, 1]] * both + [[1, 0]] * b + [[0, 1]] * c + [[0, 0]] * neither
    expected = mcnemar(b, c)
    if b + c:
        assert same(stuart_maxwell(table), expected)
        assert same(bowker(table), expected)
        assert same(cochran_q(people), expected)
        assert same(friedman(people), expected)


@FEW
@given(tables())
def test_first_and_second_exchanged_change_no_test(table: Counts) -> None:
    assert same(stuart_maxwell(table), stuart_maxwell(table.T))
    assert same(bowker(table), bowker(table.T))


@FEW
@given(tables(), st.integers(0, 4))
def test_a_category_that_nobody_used_changes_nothing(table: Counts, where: int) -> None:
    place = min(where, len(table))
    wider = np.insert(np.insert(table, place, 0, axis=0), place, 0, axis=1)
    assert same(stuart_maxwell(wider), stuart_maxwell(table))
    assert same(bowker(wider), bowker(table))


def test_a_category_to_which_all_kept_loses_a_degree_of_freedom() -> None:
    with_one, without = [[1, 8, 0], [3, 2, 0], [0, 0, 99]], [[1, 8], [3, 2]]
    assert stuart_maxwell(with_one) == stuart_maxwell(without)
    assert bowker(with_one) == bowker(without)


def test_groups_of_categories_with_no_change_between_them_are_tested_together() -> None:
    apart = [[5, 8, 0, 0], [3, 5, 0, 0], [0, 0, 5, 1], [0, 0, 9, 5]]
    statistic = mcnemar(8, 3).statistic + mcnemar(1, 9).statistic
    for found in (stuart_maxwell(apart), bowker(apart)):
        assert found.statistic == pytest.approx(statistic)
        assert found.df == 2


@pytest.mark.parametrize("table", [[[0]], [[7]], [[0, 0], [0, 0]], [[4, 0], [0, 1]]])
def test_where_nobody_changed_there_is_nothing_to_test(table: list[list[int]]) -> None:
    assert is_untested(stuart_maxwell(table), 0)
    assert is_untested(bowker(table), 0)
    assert is_untested(mcnemar(0, 0), 1)
    assert is_untested(mcnemar(0, 0, correction=True), 1)
    assert mcnemar(0, 0, exact=True) == Test(0, None, 1)


@pytest.mark.parametrize("rows", [0, 1, 2, 9])
def test_respondents_who_make_no_difference_between_items_leave_nothing_to_test(rows: int) -> None:
    for test in (cochran_q, friedman):
        assert is_untested(test(np.ones((rows, 3))), 2)
        assert is_untested(test(np.ones((rows, 1))), 0)


@pytest.mark.parametrize("rows", [1, 2])
def test_one_or_two_respondents_are_tested_as_they_are(rows: int) -> None:
    for found in (friedman([[1, 2, 3]] * rows), cochran_q([[0, 0, 1]] * rows)):
        assert found.statistic == pytest.approx(2 * rows)
        assert found.df == 2


@FEW
@given(tables(), LEVELS)
def test_superiority_is_what_a_person_counting_one_by_one_finds(
    table: Counts, level: float
) -> None:
    assume(table.sum())
    signs = [np.sign(i - j) for (i, j), n in np.ndenumerate(table) for _ in range(n)]
    mean, se = np.mean(signs), np.std(signs) / sqrt(len(signs))
    found, z = paired_superiority(table, level), stats.norm.ppf((1 + level) / 2)
    assert found.superiority == pytest.approx((1 + mean) / 2)
    assert found.se == pytest.approx(se, abs=1e-9)
    difference = found.difference
    assert (difference.value, difference.low, difference.high) == pytest.approx(
        (mean, mean - z * se, mean + z * se), abs=1e-7
    )


@FEW
@given(tables(), LEVELS)
def test_exchanged_the_superiority_is_the_rest_of_all(table: Counts, level: float) -> None:
    one, other = paired_superiority(table, level), paired_superiority(table.T, level)
    assert one.superiority == pytest.approx(1 - other.superiority, nan_ok=True)
    assert one.se == pytest.approx(other.se, nan_ok=True)
    assert (one.difference.low, one.difference.high) == pytest.approx(
        (-other.difference.high, -other.difference.low)
    )


def test_a_higher_level_has_the_wider_interval_of_superiority() -> None:
    widths = [
        found.high - found.low
        for level in (0.5, 0.8, 0.95, 0.99)
        for found in [paired_superiority(VISION, level).difference]
    ]
    assert all(one < other for one, other in pairwise(widths))


def test_superiority_among_nobody_is_no_number_and_has_the_widest_interval() -> None:
    found = paired_superiority([[0, 0], [0, 0]])
    assert isnan(found.superiority)
    assert isnan(found.se)
    assert isnan(found.difference.value)
    assert (found.difference.low, found.difference.high) == (-1, 1)


@pytest.mark.parametrize(
    ("table", "superiority"),
    [([[0, 0], [3, 0]], 1), ([[0, 3], [0, 0]], 0), ([[2, 0], [0, 1]], 0.5), ([[1]], 0.5)],
)
def test_where_all_agree_the_formula_leaves_no_width(
    table: list[list[int]], superiority: float
) -> None:
    found, difference = paired_superiority(table), 2 * superiority - 1
    assert (found.superiority, found.se) == (superiority, 0)
    assert found.difference == Estimate(difference, difference, difference)
