"""The count: ballots taken apart, and only what may ever be reported kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from questionnaires.answers import Ballot
from questionnaires.kinds import KINDS
from reports.disclosure.bases import base_of, enough, passes, rate_may_show
from reports.disclosure.comments import may_be_quoted
from reports.disclosure.exchange import Detail
from reports.disclosure.policy import Policy
from reports.disclosure.rankings import ABOVE, halved, kept_orders
from reports.disclosure.subtraction import given_away, left_over
from reports.disclosure.tear import Torn, tear
from reports.menu import Menu, points_of
from reports.tally import NOBODY, Base, Correlation, Count, Invited, Moment, Row, Tallies


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
    torn, malformed = Torn.of(menu), 0
    for ballot in ballots:
        if ballot is None or not tear(ballot, menu, torn):
            malformed += 1
    whole = base_of(torn.customers)
    if not passes(whole, policy):
        return Kept(Tallies(), {}, 0, malformed)
    rows = _kept_rows(torn, menu, policy)
    details = _kept_pairs(torn, menu, policy)
    rows |= details.keys()
    _pool_kept_questions(rows, torn, menu)
    tallies = Tallies(
        bases={row: base_of(torn.by_customer[row]) for row in rows},
        moments={r: Moment(torn.ratings[r], torn.sums[r]) for r in rows if r in torn.ratings},
        counts=_kept_counts(torn, rows, details, policy),
        correlations=_kept_correlations(torn, rows, menu, policy),
        response=Invited(invited, whole.respondents),
        response_by_manager=_kept_response(
            response_by_manager, Invited(invited, whole.respondents), torn, policy
        ),
    )
    return Kept(tallies, _kept_comments(torn, whole, policy), whole.respondents, malformed)


def _kept_rows(torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    subjects = _open_subjects(torn, menu, policy)
    rows = {row for subject in subjects for row in _rows_of_subject(subject, torn, menu, policy)}
    rows |= {
        row
        for row in [*_whole_rows(menu), Row(None, None)]
        if _reportable(torn, row, policy, from_=policy.min_respondents)
        and (row.question is None or _has_detail(torn, row, policy) or _only_score(row, menu))
    }
    rows |= {
        row
        for row in [*menu.item_rows, *menu.pair_rows]
        if _has_detail(torn, row, policy) and subjects.issuperset(menu.about(row))
    }
    placed = {r for r in menu.item_rows if r.question in torn.placed and torn.by_customer[r]}
    hidden = halved(rows, placed)
    rows = {row for row in rows if row.question not in hidden}
    before: set[Row] = set()
    while rows != before:
        before = rows
        rows = _without_tellers(_without_given_away(rows, torn, menu, policy), torn, menu, policy)
    return rows


def _open_subjects(torn: Torn, menu: Menu, policy: Policy) -> set[str]:
    """Return the suppliers and account managers who pass R1 over all their rows."""
    every = (*menu.suppliers, *menu.managers)
    return {each for each in every if passes(base_of(torn.by_subject[each]), policy)}


def _without_given_away(rows: set[Row], torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Hide the smallest account managers until nobody below R1 follows by subtraction."""
    while subtracted := given_away(rows, torn.about, menu, policy):
        smallest = min(subtracted, key=lambda m: (base_of(torn.by_subject[m]).respondents, m))
        rows = {row for row in rows if smallest not in menu.about(row)}
    return rows


def _without_tellers(rows: set[Row], torn: Torn, menu: Menu, policy: Policy) -> set[Row]:
    """Drop the rows of all account managers that tell on a few, and with the last their pool."""
    safe = {r for r in rows if _only_score(r, menu) or not _tells_detail(r, rows, torn, policy)}
    if safe != rows and not any(Row(q, None) in safe for q in menu.pooled_manager_questions):
        safe.discard(Row(None, None))
    return safe


def _tells_detail(row: Row, rows: set[Row], torn: Torn, policy: Policy) -> bool:
    """Say whether a row of all account managers, less the kept ones, tells a detail of too few.

    R2: what may be shown as one pooled score alone may not follow question by question either.
    """
    if row.question is None or row.subject is not None:
        return False
    left = left_over(row.question, rows, torn.about)
    return left.respondents > 0 and not enough(left, policy)


def _kept_pairs(torn: Torn, menu: Menu, policy: Policy) -> dict[Row, Detail]:
    """Return the pairs of suppliers that enough respondents rated both of, and how they are kept.

    R13: from 30 respondents on, and as far as no answer follows from them by subtraction.
    """
    subjects = _open_subjects(torn, menu, policy)
    found: dict[Row, Detail] = {}
    for question in menu.supplier_questions:
        pairs = [
            pair
            for pair in menu.pairs(question)
            if _is_full(torn, Row(question.id, *pair), policy) and subjects.issuperset(pair)
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
    rows = {row for row in menu.of_subject(subject) if _has_detail(torn, row, policy)}
    only = menu.pooled(subject)
    if len(only) == 1:
        rows |= {Row(next(iter(only)), subject)}
    rows |= {pooled}
    return {r for r in rows if _reportable(torn, r, policy, from_=policy.min_respondents)}


def _has_detail(torn: Torn, row: Row, policy: Policy) -> bool:
    return _reportable(torn, row, policy, from_=policy.detail_from)


def _reportable(torn: Torn, row: Row, policy: Policy, *, from_: int) -> bool:
    base = base_of(torn.by_customer[row])
    return base.respondents >= from_ and passes(base, policy)


def _pool_kept_questions(rows: set[Row], torn: Torn, menu: Menu) -> None:
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


def _kept_counts(
    torn: Torn, rows: set[Row], details: Mapping[Row, Detail], policy: Policy
) -> dict[Count, int]:
    detailed = {row for row in rows if _has_detail(torn, row, policy)}
    detailed -= {row for row in detailed if _tells_detail(row, detailed, torn, policy)}
    orders = {Row(q, None): kept_orders(placed, policy) for q, placed in torn.placed.items()}
    detailed -= {row for row in orders if not _is_full(torn, row, policy)}
    kept: Counter[Count] = Counter()
    for count, number in torn.counts.items():
        row = Row(count.question, count.subject, count.against)
        placed = frozenset(count.option.split(ABOVE))
        if row in detailed and (row not in orders or placed in orders[row]):
            kept[_outcome(count) if details.get(row) == "outcomes" else count] += number
    return kept


def _is_full(torn: Torn, row: Row, policy: Policy) -> bool:
    return _reportable(torn, row, policy, from_=policy.full_from)


def _outcome(count: Count) -> Count:
    """Return who won where two ratings were given: all that is kept if the rest could be told."""
    first, second = (int(rating) for rating in count.option.split("."))
    word = "tie" if first == second else "win" if first > second else "loss"
    return count._replace(option=word)


def _kept_correlations(
    torn: Torn, rows: set[Row], menu: Menu, policy: Policy
) -> dict[tuple[str, str], Correlation]:
    """Keep how the ratings of the client go together, where both ratings are kept themselves."""
    shown = {row.question for row in rows if row.subject in (None, menu.client)}
    found = torn.together.correlations(policy)
    return {pair: r for pair, r in found.items() if shown.issuperset(pair)}


def _kept_comments(torn: Torn, whole: Base, policy: Policy) -> dict[str, tuple[str, ...]]:
    """R8: comments are kept without the person they are about, where they may be quoted."""
    return {
        question: tuple(texts)
        for question, texts in torn.comments.items()
        if may_be_quoted(whole, base_of(torn.writers[question]), policy)
    }


def _kept_response(
    groups: Mapping[str, Invited], whole: Invited, torn: Torn, policy: Policy
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
