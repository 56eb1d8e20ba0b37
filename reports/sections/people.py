"""The section on account managers: everybody's score with its interval, and never a rank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from questionnaires.kinds import KINDS
from reports.charts.caterpillar import TOGETHER_MARK, caterpillar
from reports.charts.chart import Axis, Chart
from reports.charts.dots import Dot, scale_axis
from reports.charts.nps import ENDS, score_axis
from reports.material import Material, part, shown
from reports.report import Block, Fact, Figure, Group, Paragraph, Row, Section
from reports.sections.league import league_blocks, league_of
from reports.sections.lines import GAP, PAGE, fitted, row_height, together_lines
from reports.sections.themes import told_about
from reports.story import managers_headline, spoken

LABEL, COLUMN = 200, 74
CHART = PAGE - LABEL - GAP - 3 * COLUMN
TALLEST = 680
"""A chart and its table stay on one page: so high may they be, in pixels."""
People = Sequence[tuple[str, Fact]]


def people_section(material: Material) -> Section | None:
    """Return the section; None where the study names no account manager."""
    if not material.labels.account_managers:
        return None
    people = _people(material)
    blocks = tuple(_blocks(material, people))
    if not blocks and not people:
        return None
    scored = [(name, fact.cell) for name, fact in people]
    league = league_of(material)
    if league:
        scored = [(line.name, line.worth.cell) for line in league.lines]
    headline = managers_headline(material.language, scored)
    return Section("managers", material.says("managers.title"), headline, blocks)


def _people(material: Material) -> People:
    names = material.labels.account_managers
    return [
        (fitted(name, LABEL), fact)
        for manager, name in names.items()
        if (fact := overall(material, manager))
    ]


def overall(material: Material, manager: str | None) -> Fact | None:
    """Return the pooled score; where no rating was asked, the first recommendation."""
    if material.menu.pooled_manager_questions:
        return material.pooled(manager, managers=True)
    for question in material.menu.manager_questions:
        if KINDS[question.kind].measure == "nps":
            return material.fact("nps", question.id, manager)
    return None


def _blocks(material: Material, people: People) -> Iterator[Block]:
    drawn, league = any(shown(fact.cell) for _, fact in people), league_of(material)
    if league:
        yield from league_blocks(material, league, overall(material, None))
    elif drawn:
        yield caterpillar_figure(material, people)
    title = material.says("managers.together")
    told = told_about(
        material, material.menu.manager_questions, together_lines(material), title=title
    )
    for position, each in enumerate(told):
        first, *others = each.figures
        yield first if position == 0 and drawn else replace(first, title=each.message)
        yield from others
    if drawn:
        yield Paragraph(material.says("managers.detail"))


def caterpillar_figure(material: Material, people: People) -> Figure:
    """Draw every account manager in the order of the study, those hidden among them."""
    scale = _scale(material)
    row = row_height([name for name, _ in people], LABEL)
    together = overall(material, None)
    everyone = [*people, *([(material.says("managers.all"), together)] if together else [])]
    columns = (*scale.columns, "column.interval", "column.n")
    per_page = TALLEST // row
    pages = [everyone[i : i + per_page] for i in range(0, len(everyone), per_page)]
    return Figure(
        style="caterpillar",
        title=material.says(scale.title),
        label=material.says("column.manager"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=tuple(_group(material, page, scale, together, row=row) for page in pages),
        axis=scale.drawn,
        note=material.says("managers.note"),
        row=row,
        label_width=LABEL,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """What people are drawn on: the scale of their ratings, or that of recommendation."""

    axis: Axis
    drawn: Chart
    title: str
    columns: tuple[str, str]


def _scale(material: Material) -> _Scale:
    if not material.menu.pooled_manager_questions:
        axis = Axis(-100, 100, CHART, inset=18, ticks=ENDS)
        drawn = score_axis(axis, material.says("axis.nps_alt"))
        return _Scale(axis, drawn, "managers.figure_nps", ("column.chart_nps", "column.nps"))
    points = material.menu.pooled_points(managers=True)
    axis = Axis(points.low, points.high, CHART)
    alt = material.says("axis.alt", low=str(points.low), high=str(points.high))
    columns = ("column.chart_score", "column.score")
    return _Scale(axis, scale_axis(axis, alt), "managers.figure", columns)


def _group(
    material: Material, people: People, scale: _Scale, together: Fact | None, *, row: int
) -> Group:
    names = [spoken(material.language, name, fact.cell, fact.key.measure) for name, fact in people]
    message = managers_headline(
        material.language, [(name, fact.cell) for name, fact in people if fact is not together]
    )
    alt = material.says(
        "alt.question",
        question=material.says(scale.title),
        list="; ".join(names),
        message=message,
    )
    chart = caterpillar(
        [Dot(fact.cell, _mark(fact, together)) for _, fact in people],
        scale.axis,
        alt,
        together.cell if together else None,
        row=row,
    )
    rows = tuple(
        Row(
            name,
            (fact, part(fact, "interval"), part(fact, "n")),
            mark=_mark(fact, together),
            strong=fact is together,
        )
        for name, fact in people
    )
    return Group("", rows, chart)


def _mark(fact: Fact, together: Fact | None) -> int:
    return TOGETHER_MARK if fact is together else 0
