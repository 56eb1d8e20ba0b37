"""The gate: the one function through which figures leave, as a Release."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.disclosure.bases import passes, rate_may_show
from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown
from reports.disclosure.rounding import (
    banded_counts,
    distribution,
    interval,
    net_promoters,
    score,
    size,
    three_bands,
    to_step,
)
from reports.menu import Menu, points_of
from reports.tally import NOBODY, Count, Invited, Row, Tallies

# R13: the spread the policy assumes. 0.3 of a scale's width is above what ratings usually show
# (1.2 on 1 to 5); 80 points is that of a recommendation with a third each way.
SPREAD_OF_WIDTH = Decimal("0.3")
SPREAD_OF_NPS = Decimal(80)
NPS_GROUPS = {"promoters": (9, 10), "passives": (7, 8), "detractors": tuple(range(7))}

Figures = Iterator[tuple[FactKey, Cell]]


def gate(tallies: Tallies, menu: Menu, policy: Policy) -> Release:
    """Return every figure of the wave as it may be shown: whole, banded, or hidden.

    A row that the count did not keep, or that fails R1, is hidden in all its figures.
    """
    cells: dict[FactKey, Cell] = dict(_response(tallies, menu, policy))
    for question in menu.study_questions:
        cells.update(_question(tallies, policy, question, Row(question.id, None)))
    for question in menu.supplier_questions:
        for supplier in menu.suppliers:
            cells.update(_question(tallies, policy, question, Row(question.id, supplier)))
    for question in menu.manager_questions if menu.managers else ():
        for manager in (None, *menu.managers):
            cells.update(_question(tallies, policy, question, Row(question.id, manager)))
    cells.update(_pooled_scores(tallies, menu, policy))
    return Release(policy, cells)


def _response(tallies: Tallies, menu: Menu, policy: Policy) -> Figures:
    invited, answered = tallies.response
    # From 30 on the numbers of respondents are printed, and less the invited they tell the silent.
    full = answered >= policy.full_from
    told = full and rate_may_show(tallies.response)
    figures = {
        FactKey("n", option="invited"): (_number(invited, invited), told or not full),
        FactKey("n", option="answered"): (_number(answered, answered), told),
        FactKey("rate"): (_number(_percent(answered, invited, 1), invited), told),
    }
    for key, (cell, may_show) in figures.items():
        yield key, cell if may_show else Hidden()
    for manager in menu.managers:
        by_manager = tallies.response_by_manager.get(manager, NOBODY)
        full = _is_full(tallies, policy, manager)
        yield FactKey("rate", subject=manager), _group_rate(by_manager, full=full)


def _number(value: int | Decimal, of: int) -> Cell:
    return Shown(Decimal(value), of) if of else Hidden()


def _percent(part: int, whole: int, step: int) -> Decimal:
    return to_step(Fraction(100 * part, max(whole, 1)), Decimal(step))


def _is_full(tallies: Tallies, policy: Policy, subject: str) -> bool:
    rows = (row for row in tallies.bases if row.subject == subject)
    return any(_n(tallies, policy, row) >= policy.full_from for row in rows)


def _group_rate(group: Invited, *, full: bool) -> Cell:
    """A rate and the number invited tell how many answered, so a row whose n is a band has none."""
    if not (full and rate_may_show(group)):
        return Hidden()
    return Shown(_percent(group.answered, group.invited, 5), group.invited)


def _question(tallies: Tallies, policy: Policy, question: Question, row: Row) -> Figures:
    measure = KINDS[question.kind].measure
    points = points_of(question)
    if points:
        yield (
            FactKey("mean", question.id, row.subject),
            _score(tallies, policy, points, row),
        )
    counts = _counts(tallies, question, row)
    if measure == "nps":
        yield from _recommendation(tallies, policy, row, counts)
    elif points:
        yield from _rating_shares(tallies, policy, row, points=points, counts=counts)
    else:
        yield from _choice_shares(tallies, policy, row, counts)


def _n(tallies: Tallies, policy: Policy, row: Row) -> int:
    """Return the respondents behind a row; 0 where it may not be shown."""
    base = tallies.bases.get(row)
    return base.respondents if base and passes(base, policy) else 0


def _score(tallies: Tallies, policy: Policy, points: Points, row: Row) -> Cell:
    n = _n(tallies, policy, row)
    moment = tallies.moments.get(row)
    if not n or moment is None:
        return Hidden()
    value = score(moment, points, respondents=n, policy=policy)
    printed = size(n, policy)
    low, high = interval(
        value,
        printed,
        spread=SPREAD_OF_WIDTH * (points.high - points.low),
        low=Decimal(points.low),
        high=Decimal(points.high),
    )
    return Shown(value, printed, low, high)


def _pooled_scores(tallies: Tallies, menu: Menu, policy: Policy) -> Figures:
    """Yield the score over all rating questions, where there is more than one to pool."""
    if menu.managers and len(menu.pooled_manager_questions) > 1:
        points = menu.pooled_points(managers=True)
        for manager in (None, *menu.managers):
            cell = _score(tallies, policy, points, Row(None, manager))
            yield FactKey("mean", None, manager), cell
    if len(menu.pooled_supplier_questions) > 1:
        points = menu.pooled_points(managers=False)
        for supplier in menu.suppliers:
            cell = _score(tallies, policy, points, Row(None, supplier))
            yield FactKey("mean", None, supplier), cell


def _counts(tallies: Tallies, question: Question, row: Row) -> dict[str, int]:
    options = KINDS[question.kind].options(question)
    counts = (tallies.counts.get(Count(question.id, row.subject, o), 0) for o in options)
    return dict(zip(options, counts, strict=True))


def _rating_shares(
    tallies: Tallies, policy: Policy, row: Row, *, points: Points, counts: Mapping[str, int]
) -> Figures:
    n = _n(tallies, policy, row)
    if not n or n >= policy.full_from:
        shares = dict(_shares(policy, row, counts, n))
        yield from shares.items()
        top = FactKey("share", row.question, row.subject, str(points.high))
        yield FactKey("top_box", row.question, row.subject), shares[top]
        return
    bands = three_bands(points)
    yield from _shares(policy, row, banded_counts(counts, bands), n)


def _recommendation(
    tallies: Tallies, policy: Policy, row: Row, counts: Mapping[str, int]
) -> Figures:
    n = _n(tallies, policy, row)
    groups = {
        name: sum(counts[str(point)] for point in points) for name, points in NPS_GROUPS.items()
    }
    shares = dict(_shares(policy, row, groups, n))
    if not all(isinstance(cell, Shown) for cell in shares.values()):
        # The score is the difference of two of them: with it a bound would be none (R3).
        shares = dict.fromkeys(shares, Hidden())
    yield FactKey("nps", row.question, row.subject), _net_promoters(policy, groups, n)
    yield from shares.items()


def _net_promoters(policy: Policy, groups: Mapping[str, int], n: int) -> Cell:
    answers = sum(groups.values())
    if n < policy.detail_from or not answers:
        return Hidden()
    value = net_promoters(
        groups["promoters"], groups["detractors"], answers, respondents=n, policy=policy
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


def _choice_shares(
    tallies: Tallies, policy: Policy, row: Row, counts: Mapping[str, int]
) -> Figures:
    """Below 30 respondents three bands are the most R2 allows, and options do not fold."""
    n = _n(tallies, policy, row)
    if len(counts) > 3 and n < policy.full_from:
        n = 0
    yield from _shares(policy, row, counts, n)


def _shares(policy: Policy, row: Row, counts: Mapping[str, int], n: int) -> Figures:
    spans = None
    if n >= policy.detail_from and any(counts.values()):
        spans = distribution(list(counts.values()), n, policy)
    for position, option in enumerate(counts):
        key = FactKey("share", row.question, row.subject, option)
        if spans is None:
            yield key, Hidden()
            continue
        span, printed = spans[position], size(n, policy)
        if span.banded:
            yield key, Banded(span.value, printed, span.low, span.high)
        else:
            yield key, Shown(span.value, printed)
