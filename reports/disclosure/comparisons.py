"""The figures of questions that compare items: rated or ranked one by one, or two at a time."""

from collections.abc import Callable, Mapping

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Measure, Points
from questionnaires.kinds.head_to_head import OUTCOMES
from questionnaires.schema import Question
from reports.disclosure.answers import Counted, Figures, placed
from reports.disclosure.release import Cell, FactKey, Hidden
from reports.tally import Row

FIRST = "1"
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
        n = counted.n(row)
        counts = counted.counts(row, options)
        full = n >= counted.policy.full_from
        top: Cell = counted.shares(counts, n)[str(points.high)] if full else Hidden()
        yield FactKey("top_box", question.id, subject, option), top


def _ranking(counted: Counted, question: Question) -> Figures:
    """Yield each item's mean position, and how many put it first: one share of all who ranked."""
    items = counted.menu.items(question)
    places = Points(1, len(items))
    rows = {item: Row(question.id, item) for item in items}
    whole = Row(question.id, None)
    n = counted.n(whole) if all(counted.n(row) for row in rows.values()) else 0
    firsts = {item: counted.counts(row, (FIRST,))[FIRST] for item, row in rows.items()}
    first = counted.shares(firsts, n, bands=False)
    for item, row in rows.items():
        subject, option = item_key(question, item)
        yield FactKey("mean", question.id, subject, option), counted.score(places, row)
        yield FactKey("top_box", question.id, subject, option), first[item]


def _pairs(counted: Counted, question: Question) -> Figures:
    """Yield how many found the first of a pair better, the same or worse, of those who compared.

    Where these shares would give an extreme one away, one figure stands for them: the share of
    those who found the first better, and half of those who found both the same.
    """
    for pair in counted.menu.pairs(question):
        row = Row(question.id, *pair)
        counts, n = counted.counts(row, OUTCOMES), counted.n(row)
        shares = counted.shares(counts, n)
        yield from placed(row, shares)
        if n >= counted.policy.full_from and isinstance(shares[BETTER], Hidden):
            halves = {each: 2 * counts[each] + counts[SAME] for each in (BETTER, WORSE)}
            key = FactKey("superiority", question.id, row.subject, None, row.against)
            yield key, counted.shares(halves, n)[BETTER]


COMPARISONS: Mapping[Measure, Callable[[Counted, Question], Figures]] = {
    "importance": _importance,
    "ranking": _ranking,
    "pairs": _pairs,
}
