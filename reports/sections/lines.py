"""The lines of a figure: whom a question is about, and how that is written beside the chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.chart import ROW, TALL_ROW
from reports.material import Material
from reports.report import Fact, Row, Words

LONG, LONGEST = 30, 64
TOGETHER_MARK = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One subject of a question: a supplier, a person, or (None) all answers."""

    subject: str | None
    name: str
    mark: int | None = None
    strong: bool = False


def supplier_lines(material: Material) -> tuple[Line, ...]:
    """Return the client and then its competitors, each with its mark."""
    names, client = material.labels.suppliers, material.labels.client
    return tuple(
        Line(each, shortened(names[each]), mark, each == client)
        for mark, each in enumerate(material.suppliers)
    )


def study_lines(material: Material) -> tuple[Line, ...]:
    """Return the one line of a question that is asked about nobody in particular."""
    return (Line(None, material.says("general.all_answers"), 0),)


def together_lines(material: Material) -> tuple[Line, ...]:
    """Return the one line of all account managers together."""
    return (Line(None, material.says("managers.all"), 0),)


def own_lines(material: Material) -> tuple[Line, ...]:
    """Return the person whose report it is, and all account managers together."""
    return (
        Line(material.manager, material.says("own.you"), 0, strong=True),
        Line(None, material.says("own.all"), TOGETHER_MARK),
    )


def shortened(name: str) -> str:
    """Return the name, cut where it would not fit beside a chart."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def is_tall(lines: Sequence[Line]) -> bool:
    """Say whether a name needs two lines."""
    return any(len(line.name) > LONG for line in lines)


def row_height(tall: bool) -> int:
    """Return the height of a line of the table and of its chart, in pixels."""
    return TALL_ROW if tall else ROW


def row(line: Line, entries: Sequence[Fact | Words]) -> Row:
    """Return the line of the table with its figures."""
    return Row(line.name, tuple(entries), line.mark, line.strong)
