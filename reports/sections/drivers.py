"""What the overall judgement of the client goes with: derived importance beside the scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.schema import Question
from reports.charts.chart import Axis
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.disclosure.drivers import EXPLAINED, PER_DRIVER, drivers, judgement
from reports.figures import NOTHING
from reports.material import Material, part, shown
from reports.report import Fact, Figure, Group, KeyFigure, KeyFigures, Row, Section, Words
from reports.sections.lines import GAP, PAGE, WIDE, fitted, row_height
from reports.sections.worths import TICKS
from reports.story import spoken
from reports.story_of_items import drivers_headline

COLUMN = 62
COLUMNS = ("drivers.chart", "drivers.weight", "column.interval", "drivers.score", "column.n")


@dataclass(frozen=True, slots=True)
class _Driver:
    """One rating of the client, its weight, and its score if that is shown."""

    question: Question
    weight: Fact
    score: Fact | None


def drivers_section(material: Material) -> Section | None:
    """Return how much each rating has to do with the overall judgement; None where not shown."""
    outcome, found = judgement(material.menu), list(_found(material))
    explained = material.fact("weight", outcome, None, EXPLAINED)
    if outcome is None or explained is None or not shown(explained.cell):
        return None
    judged = material.quoted(material.menu.by_id[outcome])
    scored = [(material.quoted(each.question), each.weight.cell) for each in found]
    headline = drivers_headline(material.language, judged, scored)
    strip = KeyFigures((KeyFigure(explained, material.says("drivers.explained", outcome=judged)),))
    blocks = (strip, _figure(material, found, headline))
    return Section("drivers", material.says("drivers.title"), headline, blocks)


def _found(material: Material) -> Iterator[_Driver]:
    menu = material.menu
    for driver in drivers(menu):
        subject = menu.client if driver in menu.graded else None
        weight = material.fact("weight", driver, subject)
        if weight:
            yield _Driver(menu.by_id[driver], weight, material.fact("mean", driver, subject))


def _figure(material: Material, found: Sequence[_Driver], headline: str) -> Figure:
    names = [fitted(material.label(each.question), WIDE) for each in found]
    row, low, high = row_height(names, WIDE), str(TICKS[0]), str(TICKS[-1])
    axis = Axis(TICKS[0], TICKS[-1], PAGE - WIDE - GAP - 4 * COLUMN, inset=12, ticks=TICKS)
    told = [
        spoken(material.language, name, each.weight.cell, "weight")
        for name, each in zip(names, found, strict=True)
    ]
    title = material.says("drivers.figure")
    alt = material.says("alt.question", question=title, list="; ".join(told), message=headline)
    rows = tuple(
        Row(
            name,
            (
                each.weight,
                part(each.weight, "interval"),
                each.score or Words(NOTHING),
                part(each.weight, "n"),
            ),
            mark=0,
        )
        for name, each in zip(names, found, strict=True)
    )
    chart = dot_plot([Dot(each.weight.cell) for each in found], axis, alt, row=row)
    return Figure(
        style="dots",
        title=title,
        label=material.says("column.question"),
        columns=tuple(material.says(key, level=material.level) for key in COLUMNS),
        groups=(Group("", rows, chart),),
        axis=scale_axis(axis, material.says("axis.alt", low=low, high=high)),
        note=material.says("drivers.note", level=material.level, fewest=str(PER_DRIVER)),
        row=row,
        label_width=WIDE,
    )
