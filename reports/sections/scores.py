"""Figures of scores: a dot on its interval for each line of each question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.charts.chart import Axis
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.disclosure.release import Cell
from reports.figures import NOTHING
from reports.material import Material, part, shown
from reports.menu import points_of
from reports.report import Fact, Figure, Group, Row, Words
from reports.sections.lines import GAP, PAGE, Line, Lines, common_ends, fitted, lines_height
from reports.story import spoken

COLUMN = 62
SHORT_WORDS = 26
Scored = list[tuple[str, Cell | None]]
Message = Callable[[Scored], str]
"""From the names and scores of a group's lines to what its chart says."""


@dataclass(frozen=True, slots=True)
class Score:
    """One line: whom it is about, the score, and the share at the highest point if it has one."""

    line: Line
    mean: Fact
    top: Fact | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores drawn under one heading, beside which stand the `ends` of its scale."""

    heading: str
    scores: tuple[Score, ...]
    ends: str = ""

    @property
    def named(self) -> Scored:
        """Return the names and scores."""
        return [(each.line.name, each.mean.cell) for each in self.scores]


def line_scores(material: Material, block: Lines) -> Scores:
    """Return the released scores of a block's lines; of a list of questions only those shown."""
    found = (
        (
            line,
            material.fact("mean", question.id, line.subject),
            material.fact("top_box", question.id, line.subject),
        )
        for question, line in block.lines
    )
    scores = tuple(
        Score(line, mean, top)
        for line, mean, top in found
        if mean is not None and (shown(mean.cell) or not block.listed)
    )
    return Scores(block.heading, scores, block.ends)


def score_figure(
    material: Material,
    groups: Sequence[Scores],
    questions: Sequence[Question],
    *,
    title: str,
    message: Message,
    label: str,
    width: int,
) -> Figure | None:
    """Draw scores on the scale the questions share; None where none of them is shown."""
    groups = [group for group in groups if any(shown(cell) for _, cell in group.named)]
    points = points_of(questions[0])
    if not groups or points is None:
        return None
    scores = [score for group in groups for score in group.scores]
    top = any(score.top and shown(score.top.cell) for score in scores)
    columns = tuple(_columns(material, top=top))
    axis = Axis(points.low, points.high, PAGE - width - GAP - COLUMN * (len(columns) - 1))
    row = lines_height([score.line for score in scores], width)
    worded = any(group.ends for group in groups) or any(score.line.ends for score in scores)
    look = _Look(axis, row, width, top, worded, message)
    ends = common_ends(material, questions) or ("", "")
    fits = max(map(len, ends)) <= SHORT_WORDS
    return Figure(
        style="dots",
        title=title,
        label=material.says(f"column.{label}"),
        columns=columns,
        groups=tuple(_group(material, each, look) for each in groups),
        axis=scale_axis(axis, _axis_alt(material, points), *(ends if fits else ())),
        note=_note(material, questions, points, look),
        row=row,
        label_width=width,
    )


def _columns(material: Material, *, top: bool) -> Iterator[str]:
    yield material.says("column.chart_score")
    yield material.says("column.score")
    yield material.says("column.interval", level=material.level)
    if top:
        yield material.says("column.top")
    yield material.says("column.n")


@dataclass(frozen=True, slots=True)
class _Look:
    """What all groups of one figure share."""

    axis: Axis
    row: int
    width: int
    top: bool
    worded: bool
    message: Message


def _group(material: Material, scores: Scores, look: _Look) -> Group:
    names = [spoken(material.language, name, cell) for name, cell in scores.named]
    alt = material.says(
        "alt.question",
        question=scores.heading,
        list="; ".join(names),
        message=look.message(scores.named),
    )
    dots = [Dot(score.mean.cell, score.line.mark or 0) for score in scores.scores]
    rows = tuple(_row(score, look.width, top=look.top) for score in scores.scores)
    chart = dot_plot(dots, look.axis, alt.strip(), row=look.row)
    return Group(scores.heading, rows, chart, scores.ends)


def _row(score: Score, width: int, *, top: bool) -> Row:
    mean, line = score.mean, score.line
    share: tuple[Fact | Words, ...] = (score.top or Words(NOTHING),) if top else ()
    entries = (mean, part(mean, "interval"), *share, part(mean, "n"))
    return Row(fitted(line.name, width), entries, line.mark, line.strong, line.ends)


def _axis_alt(material: Material, points: Points) -> str:
    return material.says("axis.alt", low=str(points.low), high=str(points.high))


def scale_note(
    material: Material, questions: Sequence[Question], points: Points, *, elsewhere: str
) -> str:
    """Return what the two ends of the scale mean; where questions differ, what `elsewhere` says."""
    ends = common_ends(material, questions)
    low_word, high_word = ends or ("", "")
    key = "figure.scale" if low_word and high_word else "figure.scale_plain"
    key = elsewhere if ends is None else key
    return material.says(
        key, low=str(points.low), high=str(points.high), low_word=low_word, high_word=high_word
    )


def _note(material: Material, questions: Sequence[Question], points: Points, look: "_Look") -> str:
    elsewhere = "figure.scale_each" if look.worded else "figure.scale_plain"
    note = scale_note(material, questions, points, elsewhere=elsewhere)
    if not look.top:
        return note
    full = str(material.release.policy.full_from)
    return f"{note} {material.says('figure.top_note', high=str(points.high), full=full)}"
