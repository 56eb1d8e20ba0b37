from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import sqrtm
from statsmodels.regression.linear_model import OLS

from reports.statistics import StatisticsError, lmg, relative_weights
from reports.statistics.arrays import Matrix, Vector
from tests.unit.reports.statistics.correlated import CARS, SWISS

Importance = Callable[[Matrix], Vector]
BOTH = pytest.mark.parametrize("importance", [relative_weights, lmg])

SEEDS = st.integers(0, 2**32 - 1)


def answers(seed: int, predictors: int) -> Matrix:
    generator = np.random.default_rng(seed)
    mixing = generator.normal(size=(predictors + 1, predictors + 1))
    found: Matrix = generator.normal(size=(40, predictors + 1)) @ mixing
    return found


def correlations(data: Matrix) -> Matrix:
    return np.atleast_2d(np.corrcoef(data, rowvar=False))


def explained(table: Matrix, predictors: tuple[int, ...]) -> float:
    chosen = list(predictors)
    outcome = table[0, chosen]
    return float(outcome @ np.linalg.lstsq(table[np.ix_(chosen, chosen)], outcome, rcond=None)[0])


def over_all_orders(table: Matrix) -> Vector:
    """Return what each predictor adds, averaged over all orders, as the definition reads."""
    orders = list(permutations(range(1, len(table))))
    found = np.zeros(len(table) - 1)
    for order in orders:
        for place, each in enumerate(order):
            gain = explained(table, order[: place + 1]) - explained(table, order[:place])
            found[each - 1] += gain / len(orders)
    return found


def by_nearest_uncorrelated(data: Matrix) -> Vector:
    """Return relative weights from the data themselves, through singular values."""
    scaled = (data - data.mean(axis=0)) / data.std(axis=0)
    left, _, right = np.linalg.svd(scaled[:, 1:], full_matrices=False)
    uncorrelated = left @ right * np.sqrt(len(data))
    on_outcome = uncorrelated.T @ scaled[:, 0] / len(data)
    on_predictors = uncorrelated.T @ scaled[:, 1:] / len(data)
    found: Vector = (on_predictors.T**2) @ on_outcome**2
    return found


def test_swiss_fertility_has_the_published_lmg_shares() -> None:
    # Grömping (2006): relaimpo (R), calc.relimp(lm(Fertility ~ ., swiss), type = "lmg").
    published = [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592]
    assert lmg(correlations(SWISS)) == pytest.approx(published, abs=5e-9)


def test_cars_have_the_published_shares() -> None:
    table = correlations(CARS)
    # rwa (R), its documented example of mpg by cyl, disp, hp and gear; relaimpo (R) on the same.
    published = [0.228479725928, 0.222146870540, 0.232174439299, 0.096388603215]
    assert relative_weights(table) == pytest.approx(published, abs=1e-11)
    published = [0.2470520332352, 0.2434995947956, 0.2109128995443, 0.0777251114079]
    assert lmg(table) == pytest.approx(published, abs=1e-11)


def test_a_table_of_correlations_has_the_published_relative_weights() -> None:
    # iopsych (R), example of relWt, the outcome last there.
    table = np.array(
        [
            [1.0, -0.4, 0.1, -0.3, 0.4],
            [-0.4, 1.0, 0.2, 0.3, 0.4],
            [0.1, 0.2, 1.0, 0.5, 0.1],
            [-0.3, 0.3, 0.5, 1.0, 0.2],
            [0.4, 0.4, 0.1, 0.2, 1.0],
        ]
    )
    published = [0.24066119, 0.05492664, 0.12143476, 0.28158189]
    assert relative_weights(table) == pytest.approx(published, abs=5e-9)


@BOTH
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, predictors=st.integers(1, 6))
def test_shares_sum_to_what_a_regression_explains(
    importance: Importance, seed: int, predictors: int
) -> None:
    data = answers(seed, predictors)
    design = np.column_stack([np.ones(len(data)), data[:, 1:]])
    shares = importance(correlations(data))
    assert shares.sum() == pytest.approx(OLS(data[:, 0], design).fit().rsquared)
    assert (shares >= 0).all()


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, predictors=st.integers(1, 5))
def test_lmg_is_the_average_over_all_orders(seed: int, predictors: int) -> None:
    table = correlations(answers(seed, predictors))
    assert lmg(table) == pytest.approx(over_all_orders(table), abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, predictors=st.integers(1, 6))
def test_relative_weights_are_those_of_the_nearest_uncorrelated(seed: int, predictors: int) -> None:
    data = answers(seed, predictors)
    assert relative_weights(correlations(data)) == pytest.approx(by_nearest_uncorrelated(data))


def test_relative_weights_go_through_the_square_root_of_the_correlations() -> None:
    table = correlations(SWISS)
    root = np.real(sqrtm(table[1:, 1:]))
    expected = root**2 @ np.linalg.solve(root, table[1:, 0]) ** 2
    assert relative_weights(table) == pytest.approx(expected)


@BOTH
def test_uncorrelated_predictors_have_their_squared_correlations(importance: Importance) -> None:
    table = np.eye(4)
    table[0, 1:] = table[1:, 0] = [0.5, -0.3, 0.1]
    assert importance(table) == pytest.approx([0.25, 0.09, 0.01])


@BOTH
def test_one_predictor_has_its_squared_correlation(importance: Importance) -> None:
    assert importance(np.array([[1, -0.6], [-0.6, 1]])) == pytest.approx([0.36])


@BOTH
def test_a_predictor_asked_twice_is_shared_in_halves(importance: Importance) -> None:
    table = np.array([[1, 0.6, 0.6, 0.2], [0.6, 1, 1, 0], [0.6, 1, 1, 0], [0.2, 0, 0, 1]])
    assert importance(table) == pytest.approx([0.18, 0.18, 0.04])


@BOTH
def test_rounded_correlations_that_cannot_be_are_shrunk_a_little(importance: Importance) -> None:
    # 0.9, 0.9 and 0.6 cannot be true together: the third is 0.62 at least.
    table = np.array([[1, 0.9, 0.9], [0.9, 1, 0.6], [0.9, 0.6, 1]])
    shares = importance(table)
    assert np.linalg.eigvalsh(table)[0] < 0
    assert shares == pytest.approx([0.5, 0.5])


@BOTH
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], "far from any that can be true at once"),
        ([[1, 0.2], [0.3, 1]], "the same for i and j as for j and i"),
        ([[1, 1.2], [1.2, 1]], "lie between −1 and 1"),
        ([[1, np.nan], [np.nan, 1]], "lie between −1 and 1"),
        ([[1, 0.2], [0.2, 0.9]], "each variable correlates with itself to 1"),
        ([[1]], "an outcome and at least one predictor"),
        ([[1, 0.2]], "as many rows as columns, this is 1 × 2"),
    ],
)
def test_what_is_no_table_of_correlations_is_refused(
    importance: Importance, table: list[list[float]], said: str
) -> None:
    with pytest.raises(StatisticsError, match=said):
        importance(np.array(table))


def test_lmg_refuses_more_predictors_than_it_has_time_for() -> None:
    with pytest.raises(StatisticsError, match="there are 21 predictors; more than 20 take too"):
        lmg(np.eye(22))
    assert relative_weights(np.eye(41)) == pytest.approx(np.zeros(40))


def test_fifteen_predictors_are_no_trouble() -> None:
    table = correlations(answers(1, 15))
    assert lmg(table).sum() == pytest.approx(relative_weights(table).sum())
