"""How often the same respondents rated the client above a competitor, alike, or below."""

from collections import Counter
from collections.abc import Mapping

from questionnaires.kinds import KINDS
from reports.disclosure.answers import Counted, Figures, placed
from reports.tally import Row

WIN, TIE, LOSS = RESULTS = ("win", "tie", "loss")
_OTHER_WAY = {WIN: LOSS, TIE: TIE, LOSS: WIN}


def rated_pairs(counted: Counted) -> Figures:
    """Yield the shares of each pair of the client and a competitor in each grid.

    From 30 respondents who rated both on, as far as the count kept the pair: it took the whole
    table of their ratings for known when it did.
    """
    menu, client = counted.menu, counted.menu.client
    results = _results(counted)
    for question in menu.supplier_questions:
        if KINDS[question.kind].measure != "scale":
            continue
        for first, second in menu.pairs(question):
            if client not in (first, second):
                continue
            row, turned = Row(question.id, first, second), client == second
            found = results.get(row, Counter())
            counts = {each: found[_OTHER_WAY[each] if turned else each] for each in RESULTS}
            own = Row(question.id, second, first) if turned else row
            yield from placed(own, counted.shares(counts, row, bands=False))


def _results(counted: Counted) -> Mapping[Row, Counter[str]]:
    """Return who won how often in each row of two, from their ratings or as it was kept."""
    found: dict[Row, Counter[str]] = {}
    for count, number in counted.tallies.counts.items():
        if count.against is not None and count.question in counted.menu.graded:
            found.setdefault(count.row, Counter())[_result(count.option)] += number
    return found


def _result(option: str) -> str:
    if option in RESULTS:
        return option
    first, second = (int(rating) for rating in option.split("."))
    return TIE if first == second else WIN if first > second else LOSS
