"""The caterpillar: one score with its interval per account manager, never in order of rank."""

from collections.abc import Sequence

import svg

from reports.charts.chart import ROW, Axis, Chart, centres, finished, gridlines, line
from reports.charts.dots import interval_and_point
from reports.disclosure.release import Cell, Shown

TOGETHER = "#c26a17"


def caterpillar(
    cells: Sequence[Cell], axis: Axis, alt: str, together: Cell | None = None, *, row: float = ROW
) -> Chart:
    """Draw each person's interval, over a dashed line at the score of all of them together."""
    height = len(cells) * row
    elements: list[svg.Element] = [*gridlines(axis, range(axis.low, axis.high + 1), height)]
    if isinstance(together, Shown):
        dashed = line(axis.x(together.value), 0, axis.x(together.value), height, TOGETHER, 1.2)
        dashed.stroke_dasharray = [3, 2.4]
        elements.append(dashed)
    for position, y in centres(len(cells), row):
        elements += interval_and_point(cells[position], 0, axis, y)
    return finished(elements, alt, axis.width, height)
