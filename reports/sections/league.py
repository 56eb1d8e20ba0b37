"""Account managers seen together: what each score becomes beside the others, and how reliably."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.charts.caterpillar import TOGETHER_MARK, caterpillar
from reports.charts.chart import Axis
from reports.charts.dots import Dot, scale_axis
from reports.derived.league import RATERS, RELIABILITY, score_key
from reports.disclosure.release import Shown
from reports.figures import NOTHING
from reports.material import Material, part, shown
from reports.report import Block, Fact, Figure, Group, KeyFigure, KeyFigures, Paragraph, Row, Words
from reports.sections.lines import GAP, PAGE, fitted, row_height
from reports.story import managers_headline, spoken

LABEL, COLUMNS = 170, 294
CHART = PAGE - LABEL - GAP - COLUMNS
TALLEST = 640
"""A chart and its table stay on one page: so high may they be, in pixels."""


@dataclass(frozen=True, slots=True)
class LeagueLine:
    """One account manager: the score, and what it becomes beside the others."""

    name: str
    score: Fact
    worth: Fact


@dataclass(frozen=True, slots=True)
class League:
    """All account managers, in order of what their scores become only where that is reliable."""

    lines: tuple[LeagueLine, ...]
    reliability: Fact
    raters: Fact | None
    ordered: bool


def league_of(material: Material) -> League | None:
    """Return the league; None where too few account managers are shown to see them together."""
    reliability = material.fact(*RELIABILITY[:4])
    if reliability is None or not isinstance(reliability.cell, Shown):
        return None
    if score_key(material.menu, None) is None:
        return None
    lines = list(_lines(material))
    ordered = reliability.cell.value >= material.release.policy.reliable
    if ordered:
        lines.sort(key=_place)
    raters = None if ordered else material.fact(*RATERS[:4])
    return League(tuple(lines), reliability, raters, ordered)


def _lines(material: Material) -> Iterator[LeagueLine]:
    for manager, name in material.labels.account_managers.items():
        key = score_key(material.menu, manager)
        score = material.fact("mean", key.question if key else None, manager)
        worth = material.fact("worth", None, manager)
        if score and worth:
            yield LeagueLine(fitted(name, LABEL), score, worth)


def _place(line: LeagueLine) -> tuple[bool, object]:
    """Return where a line stands: the highest first, and whoever is not shown at the end."""
    cell = line.worth.cell
    return (False, -cell.value) if isinstance(cell, Shown) else (True, 0)


def league_blocks(material: Material, league: League, together: Fact | None) -> Iterator[Block]:
    """Yield the caterpillar, and how far its differences are to be trusted."""
    yield _figure(material, league, together)
    says, reliable = material.says, material.release.policy.reliable
    threshold = material.language.writing.number(reliable)
    keys = [KeyFigure(league.reliability, says("league.reliability"))]
    if league.raters and shown(league.raters.cell):
        keys.append(KeyFigure(league.raters, says("league.raters", threshold=threshold)))
    yield KeyFigures(tuple(keys))
    said = "league.ordered" if league.ordered else "league.unordered"
    yield Paragraph(says(said, threshold=threshold))


def _figure(material: Material, league: League, together: Fact | None) -> Figure:
    points = material.menu.pooled_points(managers=True)
    axis = Axis(points.low, points.high, CHART)
    row = row_height([line.name for line in league.lines], LABEL)
    says, per_page = material.says, TALLEST // row - 1
    pages = [league.lines[i : i + per_page] for i in range(0, len(league.lines), per_page)]
    columns = ("column.score", "column.interval", "league.worth", "column.interval", "column.n")
    title = "league.figure_ordered" if league.ordered else "league.figure"
    return Figure(
        style="caterpillar",
        title=says(title),
        label=says("column.manager"),
        columns=(
            says("league.chart"),
            *(says(key, level=material.level) for key in columns),
        ),
        groups=tuple(_group(material, page, axis, together, row=row) for page in pages),
        axis=scale_axis(axis, says("axis.alt", low=str(points.low), high=str(points.high))),
        note=says("league.note", level=material.level),
        row=row,
        label_width=LABEL,
    )


def _group(
    material: Material,
    lines: Sequence[LeagueLine],
    axis: Axis,
    together: Fact | None,
    *,
    row: int,
) -> Group:
    dots = [Dot(line.worth.cell) for line in lines]
    rows = [
        Row(
            line.name,
            (
                line.score,
                part(line.score, "interval"),
                line.worth,
                part(line.worth, "interval"),
                part(line.score, "n"),
            ),
            mark=0,
        )
        for line in lines
    ]
    if together:
        dots.append(Dot(together.cell, TOGETHER_MARK))
        entries = (
            together,
            part(together, "interval"),
            Words(NOTHING),
            Words(NOTHING),
            part(together, "n"),
        )
        rows.append(Row(material.says("league.all"), entries, mark=TOGETHER_MARK, strong=True))
    alt = _alt(material, lines)
    whole = together.cell if together else None
    return Group("", tuple(rows), caterpillar(dots, axis, alt, whole, row=row, compared=True))


def _alt(material: Material, lines: Sequence[LeagueLine]) -> str:
    names = [spoken(material.language, line.name, line.worth.cell, "worth") for line in lines]
    scored = [(line.name, line.worth.cell) for line in lines]
    return material.says(
        "alt.question",
        question=material.says("league.figure"),
        list="; ".join(names),
        message=managers_headline(material.language, scored),
    )
