from itertools import permutations

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics import StatisticsError, bradley_terry, plackett_luce
from reports.statistics.arrays import Vector
from tests.unit.reports.statistics.pairs import CITATIONS

# Turner et al. (2020), section 2.3 of the vignette of PlackettLuce (R): A, B, C, D. D only lost.
TOY = ((0, 1), (2, 0), (0, 3), (1, 0), (1, 2))

# Rankings of some of five items, that together connect them all, and more of them.
ROUND = ((0, 1, 2, 3, 4), (4, 0))
RANKINGS = st.lists(
    st.permutations(range(5)).flatmap(
        lambda order: st.integers(2, 5).map(lambda length: tuple(order[:length]))
    ),
    max_size=12,
)

Orders = list[tuple[int, ...]]


def log_likelihood(orders: Orders, log_worth: Vector) -> float:
    """Return the log-likelihood as its definition reads."""
    worth = np.exp(log_worth)
    return sum(
        float(np.log(worth[item] / worth[list(order[place:])].sum()))
        for order in orders
        for place, item in enumerate(order)
    )


def information(orders: Orders, log_worth: Vector) -> Vector:
    """Return minus the second derivatives, by differences."""
    step, size = 1e-4, len(log_worth)
    moves = step * np.eye(size)

    def at(move: Vector) -> float:
        return log_likelihood(orders, log_worth + move)

    return np.array(
        [
            [-(at(i + j) - at(i - j) - at(j - i) + at(-i - j)) / (4 * step**2) for j in moves]
            for i in moves
        ]
    )


def test_the_three_that_beat_each_other_have_the_published_worths() -> None:
    fit = plackett_luce([order for order in TOY if 3 not in order])

    assert fit.log_worth == pytest.approx([0, 0.8392, 0.4196], abs=5e-5)
    assert fit.se == pytest.approx([0, 1.3596, 1.5973], abs=5e-5)
    assert -2 * fit.log_likelihood == pytest.approx(5.1356, abs=5e-5)


def test_pseudo_rankings_give_the_published_worths_to_all_four() -> None:
    fit = plackett_luce(TOY, pseudo=0.5)
    assert fit.log_worth == pytest.approx([0, 0.5184185, 0.1354707, -1.1537565], abs=2e-7)


def test_rankings_of_two_are_comparisons_in_pairs() -> None:
    pairs = [(one, two) for one, two in permutations(range(4), 2)]
    fit = plackett_luce(pairs, [CITATIONS[pair] for pair in pairs])
    plain = bradley_terry(CITATIONS)
    assert fit.log_worth == pytest.approx(plain.log_worth)
    assert fit.se == pytest.approx(plain.se)
    assert fit.quasi_se == pytest.approx(plain.quasi_se)


@settings(max_examples=20, deadline=None)
@given(RANKINGS)
def test_worths_are_those_of_another_program(more: Orders) -> None:
    orders = [*ROUND, *more]
    fit = plackett_luce(orders)
    other = choix.opt_rankings(5, orders, tol=1e-12)
    assert fit.log_worth == pytest.approx(other - other[0], abs=1e-4)
    assert fit.worth == pytest.approx(np.exp(other) / np.exp(other).sum(), abs=1e-5)
    assert fit.log_likelihood == pytest.approx(log_likelihood(orders, fit.log_worth))


@settings(max_examples=5, deadline=None)
@given(RANKINGS)
def test_errors_are_those_of_the_curvature(more: Orders) -> None:
    orders = [*ROUND, *more]
    fit = plackett_luce(orders)
    covariance = np.linalg.inv(information(orders, fit.log_worth)[1:, 1:])
    assert fit.se[1:] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-4)


def test_pseudo_rankings_are_rankings_against_a_ghost() -> None:
    ghosts = [(item, 4) for item in range(4)] + [(4, item) for item in range(4)]
    fit = plackett_luce(TOY, pseudo=2)
    haunted = plackett_luce([*TOY, *ghosts], [1] * len(TOY) + [2] * len(ghosts))
    assert fit.log_worth == pytest.approx(haunted.log_worth[:4])
    assert fit.log_likelihood == pytest.approx(log_likelihood(list(TOY), fit.log_worth))
    assert fit.worth.sum() == pytest.approx(1)


def test_standard_errors_are_of_the_answers_without_pseudo_rankings() -> None:
    fit = plackett_luce(TOY, pseudo=0.5)
    covariance = np.linalg.inv(information(list(TOY), fit.log_worth)[1:, 1:])
    assert fit.se[1:] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-4)


def test_more_pseudo_rankings_draw_worths_nearer_to_each_other() -> None:
    spreads = [np.ptp(plackett_luce(TOY, pseudo=pseudo).log_worth) for pseudo in (0.1, 1, 10, 100)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < 0.1


def test_an_item_nobody_ranked_is_as_the_ghost_and_differs_by_they_know_not_what() -> None:
    fit = plackett_luce([(0, 2), (2, 0)], pseudo=1)
    assert fit.worth == pytest.approx([1 / 3] * 3)
    assert fit.se == pytest.approx([0, np.inf, np.sqrt(2)])
    assert fit.quasi_se == pytest.approx([1, np.inf, 1])


def test_a_count_is_as_many_rankings_and_one_of_0_is_none() -> None:
    counted = plackett_luce([(0, 1, 2), (2, 1), (1, 0), (2, 0, 1)], [3, 1, 1, 0])
    listed = plackett_luce([(0, 1, 2)] * 3 + [(2, 1), (1, 0)])
    assert counted.log_worth == pytest.approx(listed.log_worth)
    assert counted.log_likelihood == pytest.approx(listed.log_likelihood)


def test_an_array_of_rankings_will_do() -> None:
    orders = np.array(list(permutations(range(3))))
    fit = plackett_luce(orders, np.arange(1, 7))
    assert fit.worth == pytest.approx(
        plackett_luce([tuple(order) for order in orders.tolist()], [1, 2, 3, 4, 5, 6]).worth
    )


def test_worths_of_full_rankings_are_the_chances_to_come_first() -> None:
    fit = plackett_luce(list(permutations(range(3))), [14, 11, 9, 7, 5, 4])
    assert fit.worth @ np.ones(3) == pytest.approx(1)
    assert fit.worth[0] > fit.worth[1] > fit.worth[2]


@pytest.mark.parametrize(
    ("rankings", "said"),
    [
        (TOY, "item 3 lost all its comparisons, so no worth follows from the answers"),
        ([(0, 1, 2), (0, 2, 1)], "item 0 won all its comparisons"),
        ([(0, 2), (2, 0)], "item 1 was never compared with another"),
        ([(0, 1), (1, 0), (2, 3), (3, 2), (0, 2)], "items 0, 1 never lost to any of the others"),
        ([], "at least one ranking of two items"),
        ([(0,), ()], "at least one ranking of two items"),
        ([(0, 1, 0)], "a ranking lists an item once"),
        ([(0, -1)], "items are numbered from 0 on"),
    ],
)
def test_what_has_no_worth_is_refused_in_a_sentence(rankings: Orders, said: str) -> None:
    with pytest.raises(StatisticsError, match=said):
        plackett_luce(rankings)


def test_counts_and_pseudo_rankings_that_are_none_are_refused() -> None:
    with pytest.raises(StatisticsError, match="5 rankings need as many counts, not 1"):
        plackett_luce(TOY, [1])
    with pytest.raises(StatisticsError, match="counts of rankings must be 0 or more"):
        plackett_luce(TOY, [1, 1, 1, 1, -1])
    with pytest.raises(StatisticsError, match="counted from 0 on, not -1"):
        plackett_luce(TOY, pseudo=-1)
    with pytest.raises(StatisticsError, match="at least one ranking of two items"):
        plackett_luce(TOY, [0] * 5)
