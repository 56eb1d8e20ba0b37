"""The spread of answers: one bar a line, from the low end of the scale to the high one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import svg

from reports.charts.chart import ROW, Chart, bar, centres, finished
from reports.disclosure.release import Banded, Cell, Hidden

LOW_END, MIDDLE, HIGH_END = (200, 118, 62), (232, 228, 219), (11, 85, 96)
THICK = 12


@dataclass(frozen=True, slots=True)
class Band:
    """The released share of the answers from one point of the scale to another."""

    first: int
    last: int
    cell: Cell


def spread_bars(
    lines: Sequence[Sequence[Band]],
    points: tuple[int, int],
    width: float,
    alt: str,
    *,
    row: float = ROW,
) -> Chart:
    """Draw a stacked bar per line of the scale's bands; `points` are the scale's two ends."""
    elements: list[svg.Element] = []
    for position, y in centres(len(lines), row):
        elements += _stack(lines[position], points, width, y)
    return finished(elements, alt, width, len(lines) * row)


def _stack(
    bands: Sequence[Band], points: tuple[int, int], width: float, y: float
) -> Iterator[svg.Element]:
    sizes = [middle(band.cell) for band in bands]
    total, x = sum(sizes), 0.0
    if not total:
        return
    for band, size in zip(bands, sizes, strict=True):
        wide = width * size / total
        if wide:
            fill = shade((band.first + band.last) / 2, points)
            yield bar(x, y, wide - 0.9, height=THICK, fill=fill)
        x += wide


def middle(cell: Cell) -> float:
    """Return the length to draw for a share: a bound is drawn at the middle of what it allows."""
    if isinstance(cell, Hidden):
        return 0.0
    if isinstance(cell, Banded):
        return float(cell.low + cell.high) / 2
    return float(cell.value)


def shade(point: float, points: tuple[int, int]) -> str:
    """Return the colour of a point: rust at the low end, pale in the middle, petrol at the high.

    The high end is darker than the low one, so that the two differ in grey as well.
    """
    share = (point - points[0]) / (points[1] - points[0])
    start, end = (LOW_END, MIDDLE) if share < 0.5 else (MIDDLE, HIGH_END)
    along = share * 2 if share < 0.5 else share * 2 - 1
    mixed = (round(a + (b - a) * along) for a, b in zip(start, end, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
