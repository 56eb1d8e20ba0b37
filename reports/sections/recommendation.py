"""Figures of recommendation: the net promoter score, and the three groups behind it."""

from collections.abc import Iterator, Sequence

from questionnaires.schema import Question
from reports.charts.chart import Axis
from reports.charts.dots import Dot
from reports.charts.nps import group_bars, score_axis, score_plot
from reports.disclosure.release import Cell
from reports.figures import value_text
from reports.material import Material, part
from reports.report import Fact, Figure, Group
from reports.sections.lines import Line, is_tall, row, row_height
from reports.story import nps_headline

WIDTH, GROUPS_WIDTH = 280.0, 250.0
GROUPS = ("detractors", "passives", "promoters")
RANGES = {"detractors": "0–6", "passives": "7–8", "promoters": "9–10"}


def recommendation_figures(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Iterator[Figure]:
    """Yield the scores with their intervals, then the shares of the three groups."""
    tall = is_tall(lines)
    scores = [group for each in questions if (group := _scores(material, each, lines, tall))]
    shares = [group for each in questions if (group := _shares(material, each, lines, tall))]
    axis = score_axis(Axis(-100, 100, WIDTH, inset=18), material.says("axis.nps_alt"))
    if scores:
        columns = ("column.chart_nps", "column.nps", "column.interval", "column.n")
        yield Figure(
            style="dots",
            title=title,
            label=material.says("column.question"),
            columns=tuple(material.says(key, level=material.level) for key in columns),
            groups=tuple(scores),
            axis=axis,
            tall=tall,
        )
    if shares:
        yield Figure(
            style="groups",
            title=material.says("figure.nps_groups"),
            label=material.says("column.question"),
            columns=tuple(
                material.says(f"column.{key}") for key in ("chart_groups", *GROUPS)
            ),
            groups=tuple(shares),
            note=material.says("figure.nps_note", low="0", high="10", **RANGES),
            tall=tall,
        )


def _scores(
    material: Material, question: Question, lines: Sequence[Line], tall: bool
) -> Group | None:
    found = [
        (line, fact)
        for line in lines
        if (fact := material.fact("nps", question.id, line.subject))
    ]
    if not found:
        return None
    rows = tuple(
        row(line, (fact, part(fact, "interval"), part(fact, "n"))) for line, fact in found
    )
    spoken = [
        material.says("alt.score_plain", name=line.name, value=value_text("nps", fact.cell))
        for line, fact in found
    ]
    alt = material.says(
        "alt.question",
        question=material.asked(question),
        list="; ".join(spoken),
        message=nps_headline(material.language, found[0][1].cell),
    )
    dots = [Dot(fact.cell, line.mark or 0) for line, fact in found]
    chart = score_plot(dots, Axis(-100, 100, WIDTH, inset=18), alt, row=row_height(tall))
    return Group(material.asked(question), rows, chart)


def _shares(
    material: Material, question: Question, lines: Sequence[Line], tall: bool
) -> Group | None:
    found = [
        (line, facts) for line in lines if (facts := _of_groups(material, question, line))
    ]
    if not found:
        return None
    cells: list[tuple[Cell, Cell, Cell]] = [(a.cell, b.cell, c.cell) for _, (a, b, c) in found]
    parts = [
        material.says(
            "alt.spread_line",
            name=line.name,
            parts=", ".join(
                f"{material.says(f'column.{group}')} {value_text('share', fact.cell)}"
                for group, fact in zip(GROUPS, facts, strict=True)
            ),
        )
        for line, facts in found
    ]
    alt = material.says(
        "alt.spread", question=material.asked(question), list="; ".join(parts)
    )
    chart = group_bars(cells, GROUPS_WIDTH, alt, row=row_height(tall))
    return Group(material.asked(question), tuple(row(line, facts) for line, facts in found), chart)


def _of_groups(
    material: Material, question: Question, line: Line
) -> tuple[Fact, Fact, Fact] | None:
    by_option = {fact.key.option: fact for fact in material.shares(question.id, line.subject)}
    if not all(group in by_option for group in GROUPS):
        return None
    low, middle, high = (by_option[group] for group in GROUPS)
    return low, middle, high
