"""Account managers compared by what their shown scores have in common (R13)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil, sqrt

from questionnaires.kinds.base import Points
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown
from reports.disclosure.rounding import fewest
from reports.menu import Menu
from reports.statistics import League, league, reliability
from reports.statistics.persons import FEWEST

RELIABLE = Policy.reliable
RELIABILITY = FactKey("worth", None, None, "reliability")
RATERS = FactKey("worth", None, None, "raters")
MOST_RATERS = 999
STEP, HUNDREDTH = Policy.score_step, Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Person:
    """One account manager's printed score, and how many answers it has at least."""

    manager: str
    cell: Shown

    @property
    def raters(self) -> int:
        return fewest(self.cell.n)


def score_key(menu: Menu, manager: str | None) -> FactKey | None:
    """Return the key of a manager's overall score; None where no rating question asks of them."""
    asked = menu.pooled_manager_questions
    if not asked:
        return None
    return FactKey("mean", next(iter(asked)) if len(asked) == 1 else None, manager)


def league_figures(release: Release, menu: Menu) -> Iterator[tuple[FactKey, Cell]]:
    """Yield what each shown score becomes beside the others, and how reliably they differ.

    A "worth" of a manager is the posterior mean of `reports.statistics.league`, in points of the
    scale to one decimal, with its 95 % interval rounded outwards. Its standard error is the spread
    the policy fixes over the root of the fewest answers the printed size allows. "reliability" is
    that of a score of as many answers as these have (their harmonic mean), "raters" how many it
    would take to reach 0.7. Nothing where fewer than three are shown; a hidden score stays hidden.
    """
    cells = {
        manager: release.cells[key]
        for manager in menu.managers
        if (key := score_key(menu, manager)) in release.cells and key is not None
    }
    people = [_Person(m, cell) for m, cell in cells.items() if isinstance(cell, Shown)]
    if len(people) < FEWEST:
        return
    points = menu.pooled_points(managers=True)
    spread = float(release.policy.spread) * (points.high - points.low)
    fit = league(
        [float(each.cell.value) for each in people],
        [spread / sqrt(each.raters) for each in people],
    )
    found = {each.manager: _position(each, fit, i, points) for i, each in enumerate(people)}
    for manager in cells:
        yield FactKey("worth", None, manager), found.get(manager, Hidden())
    yield from _reliability(people, spread, fit.between_sd)


def _position(person: _Person, fit: League, place: int, points: Points) -> Shown:
    low = _rounded(fit.low[place], ROUND_FLOOR)
    high = _rounded(fit.high[place], ROUND_CEILING)
    return Shown(
        _rounded(fit.mean[place]),
        person.cell.n,
        max(low, Decimal(points.low) + 0 * STEP),
        min(high, Decimal(points.high) + 0 * STEP),
    )


def _reliability(
    people: Sequence[_Person], spread: float, between: float
) -> Iterator[tuple[FactKey, Cell]]:
    """Yield how much of the differences between the scores is between the persons."""
    single = between**2 / (between**2 + spread**2)
    raters = len(people) / sum(1 / each.raters for each in people)
    smallest = min((each.cell.n for each in people), key=fewest)
    found = Decimal(reliability(single, raters)).quantize(HUNDREDTH, rounding=ROUND_FLOOR)
    yield RELIABILITY, Shown(found, smallest)
    wanted = float(RELIABLE)
    needed = ceil(wanted * (1 - single) / ((1 - wanted) * single)) if single else MOST_RATERS + 1
    told = needed <= MOST_RATERS
    yield RATERS, Shown(Decimal(needed), smallest) if told else Hidden()


def _rounded(value: float, how: str | None = None) -> Decimal:
    return Decimal(float(value)).quantize(STEP, rounding=how)
