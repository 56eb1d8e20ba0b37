"""One scale of all items compared two at a time, from the shares shown of each pair (R13)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
from scipy.special import expit, logit

from reports.derived.outcomes import ALL, Outcome, outcomes
from reports.disclosure.comparisons import item_key
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown, Size
from reports.disclosure.rounding import fewest
from reports.menu import Menu
from reports.statistics import Davidson, StatisticsError, davidson
from reports.statistics.arrays import Matrix, Vector
from reports.statistics.distributions import normal_quantile

FEWEST_ITEMS = 3
"""Of two items their three shares say all there is."""
Pairs = Mapping[tuple[str, str], Outcome]


def worth_figures(release: Release, menu: Menu) -> Iterator[tuple[FactKey, Cell]]:
    """Yield the worth of each item of a head-to-head question, in percent of all worths.

    `reports.statistics.davidson` of the printed shares, times the fewest respondents the printed
    size allows; less where rounding leaves more open than chance. The 95 % interval is that of a
    share of the worths by the quasi standard errors, on the logit scale, rounded outwards to whole
    percent. Pairs that are hidden are left out; all worths are hidden where the others do not
    connect the items, or leave a worth without bound.
    """
    shown = {(k.question, k.subject, k.against): o for k, o in outcomes(release, menu) if o}
    for question in menu.pair_questions:
        pairs = menu.pairs(question)
        items = list(dict.fromkeys(item for pair in pairs for item in pair))
        if len(items) < FEWEST_ITEMS:
            continue
        found = {pair: o for pair in pairs if (o := shown.get((question.id, *pair)))}
        for item, cell in zip(items, _worths(items, found), strict=True):
            yield FactKey("worth", question.id, *item_key(question, item)), cell


def _worths(items: Sequence[str], pairs: Pairs) -> list[Cell]:
    if not pairs:
        return [Hidden()] * len(items)
    wins, ties = np.zeros((2, len(items), len(items)))
    for (first, second), outcome in pairs.items():
        i, j, worth = items.index(first), items.index(second), _answers(outcome)
        wins[i, j], wins[j, i] = worth * float(outcome.better), worth * float(outcome.worse)
        ties[i, j] = worth * float(outcome.same)
    try:
        fit = davidson(wins / 100, ties / 100)
    except StatisticsError:
        return [Hidden()] * len(items)
    least: Size = min((each.n for each in pairs.values()), key=fewest)
    return [_cell(fit, place, least) for place in range(len(items))]


def _answers(outcome: Outcome) -> float:
    """Return how many answers weigh as much as these shares, which are rounded or bounds."""
    # What is left open lies anywhere within: its variance is a third of the square.
    variance = outcome.variance + outcome.hidden**2 / 3
    return float(outcome.spread / variance) if outcome.spread else float(fewest(outcome.n))


def _cell(fit: Davidson, place: int, n: Size) -> Shown:
    share = fit.worth[place]
    half = normal_quantile(0.95) * _logit_error(fit.worth, fit.quasi_se, place)
    low, high = expit(logit(share) - half), expit(logit(share) + half)
    return Shown(
        _percent(share, None),
        n,
        _percent(low, ROUND_FLOOR),
        _percent(high, ROUND_CEILING),
    )


def _logit_error(worth: Vector, quasi_se: Vector, place: int) -> float:
    """Return the standard error of log(p / (1 - p)), with the logs of the worths as independent."""
    slopes: Matrix = -worth / (1 - worth[place])
    slopes[place] = 1
    return float(np.sqrt(np.sum((slopes * quasi_se) ** 2)))


def _percent(share: float, how: str | None) -> Decimal:
    return (ALL * Decimal(float(share))).quantize(Decimal(1), rounding=how)
