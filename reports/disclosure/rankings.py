"""Rankings: whose order of items may be kept as a whole, and when their positions may."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set

from reports.disclosure.bases import base_of, enough
from reports.disclosure.policy import Policy
from reports.tally import Row

ABOVE = ">"
Items = frozenset[str]
Placed = tuple[str, Items]
"""One respondent's customer, and the items placed in a ranking."""


def kept_orders(placed: Mapping[Placed, int], policy: Policy) -> Set[Items]:
    """Return the sets of items of which whole orders may be kept.

    Who cannot place an item shows by that what he does not know: an order is kept where enough
    respondents placed the same items. Less these, the positions of each item are those of the
    others (R4); where they are of too few, no order is kept at all.
    """
    by_items: dict[Items, Counter[str]] = defaultdict(Counter)
    for (customer, items), respondents in placed.items():
        by_items[items][customer] += respondents
    kept = {items for items, who in by_items.items() if enough(base_of(who), policy)}
    others = {items: who for items, who in by_items.items() if items not in kept}
    left = (base_of(who) for who in _by_item(others))
    return kept if all(enough(base, policy) for base in left) else frozenset()


def _by_item(others: Mapping[Items, Counter[str]]) -> Iterator[Counter[str]]:
    """Yield who is left of each item's positions."""
    for item in frozenset[str]().union(*others):
        left: Counter[str] = Counter()
        for items, who in others.items():
            if item in items:
                left += who
        yield left


def halved(rows: Set[Row], placed: Set[Row]) -> Set[str | None]:
    """Return the rankings with an item that was placed and is hidden.

    Its first places would be all rankings less the first places of the others, and so on down.
    """
    return {row.question for row in placed - rows}
