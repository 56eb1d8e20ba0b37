"""The section on account managers: everybody's score with its interval, and never a rank."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.charts.caterpillar import caterpillar
from reports.charts.chart import Axis
from reports.charts.dots import scale_axis
from reports.material import Material, part, shown
from reports.report import Block, Fact, Figure, Group, Paragraph, Row, Section
from reports.sections.lines import LONG, row_height, shortened, together_lines
from reports.sections.themes import told_about
from reports.story import managers_headline, spoken

WIDTH = 290.0
PER_CHART = 34
People = Sequence[tuple[str, Fact]]


def people_section(material: Material) -> Section | None:
    """Return the section; None where the study names no account manager."""
    if not material.labels.account_managers:
        return None
    people = _people(material)
    blocks = tuple(_blocks(material, people))
    if not blocks:
        return None
    scored = [(name, fact.cell) for name, fact in people]
    headline = managers_headline(material.language, scored)
    return Section("managers", material.says("managers.title"), headline, blocks)


def _people(material: Material) -> People:
    names = material.labels.account_managers
    return [
        (shortened(name), fact)
        for manager, name in names.items()
        if (fact := material.pooled(manager, managers=True))
    ]


def _blocks(material: Material, people: People) -> Iterator[Block]:
    if people:
        yield caterpillar_figure(material, people)
    title = material.says("managers.together")
    told = told_about(
        material, material.menu.manager_questions, together_lines(material), title=title
    )
    for position, each in enumerate(told):
        first, *others = each.figures
        yield first if position == 0 and people else replace(first, title=each.message)
        yield from others
    if any(shown(fact.cell) for _, fact in people):
        yield Paragraph(material.says("managers.detail"))


def caterpillar_figure(material: Material, people: People) -> Figure:
    """Draw every account manager in the order of the study, those hidden among them."""
    points = material.menu.pooled_points(managers=True)
    axis = Axis(points.low, points.high, WIDTH)
    tall = any(len(name) > LONG for name, _ in people)
    together = material.pooled(None, managers=True)
    everyone = [*people, *([(material.says("managers.all"), together)] if together else [])]
    columns = ("column.chart_score", "column.score", "column.interval", "column.n")
    alt = material.says("axis.alt", low=str(points.low), high=str(points.high))
    pages = [everyone[i : i + PER_CHART] for i in range(0, len(everyone), PER_CHART)]
    return Figure(
        style="caterpillar",
        title=material.says("managers.figure"),
        label=material.says("column.manager"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=tuple(_group(material, page, axis, together, tall) for page in pages),
        axis=scale_axis(axis, alt),
        note=material.says("managers.note"),
        tall=tall,
    )


def _group(
    material: Material, people: People, axis: Axis, together: Fact | None, tall: bool
) -> Group:
    names = [spoken(material.language, name, fact.cell) for name, fact in people]
    message = managers_headline(
        material.language, [(name, fact.cell) for name, fact in people if fact is not together]
    )
    alt = material.says(
        "alt.question",
        question=material.says("managers.figure"),
        list="; ".join(names),
        message=message,
    )
    chart = caterpillar(
        [fact.cell for _, fact in people],
        axis,
        alt,
        together.cell if together else None,
        row=row_height(tall),
    )
    rows = tuple(
        Row(
            name,
            (fact, part(fact, "interval"), part(fact, "n")),
            strong=fact is together,
        )
        for name, fact in people
    )
    return Group("", rows, chart)
