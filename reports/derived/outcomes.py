"""What the three printed shares of a comparison say: better, the same and worse, of 100."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.kinds.head_to_head import OUTCOMES
from reports.disclosure.rated_pairs import RESULTS
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown, Size
from reports.disclosure.rounding import fewest
from reports.menu import Menu

ALL = Decimal(100)
Printed = Shown | Banded
Span = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares in percent of the `n` respondents who compared two; a bound stands for its middle.

    `hidden` is the most by which better less worse may be off, in points, by all that rounding and
    bounds leave open.
    """

    better: Decimal
    same: Decimal
    worse: Decimal
    hidden: Decimal
    n: Size

    @property
    def difference(self) -> Decimal:
        """Return better less worse, in points."""
        return self.better - self.worse

    @property
    def spread(self) -> Decimal:
        """Return the variance of better less worse for one respondent, in squared points."""
        return max(ALL * (self.better + self.worse) - self.difference**2, Decimal(0))

    @property
    def variance(self) -> Decimal:
        """Return the variance of better less worse over the fewest the printed size allows."""
        return self.spread / fewest(self.n)


def outcomes(release: Release, menu: Menu) -> Iterator[tuple[FactKey, Outcome | None]]:
    """Yield what is printed of each two that were compared, by the key of their difference.

    None where a share is hidden.
    """
    found: dict[FactKey, dict[str, Cell]] = {}
    for key, cell in release.cells.items():
        compared = key.against is not None and key.question in menu.compared
        if compared and key.measure == "share" and key.option and key.within is None:
            pair = FactKey("difference", key.question, key.subject, None, key.against)
            found.setdefault(pair, {})[key.option] = cell
    for pair, cells in found.items():
        order = OUTCOMES if OUTCOMES[0] in cells else RESULTS
        yield pair, _outcome([cells[each] for each in order])


def _outcome(cells: Sequence[Cell]) -> Outcome | None:
    printed = [each for each in cells if not isinstance(each, Hidden)]
    if len(printed) < len(cells):
        return None
    won, same, lost = (_span(each) for each in printed)
    better, alike, worse = (
        _middle(each, [o for o in printed if o is not each]) for each in printed
    )
    difference = better - worse
    off = (_furthest(won, same, lost) - difference, _furthest(lost, same, won) + difference)
    return Outcome(better, alike, worse, max(off), printed[0].n)


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
