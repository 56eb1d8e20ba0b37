"""Recommendation: the score with its interval, and the three groups it is made of."""

from collections.abc import Sequence

import svg

from reports.charts.chart import ROW, Axis, Chart, bar, centres, finished, gridlines, label
from reports.charts.dots import Dot, interval_and_point
from reports.charts.spread import HIGH_END, LOW_END, MIDDLE, THICK, middle
from reports.disclosure.release import Cell

ENDS = (-100, 0, 100)
GROUP_COLOURS = tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (LOW_END, MIDDLE, HIGH_END))


def score_plot(dots: Sequence[Dot], axis: Axis, alt: str, *, row: float = ROW) -> Chart:
    """Draw net promoter scores on their intervals, between all against and all in favour."""
    height = len(dots) * row
    elements = [*gridlines(axis, height)]
    for position, y in centres(len(dots), row):
        elements += interval_and_point(dots[position].cell, dots[position].mark, axis, y)
    return finished(elements, alt, axis.width, height)


def score_axis(axis: Axis, alt: str) -> Chart:
    """Draw the two ends and the middle of the scale."""
    texts = ("−100", "0", "+100")
    elements = [label(axis.x(end), 12, text) for end, text in zip(ENDS, texts, strict=True)]
    return finished(elements, alt, axis.width, 16)


def group_bars(
    lines: Sequence[tuple[Cell, Cell, Cell]], width: float, alt: str, *, row: float = ROW
) -> Chart:
    """Draw detractors, passives and promoters as one bar per line."""
    elements: list[svg.Element] = []
    for position, y in centres(len(lines), row):
        sizes = [middle(cell) for cell in lines[position]]
        x, total = 0.0, sum(sizes)
        for size, fill in zip(sizes, GROUP_COLOURS, strict=True):
            wide = width * size / total if total else 0
            elements.append(bar(x, y, wide - 0.9, height=THICK, fill=fill))
            x += wide
    return finished(elements, alt, width, len(lines) * row)
