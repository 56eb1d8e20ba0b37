"""How often the same respondents rated the client above a competitor, alike, or below."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.kinds import KINDS
from questionnaires.schema import Question
from reports.disclosure.answers import Counted, Figures, answers, placed
from reports.disclosure.rated_alone import Figured, Known, Pair, tells
from reports.disclosure.release import Cell, Hidden, Release
from reports.disclosure.released import facts_of
from reports.disclosure.rounding import share_alike
from reports.menu import points_of
from reports.tally import Row

WIN, TIE, LOSS = RESULTS = ("win", "tie", "loss")
_OTHER_WAY = {WIN: LOSS, TIE: TIE, LOSS: WIN}


def rated_pairs(counted: Counted) -> Figures:
    """Yield the shares of each pair of the client and a competitor in each grid.

    From 30 respondents who rated both on. Hidden where, with all that is printed of the two
    suppliers, they would tell how one of the few rated who rated only one of them (R4, R10).
    """
    menu, results = counted.menu, _results(counted)
    for question in menu.supplier_questions:
        if KINDS[question.kind].measure != "scale":
            continue
        grid = _Grid(counted, question)
        for first, second in menu.pairs(question):
            found = results.get(Row(question.id, first, second), Counter())
            if first == menu.client:
                yield from grid.pair(second, found)
            elif second == menu.client:
                turned = {each: found[_OTHER_WAY[each]] for each in RESULTS}
                yield from grid.pair(first, turned)


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


@dataclass(frozen=True, slots=True)
class _Grid:
    """The ratings of the suppliers in one question."""

    counted: Counted
    question: Question
    printed: dict[str | None, tuple[int, Figured]] = field(default_factory=dict)

    def pair(self, rival: str, results: Mapping[str, int]) -> Figures:
        """Yield how many rated the client above, like and below a competitor, or that it hides."""
        client = self.counted.menu.client
        kept = Row(self.question.id, rival, client)
        row = Row(self.question.id, client, rival)
        kept = kept if self.counted.n(kept) else row
        counts = {each: results.get(each, 0) for each in RESULTS}
        shares = self.counted.shares(counts, kept, bands=False)
        if self._tells(row, counts, shares):
            shares = dict.fromkeys(RESULTS, Hidden())
        yield from placed(row, shares)

    def _tells(self, row: Row, counts: Mapping[str, int], shares: Mapping[str, Cell]) -> bool:
        """Say whether these shares give the few away who rated one of the two alone."""
        points, spans = points_of(self.question), []
        both, size = sum(counts.values()), points.high if points else 0
        for result, cell in shares.items():
            if isinstance(cell, Hidden) or cell.step is None:
                return False
            alike = share_alike(counts[result], both, cell.step, self.counted.policy)
            spans.append((alike[0], alike[-1]))
        sides = (self._printed(each, size) for each in (row.subject, row.against))
        client, rival = (Known(max(number - both, 0), figures) for number, figures in sides)
        pair = Pair(size, both, client, rival, (spans[0], spans[1], spans[2]))
        return tells(pair, self.counted.policy.detail_from)

    def _printed(self, supplier: str | None, size: int) -> tuple[int, Figured]:
        """Return how many rated a supplier, and what is printed; of one that is hidden nothing."""
        if supplier not in self.printed:
            self.printed[supplier] = self._read(Row(self.question.id, supplier), size)
        return self.printed[supplier]

    def _read(self, row: Row, size: int) -> tuple[int, Figured]:
        if not self.counted.n(row):
            return 0, ()
        policy, tallies, menu = self.counted.policy, self.counted.tallies, self.counted.menu
        release = Release(policy, dict(answers(self.counted, self.question, row)))
        figures, number = [], 0
        for fact in facts_of(release, tallies, menu):
            factors = [0] * size
            for count, factor in fact.coefficients:
                factors[int(count.option) - 1] = factor
            figures.append((tuple(factors), (fact.low, fact.high)))
            if fact.key.measure == "n":
                number = fact.low
        return number, tuple(figures)
