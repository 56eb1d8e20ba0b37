"""The caterpillar: one score with its interval per account manager."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import svg

from reports.charts.chart import ROW, Axis, Chart, centres, colour, finished, gridlines, line
from reports.charts.dots import Dot, interval_and_point
from reports.disclosure.release import Cell, Shown

TOGETHER_MARK = 1
PALE = "#bcd3d6"
COMPARED = Decimal("1.39") / Decimal("1.96")
"""So much of a 95 % interval serves to compare two: where two such bars of the same length do not
meet, the two differ at the level of 5 % (Goldstein and Healy 1995, JRSS A 158, 175-177)."""


def caterpillar(
    dots: Sequence[Dot],
    axis: Axis,
    alt: str,
    together: Cell | None = None,
    *,
    row: float = ROW,
    compared: bool = False,
) -> Chart:
    """Draw each person's interval, over a dashed line at the score of all of them together.

    `compared` draws the part of each interval by which two persons are compared as a thicker bar.
    """
    height = len(dots) * row
    elements: list[svg.Element] = [*gridlines(axis, height)]
    if isinstance(together, Shown):
        x = axis.x(together.value)
        dashed = line((x, 0), (x, height), colour(TOGETHER_MARK), 1.2)
        dashed.stroke_dasharray = [3, 2.4]
        elements.append(dashed)
    for position, y in centres(len(dots), row):
        if compared and dots[position].mark != TOGETHER_MARK:
            elements += _bar(dots[position].cell, axis, y)
        elements += interval_and_point(dots[position].cell, dots[position].mark, axis, y)
    return finished(elements, alt, axis.width, height)


def _bar(cell: Cell, axis: Axis, y: float) -> Iterator[svg.Element]:
    if isinstance(cell, Shown) and cell.low is not None and cell.high is not None:
        low = cell.value - COMPARED * (cell.value - cell.low)
        high = cell.value + COMPARED * (cell.high - cell.value)
        yield line((axis.x(low), y), (axis.x(high), y), PALE, 7)
