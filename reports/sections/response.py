"""The section on who answered: the rate, and the rates among each account manager's customers."""

from collections.abc import Iterator

from reports.charts.shares import share_bars
from reports.material import Material, part, shown
from reports.report import (
    Block,
    Fact,
    Figure,
    Group,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Section,
)
from reports.sections.lines import GAP, PAGE, fitted, row_height

LABEL, COLUMN = 200, 60
CHART = PAGE - LABEL - GAP - 2 * COLUMN


def response_section(material: Material) -> Section | None:
    """Return the section; None where no response was released at all."""
    blocks = tuple(_blocks(material))
    if not blocks:
        return None
    return Section(
        "response", material.says("response.title"), _headline(material), blocks, opens_page=True
    )


def _headline(material: Material) -> str:
    rate = material.cell("rate")
    invited, answered = (material.cell("n", None, None, each) for each in ("invited", "answered"))
    if not (shown(rate) and shown(invited) and shown(answered)):
        return _banded(material) or material.says("response.hidden")
    return material.says(
        "response.headline",
        answered=material.language.value("n", answered),
        invited=material.language.value("n", invited),
        rate=material.language.value("rate", rate),
    )


def _banded(material: Material) -> str | None:
    """Say that a band of those invited answered, where both are printed in any case."""
    invited, band = material.fact("n", None, None, "invited"), material.answered_band()
    if not (band and invited and shown(invited.cell)):
        return None
    return material.says("response.band", band=band.text, invited=invited.text)


def _blocks(material: Material) -> Iterator[Block]:
    invited, answered = (material.fact("n", None, None, each) for each in ("invited", "answered"))
    rate = material.fact("rate")
    figures = (
        ("response.invited", invited),
        ("response.answered", material.answered_band() or answered),
        ("key.rate", rate),
    )
    keys = [KeyFigure(f, material.says(key)) for key, f in figures if f and shown(f.cell)]
    if keys:
        yield KeyFigures(tuple(keys))
    managers = [
        (name, fact)
        for manager, name in material.labels.account_managers.items()
        if (fact := material.fact("rate", None, manager))
    ]
    if any(shown(fact.cell) for _, fact in managers):
        yield _by_manager(material, managers, rate)
    elif managers:
        yield Paragraph(material.says("response.by_manager"))


def _by_manager(material: Material, managers: list[tuple[str, Fact]], rate: Fact | None) -> Figure:
    row = row_height([name for name, _ in managers], LABEL)
    lines = [(fitted(name, LABEL), fact, False) for name, fact in managers]
    if rate:
        lines.append((material.says("response.all"), rate, True))
    spoken = [f"{name} {fact.text}" for name, fact, _ in lines]
    chart = share_bars(
        [fact.cell for _, fact, _ in lines],
        CHART,
        material.says("response.alt", list="; ".join(spoken)),
        row=row,
    )
    rows = tuple(Row(name, (fact, part(fact, "n")), strong=strong) for name, fact, strong in lines)
    keys = ("column.chart_rate", "column.rate", "column.invited")
    return Figure(
        style="choice",
        title=material.says("response.figure"),
        label=material.says("column.group"),
        columns=tuple(material.says(key) for key in keys),
        groups=(Group("", rows, chart),),
        note=material.says("response.note"),
        few=material.says("response.few"),
        row=row,
        label_width=LABEL,
    )
