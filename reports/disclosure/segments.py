"""Breakdowns: which segments of the contacts may be kept beside the rows they are parts of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from reports.disclosure.bases import base_of, enough
from reports.disclosure.policy import Policy
from reports.disclosure.tear import Torn
from reports.menu import Menu
from reports.tally import Moment, Row, Tallies

FEWEST_HIDDEN = 2

Customers = Counter[str]
Cell = tuple[Row, str]
"""A question and a segment."""


def with_segments(
    tallies: Tallies,
    torn: Torn,
    menu: Menu,
    policy: Policy,
    *,
    barred: Set[str] = frozenset(),
) -> Tallies:
    """Return what is kept, with the rows within segments that may be kept beside it.

    A row within a segment needs respondents enough for a detail (R1, R2), and a kept row that it
    is a part of. That one less its kept segments is nobody, or again enough for a detail and from
    two hidden segments at least, of which those without a value are one (R4). What is hidden is
    hidden whole: a segment over all questions of its breakdown, or a question over all segments
    (R11). Not treated: what follows from two breakdowns together, or from a segment and an account
    manager.
    """
    counted = {count.row for count in tallies.counts}
    whole = {
        row: torn.by_customer[row]
        for row in menu.broken_down
        if row in tallies.bases and (row.question in menu.summed or row in counted)
    }
    rows: set[Row] = set()
    for segments in menu.withins.values():
        parts = {row: _parts(torn, row, segments) for row in whole}
        open_ = [segment for segment in segments if segment not in barred]
        rows |= _Breakdown(whole, parts, policy, list(whole), open_).kept()
    ratings = {row: Moment(torn.ratings[row], torn.sums[row]) for row in rows & torn.ratings.keys()}
    return replace(
        tallies,
        bases={**tallies.bases, **{row: base_of(torn.by_customer[row]) for row in rows}},
        moments={**tallies.moments, **ratings},
        counts={**tallies.counts, **{c: n for c, n in torn.counts.items() if c.row in rows}},
    )


def _parts(torn: Torn, row: Row, segments: Iterable[str]) -> dict[str, Customers]:
    """Return who answered a question, by segment; without those of which nobody did."""
    found = {each: torn.by_customer.get(row._replace(within=each)) for each in segments}
    return {segment: customers for segment, customers in found.items() if customers}


@dataclass
class _Breakdown:
    """One breakdown as a table of questions and segments, whose lines are hidden whole.

    `everybody` are those who answered a question, `parts` the same by segment; `rows` and
    `segments` are the lines that are left.
    """

    everybody: Mapping[Row, Customers]
    parts: Mapping[Row, Mapping[str, Customers]]
    policy: Policy
    rows: list[Row]
    segments: list[str]

    def kept(self) -> set[Row]:
        """Hide lines until nothing is wrong, and return the rows within segments that are left."""
        while (small := self._small()) or (tellers := [r for r in self.rows if self._tells(r)]):
            if small:
                self._hide_small(small)
            else:
                self._hide_told(tellers)
        return {row._replace(within=segment) for row, segment in self._cells()}

    def _cells(self) -> set[Cell]:
        return {
            (row, each) for row in self.rows for each in self.segments if each in self.parts[row]
        }

    def _small(self) -> set[Cell]:
        """Return the cells of too few for a detail; one that nobody answered is none."""
        return {
            (row, each)
            for row, each in self._cells()
            if not enough(base_of(self.parts[row][each]), self.policy)
        }

    def _hide_small(self, small: Set[Cell]) -> None:
        """Hide the line that costs the fewest other answers for each cell that has to go."""
        cells = self._cells()
        lines: list[Row | str] = [*self.segments, *self.rows]
        costs: dict[Row | str, float] = {}
        for line in lines:
            wrong = [cell for cell in small if line in cell]
            if wrong:
                rest = {cell for cell in cells - small if line in cell}
                costs[line] = self._answers(rest) / len(wrong)
        self._hide(min(costs, key=lambda line: costs[line]))

    def _tells(self, row: Row) -> bool:
        """Say whether a question less its kept segments tells of too few, or of one segment."""
        parts = self.parts[row]
        named: Customers = sum(parts.values(), Counter())
        kept: Customers = sum((parts[s] for s in self.segments if s in parts), Counter())
        rest = self.everybody[row] - kept
        hidden = parts.keys() - set(self.segments)
        sources = len(hidden) + bool(self.everybody[row] - named)
        few = sources < FEWEST_HIDDEN or not enough(base_of(rest), self.policy)
        return bool(kept) and bool(rest) and few

    def _hide_told(self, tellers: list[Row]) -> None:
        """Hide the smallest segment further, or the questions that tell where that costs less."""
        cells = self._cells()
        told = {segment for row, segment in cells if row == tellers[0]}
        sizes = {
            segment: self._answers({cell for cell in cells if segment in cell})
            for segment in self.segments
            if segment in told
        }
        smallest = min(sizes, key=lambda segment: sizes[segment])
        if self._answers({cell for cell in cells if cell[0] in tellers}) < sizes[smallest]:
            self.rows = [row for row in self.rows if row not in tellers]
        else:
            self._hide(smallest)

    def _hide(self, line: Row | str) -> None:
        self.rows = [row for row in self.rows if row != line]
        self.segments = [segment for segment in self.segments if segment != line]

    def _answers(self, cells: Set[Cell]) -> int:
        return sum(self.parts[row][segment].total() for row, segment in cells)
