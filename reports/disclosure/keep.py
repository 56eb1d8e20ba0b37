"""The tear: ballots taken apart, and only what may ever be reported kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from questionnaires.answers import Answered, Ballot, answered
from questionnaires.kinds import KINDS
from reports.disclosure.bases import base_of, passes, rate_may_show
from reports.disclosure.policy import Policy
from reports.disclosure.subtraction import Named, given_away, left_over
from reports.menu import Menu, points_of
from reports.tally import NOBODY, Base, Count, Invited, Moment, Row, Tallies

MIN_ANSWERS_FOR_COMMENTS = 10
MIN_COMMENTS = 5


@dataclass
class _Torn:
    """What one pass over the ballots gathers; it never leaves this module whole."""

    customers: Counter[str] = field(default_factory=Counter)
    by_customer: dict[Row, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_subject: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    about: dict[str | None, Counter[Named]] = field(default_factory=lambda: defaultdict(Counter))
    counts: Counter[Count] = field(default_factory=Counter)
    sums: Counter[Row] = field(default_factory=Counter)
    ratings: Counter[Row] = field(default_factory=Counter)
    comments: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    writers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a count writes down: tallies, and comments by question, still in the order read."""

    tallies: Tallies
    comments: Mapping[str, tuple[str, ...]]
    counted: int
    malformed: int


def keep(
    ballots: Iterable[Ballot | None],
    menu: Menu,
    policy: Policy,
    *,
    invited: int,
    response_by_manager: Mapping[str, Invited],
) -> Kept:
    """Tally the ballots (None is a malformed one) and keep the rows that may be reported.

    A row is kept when it passes R1, and when no smaller group follows by subtracting kept rows
    from the row of all account managers together. From 5 to 9 respondents only a pooled sum
    stays; where questions have rows of their own, it is pooled over these. `counted` is 0, and
    nothing is kept, when the whole wave fails R1.
    """
    torn, malformed = _Torn(), 0
    for ballot in ballots:
        if ballot is None or not _tear(ballot, menu, torn):
            malformed += 1
    whole = base_of(torn.customers)
    if not passes(whole, policy):
        return Kept(Tallies(), {}, 0, malformed)
    rows = _kept_rows(torn, menu, policy)
    _pool_kept_questions(rows, torn, menu)
    tallies = Tallies(
        bases={row: base_of(torn.by_customer[row]) for row in rows},
        moments={r: Moment(torn.ratings[r], torn.sums[r]) for r in rows if r in torn.ratings},
        counts=_kept_counts(torn, rows, policy),
        response=Invited(invited, whole.respondents),
        response_by_manager=_kept_response(
            response_by_manager, Invited(invited, whole.respondents), torn, policy
        ),
    )
    return Kept(tallies, _kept_comments(torn, whole, policy), whole.respondents, malformed)


def _tear(ballot: Ballot, menu: Menu, torn: _Torn) -> bool:
    try:
        entries = list(answered(menu.questionnaire, tuple(menu.suppliers), ballot))
    except ValueError:
        return False
    customer = ballot.circumstances.customer
    torn.customers[customer] += 1
    rows: set[Row] = set()
    for entry in entries:
        rows |= _tear_answer(entry, menu, torn)
    for question in {e.asked.question.id for e in entries if _is_comment(e)}:
        torn.writers[question][customer] += 1
    for row in rows:
        torn.by_customer[row][customer] += 1
    for subject in {row.subject for row in rows} - {None}:
        torn.by_subject[subject][customer] += 1
    _note_managers(rows, customer, menu, torn)
    return True


def _is_comment(entry: Answered) -> bool:
    return KINDS[entry.asked.question.kind].measure == "text"


def _tear_answer(entry: Answered, menu: Menu, torn: _Torn) -> set[Row]:
    question = entry.asked.question
    kind = KINDS[question.kind]
    if _is_comment(entry):
        torn.comments[question.id].append(entry.rows[""])
        return set()
    rows: set[Row] = set()
    for cell in kind.cells(question, entry.rows):
        manager = entry.asked.manager
        for subject in {manager, None} if manager else {cell.subject}:
            row = Row(question.id, subject)
            torn.counts[Count(question.id, subject, cell.option)] += 1
            rows.add(row)
            if points_of(question):
                rows |= _rate(row, int(cell.option), menu, torn, pooled=manager or subject)
    return rows


def _rate(row: Row, point: int, menu: Menu, torn: _Torn, *, pooled: str | None) -> set[Row]:
    """Add a rating to its row and, where its question is pooled, to the row of the pooled score."""
    rows = {row}
    if pooled and row.question in menu.pooled(pooled):
        rows.add(Row(None, row.subject))
    for each in rows:
        torn.ratings[each] += 1
        torn.sums[each] += point
    return rows


def _note_managers(rows: set[Row], customer: str, menu: Menu, torn: _Torn) -> None:
    named: dict[str | None, set[Row]] = defaultdict(set)
    for row in rows:
        if row.question is not None and row.subject in menu.managers:
            named[row.question].add(row)
            if row.question in menu.pooled_manager_questions:
                named[None].add(row)
    for question, cells in named.items():
        torn.about[question][customer, frozenset(cells)] += 1


def _kept_rows(torn: _Torn, menu: Menu, policy: Policy) -> set[Row]:
    open_subjects = {
        subject
        for subject in [*menu.suppliers, *menu.managers]
        if passes(base_of(torn.by_subject[subject]), policy)
    }
    rows = {
        row for subject in open_subjects for row in _rows_of_subject(subject, torn, menu, policy)
    }
    rows |= {
        row
        for row in [*_whole_rows(menu), Row(None, None)]
        if _reportable(torn, row, policy, from_=policy.min_respondents)
        and (row.question is None or _has_detail(torn, row, policy) or _only_score(row, menu))
    }
    before: set[Row] = set()
    while rows != before:
        before = rows
        rows = _without_tellers(_without_given_away(rows, torn, menu, policy), torn, menu, policy)
    return rows


def _without_given_away(rows: set[Row], torn: _Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Hide the smallest account managers until nobody below R1 follows by subtraction."""
    while subtracted := given_away(rows, torn.about, menu, policy):
        smallest = min(subtracted, key=lambda m: (base_of(torn.by_subject[m]).respondents, m))
        rows = {row for row in rows if row.subject != smallest}
    return rows


def _without_tellers(rows: set[Row], torn: _Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Drop the rows of all account managers that tell on a few, and with the last their pool."""
    safe = {r for r in rows if _only_score(r, menu) or not _tells_detail(r, rows, torn, policy)}
    if safe != rows and not any(Row(q, None) in safe for q in menu.pooled_manager_questions):
        safe.discard(Row(None, None))
    return safe


def _tells_detail(row: Row, rows: set[Row], torn: _Torn, policy: Policy) -> bool:
    """Say whether a row of all account managers, less the kept ones, tells a detail of too few.

    R2: what may be shown as one pooled score alone may not follow question by question either.
    """
    if row.question is None or row.subject is not None:
        return False
    left = left_over(row.question, rows, torn.about)
    return left.respondents > 0 and not (
        left.respondents >= policy.detail_from and passes(left, policy)
    )


def _whole_rows(menu: Menu) -> list[Row]:
    return [Row(q.id, None) for q in (*menu.study_questions, *menu.manager_questions)]


def _only_score(row: Row, menu: Menu) -> bool:
    """Say whether this is the one rating of its kind, so that it is the pooled score itself."""
    for questions in (menu.study_questions, menu.manager_questions):
        scored = [question.id for question in questions if points_of(question)]
        if scored == [row.question]:
            return True
    return False


def _rows_of_subject(subject: str, torn: _Torn, menu: Menu, policy: Policy) -> set[Row]:
    pooled = Row(None, subject)
    rows = {row for row in menu.of_subject(subject) if _has_detail(torn, row, policy)}
    only = menu.pooled(subject)
    if len(only) == 1:
        rows |= {Row(next(iter(only)), subject)}
    rows |= {pooled}
    return {r for r in rows if _reportable(torn, r, policy, from_=policy.min_respondents)}


def _has_detail(torn: _Torn, row: Row, policy: Policy) -> bool:
    return _reportable(torn, row, policy, from_=policy.detail_from)


def _reportable(torn: _Torn, row: Row, policy: Policy, *, from_: int) -> bool:
    base = base_of(torn.by_customer[row])
    return base.respondents >= from_ and passes(base, policy)


def _pool_kept_questions(rows: set[Row], torn: _Torn, menu: Menu) -> None:
    """Leave in a pooled score only the questions with rows of their own, if there are any.

    R4 once more: the score of all of them, less those shown singly, would be that of the others.
    """
    for pool in [row for row in rows if row.question is None]:
        asked = {Row(q, pool.subject) for q in menu.pooled(pool.subject)}
        kept = asked & rows
        if kept and any(torn.ratings[row] for row in asked - kept):
            torn.ratings[pool] = sum(torn.ratings[row] for row in kept)
            torn.sums[pool] = sum(torn.sums[row] for row in kept)
            # At least these many respondents are behind it, customer by customer.
            torn.by_customer[pool] = reduce(or_, (torn.by_customer[row] for row in kept))


def _kept_counts(torn: _Torn, rows: set[Row], policy: Policy) -> dict[Count, int]:
    detailed = {row for row in rows if _has_detail(torn, row, policy)}
    detailed -= {row for row in detailed if _tells_detail(row, detailed, torn, policy)}
    return {
        count: number
        for count, number in torn.counts.items()
        if Row(count.question, count.subject) in detailed
    }


def _kept_comments(torn: _Torn, whole: Base, policy: Policy) -> dict[str, tuple[str, ...]]:
    """R8: comments are kept without the person they are about, from 10 answers and 5 comments.

    Five comments of one respondent about his five account managers count once, and those who
    wrote must pass R1 themselves.
    """
    if whole.respondents < MIN_ANSWERS_FOR_COMMENTS:
        return {}
    writers = {question: base_of(torn.writers[question]) for question in torn.comments}
    return {
        question: tuple(texts)
        for question, texts in torn.comments.items()
        if writers[question].respondents >= MIN_COMMENTS and passes(writers[question], policy)
    }


def _kept_response(
    groups: Mapping[str, Invited], whole: Invited, torn: _Torn, policy: Policy
) -> dict[str, Invited]:
    """Keep the response of account managers whose n is printed, unless it tells on the others.

    Whole less kept is a group too, as far as nobody deals with two of them.
    """
    kept = {
        manager: group
        for manager, group in groups.items()
        if rate_may_show(group)
        and base_of(torn.by_subject[manager]).respondents >= policy.full_from
    }
    invited = whole.invited - sum(group.invited for group in kept.values())
    answered = whole.answered - sum(group.answered for group in kept.values())
    rest = Invited(invited, answered)
    return kept if rest == NOBODY or invited < 0 or rate_may_show(rest) else {}
