"""Share bars: one bar a line, for rates of response and for the options of a choice."""

from collections.abc import Sequence

import svg

from reports.charts.chart import CLIENT, ROW, Chart, bar, centres, finished
from reports.charts.spread import middle
from reports.disclosure.release import Cell, Hidden

TRACK, THICK = "#e9edf0", 10


def share_bars(cells: Sequence[Cell], width: float, alt: str, *, row: float = ROW) -> Chart:
    """Draw each percentage on a track that stands for all of 100."""
    elements: list[svg.Element] = []
    for position, y in centres(len(cells), row):
        cell = cells[position]
        if isinstance(cell, Hidden):
            continue
        elements.append(bar(0, y, width, height=THICK, fill=TRACK))
        full = width * middle(cell) / 100
        elements.append(bar(0, y, full, height=THICK, fill=CLIENT))
    return finished(elements, alt, width, len(cells) * row)
