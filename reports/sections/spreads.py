"""Figures of how the answers spread over a scale, whole or in bands as the gate let them out."""

from collections.abc import Iterator, Sequence

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.charts.spread import Band, spread_bars
from reports.disclosure.release import Hidden
from reports.figures import NOTHING, value_text
from reports.material import Material, part
from reports.menu import points_of
from reports.report import Fact, Figure, Group, Row, Words
from reports.sections.lines import Line, is_tall, row, row_height
from reports.sections.scores import scale_note

PAGE, COLUMN, LABEL = 642, 43, 150


def spread_figure(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Figure | None:
    """Draw the answers to questions of one scale; None where no share was ever asked for."""
    points = points_of(questions[0]) if questions else None
    if points is None:
        return None
    tall = is_tall(lines)
    groups = [
        group for each in questions if (group := _group(material, each, points, lines, tall))
    ]
    if not groups:
        return None
    return Figure(
        style="spread",
        title=title,
        label=material.says("column.question"),
        columns=(material.says("column.chart_spread"), *map(str, _points(points))),
        groups=tuple(groups),
        note=scale_note(material, questions[0], points),
        tall=tall,
    )


def _points(points: Points) -> range:
    return range(points.low, points.high + 1)


def _group(
    material: Material, question: Question, points: Points, lines: Sequence[Line], tall: bool
) -> Group | None:
    found = [(line, bands_of(material.shares(question.id, line.subject))) for line in lines]
    found = [(line, bands) for line, bands in found if bands]
    if not found:
        return None
    width = PAGE - LABEL - COLUMN * len(_points(points))
    chart = spread_bars(
        [[band for band, _ in bands] for _, bands in found],
        (points.low, points.high),
        max(width, 70),
        _alt(material, question, found),
        row=row_height(tall),
    )
    rows = tuple(_row(line, bands, points) for line, bands in found)
    return Group(material.asked(question), rows, chart)


Bands = list[tuple[Band, Fact]]


def bands_of(facts: Sequence[Fact]) -> Bands:
    """Return the shares of a row with the points of the scale each stands for, from low to high."""
    bands = []
    for fact in facts:
        first, _, last = (fact.key.option or "").partition("-")
        bands.append((Band(int(first), int(last or first), fact.cell), fact))
    return sorted(bands, key=lambda each: each[0].first)


def _row(line: Line, bands: Bands, points: Points) -> Row:
    return row(line, list(_entries(bands, points)))


def _entries(bands: Bands, points: Points) -> Iterator[Fact | Words]:
    at = points.low
    for band, fact in bands:
        if band.first > at:
            yield Words(NOTHING, span=band.first - at)
        yield part(fact, "value", band.last - band.first + 1)
        at = band.last + 1
    if at <= points.high:
        yield Words(NOTHING, span=points.high - at + 1)


def _alt(material: Material, question: Question, found: Sequence[tuple[Line, Bands]]) -> str:
    spoken = [_spoken(material, line, bands) for line, bands in found]
    return material.says(
        "alt.spread", question=material.asked(question), list="; ".join(spoken)
    )


def _spoken(material: Material, line: Line, bands: Bands) -> str:
    if all(isinstance(band.cell, Hidden) for band, _ in bands):
        return material.says("alt.hidden", name=line.name)
    parts = [
        material.says(
            "alt.part",
            share=value_text("share", band.cell),
            points=str(band.first) if band.first == band.last else f"{band.first}–{band.last}",
        )
        for band, _ in bands
    ]
    return material.says("alt.spread_line", name=line.name, parts=", ".join(parts))
