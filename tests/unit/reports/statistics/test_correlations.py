"""How far correlations may be off together, against theory of one, and against simulation."""

import numpy as np
import pytest

from reports.statistics import StatisticsError
from reports.statistics.arrays import Matrix
from reports.statistics.correlations import correlation_covariance

TABLE = np.array(
    [
        [1.0, 0.6, 0.3, 0.1],
        [0.6, 1.0, 0.5, 0.2],
        [0.3, 0.5, 1.0, 0.4],
        [0.1, 0.2, 0.4, 1.0],
    ]
)
ABOVE = np.triu_indices(4, 1)


def test_the_variance_of_one_is_the_classical_one() -> None:
    found = correlation_covariance(TABLE, 50)
    assert np.diag(found) == pytest.approx((1 - TABLE[ABOVE] ** 2) ** 2 / 50)


def test_of_unrelated_variables_no_two_correlations_go_together() -> None:
    found = correlation_covariance(np.eye(5), 10)
    assert found == pytest.approx(np.eye(10) / 10)


def test_two_that_share_a_variable_go_together_as_published() -> None:
    # Pearson and Filon (1898) of r12 and r13, here 0.6 and 0.3, with r23 of 0.5.
    r12, r13, r23 = 0.6, 0.3, 0.5
    expected = r23 * (1 - r12**2 - r13**2) - r12 * r13 * (1 - r12**2 - r13**2 - r23**2) / 2
    assert correlation_covariance(TABLE, 1)[0, 1] == pytest.approx(expected)


def test_it_is_what_many_samples_show() -> None:
    n, samples = 400, 6000
    drawn = np.random.default_rng(2).multivariate_normal(np.zeros(4), TABLE, (samples, n))
    found = np.array([np.corrcoef(each.T)[ABOVE] for each in drawn])
    seen: Matrix = np.asarray(np.cov(found.T), dtype=np.float64)
    assert n * seen == pytest.approx(n * correlation_covariance(TABLE, n), abs=0.04)


@pytest.mark.parametrize("n", [0, -3])
def test_nobody_has_no_correlations(n: int) -> None:
    with pytest.raises(StatisticsError, match="need respondents"):
        correlation_covariance(TABLE, n)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(StatisticsError):
        correlation_covariance(np.ones((2, 3)), 10)
