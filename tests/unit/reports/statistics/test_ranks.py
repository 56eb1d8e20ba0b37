import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from reports.statistics import StatisticsError, joint_rank_sets

# Klein, Wright and Wieczorek (2020): mean travel time to work of the states in 2011, in minutes,
# and its standard error (`TravelTime2011` of the R package RankingProject), the longest last.
# fmt: off
MINUTES = (
    16.86, 16.91, 18.06, 18.1, 18.18, 18.39, 18.77, 18.9, 19.66, 21.13, 21.31, 21.43, 21.61, 21.92,
    21.94, 22.54, 22.86, 22.99, 23.07, 23.12, 23.36, 23.37, 23.41, 23.45, 23.61, 23.86, 23.94, 24.1,
    24.11, 24.23, 24.51, 24.54, 24.76, 24.82, 24.98, 25.3, 25.51, 25.58, 25.69, 25.76, 25.92, 26.9,
    27.11, 27.14, 27.74, 27.99, 28.17, 30.1, 30.53, 31.5, 32.21,
)
ERRORS = (
    0.28, 0.36, 0.19, 0.5, 0.32, 0.33, 0.13, 0.16, 0.24, 0.15, 0.23, 0.27, 0.2, 0.11,
    0.31, 0.16, 0.15, 0.1, 0.13, 0.09, 0.29, 0.12, 0.25, 0.11, 0.16, 0.24, 0.14, 0.27,
    0.1, 0.14, 0.19, 0.15, 0.15, 0.07, 0.19, 0.37, 0.14, 0.31, 0.27, 0.11, 0.09, 0.3,
    0.17, 0.07, 0.13, 0.13, 0.11, 0.32, 0.12, 0.09, 0.15,
)
# fmt: on


def one_by_one(mean: list[float], se: list[float], level: float) -> list[tuple[int, int]]:
    """Return best and worst ranks, counted item by item."""
    z = norm.ppf(1 - (1 - level) / (2 * len(mean)))
    ends = [(m - z * s, m + z * s) for m, s in zip(mean, se, strict=True)]
    return [
        (
            1 + sum(other_low > high for other_low, _ in ends),
            len(ends) - sum(other_high < low for _, other_high in ends),
        )
        for low, high in ends
    ]


def test_the_states_have_the_ranks_of_joint_intervals() -> None:
    found = joint_rank_sets(MINUTES, ERRORS, level=0.9)

    # The article's vignette: z of 90 % for all 51 by Bonferroni is "around 3.096".
    assert norm.ppf(1 - 0.1 / 102) == pytest.approx(3.096, abs=1e-3)
    # By hand: Maryland 31.75–32.67 and New York 31.22–31.78 overlap; New Jersey ends at 30.90.
    assert (found.best[-2:].tolist(), found.worst[-2:].tolist()) == ([1, 1], [2, 2])
    assert (found.best[48], found.worst[48]) == (3, 4)
    pairs = zip(found.best.tolist(), found.worst.tolist(), strict=True)
    assert list(pairs) == one_by_one(list(MINUTES), list(ERRORS), 0.9)


def test_three_items_far_apart_have_one_rank_each() -> None:
    found = joint_rank_sets([1, 9, 5], [0.1, 0.1, 0.1])
    assert found.best.tolist() == found.worst.tolist() == [3, 1, 2]


def test_intervals_that_touch_leave_the_order_open() -> None:
    half = norm.ppf(1 - 0.05 / 4)
    assert joint_rank_sets([0, 1.99 * half], [1, 1]).best.tolist() == [1, 1]
    assert joint_rank_sets([0, 2.01 * half], [1, 1]).best.tolist() == [2, 1]


def test_means_known_exactly_and_equal_share_their_ranks() -> None:
    found = joint_rank_sets([3, 3, 2], [0, 0, 0])
    assert (found.best.tolist(), found.worst.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_one_item_is_first_and_last_and_of_none_there_is_none() -> None:
    found = joint_rank_sets([4], [1])
    assert (found.best.tolist(), found.worst.tolist()) == ([1], [1])
    assert joint_rank_sets([], []).best.tolist() == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=9),
    st.sampled_from([0.5, 0.9, 0.95]),
)
def test_ranks_are_those_counted_one_by_one(items: list[tuple[int, int]], level: float) -> None:
    mean, se = [item[0] / 3 for item in items], [item[1] / 7 for item in items]
    found = joint_rank_sets(mean, se, level)
    pairs = list(zip(found.best.tolist(), found.worst.tolist(), strict=True))
    assert pairs == one_by_one(mean, se, level)
    assert all(best <= worst for best, worst in pairs)


def test_true_ranks_are_within_their_sets_as_often_as_promised() -> None:
    generator = np.random.default_rng(5)
    truth, se = np.linspace(0, 3, 8), np.full(8, 0.5)
    ranks = np.arange(8, 0, -1)
    within = 0
    for mean in truth + se * generator.normal(size=(500, 8)):
        found = joint_rank_sets(mean, se)
        within += bool(np.all((found.best <= ranks) & (ranks <= found.worst)))
    assert within >= 475


@pytest.mark.parametrize(
    ("mean", "se", "level", "said"),
    [
        ([1, 2], [1, -1], 0.95, "standard errors must be 0 or more"),
        ([1, 2], [1], 0.95, "2 means need as many standard errors, not 1"),
        ([1, 2], [1, 1], 95, "a level of confidence lies between 0 and 1, not at 95"),
        ([1, np.nan], [1, 1], 0.95, "means must be finite numbers"),
    ],
)
def test_what_cannot_be_ranked_is_refused(
    mean: list[float], se: list[float], level: float, said: str
) -> None:
    with pytest.raises(StatisticsError, match=said):
        joint_rank_sets(mean, se, level)
