"""Who of two was found better, from the shares that are shown of it (R13)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import sqrt

from scipy.optimize import brentq
from scipy.special import ndtr

from questionnaires.kinds.head_to_head import OUTCOMES
from reports.disclosure.rated_pairs import RESULTS
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown
from reports.disclosure.rounding import fewest
from reports.menu import Menu
from reports.statistics import holm
from reports.statistics.distributions import normal_quantile, two_sided

ALL = Decimal(100)
LEVEL = 0.95
Pairs = Mapping[FactKey, dict[str, Cell]]
Printed = Shown | Banded


def contrast_figures(release: Release, menu: Menu) -> Iterator[tuple[FactKey, Cell]]:
    """Yield for each pair how many more found the first better than found it worse, in points.

    The share of wins less that of losses, each a printed figure; a bound stands for the middle of
    what it and the other two shares leave open. The variance is that of
    `reports.statistics.paired_superiority`, w + l - (w - l)^2 over n. The 95 % interval allows for
    the worst that rounding and bounds may hide (Imbens and Manski 2004, equation 6), and is rounded
    outwards to whole points. Hidden where a share is.
    """
    for pair, cells in _pairs(release, menu).items():
        yield pair, _difference(cells)


def _pairs(release: Release, menu: Menu) -> Pairs:
    found: dict[FactKey, dict[str, Cell]] = {}
    for key, cell in release.cells.items():
        compared = key.against is not None and key.question in menu.compared
        if compared and key.measure == "share" and key.option and key.within is None:
            pair = FactKey("difference", key.question, key.subject, None, key.against)
            found.setdefault(pair, {})[key.option] = cell
    return found


def _difference(cells: Mapping[str, Cell]) -> Cell:
    order = OUTCOMES if OUTCOMES[0] in cells else RESULTS
    shares = [cells[each] for each in order]
    printed = [each for each in shares if not isinstance(each, Hidden)]
    if len(printed) < len(shares):
        return Hidden()
    won, same, lost = (_span(each) for each in printed)
    win, loss = (_middle(each, [o for o in printed if o is not each]) for each in printed[::2])
    value = win - loss
    most = _furthest(won, same, lost) - value
    least = value + _furthest(lost, same, won)
    n = printed[0].n
    # In squared points: all of them are a hundred.
    variance = max(ALL * (win + loss) - value**2, Decimal(0)) / fewest(n)
    half = Decimal(_half(float(max(most, least)), sqrt(variance)))
    return Shown(
        value.quantize(Decimal(1)),
        n,
        max((value - half).quantize(Decimal(1), ROUND_FLOOR), -ALL),
        min((value + half).quantize(Decimal(1), ROUND_CEILING), ALL),
    )


Span = tuple[Decimal, Decimal]


def _span(cell: Printed) -> Span:
    """Return what a printed share can be, in percent."""
    if isinstance(cell, Banded):
        return cell.low, cell.high
    half = (cell.step or Decimal(0)) / 2
    return cell.value - half, cell.value + half


def _middle(cell: Printed, others: Sequence[Printed]) -> Decimal:
    """Return what a share stands for: itself, or the middle of what a bound and the rest allow."""
    if not isinstance(cell, Banded):
        return cell.value
    low = max(cell.low, ALL - sum(_span(each)[1] for each in others))
    high = min(cell.high, ALL - sum(_span(each)[0] for each in others))
    return (low + high) / 2


def _furthest(up: Span, between: Span, down: Span) -> Decimal:
    """Return how far the first share can be above the last, where all three come to the whole."""
    both = up[1] + down[0]
    beyond = max(both + between[0] - ALL, ALL - between[1] - both, Decimal(0))
    return up[1] - down[0] - beyond


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
