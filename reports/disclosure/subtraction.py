"""R4: what follows from kept rows by subtracting them from the row of all account managers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from reports.disclosure.bases import base_of, passes
from reports.disclosure.policy import Policy
from reports.menu import Menu
from reports.tally import Base, Row

Named = tuple[str, frozenset[Row]]
"""One respondent's customer, and the rows about account managers that hold an answer of his."""


class _Left(NamedTuple):
    """The rows that are left of a question, and whose rows were subtracted to get there."""

    question: str | None
    rows: Set[Row]
    subtracted: Set[str]


def given_away(
    rows: Set[Row], about: Mapping[str | None, Mapping[Named, int]], menu: Menu, policy: Policy
) -> Set[str]:
    """Return account managers of whom one must be hidden, because all less them is below R1.

    `about` counts respondents by question, and under None by all pooled questions at once. Empty
    when whatever is left, of each question and of the pool, is nobody or passes R1.
    """
    for left in (*_of_questions(rows, menu), *_of_pool(rows, about.get(None, {}), menu)):
        customers: Counter[str] = Counter()
        for (customer, answered), respondents in about.get(left.question, {}).items():
            if not answered.isdisjoint(left.rows):
                customers[customer] += respondents
        if left.subtracted and customers and not passes(base_of(customers), policy):
            return left.subtracted
    return frozenset()


def _of_questions(rows: Set[Row], menu: Menu) -> Iterator[_Left]:
    for question in (q.id for q in menu.manager_questions):
        if Row(question, None) in rows:
            kept = {m for m in menu.managers if Row(question, m) in rows}
            yield _Left(question, {Row(question, m) for m in menu.managers} - rows, kept)


def _of_pool(rows: Set[Row], about: Iterable[Named], menu: Menu) -> Iterator[_Left]:
    """Yield what is left of the pooled questions, added up.

    A manager with a pooled score alone is subtracted as a whole. Where the others are known of a
    question, it is known of those managers together too, and their pooled scores less it tell
    the rest.
    """
    pooled = menu.pooled_manager_questions
    whole = pooled if Row(None, None) in rows else frozenset[str]()
    together = {q for q in pooled if Row(q, None) in rows} or whole
    singly = {row.subject for row in rows if row.question in pooled and row.subject}
    summed = {m for m in menu.managers if Row(None, m) in rows} - singly
    answered = frozenset[Row]().union(*(answered for _, answered in about))
    hidden = {r for r in answered - rows if r.question in together and r.subject not in summed}
    yield _Left(None, hidden, singly | summed)
    told = together - {row.question for row in hidden}
    if told:
        yield _Left(None, {Row(q, m) for q in pooled - told for m in summed}, singly | summed)


def left_over(
    question: str, rows: Set[Row], about: Mapping[str | None, Mapping[Named, int]]
) -> Base:
    """Return who stands behind all account managers of a question less those in the rows."""
    customers: Counter[str] = Counter()
    for (customer, answered), respondents in about.get(question, {}).items():
        if answered - rows:
            customers[customer] += respondents
    return base_of(customers)
