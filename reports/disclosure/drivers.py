"""What the ratings of the client have to do with its overall judgement: derived importance.

It follows from the correlations that the count kept, each rounded so that no rating can be told
from it and kept only where nobody who rated one of its two questions alone is given away. As a
whole step of shares no more is printed than those tell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations

import numpy as np
from scipy.special import expit, logit

from questionnaires.kinds import KINDS
from reports.disclosure.answers import Counted, Figures
from reports.disclosure.release import Cell, FactKey, Hidden, Shown
from reports.menu import Menu
from reports.statistics import StatisticsError, relative_weights
from reports.statistics.arrays import Matrix, Vector
from reports.statistics.correlations import correlation_covariance
from reports.statistics.distributions import normal_quantile
from reports.tally import Correlation

JUDGEMENTS = ("satisfaction", "delight", "recommendation")
"""What an overall judgement is tagged with; the first that is asked, or else a recommendation."""
EXPLAINED = "explained"
PER_DRIVER = 10
FEWEST = 2
STEP, WHOLE = Decimal(5), Decimal(100)
_NEAR = 1e-4
Pairs = Mapping[tuple[str, str], Correlation]


def judgement(menu: Menu) -> str | None:
    """Return the id of the question that judges the client overall; None where none does."""
    asked = [menu.by_id[id_] for id_ in menu.of_client]
    tagged = {q.measures: q.id for q in reversed(asked)}
    found = next((tagged[each] for each in JUDGEMENTS if each in tagged), None)
    return found or next((q.id for q in asked if KINDS[q.kind].measure == "nps"), None)


def drivers(menu: Menu) -> tuple[str, ...]:
    """Return the ids of the client's ratings that may drive it: all that are tagged as nothing."""
    outcome = judgement(menu)
    rated = (id_ for id_ in menu.of_client if KINDS[menu.by_id[id_].kind].measure == "scale")
    return tuple(id_ for id_ in rated if id_ != outcome and menu.by_id[id_].measures is None)


def driver_figures(counted: Counted) -> Figures:
    """Yield how much of what the drivers explain of the overall judgement is due to each.

    Shares of R² in percent, by `reports.statistics.relative_weights`, in steps of 5 with their 95 %
    intervals (from the large-sample covariance of correlations); and R² itself. From ten
    respondents per driver on, of those whose correlations are all kept; the others are hidden.
    """
    outcome, asked = judgement(counted.menu), drivers(counted.menu)
    if outcome is None or len(asked) < FEWEST:
        return
    pairs = {_pair(*each): r for each, r in counted.tallies.correlations.items()}
    used = _complete(outcome, asked, pairs)
    found = _weighed(outcome, used, pairs)
    for driver in asked:
        yield _key(counted.menu, driver), found.get(driver, Hidden())
    yield FactKey("weight", outcome, None, EXPLAINED), found.get(outcome, Hidden())


def _key(menu: Menu, driver: str) -> FactKey:
    return FactKey("weight", driver, menu.client if driver in menu.graded else None)


def _pair(first: str, second: str) -> tuple[str, str]:
    return min(first, second), max(first, second)


def _complete(outcome: str, asked: Sequence[str], pairs: Pairs) -> list[str]:
    """Return the drivers of which every correlation with the others is kept; most, if not all.

    Whichever lacks most of them goes first; of several, the one asked last.
    """
    used = [driver for driver in asked if _pair(outcome, driver) in pairs]
    while lacking := [each for each in combinations(used, 2) if _pair(*each) not in pairs]:
        times = Counter(driver for each in lacking for driver in each)
        used.remove(max(used, key=lambda driver: (times[driver], used.index(driver))))
    return used


def _weighed(outcome: str, used: Sequence[str], pairs: Pairs) -> Mapping[str, Cell]:
    """Return the shares of these drivers and, under the outcome, R²; nothing of too few answers."""
    order = [outcome, *used]
    n = min((pairs[_pair(*each)].respondents for each in combinations(order, 2)), default=0)
    if len(used) < FEWEST or n < PER_DRIVER * len(used):
        return {}
    table = np.eye(len(order))
    for i, j in combinations(range(len(order)), 2):
        table[i, j] = table[j, i] = pairs[_pair(order[i], order[j])].hundredths / 100
    try:
        shares, errors = _with_errors(table, n)
    except StatisticsError:
        return {}
    # Adjusted: as many drivers explain something of any judgement by chance.
    shares[0] = 1 - (1 - shares[0]) * (n - 1) / (n - len(order))
    return dict(_cells(order, shares, errors, n)) if shares[0] > 0 else {}


def _cells(
    order: Sequence[str], shares: Vector, errors: Vector, n: int
) -> Iterator[tuple[str, Cell]]:
    reach = normal_quantile(0.95)
    for name, share, error in zip(order, shares, errors, strict=True):
        inside = min(max(share, _NEAR), 1 - _NEAR)
        half = reach * error / (inside * (1 - inside))
        low, high = expit(logit(inside) - half), expit(logit(inside) + half)
        yield (
            name,
            Shown(_stepped(share), n, _stepped(low, ROUND_FLOOR), _stepped(high, ROUND_CEILING)),
        )


def _with_errors(table: Matrix, n: int) -> tuple[Vector, Vector]:
    """Return R² and the share of each driver in it, with their standard errors."""
    places = np.triu_indices(len(table), 1)
    slopes = np.array([_slope(table, int(i), int(j)) for i, j in zip(*places, strict=True)])
    # What is fitted costs answers, as in any regression.
    covariance = slopes.T @ correlation_covariance(table, n - len(table)) @ slopes
    return _shares(table), np.sqrt(np.maximum(np.diag(covariance), 0))


def _slope(table: Matrix, i: int, j: int) -> Vector:
    nearby = []
    for step in (_NEAR, -_NEAR):
        moved = table.copy()
        moved[i, j] = moved[j, i] = table[i, j] + step
        nearby.append(_shares(moved))
    found: Vector = (nearby[0] - nearby[1]) / (2 * _NEAR)
    return found


def _shares(table: Matrix) -> Vector:
    """Return R² first, then each driver's part of it."""
    weights = relative_weights(table)
    explained = float(weights.sum())
    parts = weights / explained if explained else weights
    return np.array([explained, *parts])


def _stepped(share: float, how: str | None = None) -> Decimal:
    return (WHOLE * Decimal(float(share)) / STEP).quantize(Decimal(1), rounding=how) * STEP
