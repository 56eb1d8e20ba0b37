"""What stands in one cell of a table: a released figure in part or as a whole, or words."""

from dataclasses import dataclass, replace
from typing import Literal

from reports.disclosure.release import Cell, FactKey, Hidden
from reports.figures import PLAIN, Writing, interval_text, size_text, value_text

Printed = Literal["value", "interval", "n"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One released figure, which part of it this place prints, and how it writes numbers.

    `points` are those of the scale that a share stands for, where no heading says so.
    """

    key: FactKey
    cell: Cell
    prints: Printed = "value"
    span: int = 1
    writing: Writing = PLAIN
    points: str = ""

    @property
    def text(self) -> str:
        """Return what stands on the page."""
        if self.prints == "n":
            return size_text(self.cell)
        write = interval_text if self.prints == "interval" else value_text
        return write(self.key.measure, self.cell, self.writing)


@dataclass(frozen=True, slots=True)
class Words:
    """A table cell without a figure; `tone` colours a verdict."""

    text: str
    tone: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Whole:
    """A table cell with all of a figure: its value, its number of answers, its interval below.

    `sign` says how it stands to others, and `tone` colours it.
    """

    value: Fact
    sign: str = ""
    tone: str = ""
    span: int = 1

    @property
    def n(self) -> Fact:
        """Return the figure as its number of answers."""
        return replace(self.value, prints="n")

    @property
    def interval(self) -> Fact:
        """Return the figure as its interval."""
        return replace(self.value, prints="interval")

    @property
    def hidden(self) -> bool:
        """Say whether there is nothing but a dash to print."""
        return isinstance(self.value.cell, Hidden)


Entry = Fact | Words | Whole
