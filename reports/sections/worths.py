"""All items that were compared two at a time, on one scale."""

from collections.abc import Sequence

from questionnaires.schema import Question
from reports.charts.chart import Axis
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.disclosure.comparisons import item_key
from reports.material import Material, part, shown
from reports.report import Fact, Figure, Group, Row
from reports.sections.items import item_lines
from reports.sections.lines import GAP, PAGE, WIDE, Line, fitted, row_height
from reports.story import Scored, spoken
from reports.story_of_items import worths_headline

COLUMN = 66
TICKS = (0, 50, 100)
COLUMNS = ("worths.chart", "worths.worth", "column.interval", "column.n")


def worths_figure(material: Material, question: Question) -> tuple[str, Figure] | None:
    """Draw the worth of each item with its interval; None where it is not shown."""
    found = [
        (line, fact)
        for item, line in item_lines(material, question)
        if (fact := material.fact("worth", question.id, *item_key(question, item)))
    ]
    if not any(shown(fact.cell) for _, fact in found):
        return None
    scored = [(material.item_quoted(question, line.name), fact.cell) for line, fact in found]
    message = worths_headline(material.language, scored)
    return message, _drawn(material, question, found, _alt(material, scored, message))


def _alt(material: Material, scored: Scored, message: str) -> str:
    names = [spoken(material.language, name, cell, "worth") for name, cell in scored]
    title = material.says("worths.title")
    return material.says("alt.question", question=title, list="; ".join(names), message=message)


def _drawn(
    material: Material, question: Question, found: Sequence[tuple[Line, Fact]], alt: str
) -> Figure:
    row = row_height([line.name for line, _ in found], WIDE)
    axis = Axis(TICKS[0], TICKS[-1], PAGE - WIDE - GAP - 3 * COLUMN, inset=12, ticks=TICKS)
    rows = tuple(
        Row(
            fitted(line.name, WIDE),
            (fact, part(fact, "interval"), part(fact, "n")),
            line.mark or 0,
            line.strong,
        )
        for line, fact in found
    )
    dots = [Dot(fact.cell, line.mark or 0) for line, fact in found]
    low, whole = str(TICKS[0]), str(TICKS[-1])
    return Figure(
        style="dots",
        title=material.says("worths.title"),
        label=material.says("column.item"),
        columns=tuple(material.says(key, level=material.level, whole=whole) for key in COLUMNS),
        groups=(Group(material.asked(question), rows, dot_plot(dots, axis, alt, row=row)),),
        axis=scale_axis(axis, material.says("axis.alt", low=low, high=whole)),
        note=material.says("worths.note", level=material.level, whole=whole),
        row=row,
        label_width=WIDE,
    )
