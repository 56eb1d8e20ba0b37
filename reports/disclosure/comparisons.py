"""The figures of questions that compare items: rated or ranked one by one, or two at a time."""

from collections.abc import Callable, Mapping

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Measure, Points
from questionnaires.kinds.head_to_head import OUTCOMES
from questionnaires.schema import Question
from reports.disclosure.answers import Counted, Figures, placed
from reports.disclosure.ends import at_the_end, end_share, first_shares, firsts_possible
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Shown
from reports.disclosure.rounding import distribution
from reports.tally import Row

FIRST = "1"
NEAR_END = 3 * Policy.score_clip
"""A mean position so near the first or last place may be one that everybody gave."""
BETTER, SAME, WORSE = OUTCOMES


def comparisons(counted: Counted, question: Question) -> Figures:
    """Yield every figure of a question that compares its items, whole, banded or hidden."""
    return COMPARISONS[KINDS[question.kind].measure](counted, question)


def item_key(question: Question, item: str) -> tuple[str | None, str | None]:
    """Return the subject and the option of a fact about an item: which, depends on what it is."""
    return (item, None) if question.options is None else (None, item)


def _importance(counted: Counted, question: Question) -> Figures:
    kind = KINDS[question.kind]
    points, options = kind.points(question) or Points(0, 0), kind.options(question)
    for item in counted.menu.items(question):
        row, (subject, option) = Row(question.id, item), item_key(question, item)
        yield FactKey("mean", question.id, subject, option), counted.score(points, row)
        yield FactKey("top_box", question.id, subject, option), _top(counted, points, options, row)


def _top(counted: Counted, points: Points, options: tuple[str, ...], row: Row) -> Cell:
    """Return the share of the highest point, from 30 respondents on."""
    n, moment, policy = counted.n(row), counted.moment(row), counted.policy
    if moment is None or n < policy.full_from:
        return Hidden()
    possible = at_the_end(moment, points, respondents=n, policy=policy, top=True)
    span = end_share(list(counted.counts(row, options).values()), possible, n, policy)
    return counted.cell(span, n) if span else Hidden()


def _ranking(counted: Counted, question: Question) -> Figures:
    """Yield each item's mean position, and how many put it first: one share of all who ranked.

    The positions of all items together add up to what is known, so that one that all gave could
    follow from the others. Therefore all means are shown or none: only where every item's row is,
    and no printed mean lies near an end. That they are not says no more than that one does.
    """
    rows = {item: Row(question.id, item) for item in counted.menu.items(question)}
    places = Points(1, len(rows))
    first = _firsts(counted, Row(question.id, None), rows)
    means = {item: counted.score(places, row) for item, row in rows.items()}
    if not all(_is_inside(cell, places) for cell in means.values()):
        means = dict.fromkeys(rows, Hidden())
    for item in rows:
        subject, option = item_key(question, item)
        yield FactKey("mean", question.id, subject, option), means[item]
        yield FactKey("top_box", question.id, subject, option), first[item]


def _is_inside(cell: Cell, places: Points) -> bool:
    """Say whether a mean position is shown and lies well between the ends."""
    if not isinstance(cell, Shown):
        return False
    return places.low + NEAR_END < cell.value < places.high - NEAR_END


def _firsts(counted: Counted, whole: Row, rows: Mapping[str, Row]) -> Mapping[str, Cell]:
    n, policy, spans = counted.n(whole), counted.policy, None
    found = [counted.moment(row) for row in rows.values()]
    moments = [moment for moment in found if moment]
    if len(moments) == len(rows) and counted.tells(rows, n, bands=False):
        counts = [counted.counts(row, (FIRST,))[FIRST] for row in rows.values()]
        spans = first_shares(counts, firsts_possible(moments, n, policy), n, policy)
    return counted.cells(rows, spans, n)


def _pairs(counted: Counted, question: Question) -> Figures:
    """Yield how many found the first of a pair better, the same or worse, of those who compared.

    Where these shares would give an extreme one away, one figure stands for them: the share of
    those who found the first better, and half of those who found both the same.
    """
    for pair in counted.menu.pairs(question):
        row = Row(question.id, *pair)
        counts, n = counted.counts(row, OUTCOMES), counted.n(row)
        shares = counted.shares(counts, row)
        yield from placed(row, shares)
        if n >= counted.policy.full_from and isinstance(shares[BETTER], Hidden):
            key = FactKey("superiority", question.id, row.subject, None, row.against)
            yield key, _superiority(counted, counts, n)


def _superiority(counted: Counted, counts: Mapping[str, int], n: int) -> Cell:
    """Return the share that stands for three hidden ones; hidden itself of fewer than a hundred.

    That the three are hidden leaves few possible: with it, even a coarse share would tell them all.
    """
    if n < counted.policy.fine_from:
        return Hidden()
    halves = [2 * counts[each] + counts[SAME] for each in (BETTER, WORSE)]
    spans = distribution(halves, counted.policy.full_from, counted.policy)
    return counted.cell(spans[0], n) if spans else Hidden()


COMPARISONS: Mapping[Measure, Callable[[Counted, Question], Figures]] = {
    "importance": _importance,
    "ranking": _ranking,
    "pairs": _pairs,
}
