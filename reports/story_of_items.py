"""Headlines of what compares items, and of numbers: each is true of the released figures."""

from collections.abc import Sequence

from reports.disclosure.release import Cell
from reports.figures import bounds
from reports.languages import Language
from reports.story import Scored, Standings, apart, clauses


def pairs_headline(
    language: Language, pairs: Sequence[tuple[str, str, Cell | None, Cell | None]]
) -> str:
    """Tell of the pair whose two shares of `better` lie furthest apart: names, then shares.

    It describes those who compared the two, and claims nothing of others.
    """
    gaps = []
    for first, second, won, lost in pairs:
        spans = bounds(won), bounds(lost)
        if spans[0] and spans[1]:
            ahead, behind = spans[0][0] - spans[1][1], spans[1][0] - spans[0][1]
            gaps.append((ahead, first, second, won, lost))
            gaps.append((behind, second, first, lost, won))
    if not gaps:
        return language.says("theme.few")
    gap, winner, loser, more, less = max(gaps, key=lambda each: each[0])
    if gap <= 0:
        return language.says("pairs.even")
    shares = {"more": language.value("share", more), "less": language.value("share", less)}
    return language.says("pairs.more", winner=winner, loser=loser, **shares)


def versus_headline(language: Language, client: str, standings: Standings) -> str:
    """Say against whom the client is rated better or worse beyond chance, by the same people."""
    said = list(clauses(language, standings))
    if not said:
        return language.says("versus.close", client=client)
    return language.says("versus.is", client=client, clauses=language.listed(said))


def worths_headline(language: Language, worths: Scored) -> str:
    """Say which item is preferred to which, all pairs together, or that all intervals meet."""
    pair = apart(worths)
    if pair:
        return language.says("worths.more", high=pair[0], low=pair[1])
    return language.says("worths.alike")


def drivers_headline(language: Language, outcome: str, weights: Scored) -> str:
    """Say which rating goes more with the overall judgement than which, if any does."""
    pair = apart(weights)
    if pair:
        return language.says("drivers.more", outcome=outcome, high=pair[0], low=pair[1])
    return language.says("drivers.alike", outcome=outcome)


def extremes_headline(
    language: Language, items: Sequence[tuple[str, Cell | None, Cell | None]]
) -> str:
    """Name what is most often the best and most often the worst, where that stands out."""
    if all(bounds(best) is None and bounds(worst) is None for _, best, worst in items):
        return language.says("theme.few")
    best = _standing_out([(name, cell) for name, cell, _ in items])
    worst = _standing_out([(name, cell) for name, _, cell in items])
    if best and worst:
        return language.says("extremes.both", best=best, worst=worst)
    if best:
        return language.says("extremes.best_is", name=best)
    if worst:
        return language.says("extremes.worst_is", name=worst)
    return language.says("extremes.open")


def _standing_out(shares: Scored) -> str | None:
    """Return the name whose share is above all the others' upper bounds; None if there is none."""
    spans = [(name, span) for name, cell in shares if (span := bounds(cell)) is not None]
    if not spans:
        return None
    top, (low, _) = max(spans, key=lambda each: each[1][0])
    return None if any(span[1] >= low for name, span in spans if name != top) else top


def amount_headline(language: Language, cell: Cell | None, unit: str) -> str:
    """Tell the mean of a number in its unit."""
    if bounds(cell) is None:
        return language.says("theme.few")
    value = f"{language.value('mean', cell)} {unit}".strip()
    return language.says("amount.is", value=value)
