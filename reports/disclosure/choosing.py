"""Which rows a count may keep: of groups that pass R1, and such that no smaller one follows."""

from collections.abc import Set
from dataclasses import dataclass

from questionnaires.kinds import KINDS
from reports.disclosure.bases import base_of, enough, passes
from reports.disclosure.exchange import Detail
from reports.disclosure.hiding import least_hidden
from reports.disclosure.policy import Policy
from reports.disclosure.rankings import halved
from reports.disclosure.subtraction import given_away, left_over
from reports.disclosure.tear import Torn
from reports.menu import Menu, points_of
from reports.tally import Row


@dataclass(frozen=True, slots=True)
class Barred:
    """What is hidden further, since something would follow from it: people, segments, rows."""

    managers: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    rows: frozenset[Row] = frozenset()


def kept_rows(torn: Torn, menu: Menu, policy: Policy, barred: Barred) -> set[Row]:
    """Return the rows that pass R1 and R2, less those from which a smaller group would follow."""
    subjects = _open_subjects(torn, menu, policy) - barred.managers
    rows = {row for subject in subjects for row in _rows_of_subject(subject, torn, menu, policy)}
    rows |= {
        row
        for row in [*_whole_rows(menu), Row(None, None)]
        if reportable(torn, row, policy, from_=policy.min_respondents)
        and (row.question is None or has_detail(torn, row, policy) or _only_score(row, menu))
    }
    rows |= {
        row
        for row in [*menu.item_rows, *menu.pair_rows]
        if has_detail(torn, row, policy) and subjects.issuperset(menu.about(row))
    }
    placed = {r for r in menu.item_rows if r.question in torn.placed and torn.by_customer[r]}
    hidden = halved(rows, placed)
    rows = {row for row in rows if row.question not in hidden}
    rows = _without_barred(rows, menu, barred)
    before: set[Row] = set()
    while rows != before:
        before = rows
        rows = _without_tellers(_without_given_away(rows, torn, menu, policy), torn, menu, policy)
    return rows


def _open_subjects(torn: Torn, menu: Menu, policy: Policy) -> set[str]:
    """Return the suppliers and account managers who pass R1 over all their rows."""
    every = (*menu.suppliers, *menu.managers)
    return {each for each in every if passes(base_of(torn.by_subject[each]), policy)}


def _without_barred(rows: set[Row], menu: Menu, barred: Barred) -> set[Row]:
    """Drop barred rows; with the last single question about all managers their pool goes too."""
    left = rows - barred.rows
    singly = any(Row(q, None) in left for q in menu.pooled_manager_questions)
    if left != rows and not singly and len(menu.pooled_manager_questions) > 1:
        left.discard(Row(None, None))
    return left


def _without_given_away(rows: set[Row], torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Hide account managers, with the least loss, until nobody below R1 follows by subtraction."""

    def left(hidden: Set[str]) -> set[Row]:
        return {row for row in rows if hidden.isdisjoint(menu.about(row))}

    losses = {m: base_of(torn.by_subject[m]).respondents for m in menu.managers}
    hidden = least_hidden(losses, lambda hidden: given_away(left(hidden), torn.about, menu, policy))
    return left(hidden)


def _without_tellers(rows: set[Row], torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Drop the rows of all account managers that tell on a few, and with the last their pool."""
    safe = {r for r in rows if _only_score(r, menu) or not tells_detail(r, rows, torn, policy)}
    if safe != rows and not any(Row(q, None) in safe for q in menu.pooled_manager_questions):
        safe.discard(Row(None, None))
    return safe


def tells_detail(row: Row, rows: set[Row], torn: Torn, policy: Policy) -> bool:
    """Say whether a row of all account managers, less the kept ones, tells a detail of too few.

    R2: what may be shown as one pooled score alone may not follow question by question either.
    """
    if row.question is None or row.subject is not None:
        return False
    left = left_over(row.question, rows, torn.about)
    return left.respondents > 0 and not enough(left, policy)


def kept_pairs(torn: Torn, menu: Menu, policy: Policy) -> dict[Row, Detail]:
    """Return the pairs of suppliers that enough respondents rated both of, and how they are kept.

    R13: from 30 respondents on, and as far as no answer follows from them by subtraction.
    """
    subjects = _open_subjects(torn, menu, policy)
    found: dict[Row, Detail] = {}
    for question in menu.supplier_questions:
        pairs = [
            pair
            for pair in menu.pairs(question)
            if is_full(torn, Row(question.id, *pair), policy) and subjects.issuperset(pair)
        ]
        details = torn.lines[question.id].details(pairs, policy)
        found |= {Row(question.id, *pair): detail for pair, detail in details.items()}
    return found


def _whole_rows(menu: Menu) -> list[Row]:
    ranked = (q for q in menu.item_questions if KINDS[q.kind].measure == "ranking")
    return [Row(q.id, None) for q in (*menu.study_questions, *menu.manager_questions, *ranked)]


def _only_score(row: Row, menu: Menu) -> bool:
    """Say whether this is the one rating of its kind, so that it is the pooled score itself."""
    for questions in (menu.study_questions, menu.manager_questions):
        scored = [question.id for question in questions if points_of(question)]
        if scored == [row.question]:
            return True
    return False


def _rows_of_subject(subject: str, torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    pooled = Row(None, subject)
    rows = {row for row in menu.of_subject(subject) if has_detail(torn, row, policy)}
    only = menu.pooled(subject)
    if len(only) == 1:
        rows |= {Row(next(iter(only)), subject)}
    rows |= {pooled}
    return {r for r in rows if reportable(torn, r, policy, from_=policy.min_respondents)}


def has_detail(torn: Torn, row: Row, policy: Policy) -> bool:
    """Say whether bands of it may be shown (R2)."""
    return reportable(torn, row, policy, from_=policy.detail_from)


def reportable(torn: Torn, row: Row, policy: Policy, *, from_: int) -> bool:
    """Say whether a row passes R1, with so many respondents at least."""
    base = base_of(torn.by_customer[row])
    return base.respondents >= from_ and passes(base, policy)


def is_full(torn: Torn, row: Row, policy: Policy) -> bool:
    """Say whether a whole distribution of it may be shown (R2)."""
    return reportable(torn, row, policy, from_=policy.full_from)
