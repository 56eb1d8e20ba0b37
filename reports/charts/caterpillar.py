"""The caterpillar: one score with its interval per account manager, never in order of rank."""

from collections.abc import Sequence

import svg

from reports.charts.chart import ROW, Axis, Chart, centres, colour, finished, gridlines, line
from reports.charts.dots import Dot, interval_and_point
from reports.disclosure.release import Cell, Shown

TOGETHER_MARK = 1


def caterpillar(
    dots: Sequence[Dot], axis: Axis, alt: str, together: Cell | None = None, *, row: float = ROW
) -> Chart:
    """Draw each person's interval, over a dashed line at the score of all of them together."""
    height = len(dots) * row
    elements: list[svg.Element] = [*gridlines(axis, height)]
    if isinstance(together, Shown):
        x = axis.x(together.value)
        dashed = line((x, 0), (x, height), colour(TOGETHER_MARK), 1.2)
        dashed.stroke_dasharray = [3, 2.4]
        elements.append(dashed)
    for position, y in centres(len(dots), row):
        elements += interval_and_point(dots[position].cell, dots[position].mark, axis, y)
    return finished(elements, alt, axis.width, height)
