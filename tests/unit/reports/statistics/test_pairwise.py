import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM

from reports.statistics import StatisticsError, bradley_terry
from reports.statistics.arrays import Matrix, Vector
from tests.unit.reports.statistics.pairs import BASEBALL, CITATIONS

# How often each beat each: all items are connected, as every other number is 1 at least.
TABLES = st.integers(3, 6).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(1, 12), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


def log_worths_by_choix(wins: Matrix) -> Vector:
    data = [
        (int(one), int(two))
        for one, two in np.argwhere(wins)
        for _ in range(int(wins[one, two]))
        if one != two
    ]
    found: Vector = choix.opt_pairwise(len(wins), data, tol=1e-12)
    found -= found[0]
    return found


def logistic_regression(wins: Matrix) -> tuple[Vector, Vector]:
    """Return log-worths relative to the first, and their standard errors, by a general program."""
    pairs = np.transpose(np.triu_indices(len(wins), 1))
    design = np.zeros((len(pairs), len(wins)))
    for row, (one, two) in zip(design, pairs, strict=True):
        row[one], row[two] = 1, -1
    outcome = [(wins[one, two], wins[two, one]) for one, two in pairs]
    fit = GLM(np.array(outcome), design[:, 1:], family=families.Binomial()).fit(tol=1e-14)
    return np.append(0, fit.params), np.append(0, fit.bse)


def test_the_journals_have_the_published_worths() -> None:
    fit = bradley_terry(CITATIONS)

    # BradleyTerry2 1.1 (R), tests/BTabilities.Rout.save: BTabilities(citeModel).
    assert fit.log_worth == pytest.approx([0, -2.9490725, -0.4795698, 0.2689541], abs=5e-8)
    assert fit.se == pytest.approx([0, 0.10254534, 0.06058873, 0.07082997], abs=5e-9)


def test_the_baseball_teams_have_the_published_worths() -> None:
    fit = bradley_terry(BASEBALL)

    # Agresti (2002), section 10.6, as in BradleyTerry2 (R), tests/baseball.Rout.save.
    published = [0, 1.1077, 0.6839, 1.4364, 1.5814, 1.2476, 1.2945]
    assert fit.log_worth == pytest.approx(published, abs=5e-5)
    assert fit.se == pytest.approx([0, 0.3339, 0.3319, 0.3396, 0.3433, 0.3359, 0.3367], abs=5e-5)


# Where each beat each equally often, the fit is as perfect as the other program warns of.
@pytest.mark.filterwarnings("ignore:Perfect separation")
@settings(max_examples=12, deadline=None)
@given(TABLES)
def test_worths_and_errors_are_those_of_other_programs(counts: list[list[int]]) -> None:
    wins = np.array(counts, dtype=float)
    fit = bradley_terry(wins)
    np.fill_diagonal(wins, 0)
    log_worth, se = logistic_regression(wins)

    assert fit.log_worth == pytest.approx(log_worths_by_choix(wins), abs=1e-5)
    assert fit.log_worth == pytest.approx(log_worth, abs=1e-8)
    assert fit.se == pytest.approx(se, abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(TABLES)
def test_the_gradient_at_the_estimate_is_nothing(counts: list[list[int]]) -> None:
    wins = np.array(counts, dtype=float)
    ahead = np.subtract.outer(*[bradley_terry(wins).log_worth] * 2)
    np.fill_diagonal(wins, 0)
    expected = (wins + wins.T) / (1 + np.exp(-ahead))
    assert np.abs(np.sum(wins - expected, axis=1)).max() < 1e-10


def test_two_items_have_the_log_odds_and_share_the_variance() -> None:
    fit = bradley_terry([[0, 30], [10, 0]])
    assert fit.log_worth == pytest.approx([0, -np.log(3)])
    assert fit.se == pytest.approx([0, np.sqrt(1 / 30 + 1 / 10)])
    assert fit.quasi_se == pytest.approx([fit.se[1] / np.sqrt(2)] * 2)


def test_another_first_item_changes_no_difference() -> None:
    turned = [3, 1, 0, 2]
    fit, other = bradley_terry(CITATIONS), bradley_terry(CITATIONS[np.ix_(turned, turned)])
    assert other.log_worth == pytest.approx(fit.log_worth[turned] - fit.log_worth[3])
    assert other.quasi_se == pytest.approx(fit.quasi_se[turned])


def test_weights_need_not_be_whole_and_scale_the_errors() -> None:
    fit, weighted = bradley_terry(CITATIONS), bradley_terry(CITATIONS / 400)
    assert weighted.log_worth == pytest.approx(fit.log_worth)
    assert weighted.se == pytest.approx(20 * fit.se)


def test_the_diagonal_is_not_read() -> None:
    own = CITATIONS + np.diag([714.0, 425.0, np.nan, 188.0])
    assert bradley_terry(own).log_worth == pytest.approx(bradley_terry(CITATIONS).log_worth)


def test_counts_that_are_far_apart_still_settle() -> None:
    fit = bradley_terry(np.array([[0, 1e9, 0], [1, 0, 1e9], [0, 1, 0]]))
    assert fit.log_worth == pytest.approx([0, -9 * np.log(10), -18 * np.log(10)])


def test_pairs_that_never_met_are_compared_through_others() -> None:
    fit = bradley_terry([[0, 4, 0], [2, 0, 9], [0, 3, 0]])
    assert fit.log_worth == pytest.approx([0, -np.log(2), -np.log(6)])
    assert fit.se[2] ** 2 == pytest.approx(1 / 4 + 1 / 2 + 1 / 9 + 1 / 3)


@pytest.mark.parametrize(
    ("wins", "said"),
    [
        ([[0, 3, 2], [1, 0, 4], [0, 0, 0]], "item 2 lost all its comparisons"),
        ([[0, 0, 0], [1, 0, 4], [2, 2, 0]], "item 0 lost all its comparisons"),
        ([[0, 3, 2], [0, 0, 4], [0, 1, 0]], "item 0 won all its comparisons"),
        ([[0, 3, 0], [1, 0, 0], [0, 0, 0]], "item 2 was never compared with another"),
        (
            [[0, 3, 0, 2], [1, 0, 0, 0], [0, 0, 0, 5], [0, 0, 1, 0]],
            "items 0, 1 never lost to any of the others",
        ),
        ([[0, 0], [0, 0]], "item 0 was never compared with another"),
        ([[0]], "needs two items or more, not 1"),
        ([[0, 1, 2], [3, 0, 1]], "as many rows as columns, this is 2 × 3"),
        ([[0, -1], [3, 0]], "wins must be counts of 0 or more"),
        ([[0, np.nan], [3, 0]], "wins must be counts of 0 or more"),
    ],
)
def test_what_has_no_worth_is_refused_in_a_sentence(wins: list[list[float]], said: str) -> None:
    with pytest.raises(StatisticsError, match=said):
        bradley_terry(wins)
