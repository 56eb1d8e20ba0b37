import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from reports.statistics import StatisticsError, bradley_terry, davidson
from reports.statistics.arrays import Matrix, Vector
from tests.unit.reports.statistics.pairs import PUDDING, tables

OUTCOMES = st.lists(st.tuples(*[st.integers(1, 30)] * 3), min_size=6, max_size=6)
PAIRS = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def directly(wins: Matrix, ties: Matrix) -> tuple[Vector, float]:
    """Return log-worths relative to the first, and `tie`, by a general program."""
    pairs = np.triu_indices(len(wins), 1)

    def unlikely(here: Vector) -> float:
        worth, tie = np.exp(np.append(0, here[:-1])), np.exp(here[-1])
        one, two = worth[pairs[0]], worth[pairs[1]]
        level = tie * np.sqrt(one * two)
        met = wins[pairs] + wins.T[pairs] + ties[pairs]
        likely = wins[pairs] @ np.log(one) + wins.T[pairs] @ np.log(two)
        likely += ties[pairs] @ np.log(level) - met @ np.log(one + two + level)
        return -float(likely)

    found = minimize(unlikely, np.zeros(len(wins)), method="BFGS", options={"gtol": 1e-5})
    return np.append(0, found.x[:-1]), float(np.exp(found.x[-1]))


def test_the_puddings_have_the_published_worths() -> None:
    fit = davidson(*tables(PUDDING, 6))

    # Davidson (1970), example 2, as in the vignette of PlackettLuce (R), which stops where he did.
    published = [0.1388005, 0.1729985, 0.1617420, 0.1653930, 0.1586805, 0.2023855]
    assert fit.worth == pytest.approx(published, abs=3e-5)
    assert fit.tie == pytest.approx(0.7468147, abs=1e-5)
    assert fit.worth.sum() == pytest.approx(1)


def test_the_puddings_have_the_published_errors() -> None:
    fit = davidson(*tables(PUDDING, 6))

    # The same vignette, summary(qvcalc(mod)).
    assert fit.log_worth == pytest.approx(
        [0, 0.2202447, 0.1529644, 0.1752864, 0.1338550, 0.3771362], abs=2e-4
    )
    assert fit.se == pytest.approx(
        [0, 0.1872168, 0.1935181, 0.1882110, 0.1927043, 0.1924059], abs=5e-7
    )
    assert fit.quasi_se == pytest.approx(
        [0.1328950, 0.1327373, 0.1395740, 0.1330240, 0.1399253, 0.1392047], abs=5e-7
    )


@settings(max_examples=20, deadline=None)
@given(OUTCOMES)
def test_worths_are_those_of_a_general_program(outcomes: list[tuple[int, int, int]]) -> None:
    each = zip(PAIRS, outcomes, strict=True)
    wins, ties = tables([(*pair, *outcome) for pair, outcome in each], 4)
    fit, (log_worth, tie) = davidson(wins, ties), directly(wins, ties)
    assert fit.log_worth == pytest.approx(log_worth, abs=1e-4)
    assert fit.tie == pytest.approx(tie, rel=1e-4)


@settings(max_examples=20, deadline=None)
@given(OUTCOMES)
def test_wins_and_ties_are_as_many_as_expected(outcomes: list[tuple[int, int, int]]) -> None:
    each = zip(PAIRS, outcomes, strict=True)
    wins, ties = tables([(*pair, *outcome) for pair, outcome in each], 4)
    fit = davidson(wins, ties)
    level = fit.tie * np.sqrt(np.outer(fit.worth, fit.worth))
    all_three = np.add.outer(fit.worth, fit.worth) + level
    met = wins + wins.T + ties
    expected = met * (fit.worth[:, None] + level / 2) / all_three
    assert np.sum(wins + ties / 2 - expected, axis=1) == pytest.approx(np.zeros(4), abs=1e-9)
    assert np.sum(met * level / all_three) == pytest.approx(ties.sum())


def test_two_items_have_the_shares_they_were_given() -> None:
    fit = davidson([[0, 50], [18, 0]], [[0, 12], [12, 0]])
    assert fit.log_worth == pytest.approx([0, np.log(18 / 50)])
    assert fit.tie == pytest.approx(12 / np.sqrt(50 * 18))
    # The variance of a log odds of two shares of a multinomial distribution.
    assert fit.se == pytest.approx([0, np.sqrt(1 / 50 + 1 / 18)])


def test_without_ties_all_is_as_without_them() -> None:
    wins, _ = tables(PUDDING, 6)
    fit, plain = davidson(wins, np.zeros((6, 6))), bradley_terry(wins)
    assert fit.tie == 0
    assert fit.log_worth == pytest.approx(plain.log_worth)
    assert fit.quasi_se == pytest.approx(plain.quasi_se)
    assert fit.worth == pytest.approx(np.exp(plain.log_worth) / np.exp(plain.log_worth).sum())


def test_ties_may_be_given_on_one_side_of_the_diagonal() -> None:
    wins, ties = tables(PUDDING, 6)
    assert davidson(wins, np.triu(ties)).worth == pytest.approx(davidson(wins, ties).worth)


def test_ties_join_items_that_never_won_against_each_other() -> None:
    wins, ties = np.zeros((3, 3)), np.zeros((3, 3))
    wins[0, 1] = wins[1, 0] = 5
    ties[1, 2] = ties[2, 1] = 1
    assert davidson(wins, ties).worth == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("wins", "ties", "said"),
    [
        ([[0, 3], [0, 0]], [[0, 2], [2, 0]], "too many ties for the wins"),
        ([[0, 0], [0, 0]], [[0, 2], [2, 0]], "too many ties for the wins"),
        ([[0, 3], [0, 0]], [[0, 0], [0, 0]], "item 0 won all its comparisons"),
        (
            [[0, 3, 1], [2, 0, 1], [0, 0, 0]],
            [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
            "item 2 lost all its comparisons",
        ),
        ([[0, 3], [1, 0]], [[0, 2], [3, 0]], "ties must be the same for i and j as for j and i"),
        ([[0, 3], [1, 0]], [[0, -2], [-2, 0]], "ties must be counts of 0 or more"),
        ([[0, 3], [1, 0]], np.zeros((3, 3)), "wins are of 2 items, ties of 3"),
    ],
)
def test_what_has_no_worth_is_refused_in_a_sentence(
    wins: list[list[float]], ties: list[list[float]], said: str
) -> None:
    with pytest.raises(StatisticsError, match=said):
        davidson(wins, ties)


def test_an_order_of_wins_that_ties_could_bridge_is_refused() -> None:
    # 0 beat 1, 1 beat 2, each pair tied too: nobody ever won against the order.
    wins, ties = np.zeros((3, 3)), np.zeros((3, 3))
    wins[0, 1] = wins[1, 2] = 3
    ties[0, 1] = ties[1, 0] = ties[1, 2] = ties[2, 1] = 1
    with pytest.raises(StatisticsError, match="none of which stands against another"):
        davidson(wins, ties)
    # Two steps apart, 0 and 2 tied as well: the two ends are nearer than two steps.
    ties[0, 2] = ties[2, 0] = 1
    assert davidson(wins, ties).tie > 0
