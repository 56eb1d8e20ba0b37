"""The dot plot: scores with their intervals, one line each, on one scale."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import svg

from reports.charts.chart import (
    ROW,
    Axis,
    Chart,
    centres,
    colour,
    finished,
    gridlines,
    label,
    line,
    point,
)
from reports.disclosure.release import Banded, Cell, Shown


@dataclass(frozen=True, slots=True)
class Dot:
    """One line: a released score and the mark of the supplier or person it is about."""

    cell: Cell
    mark: int = 0


def dot_plot(dots: Sequence[Dot], axis: Axis, alt: str, *, row: float = ROW) -> Chart:
    """Draw each score as its mark on its interval; a line that is hidden stays empty."""
    height = len(dots) * row
    elements = [*gridlines(axis, height)]
    for position, y in centres(len(dots), row):
        elements += interval_and_point(dots[position].cell, dots[position].mark, axis, y)
    return finished(elements, alt, axis.width, height)


def interval_and_point(cell: Cell, mark: int, axis: Axis, y: float) -> Iterator[svg.Element]:
    """Yield the interval as a bar with ends, and the mark on it."""
    if not isinstance(cell, Shown | Banded):
        return
    if cell.low is not None and cell.high is not None:
        low, high = axis.x(cell.low), axis.x(cell.high)
        yield line((low, y), (high, y), colour(mark), 1.7)
        yield line((low, y - 3), (low, y + 3), colour(mark), 1.2)
        yield line((high, y - 3), (high, y + 3), colour(mark), 1.2)
    yield point(mark, axis.x(cell.value), y)


def scale_axis(
    axis: Axis,
    alt: str,
    low: str = "",
    high: str = "",
    *,
    written: Callable[[Decimal | int], str] = str,
) -> Chart:
    """Draw the points of the scale, with the words at its two ends above them."""
    ticks: list[svg.Element] = [
        label(axis.x(tick), 22 if low or high else 12, written(tick)) for tick in axis.marked
    ]
    ends: list[svg.Element] = [
        label(axis.x(axis.low) - 5, 10, low, size=8, anchor="start"),
        label(axis.x(axis.high) + 5, 10, high, size=8, anchor="end"),
    ]
    worded = bool(low or high)
    return finished([*ticks, *(ends if worded else [])], alt, axis.width, 26 if worded else 16)
