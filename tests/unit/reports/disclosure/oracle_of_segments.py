"""What may be kept by segment, worked out from everybody's answers in plain Python."""

from collections.abc import Iterator

from reports.tally import Row, Tallies
from tests.unit.reports.disclosure.oracle import Given, Oracle, people, told
from tests.unit.reports.disclosure.studies import Study

Cells = tuple[Row, str]
Parts = dict[Cells, list[Given]]


class OracleOfSegments(Oracle):
    """Holds the rows within segments against the rules, one breakdown after the other."""

    def __init__(self, study: Study, tallies: Tallies) -> None:
        super().__init__(study)
        self.tallies = tallies
        self.parents = list(self.broken_down())

    def wrong_segments(self) -> list[str]:
        """Return what is kept within segments that may not be, or is missing without need."""
        return [*self._strangers(), *(w for c in self.segments for w in self._column(c))]

    def _strangers(self) -> Iterator[str]:
        known = {
            row._replace(within=segment)
            for row in self.parents
            for segments in self.segments.values()
            for segment in segments
        }
        for row in self.tallies.bases:
            if row.within and row not in known:
                yield f"R7: {told(row)} is not on the menu"
            if row.within and row._replace(within=None) not in self.tallies.bases:
                yield f"{told(row)} is kept and what it is a part of is not"
        whole = {count.row for count in self.tallies.counts if not count.within}
        for count in self.tallies.counts:
            if count.within and count.row._replace(within=None) not in whole:
                yield f"R4: {count} is kept and the counts it is a part of are not"
            if count.within and self.questions[count.question].kind != "nps":
                yield f"R7: {count} is kept of a score"

    def _column(self, column: str) -> Iterator[str]:
        parts = {
            (row, segment): self.behind(row._replace(within=segment))
            for row in self.parents
            for segment in self.segments[column]
        }
        kept = {cell for cell in parts if cell[0]._replace(within=cell[1]) in self.tallies.bases}
        for row, segment in kept:
            if people(parts[row, segment]) < 10:
                yield f"R2: {told(row)} within {segment} is kept of fewer than 10"
        yield from self._whole_lines(parts, kept)
        for row in {row for row, _ in kept}:
            yield from self._left_over(row, column, kept)
        yield from self._needless(column, parts, kept)

    def _whole_lines(self, parts: Parts, kept: set[Cells]) -> Iterator[str]:
        for row in {row for row, _ in kept}:
            for segment in {segment for _, segment in kept}:
                if parts[row, segment] and (row, segment) not in kept:
                    yield f"R11: {told(row)} within {segment} is hidden and its lines are not"

    def _left_over(self, row: Row, column: str, kept: set[Cells]) -> Iterator[str]:
        shown = {segment for other, segment in kept if other == row}
        left = [g for g in self.behind(row) if not self.belong[g.respondent] & shown]
        if not left:
            return
        if not self.passes(left) or people(left) < 10:
            yield f"R4: {told(row)} less {sorted(shown)} leaves {people(left)}"
        named = set(self.segments[column])
        sources = {next(iter(self.belong[g.respondent] & named), "without a value") for g in left}
        if len(sources) < 2:
            yield f"R4: {told(row)} less {sorted(shown)} is all of {sources}"

    def _needless(self, column: str, parts: Parts, kept: set[Cells]) -> Iterator[str]:
        """Where every part is large enough and nobody is without one, none may be missing."""
        counted = {count.row for count in self.tallies.counts}
        for row in self.parents:
            whole = counted if self.questions[row.question or ""].kind == "nps" else None
            if row not in self.tallies.bases or (whole is not None and row not in whole):
                parts = {cell: given for cell, given in parts.items() if cell[0] != row}
        named = set(self.segments[column])
        rows = {row for row, _ in parts}
        blank = [
            g for row in rows for g in self.behind(row) if not self.belong[g.respondent] & named
        ]
        given = {cell: given for cell, given in parts.items() if given}
        fine = all(self.passes(each) and people(each) >= 10 for each in given.values())
        if fine and not blank and given.keys() != kept:
            yield f"{given.keys() - kept} are hidden without need"
