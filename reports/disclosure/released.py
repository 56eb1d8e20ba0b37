"""From what a release shows to the facts that somebody who knows the rules can read from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Measure, Points
from questionnaires.kinds.head_to_head import OUTCOMES
from questionnaires.kinds.number import bounds_of
from questionnaires.schema import Question
from reports.disclosure.answers import Counted
from reports.disclosure.comparisons import FIRST
from reports.disclosure.facts import Fact
from reports.disclosure.options import TOTAL, alternatives, members, most
from reports.disclosure.release import Cell, FactKey, Hidden, Release
from reports.disclosure.rounding import (
    alike,
    amount_alike,
    net_promoters,
    printed_alike,
    share_alike,
)
from reports.menu import Menu, points_of
from reports.tally import Base, Count, Row, Tallies

NO_COUNTS = frozenset({"n", "rate", "difference", "worth", "weight"})
Terms = Mapping[str, int]
"""Options of a row with the factors their counts have in a sum."""
Told = tuple[Terms, range]
"""The sum of which counts of a row lies where."""


def facts_of(release: Release, tallies: Tallies, menu: Menu) -> list[Fact]:
    """Return a fact for every figure that is shown, and one for the number of answers of each row.

    The numbers of answers are exact although a band may be printed: whoever is to be kept from
    finding out what somebody answered is taken to know who did.
    """
    reader = _Reader(Counted(tallies, menu, release.policy))
    shown = [(key, cell) for key, cell in release.cells.items() if not isinstance(cell, Hidden)]
    found = [fact for key, cell in shown if (fact := reader.fact(key, cell))]
    rows = {row for key, _ in shown if (row := row_of(key, menu)) and row.question}
    found += [reader.number(row) for row in rows]
    return sorted(found, key=lambda fact: tuple(part or "" for part in fact.key))


def row_of(key: FactKey, menu: Menu) -> Row | None:
    """Return the row whose counts a figure is about.

    None for a number of people or their rate, for what follows from other figures (R13), and for
    pairs of suppliers in a grid, of which the gate itself tried what they tell.
    """
    rated = key.against is not None and key.question in menu.graded
    if key.measure in NO_COUNTS or rated:
        return None
    if key.question is None:
        return Row(None, key.subject)
    measure = KINDS[menu.by_id[key.question].kind].measure
    if measure == "extremes":
        return Row(key.question, None)
    if measure in {"importance", "ranking"}:
        return Row(key.question, key.subject or key.option)
    return Row(key.question, key.subject, key.against, key.within)


def count_of(row: Row, option: str) -> Count:
    """Return the count of an option in a row about one question."""
    return Count(row.question or "", row.subject, option, row.against, row.within)


@dataclass(frozen=True, slots=True)
class _Reader:
    """The tallies that say what else would have printed the same."""

    counted: Counted

    def fact(self, key: FactKey, cell: Cell) -> Fact | None:
        """Return what one shown figure tells; None of a response that no answers are shown of."""
        row = row_of(key, self.counted.menu)
        if row is None:
            broadest = self._base_of(key.subject)
            if broadest is None and key.measure not in {"n", "rate"}:
                broadest = self._base_of(None)
            return Fact(key, (), 0, 0, broadest) if broadest else None
        base = self.counted.tallies.bases[row]
        if row.question is None:
            return self._pooled(key, row, base)
        question = self.counted.menu.by_id[row.question]
        terms, values = READ[KINDS[question.kind].measure](self, question, row, (key, cell))
        found = tuple((count_of(row, option), factor) for option, factor in terms.items())
        return Fact(key, found, values[0], values[-1], base)

    def number(self, row: Row) -> Fact:
        """Return how many answers a row has; of a number, how much they can add up to."""
        question, n = self.counted.menu.by_id[row.question or ""], self.answers(row)
        sets = alternatives(question, self.counted.menu) or ((TOTAL,),)
        terms = tuple((count_of(row, option), 1) for option in sets[0])
        low, high = (n, n) if sets[0] != (TOTAL,) else (0, n * most(question))
        key = FactKey("n", row.question, row.subject, None, row.against, row.within)
        return Fact(key, terms, low, high, self.counted.tallies.bases[row])

    def answers(self, row: Row) -> int:
        """Return the number of answers behind a row, of which one respondent may give several."""
        moment = self.counted.tallies.moments.get(row)
        if moment:
            return moment.n
        question = self.counted.menu.by_id[row.question or ""]
        if KINDS[question.kind].measure == "ranking":
            return self.counted.tallies.bases[row].respondents
        return sum(self.counts(row, alternatives(question, self.counted.menu)[0]))

    def counts(self, row: Row, options: Iterable[str]) -> list[int]:
        """Return how many chose each of these options."""
        return list(self.counted.counts(row, tuple(options)).values())

    def share(self, row: Row, options: Iterable[str], cell: Cell, of: int) -> Told:
        """Return what the share of these options together tells, of so many answers."""
        terms = dict.fromkeys(options, 1)
        count = sum(self.counts(row, terms))
        if isinstance(cell, Hidden) or cell.step is None:
            raise ValueError("no step is known of a share")
        return terms, share_alike(count, of, cell.step, self.counted.policy)

    def mean(self, row: Row, points: Points) -> range:
        """Return which sums would have printed the same mean."""
        return printed_alike(
            self.counted.tallies.moments[row],
            points,
            respondents=self.counted.n(row),
            policy=self.counted.policy,
            coarse=self.counted.is_coarse(row),
        )

    def _pooled(self, key: FactKey, row: Row, base: Base) -> Fact:
        menu = self.counted.menu
        points = menu.pooled_points(managers=row.subject is None or row.subject in menu.managers)
        terms = tuple(
            (count_of(row._replace(question=question), str(point)), point)
            for question in sorted(menu.pooled_in(row, self.counted.tallies.bases.keys()))
            for point in range(points.low, points.high + 1)
        )
        values = self.mean(row, points)
        return Fact(key, terms, values[0], values[-1], base)

    def _base_of(self, subject: str | None) -> Base | None:
        """Return the broadest base there is of a manager, or of everybody."""
        bases = self.counted.tallies.bases.items()
        about = self.counted.menu.about
        found = [base for row, base in bases if subject is None or subject in about(row)]
        return max(found, default=None)


Figure = tuple[FactKey, Cell]
Reading = Callable[[_Reader, Question, Row, Figure], Told]


def _by_points(points: Points) -> Terms:
    return {str(point): point for point in range(points.low, points.high + 1)}


def _scale(reader: _Reader, question: Question, row: Row, figure: Figure) -> Told:
    (key, cell), points = figure, points_of(question) or Points(0, 0)
    if key.measure == "mean":
        return _by_points(points), reader.mean(row, points)
    # An item that is rated stands in place of the option; of it only the top box is a share.
    option = key.option if key.measure == "share" else None
    chosen = members(option or str(points.high), points)
    return reader.share(row, chosen, cell, reader.answers(row))


def _recommendation(reader: _Reader, _: Question, row: Row, figure: Figure) -> Told:
    (key, cell), n = figure, reader.answers(row)
    if key.measure == "share":
        return reader.share(row, members(key.option or "", None), cell, n)
    terms = dict.fromkeys(members("promoters", None), 1)
    terms |= dict.fromkeys(members("detractors", None), -1)
    counts = zip(terms.values(), reader.counts(row, terms), strict=True)
    policy, respondents = reader.counted.policy, reader.counted.n(row)
    coarse = reader.counted.is_coarse(row)
    values = alike(
        range(-n, n + 1),
        sum(factor * count for factor, count in counts),
        lambda net: net_promoters(net, n, respondents=respondents, policy=policy, coarse=coarse),
    )
    return terms, values


def _choice(reader: _Reader, _: Question, row: Row, figure: Figure) -> Told:
    key, cell = figure
    return reader.share(row, [key.option or ""], cell, reader.answers(row))


def _extremes(reader: _Reader, question: Question, row: Row, figure: Figure) -> Told:
    key, cell = figure
    sets = alternatives(question, reader.counted.menu)
    option = f"{key.subject}.{key.option}"
    every = next(options for options in sets if option in options)
    return reader.share(row, [option], cell, sum(reader.counts(row, every)))


def _number(reader: _Reader, question: Question, row: Row, _: Figure) -> Told:
    moment, coarse = reader.counted.tallies.moments[row], reader.counted.is_coarse(row)
    return {TOTAL: 1}, amount_alike(moment, bounds_of(question), coarse=coarse)


def _ranking(reader: _Reader, question: Question, row: Row, figure: Figure) -> Told:
    key, cell = figure
    items = reader.counted.menu.items(question)
    if key.measure == "mean":
        points = Points(1, len(items))
        return _by_points(points), reader.mean(row, points)
    firsts = sum(sum(reader.counts(Row(question.id, item), [FIRST])) for item in items)
    return reader.share(row, [FIRST], cell, firsts)


def _pairs(reader: _Reader, _: Question, row: Row, figure: Figure) -> Told:
    (key, cell), n = figure, reader.answers(row)
    if key.measure == "share":
        return reader.share(row, [key.option or ""], cell, n)
    better, same, _worse = OUTCOMES
    counts = reader.counts(row, (better, same))
    if isinstance(cell, Hidden) or cell.step is None:
        raise ValueError("no step is known of a share")
    twice = share_alike(2 * counts[0] + counts[1], 2 * n, cell.step, reader.counted.policy)
    return {better: 2, same: 1}, twice


READ: Mapping[Measure, Reading] = {
    "scale": _scale,
    "nps": _recommendation,
    "nominal": _choice,
    "multiple": _choice,
    "number": _number,
    "extremes": _extremes,
    "importance": _scale,
    "ranking": _ranking,
    "pairs": _pairs,
}
