"""What intervals tell, and gates that work them out from the answers against R13."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from reports.disclosure.answers import SPREAD_OF_WIDTH, Counted
from reports.disclosure.facts import Fact
from reports.disclosure.release import Cell, Release, Shown
from reports.disclosure.released import facts_of, row_of
from reports.disclosure.rounding import alike, interval
from reports.menu import Menu, points_of
from reports.statistics import wilson
from reports.tally import Moment, Row, Tallies

SCORE, SHARES = Counted.score, Counted.shares
HUNDREDTH = Decimal("0.01")
Ends = tuple[Decimal, Decimal]
Try = Callable[[int], Cell]
"""What a gate prints where a sum or a number is this one."""


def read(release: Release, tallies: Tallies, menu: Menu) -> list[Fact]:
    """Return every fact of a release, each as narrow as the ends of its interval leave it.

    Whoever knows the gate tries in it each sum of ratings, and each number of those who chose an
    option, and keeps what prints the same ends. Which gate it is makes no difference here.
    """
    counted = Counted(tallies, menu, release.policy)
    return [_narrowed(fact, release, counted) for fact in facts_of(release, tallies, menu)]


def _narrowed(fact: Fact, release: Release, counted: Counted) -> Fact:
    cell, row = release.cells.get(fact.key), row_of(fact.key, counted.menu)
    if row is None or not isinstance(cell, Shown) or cell.low is None:
        return fact
    values = range(fact.low, fact.high + 1)
    if fact.key.measure in {"share", "top_box"}:
        given = counted.counts(row, tuple(count.option for count, _ in fact.coefficients))
        told = alike(values, sum(given.values()), _ends(_tried_share(row, counted)))
    elif fact.key.measure == "mean" and (points := _points_of(row, counted.menu)):
        total = counted.tallies.moments[row].total
        told = alike(values, total, _ends(_tried_score(points, row, counted)))
    else:
        return fact
    return replace(fact, low=told[0], high=told[-1])


def _ends(tried: Try) -> Callable[[int], Ends]:
    def ends(value: int) -> Ends:
        cell = tried(value)
        assert isinstance(cell, Shown)
        assert cell.low is not None
        assert cell.high is not None
        return cell.low, cell.high

    return ends


def _tried_score(points: Points, row: Row, counted: Counted) -> Try:
    tallies = counted.tallies

    def tried(total: int) -> Cell:
        moments = {**tallies.moments, row: Moment(tallies.moments[row].n, total)}
        return replace(counted, tallies=replace(tallies, moments=moments)).score(points, row)

    return tried


def _tried_share(row: Row, counted: Counted) -> Try:
    question = counted.menu.by_id[row.question or ""]
    answers = sum(counted.counts(row, KINDS[question.kind].options(question)).values())

    def tried(number: int) -> Cell:
        return counted.shares({"chosen": number, "other": answers - number}, row)["chosen"]

    return tried


def _points_of(row: Row, menu: Menu) -> Points | None:
    """Return the scale of a row's score; None of other numbers."""
    if row.question is None:
        return menu.pooled_points(managers=row.subject is None or row.subject in menu.managers)
    return points_of(menu.by_id[row.question])


# Gates that break R13


def about_the_exact_mean(counted: Counted, points: Points, row: Row) -> Cell:
    """Return a score whose interval lies about the mean of the answers, not about the printed."""
    cell, moment = SCORE(counted, points, row), counted.moment(row)
    if not isinstance(cell, Shown) or moment is None:
        return cell
    low, high = interval(
        Decimal(moment.total) / moment.n,
        cell.n,
        spread=SPREAD_OF_WIDTH * (points.high - points.low),
        low=Decimal(points.low),
        high=Decimal(points.high),
        step=HUNDREDTH,
    )
    return replace(cell, low=low, high=high)


def with_intervals_about_exact_means(patch: pytest.MonkeyPatch) -> None:
    """R13: an interval is worked out from the answers, so that the sum follows from its ends."""
    patch.setattr(Counted, "score", about_the_exact_mean)


def of_exact_numbers(
    counted: Counted, counts: Mapping[str, int], row: Row, *, bands: bool = True
) -> dict[str, Cell]:
    """Return shares with Wilson's interval of the exact number, in whole percent."""
    cells, answers = SHARES(counted, counts, row, bands=bands), sum(counts.values())
    for option, cell in cells.items():
        if isinstance(cell, Shown):
            found = wilson(counts[option], answers)
            low, high = (Decimal(round(100 * end)) for end in (found.low, found.high))
            cells[option] = replace(cell, low=low, high=high)
    return cells


def with_intervals_of_exact_numbers(patch: pytest.MonkeyPatch) -> None:
    """R13: a share is printed with the interval of the number of those who chose an option."""
    patch.setattr(Counted, "shares", of_exact_numbers)
