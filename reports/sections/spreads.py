"""Figures of how the answers spread over a scale, whole or in bands as the gate let them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.charts.spread import Band, shade, spread_bars
from reports.disclosure.release import Hidden
from reports.material import Material
from reports.menu import points_of
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import (
    GAP,
    PAGE,
    WIDE,
    Line,
    Lines,
    arranged,
    fitted,
    label_width,
    lines_height,
)
from reports.sections.scores import scale_note
from reports.sections.sums import joined, sum_note

MANY_POINTS = 8
WIDEST, SMALLEST_CHART = 290, 120
COLUMN, NARROW_COLUMN, BAND_COLUMN = 43, 36, 66
Bands = list[tuple[Band, Fact]]
Heads = tuple[tuple[int, int], ...]
"""The first and last point of the scale below each heading of the table."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What all groups of one figure share."""

    points: Points
    heads: Heads
    label: int
    chart: int
    row: int


def spread_figure(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Figure | None:
    """Draw the answers to questions of one scale; None where no share of them is shown.

    The scale is not explained: the scores right above do that.
    """
    if not questions:
        return None
    blocks = arranged(material, questions, lines, worded=False)
    return spread_of_blocks(material, blocks, questions, title, explained=True)


def spread_of_blocks(
    material: Material,
    blocks: Sequence[Lines],
    questions: Sequence[Question],
    title: str,
    *,
    explained: bool = False,
) -> Figure | None:
    """Draw the answers to these questions in the order of the blocks; None as above.

    `explained` says that the scale is explained elsewhere.
    """
    points = points_of(questions[0])
    drawn = [_drawn(material, block) for block in blocks]
    shown = [bands for lines in drawn for _, bands in lines if not _hidden(bands)]
    if points is None or not shown:
        return None
    look = _look(points, blocks, _heads(points, shown))
    groups = [
        _group(material, block, lines, look)
        for block, lines in zip(blocks, drawn, strict=True)
        if lines
    ]
    scale = scale_note(material, questions, points, elsewhere="figure.scale_score")
    return Figure(
        style="spread",
        title=title,
        label=material.says(f"column.{'question' if blocks[0].listed else 'supplier'}"),
        columns=(material.says("column.chart_spread"), *(points_text(*h) for h in look.heads)),
        groups=tuple(groups),
        note=joined(
            "" if explained else scale,
            sum_note(material, [[band.cell for band, _ in bands] for bands in shown]),
            _left_out(material, blocks, drawn),
        ),
        row=look.row,
        label_width=look.label,
        swatches=tuple(shade(sum(each) / 2, (points.low, points.high)) for each in look.heads),
    )


def _drawn(material: Material, block: Lines) -> list[tuple[Line, Bands]]:
    """Return the lines of a block with their shares; of a list of questions only those shown."""
    found = [
        (line, bands)
        for question, line in block.lines
        if (bands := bands_of(material.shares(question.id, line.subject)))
    ]
    if block.listed or all(_hidden(bands) for _, bands in found):
        return [(line, bands) for line, bands in found if not _hidden(bands)]
    return found


def _left_out(
    material: Material, blocks: Sequence[Lines], drawn: Sequence[list[tuple[Line, Bands]]]
) -> str:
    """Name the questions that stand in other figures but of whose shares none is shown."""
    nowhere, names = material.withheld(), []
    for block, lines in zip(blocks, drawn, strict=True):
        seen = {line for line, _ in lines}
        left = block.lines if block.listed or not lines else ()
        asked = [question for question, line in left if line not in seen]
        names += [material.quoted(question) for question in asked if question not in nowhere]
    names = list(dict.fromkeys(names))
    listed = material.language.listed(names)
    return material.says("figure.left_out", names=listed) if names else ""


def _heads(points: Points, shown: Sequence[Bands]) -> Heads:
    """Return the bands that all lines have in common; the single points where lines differ."""
    found = {tuple((band.first, band.last) for band, _ in bands) for bands in shown}
    if len(found) == 1:
        return found.pop()
    return tuple((point, point) for point in range(points.low, points.high + 1))


def _look(points: Points, blocks: Sequence[Lines], heads: Heads) -> _Look:
    number, label = len(heads), label_width(blocks)
    column = BAND_COLUMN if any(first < last for first, last in heads) else COLUMN
    if number > MANY_POINTS:
        label, column = min(label, 150), NARROW_COLUMN
    elif label == WIDE:
        label = max(label, min(WIDEST, PAGE - GAP - column * number - SMALLEST_CHART))
    lines = [line for block in blocks for _, line in block.lines]
    chart = PAGE - label - GAP - column * number
    return _Look(points, heads, label, chart, lines_height(lines, label))


def _group(
    material: Material, block: Lines, found: Sequence[tuple[Line, Bands]], look: _Look
) -> Group:
    chart = spread_bars(
        [[band for band, _ in bands] for _, bands in found],
        (look.points.low, look.points.high),
        look.chart,
        _alt(material, block.heading, found),
        row=look.row,
    )
    rows = tuple(
        Row(
            fitted(line.name, look.label),
            tuple(_entries(bands, look.heads)),
            line.mark,
            line.strong,
        )
        for line, bands in found
    )
    return Group(block.heading, rows, chart, theme=block.theme)


def bands_of(facts: Sequence[Fact]) -> Bands:
    """Return the shares of a row with the points of the scale each stands for, from low to high."""
    bands = []
    for fact in facts:
        first, _, last = (fact.key.option or "").partition("-")
        bands.append((Band(int(first), int(last or first), fact.cell), fact))
    return sorted(bands, key=lambda each: each[0].first)


def points_text(first: int, last: int) -> str:
    """Return `3–5` for a band of points, `3` for a band of one."""
    return str(first) if first == last else f"{first}–{last}"


def _hidden(bands: Bands) -> bool:
    return all(isinstance(band.cell, Hidden) for band, _ in bands)


def _entries(bands: Bands, heads: Heads) -> Iterator[Fact]:
    """Yield the shares below their headings; a band says its points where no heading does."""
    for band, fact in bands:
        span = sum(band.first <= first and last <= band.last for first, last in heads)
        own = points_text(band.first, band.last) if span > 1 else ""
        yield replace(fact, span=span, points=own)


def _alt(material: Material, heading: str, found: Sequence[tuple[Line, Bands]]) -> str:
    spoken = [_spoken(material, line, bands) for line, bands in found]
    return material.says("alt.spread", question=heading, list="; ".join(spoken)).strip()


def _spoken(material: Material, line: Line, bands: Bands) -> str:
    if _hidden(bands):
        return material.says("alt.hidden", name=line.name)
    parts = [
        material.says(
            "alt.part",
            share=material.language.value("share", band.cell),
            points=points_text(band.first, band.last),
        )
        for band, _ in bands
    ]
    return material.says("alt.spread_line", name=line.name, parts=", ".join(parts))
