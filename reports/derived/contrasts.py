"""Who of two was found better, from the shares that are shown of it (R13)."""

from collections.abc import Collection, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from scipy.optimize import brentq
from scipy.special import ndtr

from reports.derived.outcomes import ALL, Outcome, outcomes
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown
from reports.menu import Menu
from reports.statistics import holm
from reports.statistics.distributions import normal_quantile, two_sided

LEVEL = 0.95


def contrast_figures(release: Release, menu: Menu) -> Iterator[tuple[FactKey, Cell]]:
    """Yield for each pair how many more found the first better than found it worse, in points.

    The share of wins less that of losses, each a printed figure; a bound stands for the middle of
    what it and the other two shares leave open. The variance is that of
    `reports.statistics.paired_superiority`, w + l - (w - l)^2 over n. The 95 % interval allows for
    the worst that rounding and bounds may hide (Imbens and Manski 2004, equation 6), and is rounded
    outwards to whole points. Hidden where a share is.
    """
    for pair, outcome in outcomes(release, menu):
        yield pair, _difference(outcome) if outcome else Hidden()


def _difference(outcome: Outcome) -> Cell:
    value = outcome.difference
    half = Decimal(_half(float(outcome.hidden), float(outcome.variance.sqrt())))
    return Shown(
        value.quantize(Decimal(1)),
        outcome.n,
        max((value - half).quantize(Decimal(1), ROUND_FLOOR), -ALL),
        min((value + half).quantize(Decimal(1), ROUND_CEILING), ALL),
    )


def _half(hidden: float, error: float) -> float:
    """Return half of an interval for what lies up to `hidden` off, with this standard error."""
    if not error:
        return hidden
    # Between the two-sided quantile, for nothing hidden, and the one-sided one, for very much.
    ends = normal_quantile(2 * LEVEL - 1), normal_quantile(LEVEL) + 1e-9
    reach = brentq(lambda c: ndtr(c + 2 * hidden / error) - ndtr(-c) - LEVEL, *ends)
    return hidden + float(reach) * error


def clear(differences: Mapping[FactKey, Cell]) -> Collection[FactKey]:
    """Return which differences of one question are beyond chance, all of them taken together.

    A z test of each against none, from its printed interval, and Holm's rule over the question.
    """
    shown = {key: cell for key, cell in differences.items() if isinstance(cell, Shown)}
    p = list(holm([_p(cell) for cell in shown.values()])) if shown else []
    return {key for key, each in zip(shown, p, strict=True) if each < 1 - LEVEL}


def _p(cell: Shown) -> float:
    low, high = cell.low, cell.high
    if low is None or high is None or low == high:
        return 1.0
    # The wider side: the other may end at the end of the scale.
    half = max(cell.value - low, high - cell.value)
    return two_sided(float(cell.value / half) * normal_quantile(LEVEL))
