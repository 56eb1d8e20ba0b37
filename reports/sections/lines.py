"""The lines of a figure: whom a question is about, and how that is written beside the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from questionnaires.schema import Question
from reports.figures import shortened
from reports.material import Material
from reports.menu import points_of

PAGE = 642
"""The width of the page between its margins, in pixels."""
GAP = 8
NARROW, WIDE = 165, 240
ROWS = (20, 33, 46, 59, 72)
"""The heights of a line of a table and its chart, whose label needs one line, two and so on."""
MOST_LINES = 3
"""A label is cut where it would need more; the ends of its scale may need two on top."""
LONGEST_END = 40
_LETTER, _SMALL_LETTER = 5.6, 4.8
TOGETHER_MARK = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One subject of a question: a supplier, a person, or (None) all answers."""

    subject: str | None
    name: str
    mark: int | None = None
    strong: bool = False
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines drawn together, each about one question, under a heading (or none).

    `listed` says that the lines are named after their questions; `ends` and `theme` are those
    of the group they become.
    """

    heading: str
    lines: tuple[tuple[Question, Line], ...]
    listed: bool = False
    ends: str = ""
    theme: str = ""


def arranged(
    material: Material,
    questions: Sequence[Question],
    lines: Sequence[Line],
    *,
    worded: bool = True,
) -> list[Lines]:
    """Return a block per question with all its lines; with one line only, one block of questions.

    So a figure about several suppliers is headed by its questions, and one about all answers
    together lists them. Where the scales of the questions end in different words, each question
    is given its own, unless the figure is not to be `worded`: then it has the questions' whole
    wording in place of their short names.
    """
    mixed = worded and common_ends(material, questions) is None
    ends = {each.id: _ends(material, each) if mixed else "" for each in questions}
    named = material.label if worded else material.asked
    if len(lines) > 1:
        return [
            Lines(named(each), tuple((each, line) for line in lines), ends=ends[each.id])
            for each in questions
        ]
    listed = tuple(
        (each, Line(lines[0].subject, named(each), ends=ends[each.id])) for each in questions
    )
    return [Lines("", listed, listed=True)]


Ends = tuple[str, str]


def end_words(material: Material, question: Question) -> Ends:
    """Return the words at the two ends of a question's scale, empty where it has none."""
    scale = question.scale
    low, high = (scale.low, scale.high) if scale else (None, None)
    return material.named(low or {"": ""}), material.named(high or {"": ""})


def common_ends(material: Material, questions: Sequence[Question]) -> Ends | None:
    """Return the words at the ends of all these scales; None where they differ."""
    found = {end_words(material, each) for each in questions}
    return found.pop() if len(found) == 1 else None


def _ends(material: Material, question: Question) -> str:
    low_word, high_word = (shortened(end, LONGEST_END) for end in end_words(material, question))
    points = points_of(question)
    if not (points and low_word and high_word):
        return ""
    low, high = str(points.low), str(points.high)
    return material.says("figure.ends", low=low, high=high, low_word=low_word, high_word=high_word)


def label_width(blocks: Sequence[Lines]) -> int:
    """Return how wide the labels stand: wider where they are questions."""
    return WIDE if any(block.listed for block in blocks) else NARROW


def lines_height(lines: Sequence[Line], width: int) -> int:
    """Return the height of every line of a figure, by the longest name and ends."""
    needed = max((_needed(line.name, line.ends, width) for line in lines), default=1)
    return ROWS[needed - 1]


def _needed(name: str, ends: str, width: int) -> int:
    small = ceil(len(ends) * _SMALL_LETTER / (width - 14))
    named = ceil(len(name) / _per_line(width))
    return min(max(named, 1), MOST_LINES) + min(small, len(ROWS) - MOST_LINES)


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
    return lines_height([Line(None, name) for name in names], width)


def fitted(name: str, width: int) -> str:
    """Return the label, cut where even three lines would not hold it."""
    return shortened(name, _per_line(width) * MOST_LINES - 4)


def _per_line(width: int) -> int:
    return int((width - 14) / _LETTER)
