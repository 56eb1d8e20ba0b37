"""The figures of a question answered once, per supplier or per account manager, as may be shown."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Measure, Points, item_ids
from questionnaires.kinds.best_worst import BEST, WORST
from questionnaires.kinds.number import bounds_of
from questionnaires.schema import Question
from reports.disclosure.bases import passes
from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Shown
from reports.disclosure.rounding import (
    Span,
    amount,
    amount_step,
    banded_counts,
    distribution,
    interval,
    net_promoters,
    score,
    size,
    three_bands,
    ticked,
)
from reports.menu import Menu, points_of
from reports.tally import Count, Moment, Row, Tallies

# R13: the spread the policy assumes. 0.3 of a scale's width is above what ratings usually show
# (1.2 on 1 to 5); 80 points is that of a recommendation with a third each way.
SPREAD_OF_WIDTH = Policy.spread
SPREAD_OF_NPS = Decimal(Policy.nps_spread)
NPS_GROUPS = {"promoters": (9, 10), "passives": (7, 8), "detractors": tuple(range(7))}
MOST_BANDS = 3

Figures = Iterator[tuple[FactKey, Cell]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, with the menu and the policy that say what may be shown of it."""

    tallies: Tallies
    menu: Menu
    policy: Policy

    def n(self, row: Row) -> int:
        """Return the respondents behind a row; 0 where it may not be shown."""
        base = self.tallies.bases.get(row)
        return base.respondents if base and passes(base, self.policy) else 0

    def moment(self, row: Row) -> Moment | None:
        """Return the sum of a row; None where it may not be shown."""
        return self.tallies.moments.get(row) if self.n(row) else None

    def counts(self, row: Row, options: tuple[str, ...]) -> dict[str, int]:
        """Return how many chose each of these options."""
        question, subject, against, within = row
        keys = {o: Count(question or "", subject, o, against, within) for o in options}
        return {option: self.tallies.counts.get(key, 0) for option, key in keys.items()}

    def is_coarse(self, row: Row) -> bool:
        """Say whether a part of this row is hidden, so that it is rounded one step coarser."""
        return any(not self.n(child) for child in self.menu.children(row))

    def score(self, points: Points, row: Row) -> Cell:
        """Return the mean rating of a row."""
        n, moment = self.n(row), self.moment(row)
        if moment is None:
            return Hidden()
        value = score(moment, points, respondents=n, policy=self.policy, coarse=self.is_coarse(row))
        low, high = interval(
            value,
            size(n, self.policy),
            spread=SPREAD_OF_WIDTH * (points.high - points.low),
            low=Decimal(points.low),
            high=Decimal(points.high),
        )
        return Shown(value, size(n, self.policy), low, high)

    def shares(self, counts: Mapping[str, int], row: Row, *, bands: bool = True) -> dict[str, Cell]:
        """Return each count's share of all of them, which belong to the respondents of this row.

        Below 30 respondents three bands are the most R2 allows, and other answers do not fold.
        """
        spans, n = None, self.n(row)
        if self.tells(counts, n, bands=bands) and any(counts.values()):
            numbers, coarse = list(counts.values()), self.is_coarse(row)
            spans = distribution(numbers, n, self.policy, coarse=coarse)
        return self.cells(counts, spans, n)

    def tells(self, options: Collection[str], n: int, *, bands: bool) -> bool:
        """Say whether shares of so many options may be shown of n respondents (R2)."""
        few = not bands and len(options) > MOST_BANDS and n < self.policy.full_from
        return n >= self.policy.detail_from and not few

    def cells(
        self, options: Collection[str], spans: Sequence[Span] | None, n: int
    ) -> dict[str, Cell]:
        """Return the shares of these options as figures; all hidden where there are none."""
        if spans is None:
            return dict.fromkeys(options, Hidden())
        return {option: self.cell(span, n) for option, span in zip(options, spans, strict=True)}

    def cell(self, span: Span, n: int) -> Cell:
        """Return a share as a figure of n respondents."""
        printed = size(n, self.policy)
        if span.banded:
            return Banded(span.value, printed, span.low, span.high, span.step)
        return Shown(span.value, printed, step=span.step)


def answers(counted: Counted, question: Question, row: Row) -> Figures:
    """Yield every figure of one row of a question, whole, banded or hidden."""
    return FIGURES[KINDS[question.kind].measure](counted, question, row)


def placed(row: Row, cells: Mapping[str, Cell]) -> Figures:
    """Yield shares as facts about their row."""
    for option, cell in cells.items():
        yield FactKey("share", row.question, row.subject, option, row.against), cell


def _options(question: Question) -> tuple[str, ...]:
    return KINDS[question.kind].options(question)


def _rating(counted: Counted, question: Question, row: Row) -> Figures:
    points = points_of(question)
    if points is None:
        raise ValueError(f"the question {question.id} has no scale")
    yield FactKey("mean", question.id, row.subject), counted.score(points, row)
    counts, n = counted.counts(row, _options(question)), counted.n(row)
    if n and n < counted.policy.full_from:
        yield from placed(row, counted.shares(banded_counts(counts, three_bands(points)), row))
        return
    shares = counted.shares(counts, row)
    yield from placed(row, shares)
    yield FactKey("top_box", row.question, row.subject), shares[str(points.high)]


def within_segment(counted: Counted, question: Question, row: Row) -> tuple[FactKey, Cell]:
    """Return the one figure of a question within a segment: a score, or a recommendation (R7)."""
    points, n = points_of(question), counted.n(row)
    cell: Cell = Hidden()
    if points is None:
        cell = _net_promoters(counted, _promoters(counted, question, row), row)
    elif n >= counted.policy.detail_from:
        cell = counted.score(points, row)
    key = FactKey("mean" if points else "nps", row.question, row.subject, within=row.within)
    return key, cell


def _promoters(counted: Counted, question: Question, row: Row) -> dict[str, int]:
    counts = counted.counts(row, _options(question))
    return {
        name: sum(counts[str(point)] for point in points) for name, points in NPS_GROUPS.items()
    }


def _recommendation(counted: Counted, question: Question, row: Row) -> Figures:
    groups = _promoters(counted, question, row)
    shares = counted.shares(groups, row)
    if not all(isinstance(cell, Shown) for cell in shares.values()):
        # The score is the difference of two of them: with it a bound would be none (R3).
        shares = dict.fromkeys(shares, Hidden())
    yield FactKey("nps", row.question, row.subject), _net_promoters(counted, groups, row)
    yield from placed(row, shares)


def _net_promoters(counted: Counted, groups: Mapping[str, int], row: Row) -> Cell:
    policy, n, answered = counted.policy, counted.n(row), sum(groups.values())
    if n < policy.detail_from or not answered:
        return Hidden()
    value = net_promoters(
        groups["promoters"] - groups["detractors"],
        answered,
        respondents=n,
        policy=policy,
        coarse=counted.is_coarse(row),
    )
    low, high = interval(
        value,
        size(n, policy),
        spread=SPREAD_OF_NPS,
        low=Decimal(-100),
        high=Decimal(100),
        step=Decimal(1),
    )
    return Shown(value, size(n, policy), low, high)


def _choice(counted: Counted, question: Question, row: Row) -> Figures:
    counts = counted.counts(row, _options(question))
    yield from placed(row, counted.shares(counts, row, bands=False))


def _several(counted: Counted, question: Question, row: Row) -> Figures:
    """Each option is a figure of its own: those who ticked it, of all who ticked any."""
    counts = counted.counts(row, item_ids(question, counted.menu.suppliers))
    moment, n = counted.moment(row), counted.n(row)
    spans = None
    if moment is not None and counted.tells(counts, n, bands=False):
        numbers, coarse = list(counts.values()), counted.is_coarse(row)
        spans = ticked(numbers, moment.n, n, counted.policy, coarse=coarse)
    yield from placed(row, counted.cells(counts, spans, n))


def _number(counted: Counted, question: Question, row: Row) -> Figures:
    bounds, moment, n = bounds_of(question), counted.moment(row), counted.n(row)
    cell: Cell = Hidden()
    if moment is not None and n >= counted.policy.detail_from:
        coarse = counted.is_coarse(row)
        value, step = amount(moment, bounds, coarse=coarse), amount_step(bounds, coarse=coarse)
        low, high = interval(
            value,
            size(n, counted.policy),
            spread=SPREAD_OF_WIDTH * (bounds.high - bounds.low),
            low=bounds.low,
            high=bounds.high,
            step=step,
        )
        cell = Shown(value, size(n, counted.policy), low, high)
    yield FactKey("mean", question.id, row.subject), cell


def _extremes(counted: Counted, question: Question, row: Row) -> Figures:
    """Yield how many named each item the best, and how many the worst, of those who named one."""
    items = item_ids(question, counted.menu.suppliers)
    for extreme in (BEST, WORST):
        counts = counted.counts(row, tuple(f"{item}.{extreme}" for item in items))
        shares = counted.shares(counts, row, bands=False)
        for item, cell in zip(items, shares.values(), strict=True):
            yield FactKey("share", question.id, item, extreme), cell


FIGURES: Mapping[Measure, Callable[[Counted, Question, Row], Figures]] = {
    "scale": _rating,
    "nps": _recommendation,
    "nominal": _choice,
    "multiple": _several,
    "number": _number,
    "extremes": _extremes,
}
