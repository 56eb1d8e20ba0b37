"""The tallies a count keeps, hidden further until the attacker proves nothing from them."""

from collections import Counter
from collections.abc import Mapping
from functools import reduce
from operator import or_

from reports.disclosure.attacker import AtOnce
from reports.disclosure.audit import audit
from reports.disclosure.bases import base_of
from reports.disclosure.choosing import (
    Barred,
    has_detail,
    is_full,
    kept_pairs,
    kept_rows,
    tells_detail,
)
from reports.disclosure.exchange import Detail
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.rankings import ABOVE, kept_orders
from reports.disclosure.released import facts_of
from reports.disclosure.repair import Repair
from reports.disclosure.segments import with_segments
from reports.disclosure.tear import Torn
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Correlation, Count, Moment, Row, Tallies

MOST_TRIES = 15
"""How often something further is hidden before every figure that is subtracted from goes."""


def settled(torn: Torn, menu: Menu, policy: Policy, at_once: AtOnce = map) -> Tallies:
    """Return the tallies to keep, apart from the response (R10).

    The attacker is tried on everything that any report could ever show of them. Where something
    is proven, more is hidden, and the attacker tried again.
    """
    trial, repair = Trial(torn, menu, policy), Repair(menu)
    for _ in range(MOST_TRIES):
        tallies = tallies_of(torn, menu, policy, repair.barred)
        verdict = proven(trial, tallies, at_once)
        if verdict.is_safe:
            return tallies
        repair.go_on(verdict, tallies)
    repair.give_up()
    tallies = tallies_of(torn, menu, policy, repair.barred)
    return tallies if proven(trial, tallies, at_once).is_safe else Tallies()


def proven(trial: Trial, tallies: Tallies, at_once: AtOnce = map) -> Verdict:
    """Return what the attacker proves of all that could be shown of these tallies."""
    facts = facts_of(gate(tallies, trial.menu, trial.policy), tallies, trial.menu)
    return Verdict.joined(
        [trial.verdict(facts, at_once=at_once), audit(facts, trial.menu, at_once=at_once)]
    )


def tallies_of(torn: Torn, menu: Menu, policy: Policy, barred: Barred) -> Tallies:
    """Return the tallies of every row that may be kept, apart from the response."""
    rows = kept_rows(torn, menu, policy, barred)
    details = kept_pairs(torn, menu, policy)
    rows |= details.keys()
    tallies = Tallies(
        bases={row: base_of(_customers(row, rows, torn, menu)) for row in rows},
        moments={r: _moment(r, rows, torn, menu) for r in rows if r in torn.ratings},
        counts=_kept_counts(torn, rows, details, policy),
        correlations=_kept_correlations(torn, rows, menu, policy),
    )
    return with_segments(tallies, torn, menu, policy, barred=barred.segments)


def _parts(pool: Row, rows: set[Row], torn: Torn, menu: Menu) -> list[Row]:
    """Return the rows a pooled score adds up: those kept of single questions, if there are any.

    R4 once more: the score of all of them, less those shown singly, would be that of the others.
    """
    asked = {Row(q, pool.subject) for q in menu.pooled(pool.subject)}
    kept = asked & rows
    left_out = any(torn.ratings[row] for row in asked - kept)
    return sorted(kept) if pool.question is None and left_out else []


def _customers(row: Row, rows: set[Row], torn: Torn, menu: Menu) -> Counter[str]:
    """Return who is behind a row, customer by customer; behind a pool at least these many."""
    parts = _parts(row, rows, torn, menu)
    return (
        reduce(or_, (torn.by_customer[each] for each in parts)) if parts else torn.by_customer[row]
    )


def _moment(row: Row, rows: set[Row], torn: Torn, menu: Menu) -> Moment:
    added = _parts(row, rows, torn, menu) or [row]
    return Moment(sum(torn.ratings[r] for r in added), sum(torn.sums[r] for r in added))


def _kept_counts(
    torn: Torn, rows: set[Row], details: Mapping[Row, Detail], policy: Policy
) -> dict[Count, int]:
    detailed = {row for row in rows if has_detail(torn, row, policy)}
    detailed -= {row for row in detailed if tells_detail(row, detailed, torn, policy)}
    orders = {Row(q, None): kept_orders(placed, policy) for q, placed in torn.placed.items()}
    detailed -= {row for row in orders if not is_full(torn, row, policy)}
    kept: Counter[Count] = Counter()
    for count, number in torn.counts.items():
        row = count.row
        placed = frozenset(count.option.split(ABOVE))
        if row in detailed and (row not in orders or placed in orders[row]):
            kept[_outcome(count) if details.get(row) == "outcomes" else count] += number
    return kept


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
