"""Figures of scores: a dot on its interval for each line of each question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.charts.chart import Axis, Chart
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.disclosure.release import Cell
from reports.figures import NOTHING
from reports.material import Material, part, shown
from reports.menu import points_of
from reports.report import Fact, Figure, Group, Words
from reports.sections.lines import Line, is_tall, row, row_height
from reports.story import spoken

WIDTH = 240.0
SHORT_WORDS = 26
Message = Callable[[Sequence[tuple[str, Cell | None]]], str]
"""From the names and scores of one question's lines to what its chart says."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one question (or of all together): a heading, and a figure per line."""

    heading: str
    facts: tuple[tuple[Line, Fact, Fact | None], ...]

    @property
    def named(self) -> list[tuple[str, Cell | None]]:
        """Return the names and scores."""
        return [(line.name, fact.cell) for line, fact, _ in self.facts]


def question_scores(material: Material, question: Question, lines: Sequence[Line]) -> Scores:
    """Return the scores of one question, with the share at its highest point."""
    found = (
        (
            line,
            material.fact("mean", question.id, line.subject),
            material.fact("top_box", question.id, line.subject),
        )
        for line in lines
    )
    facts = tuple((line, mean, top) for line, mean, top in found if mean is not None)
    return Scores(material.asked(question), facts)


def score_figure(
    material: Material,
    groups: Sequence[Scores],
    question: Question,
    *,
    title: str,
    message: Message,
    style: str = "dots",
) -> Figure | None:
    """Draw the scores of questions on the scale of `question`; None where nothing was asked."""
    groups = [group for group in groups if group.facts]
    points = points_of(question)
    if not groups or points is None:
        return None
    tall = is_tall([line for group in groups for line, _, _ in group.facts])
    top = any(shown(fact.cell) for group in groups for _, _, fact in group.facts if fact)
    axis = Axis(points.low, points.high, WIDTH if top else WIDTH + 40)
    return Figure(
        style=style,
        title=title,
        label=material.says("column.question"),
        columns=tuple(_columns(material, top=top)),
        groups=tuple(_group(material, each, axis, message, top, tall) for each in groups),
        axis=_axis(material, question, points, axis),
        note=_note(material, question, points, top=top),
        tall=tall,
    )


def _columns(material: Material, *, top: bool) -> Iterator[str]:
    yield material.says("column.chart_score")
    yield material.says("column.score")
    yield material.says("column.interval", level=material.level)
    if top:
        yield material.says("column.top")
    yield material.says("column.n")


def _group(
    material: Material, scores: Scores, axis: Axis, message: Message, top: bool, tall: bool
) -> Group:
    names = [spoken(material.language, name, cell) for name, cell in scores.named]
    alt = material.says(
        "alt.question",
        question=scores.heading,
        list="; ".join(names),
        message=message(scores.named),
    )
    dots = [Dot(fact.cell, line.mark or 0) for line, fact, _ in scores.facts]
    rows = tuple(row(line, _entries(mean, share, top)) for line, mean, share in scores.facts)
    return Group(scores.heading, rows, dot_plot(dots, axis, alt, row=row_height(tall)))


def _entries(mean: Fact, share: Fact | None, top: bool) -> Iterator[Fact | Words]:
    yield mean
    yield part(mean, "interval")
    if top:
        yield share or Words(NOTHING)
    yield part(mean, "n")


def _axis(material: Material, question: Question, points: Points, axis: Axis) -> Chart:
    low, high = end_words(material, question)
    fits = max(len(low), len(high)) <= SHORT_WORDS
    alt = material.says("axis.alt", low=str(points.low), high=str(points.high))
    return scale_axis(axis, alt, *((low, high) if fits else ("", "")))


def end_words(material: Material, question: Question) -> tuple[str, str]:
    """Return the words at the two ends of a question's scale, empty where it has none."""
    scale = question.scale
    ends = (scale.low, scale.high) if scale else (None, None)
    low, high = (material.named(end) if end else "" for end in ends)
    return low, high


def scale_note(material: Material, question: Question, points: Points) -> str:
    """Return what the two ends of the scale mean."""
    low_word, high_word = end_words(material, question)
    key = "figure.scale" if low_word and high_word else "figure.scale_plain"
    return material.says(
        key, low=str(points.low), high=str(points.high), low_word=low_word, high_word=high_word
    )


def _note(material: Material, question: Question, points: Points, *, top: bool) -> str:
    note = scale_note(material, question, points)
    if not top:
        return note
    full = str(material.release.policy.full_from)
    return f"{note} {material.says('figure.top_note', high=str(points.high), full=full)}"
