"""The lines of a figure: whom a question is about, and how that is written beside the chart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from questionnaires.schema import Question
from reports.figures import shortened
from reports.material import Material

PAGE = 642
"""The width of the page between its margins, in pixels."""
GAP = 8
NARROW, WIDE = 165, 240
ROWS = (20, 33, 46)
"""The heights of a line of a table and its chart, whose label needs one, two or three lines."""
_LETTER = 5.6
TOGETHER_MARK = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One subject of a question: a supplier, a person, or (None) all answers."""

    subject: str | None
    name: str
    mark: int | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines drawn together, each about one question, under a heading (or none)."""

    heading: str
    lines: tuple[tuple[Question, Line], ...]


def arranged(
    material: Material, questions: Sequence[Question], lines: Sequence[Line]
) -> list[Lines]:
    """Return a block per question with all its lines; with one line only, one block of questions.

    So a figure about several suppliers is headed by its questions, and one about all answers
    together lists them.
    """
    if len(lines) > 1:
        return [
            Lines(material.asked(each), tuple((each, line) for line in lines)) for each in questions
        ]
    listed = tuple(
        (each, replace(lines[0], name=material.asked(each), mark=None, strong=False))
        for each in questions
    )
    return [Lines("", listed)]


def label_width(blocks: Sequence[Lines]) -> int:
    """Return how wide the labels stand: wider where they are questions."""
    return NARROW if any(block.heading for block in blocks) else WIDE


def supplier_lines(material: Material) -> tuple[Line, ...]:
    """Return the client and then its competitors, each with its mark."""
    names, client = material.labels.suppliers, material.labels.client
    return tuple(
        Line(each, names[each], mark, each == client)
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


def row_height(names: Sequence[str], width: int) -> int:
    """Return the height of every line of a figure, by its longest label."""
    longest = max((len(name) for name in names), default=0)
    needed = ceil(longest / _per_line(width))
    return ROWS[min(max(needed, 1), len(ROWS)) - 1]


def fitted(name: str, width: int) -> str:
    """Return the label, cut where even three lines would not hold it."""
    return shortened(name, _per_line(width) * len(ROWS) - 4)


def _per_line(width: int) -> int:
    return int((width - 14) / _LETTER)
