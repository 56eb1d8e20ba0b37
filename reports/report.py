"""The report as a value: what stands on its pages, and which released figures it prints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar, Literal

from reports.charts.chart import Chart
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release
from reports.entries import Entry as Entry
from reports.entries import Fact as Fact
from reports.entries import Printed as Printed
from reports.entries import Whole as Whole
from reports.entries import Words as Words

Constant = str | int | float
MOST_KEPT = 9
"""A figure of up to so many lines is not broken over two pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure. `mark` is the shape its chart uses; `strong` sets the line apart.

    `ends`, in small print, are the ends of the scale of the line's own question.
    """

    label: str
    entries: tuple[Entry, ...]
    mark: int | None = None
    strong: bool = False
    ends: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the figures of the line."""
        found = (each.value if isinstance(each, Whole) else each for each in self.entries)
        return tuple(each for each in found if isinstance(each, Fact))

    @property
    def hidden(self) -> bool:
        """Say whether the line has figures and none of them may be shown."""
        return bool(self.facts) and all(isinstance(fact.cell, Hidden) for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, with one chart drawn across them.

    `ends` stands beside the heading as it does in a line; `theme` above it, where one begins.
    """

    title: str
    rows: tuple[Row, ...]
    chart: Chart | None = None
    ends: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A table with its chart in the second column, each line of both at the same height.

    `columns` are the headings after the label, the chart's first; `axis` is the scale drawn in
    that heading; `row` is the height of a line in pixels; `swatches` colour the headings after
    the chart's like the parts of its bars; `few` is what a hidden line says, if not as
    usual; `joined` keeps it with the figure before.
    """

    kind: ClassVar[str] = "figure"
    style: str
    title: str
    label: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    axis: Chart | None = None
    note: str = ""
    row: int = 20
    label_width: int = 165
    swatches: tuple[str, ...] = ()
    few: str = ""
    joined: bool = False

    @property
    def drawn(self) -> bool:
        """Say whether any group has a chart."""
        return any(group.chart for group in self.groups)

    @property
    def width(self) -> int:
        """Return the number of columns, the label's and the chart's included."""
        return 1 + len(self.columns)

    @property
    def short(self) -> bool:
        """Say whether it is kept on one page."""
        return sum(len(group.rows) + bool(group.title) for group in self.groups) <= MOST_KEPT

    @property
    def drawing_width(self) -> float:
        """Return the width of the chart in pixels."""
        return max((group.chart.width for group in self.groups if group.chart), default=0)

    def facts(self) -> Iterator[Fact]:
        """Yield the figures it prints."""
        for group in self.groups:
            for row in group.rows:
                yield from row.facts


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large number, what it is, and the lines below it."""

    fact: Fact
    label: str
    notes: tuple[tuple[Entry, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of large numbers."""

    kind: ClassVar[str] = "key_figures"
    items: tuple[KeyFigure, ...]

    def facts(self) -> Iterator[Fact]:
        """Yield the figures it prints."""
        for item in self.items:
            yield item.fact
            yield from (each for note in item.notes for each in note if isinstance(each, Fact))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with a heading of its own or without."""

    kind: ClassVar[str] = "paragraph"
    text: str
    title: str = ""

    def facts(self) -> Iterator[Fact]:
        """Yield nothing: its numbers are printed in the figures beside it."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a list; `bookmark` is the section whose page it gives, `picture` an asset."""

    text: str
    lead: str = ""
    bookmark: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list under a heading: of messages with their pages, of terms, or set off from the text."""

    kind: ClassVar[str] = "points"
    title: str
    items: tuple[Point, ...]
    style: Literal["messages", "terms", "terms inline", "callout"] = "terms"

    def facts(self) -> Iterator[Fact]:
        """Yield nothing: its numbers are printed in the figures beside it."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Beside:
    """Two lists next to each other."""

    kind: ClassVar[str] = "beside"
    left: Points
    right: Points

    def facts(self) -> Iterator[Fact]:
        """Yield nothing: its numbers are printed in the figures beside it."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Contents:
    """The sections of the report and the pages they begin on."""

    kind: ClassVar[str] = "contents"

    def facts(self) -> Iterator[Fact]:
        """Yield nothing."""
        return iter(())


Block = Figure | KeyFigures | Paragraph | Points | Beside | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its name, the generated message above it, and its blocks."""

    id: str
    title: str
    headline: str
    blocks: tuple[Block, ...]
    opens_page: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    practice: str
    kicker: str
    title: str
    long: bool
    subtitle: str
    details: tuple[tuple[str, str], ...]
    confidential: str


@dataclass(frozen=True, slots=True)
class Report:
    """One PDF before it is drawn; its facts are exactly those of its release.json entry.

    `hidden` are the figures its reader might look for and the gate hid; not each has a line.
    """

    title: str
    subject: str
    author: str
    language: str
    running: str
    too_few: str
    cover: Cover
    sections: tuple[Section, ...]
    constants: tuple[Constant, ...]
    hidden: Mapping[FactKey, Cell]

    @property
    def blocks(self) -> Iterable[Block]:
        """Return every block of every section."""
        return chain.from_iterable(section.blocks for section in self.sections)

    def facts(self) -> dict[FactKey, Cell]:
        """Return the figures that are printed, and those asked for that are hidden."""
        printed = {fact.key: fact.cell for block in self.blocks for fact in block.facts()}
        return {**self.hidden, **printed}

    def release(self, policy: Policy) -> Release:
        """Return the selection of the wave's release that this report prints."""
        return Release(policy, self.facts())
