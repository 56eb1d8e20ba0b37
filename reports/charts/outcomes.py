"""Outcomes: who won how often of two, and what was named the best and the worst."""

from collections.abc import Sequence

import svg

from reports.charts.chart import HAIRLINE, ROW, Chart, bar, centres, finished, line
from reports.charts.spread import HIGH_END, LOW_END, MIDDLE, THICK, middle
from reports.disclosure.release import Cell

WON, TIED, LOST = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (HIGH_END, MIDDLE, LOW_END))


def outcome_bars(
    lines: Sequence[Sequence[Cell]], width: float, alt: str, *, row: float = ROW
) -> Chart:
    """Draw better, the same and worse as one bar a pair."""
    elements: list[svg.Element] = []
    for position, y in centres(len(lines), row):
        sizes = [middle(cell) for cell in lines[position]]
        x, total = 0.0, sum(sizes)
        for size, fill in zip(sizes, (WON, TIED, LOST), strict=True):
            wide = width * size / total if total else 0
            elements.append(bar(x, y, wide - 0.9, height=THICK, fill=fill))
            x += wide
    return finished(elements, alt, width, len(lines) * row)


def balance_bars(
    lines: Sequence[tuple[Cell, Cell]], width: float, alt: str, *, row: float = ROW
) -> Chart:
    """Draw the share named worst to the left of a line, and the share named best to its right."""
    middle_line, height = width / 2, len(lines) * row
    elements: list[svg.Element] = []
    for position, y in centres(len(lines), row):
        best, worst = (middle(cell) * middle_line / 100 for cell in lines[position])
        elements.append(bar(middle_line - worst, y, worst, height=THICK, fill=LOST))
        elements.append(bar(middle_line, y, best, height=THICK, fill=WON))
    elements.append(line((middle_line, 0), (middle_line, height), HAIRLINE, 1))
    return finished(elements, alt, width, height)
