"""What every chart shares: its size, its colours, its marks and its scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Literal

import svg

ROW = 20
TALL_ROW = 33
FONT = "Inter"
INK, MUTED, HAIRLINE = "#18222d", "#5b6774", "#d3dae0"
CLIENT = "#0b5560"
# Shapes tell the suppliers apart where colours do not: in grey, and for the colour-blind.
COLOURS = (CLIENT, "#c26a17", "#7059a6", "#66757f", "#3f7fb5", "#a2457c")


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished drawing; its alternative text says its message."""

    markup: str
    alt: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear scale between two ends, drawn over `width` pixels with room for a mark at both."""

    low: int | Decimal
    high: int | Decimal
    width: float
    inset: float = 9.0
    ticks: tuple[int | Decimal, ...] = ()

    @property
    def marked(self) -> tuple[int | Decimal, ...]:
        """Return where its lines stand: at every whole point if none are named."""
        return self.ticks or tuple(range(int(self.low), int(self.high) + 1))

    def x(self, value: Decimal | int) -> float:
        """Return where a value stands."""
        share = (float(value) - float(self.low)) / float(self.high - self.low)
        return round(self.inset + share * (self.width - 2 * self.inset), 2)


def colour(mark: int) -> str:
    """Return the colour of a supplier's mark; the client is 0."""
    return COLOURS[mark % len(COLOURS)]


def centres(rows: int, row: float) -> Iterator[tuple[int, float]]:
    """Yield each line's number and the middle of its height."""
    for position in range(rows):
        yield position, position * row + row / 2


def finished(elements: Sequence[svg.Element], alt: str, width: float, height: float) -> Chart:
    """Return the drawing as markup, its alternative text first."""
    drawing = svg.SVG(
        width=width,
        height=height,
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        elements=[svg.Title(text=escape(alt)), *elements],
    )
    return Chart(drawing.as_str(), alt, width, height)


def label(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 9,
    fill: str = MUTED,
    anchor: Literal["start", "middle", "end"] = "middle",
) -> svg.Text:
    """Return text on a drawing. Inline SVG ignores the page's styles, so all is said here."""
    return svg.Text(
        x=round(x, 2),
        y=round(y, 2),
        text=escape(text),
        font_family=FONT,
        font_size=size,
        fill=fill,
        text_anchor=anchor,
    )


Place = tuple[float, float]


def line(start: Place, end: Place, stroke: str, width: float) -> svg.Line:
    """Return a straight line."""
    return svg.Line(
        x1=round(start[0], 2),
        y1=round(start[1], 2),
        x2=round(end[0], 2),
        y2=round(end[1], 2),
        stroke=stroke,
        stroke_width=width,
    )


def bar(x: float, y: float, width: float, *, height: float, fill: str) -> svg.Rect:
    """Return a filled rectangle, `x` its left and `y` its middle."""
    return svg.Rect(
        x=round(x, 2),
        y=round(y - height / 2, 2),
        width=round(max(width, 0), 2),
        height=height,
        fill=fill,
    )


def point(mark: int, x: float, y: float) -> svg.Element:
    """Return a supplier's mark: circle, square, diamond, triangle up and down, ring."""
    fill = colour(mark)
    shape = mark % len(COLOURS)
    if shape == 0:
        return svg.Circle(cx=x, cy=y, r=4.6, fill=fill)
    if shape == 5:
        return svg.Circle(cx=x, cy=y, r=3.4, fill="#ffffff", stroke=fill, stroke_width=1.8)
    offsets = {
        1: ((-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)),
        2: ((0, -5), (5, 0), (0, 5), (-5, 0)),
        3: ((0, -4.6), (4.6, 3.6), (-4.6, 3.6)),
        4: ((0, 4.6), (4.6, -3.6), (-4.6, -3.6)),
    }[shape]
    corners = [svg.Point(round(x + dx, 2), round(y + dy, 2)) for dx, dy in offsets]
    return svg.Polygon(points=corners, fill=fill)


def gridlines(axis: Axis, height: float) -> Iterator[svg.Element]:
    """Yield a fine line down the drawing at each tick."""
    for tick in axis.marked:
        yield line((axis.x(tick), 0), (axis.x(tick), height), HAIRLINE, 0.7)
