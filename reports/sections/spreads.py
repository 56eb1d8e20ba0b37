"""Figures of how the answers spread over a scale, whole or in bands as the gate let them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.charts.spread import Band, shade, spread_bars
from reports.disclosure.release import Hidden
from reports.figures import NOTHING
from reports.material import Material, part
from reports.menu import points_of
from reports.report import Fact, Figure, Group, Row, Words
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

MANY_POINTS = 8
WIDEST, SMALLEST_CHART = 290, 120
Bands = list[tuple[Band, Fact]]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all groups of one figure share."""

    points: Points
    label: int
    chart: int
    row: int


def spread_figure(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Figure | None:
    """Draw the answers to questions of one scale; None where no share was ever asked for."""
    if not questions:
        return None
    blocks = arranged(material, questions, lines, worded=False)
    return spread_of_blocks(material, blocks, questions, title)


def spread_of_blocks(
    material: Material, blocks: Sequence[Lines], questions: Sequence[Question], title: str
) -> Figure | None:
    """Draw the answers to these questions in the order of the blocks; None as above."""
    points = points_of(questions[0])
    if points is None:
        return None
    look = _look(points, blocks)
    groups = [group for block in blocks if (group := _group(material, block, look))]
    if not groups:
        return None
    return Figure(
        style="spread",
        title=title,
        label=material.says(f"column.{'question' if blocks[0].listed else 'supplier'}"),
        columns=(material.says("column.chart_spread"), *map(str, _points(points))),
        groups=tuple(groups),
        note=scale_note(material, questions, points, elsewhere="figure.scale_score"),
        row=look.row,
        label_width=look.label,
        swatches=tuple(shade(each, (points.low, points.high)) for each in _points(points)),
    )


def _points(points: Points) -> range:
    return range(points.low, points.high + 1)


def _look(points: Points, blocks: Sequence[Lines]) -> _Look:
    number = len(_points(points))
    label, column = label_width(blocks), 43
    if number > MANY_POINTS:
        label, column = min(label, 150), 36
    elif label == WIDE:
        label = max(label, min(WIDEST, PAGE - GAP - column * number - SMALLEST_CHART))
    lines = [line for block in blocks for _, line in block.lines]
    chart = PAGE - label - GAP - column * number
    return _Look(points, label, chart, lines_height(lines, label))


def _group(material: Material, block: Lines, look: _Look) -> Group | None:
    found = [
        (line, bands)
        for question, line in block.lines
        if (bands := bands_of(material.shares(question.id, line.subject)))
    ]
    if not found:
        return None
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
            tuple(_entries(bands, look.points)),
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


def _entries(bands: Bands, points: Points) -> Iterator[Fact | Words]:
    at = points.low
    for band, fact in bands:
        if band.first > at:
            yield Words(NOTHING, span=band.first - at)
        yield part(fact, "value", band.last - band.first + 1)
        at = band.last + 1
    if at <= points.high:
        yield Words(NOTHING, span=points.high - at + 1)


def _alt(material: Material, heading: str, found: Sequence[tuple[Line, Bands]]) -> str:
    spoken = [_spoken(material, line, bands) for line, bands in found]
    return material.says("alt.spread", question=heading, list="; ".join(spoken)).strip()


def _spoken(material: Material, line: Line, bands: Bands) -> str:
    if all(isinstance(band.cell, Hidden) for band, _ in bands):
        return material.says("alt.hidden", name=line.name)
    parts = [
        material.says(
            "alt.part",
            share=material.language.value("share", band.cell),
            points=str(band.first) if band.first == band.last else f"{band.first}–{band.last}",
        )
        for band, _ in bands
    ]
    return material.says("alt.spread_line", name=line.name, parts=", ".join(parts))
