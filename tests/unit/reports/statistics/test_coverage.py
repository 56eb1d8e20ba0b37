"""How often 95 % intervals hold what they estimate, over the answers that might have been given.

Where the possible answers are few they are all gone through, each with its probability, so that
the figures are exact; superiority of two groups is simulated. A mean is over the grid named.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from reports.statistics import (
    brunner_munzel,
    difference_independent,
    difference_paired,
    nps,
    paired_superiority,
    wilson,
)

Floats = npt.NDArray[np.float64]
Limits = tuple[float, float]
Record = Callable[[str, object], None]

pytestmark = pytest.mark.nightly

LEAST, MOST = 0.93, 0.97
GRID = np.arange(1, 20) / 20
SEED = 20_26


def held(limits: Iterable[Limits], truth: float) -> npt.NDArray[np.bool_]:
    low, high = np.array(list(limits)).T
    inside: npt.NDArray[np.bool_] = (low - 1e-9 <= truth) & (truth <= high + 1e-9)
    return inside


def splits(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to divide n respondents among so many answers."""
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in splits(n - first, parts - 1):
            yield first, *rest


def shares(step: int) -> list[tuple[float, float, float]]:
    """Return every three shares above 0, in steps of one in so many, that add up to 1."""
    return [(i / step, j / step, k / step) for i, j, k in splits(step, 3) if min(i, j, k)]


def recorded(record: Record, name: str, coverage: list[float]) -> float:
    mean = float(np.mean(coverage))
    record(name, f"{100 * mean:.1f} % (least {100 * min(coverage):.1f})")
    return mean


@pytest.mark.parametrize("n", [5, 10, 20, 50, 100])
def test_wilson_holds_a_share(n: int, record_property: Record) -> None:
    """Of 1 to 99 %, in steps of 1."""
    found = [(each.low, each.high) for each in (wilson(x, n) for x in range(n + 1))]
    coverage = [
        float(stats.binom.pmf(range(n + 1), n, p) @ held(found, p)) for p in np.arange(1, 100) / 100
    ]
    assert LEAST <= recorded(record_property, f"wilson n={n}", coverage) <= MOST


@pytest.mark.parametrize(("n1", "n2"), [(5, 5), (10, 10), (20, 20), (30, 10), (50, 50), (100, 40)])
def test_newcombe_holds_a_difference_of_two_groups(
    n1: int, n2: int, record_property: Record
) -> None:
    """Of two shares of 5 to 95 %, in steps of 5."""
    pairs = list(product(range(n1 + 1), range(n2 + 1)))
    found = [difference_independent(x1, n1, x2, n2) for x1, x2 in pairs]
    limits = [(each.low, each.high) for each in found]
    one = {p: stats.binom.pmf(range(n1 + 1), n1, p) for p in GRID}
    other = {p: stats.binom.pmf(range(n2 + 1), n2, p) for p in GRID}
    coverage = [
        float(np.outer(one[p1], other[p2]).ravel() @ held(limits, p1 - p2))
        for p1, p2 in product(GRID, GRID)
    ]
    name = f"independent n={n1},{n2}"
    assert LEAST <= recorded(record_property, name, coverage) <= MOST


@pytest.mark.parametrize("n", [5, 10, 20, 40])
def test_newcombe_holds_a_difference_of_the_same_respondents(
    n: int, record_property: Record
) -> None:
    """Of four shares above 0 that add up to 1, in steps of one in 8."""
    cells = list(splits(n, 4))
    found = [difference_paired(*each) for each in cells]
    limits = [(each.low, each.high) for each in found]
    coverage = [
        float(stats.multinomial.pmf(cells, n, share) @ held(limits, share[1] - share[2]))
        for share in (np.array(each) / 8 for each in splits(8, 4) if min(each))
    ]
    assert LEAST <= recorded(record_property, f"paired n={n}", coverage) <= MOST


@pytest.mark.parametrize("n", [10, 20, 50, 100])
def test_rocks_holds_a_net_promoter_score(n: int, record_property: Record) -> None:
    """Of three shares above 0 that add up to 1, in steps of one in 20."""
    cells = list(splits(n, 3))
    limits = [(each.low, each.high) for each in (nps(*cell) for cell in cells)]
    coverage = [
        float(stats.multinomial.pmf(cells, n, share) @ held(limits, 100 * (share[0] - share[2])))
        for share in shares(20)
    ]
    assert LEAST <= recorded(record_property, f"nps n={n}", coverage) <= MOST


def coverage_of_wins_less_losses(n: int) -> list[float]:
    """Of shares of wins, ties and losses above 0 that add up to 1, in steps of one in 20."""
    cells = list(splits(n, 3))
    found = [paired_superiority([[tie, loss], [win, 0]]) for win, tie, loss in cells]
    limits = [(each.difference.low, each.difference.high) for each in found]
    return [
        float(stats.multinomial.pmf(cells, n, share) @ held(limits, share[0] - share[2]))
        for share in shares(20)
    ]


@pytest.mark.parametrize("n", [50, 100, 200])
def test_wins_less_losses_are_held(n: int, record_property: Record) -> None:
    coverage = coverage_of_wins_less_losses(n)
    assert LEAST <= recorded(record_property, f"superiority n={n}", coverage) <= MOST


@pytest.mark.parametrize(("n", "least"), [(10, 0.87), (20, 0.91), (30, 0.92)])
def test_of_few_respondents_wins_less_losses_are_held_less_often_than_the_level_says(
    n: int, least: float, record_property: Record
) -> None:
    """The standard error takes the shares found for the true ones, and is 0 where all agree."""
    coverage = coverage_of_wins_less_losses(n)
    assert least <= recorded(record_property, f"superiority n={n}", coverage) <= LEAST + 0.005


def coverage_of_superiority(n: int, m: int) -> list[float]:
    """Of 20 random pairs of distributions on five points, 1000 samples each."""
    chance, coverage = np.random.default_rng(SEED), []
    for a, b in chance.dirichlet(np.ones(5), size=(20, 2)):
        truth = float(b @ (a.cumsum() - a / 2))
        samples = zip(
            chance.multinomial(n, a, size=1000), chance.multinomial(m, b, size=1000), strict=True
        )
        found = [brunner_munzel(one, other).superiority for one, other in samples]
        coverage.append(float(held([(each.low, each.high) for each in found], truth).mean()))
    return coverage


@pytest.mark.parametrize(("n", "m"), [(20, 20), (30, 15), (50, 50), (100, 40)])
def test_brunner_and_munzel_hold_a_superiority(n: int, m: int, record_property: Record) -> None:
    coverage = coverage_of_superiority(n, m)
    assert LEAST <= recorded(record_property, f"brunner_munzel n={n},{m}", coverage) <= MOST


@pytest.mark.parametrize(("n", "m"), [(5, 5), (10, 10)])
def test_of_few_respondents_a_superiority_is_held_a_little_less_often(
    n: int, m: int, record_property: Record
) -> None:
    coverage = coverage_of_superiority(n, m)
    assert 0.92 <= recorded(record_property, f"brunner_munzel n={n},{m}", coverage) <= LEAST
