"""Figures of numbers: the mean of what was given, between the least and the greatest possible."""

from collections.abc import Sequence

from questionnaires.kinds.number import bounds_of
from questionnaires.schema import Question, in_words
from reports.charts.chart import Axis, Chart
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.material import Material, part
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import GAP, PAGE, WIDE, Line, fitted, row_height
from reports.story import spoken
from reports.story_of_items import amount_headline

COLUMN = 66


def amount_figure(
    material: Material, question: Question, lines: Sequence[Line]
) -> tuple[str, Figure]:
    """Draw the mean number of each line with its interval."""
    unit = in_words(question.unit, material.labels.language)
    found = [
        (line, fact) for line in lines if (fact := material.fact("mean", question.id, line.subject))
    ]
    message = amount_headline(material.language, found[0][1].cell if found else None, unit)
    columns = ("amount.chart", "amount.mean", "column.interval", "column.n")
    bounds, width = bounds_of(question), PAGE - WIDE - GAP - (len(columns) - 1) * COLUMN
    axis = Axis(bounds.low, bounds.high, width, inset=18, ticks=(bounds.low, bounds.high))
    figure = Figure(
        style="dots",
        title=material.says("amount.title"),
        label=material.says("column.about"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=(_group(material, question, found, axis, message=message),),
        axis=_scale(material, axis),
        note=material.says("amount.note", unit=unit) if unit else "",
        row=_height(found),
        label_width=WIDE,
    )
    return message, figure


def _group(
    material: Material,
    question: Question,
    found: Sequence[tuple[Line, Fact]],
    axis: Axis,
    *,
    message: str,
) -> Group:
    rows = tuple(
        Row(
            fitted(line.name, WIDE),
            (fact, part(fact, "interval"), part(fact, "n")),
            line.mark,
            line.strong,
        )
        for line, fact in found
    )
    said = [spoken(material.language, line.name, fact.cell) for line, fact in found]
    asked = material.asked(question)
    alt = material.says("alt.question", question=asked, list="; ".join(said), message=message)
    dots = [Dot(fact.cell, line.mark or 0) for line, fact in found]
    return Group(asked, rows, dot_plot(dots, axis, alt, row=_height(found)))


def _height(found: Sequence[tuple[Line, Fact]]) -> int:
    return row_height([line.name for line, _ in found], WIDE)


def _scale(material: Material, axis: Axis) -> Chart:
    write = material.language.writing.number
    low, high = (write(end) for end in axis.marked)
    return scale_axis(axis, material.says("axis.alt", low=low, high=high), written=write)
