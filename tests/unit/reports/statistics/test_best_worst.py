import numpy as np
import pytest

from reports.statistics import StatisticsError, best_worst

# Lipovetsky and Conklin (2014), table 6, as in the manual of bwsTools (R).
# fmt: off
SHOWN = (
    7145, 7144, 7144, 7144, 7145, 7145, 7144, 7146, 8166, 7145, 7144, 7144, 7145, 7144, 7145, 7144,
    7146,
)
BEST = (
    1733, 968, 5218, 2704, 2307, 692, 1816, 689, 2483, 1422, 362, 2589, 4158, 825, 829, 859, 966,
)
WORST = (
    1324, 2139, 113, 1010, 772, 3986, 1438, 2397, 1041, 1538, 4597, 966, 305, 2875, 2256, 2259,
    1604,
)
# fmt: on


def test_utilities_are_the_published_ones() -> None:
    # Tests of bwsTools (R), get_b0(7145, 1733, 1324) and get_b0(100, 40, 10).
    assert best_worst(SHOWN, BEST, WORST).utility[0] == pytest.approx(0.115, abs=5e-4)
    assert best_worst([100], [40], [10]).utility == pytest.approx([0.619], abs=5e-4)


def test_utilities_are_the_log_odds_of_half_the_difference() -> None:
    shown, best, worst = map(np.array, (SHOWN, BEST, WORST))
    chance = 0.5 + (best - worst) / (2 * shown)
    fit = best_worst(SHOWN, BEST, WORST)
    assert fit.utility == pytest.approx(np.log(chance / (1 - chance)))
    assert fit.share == pytest.approx(chance / (1 - chance) / np.sum(chance / (1 - chance)))
    assert np.argmax(fit.share) == 2


def test_utilities_are_not_centred() -> None:
    assert best_worst([10, 10], [5, 4], [1, 0]).utility == pytest.approx([np.log(14 / 6)] * 2)


def test_an_item_as_often_best_as_worst_has_utility_0() -> None:
    assert best_worst([9, 8], [2, 0], [2, 0]).utility == pytest.approx([0, 0])


def test_always_worst_has_no_share_and_always_best_has_all_of_it() -> None:
    fit = best_worst([6, 6, 6], [2, 1, 0], [0, 1, 6])
    assert fit.utility == pytest.approx([np.log(2), 0, -np.inf])
    assert fit.share == pytest.approx([2 / 3, 1 / 3, 0])

    fit = best_worst([6, 6, 6], [6, 0, 0], [0, 3, 6])
    assert fit.utility[0] == np.inf
    assert fit.share == pytest.approx([1, 0, 0])


def test_all_that_are_always_worst_or_best_share_alike() -> None:
    assert best_worst([3, 3], [0, 0], [3, 3]).share == pytest.approx([0.5, 0.5])
    assert best_worst([3, 3], [3, 3], [0, 0]).share == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("shown", "best", "worst", "said"),
    [
        ([5, 0], [1, 0], [1, 0], "item 1 was never shown"),
        ([5, 5], [1, 3], [1, 3], "item 1 was chosen more often than it was shown"),
        ([5, 5], [-1, 3], [1, 1], "item 0 has a count below 0"),
        ([5, 5], [1], [1, 1], "count the same items, not 2, 1 and 2"),
        ([], [], [], "count the same items, not 0, 0 and 0"),
        ([np.inf], [1], [1], "shown must be finite numbers"),
        ([[5]], [[1]], [[1]], "one list of numbers, not 2 dimensions"),
    ],
)
def test_what_cannot_have_been_counted_is_refused(
    shown: list[float], best: list[float], worst: list[float], said: str
) -> None:
    with pytest.raises(StatisticsError, match=said):
        best_worst(shown, best, worst)
