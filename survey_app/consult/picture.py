"""The picture of a preflight: a line for each group, with a mark at its chance for each response.

Colours come from the style sheet. Each light has a shape of its own, which says the same in grey.
"""

from collections.abc import Iterator, Mapping

import svg
from markupsafe import Markup, escape

from questionnaires.sentence import Sentence
from reports.disclosure.preflight import LIKELY, RATES, Forecast, Light
from survey_app.services.preflight import chances_in_words

WIDTH, HEIGHT, INSET = 280, 28, 12
MIDDLE = HEIGHT / 2
LOWEST, USUAL, HIGHEST = RATES
TICKS = (0, 0.5, LIKELY, 1)
Place = tuple[float, float]


def strip(expected: Forecast, alt: str) -> Markup:
    """Draw a group's chances from 0 to 100 %; the alternative text says them."""
    chances = expected.chances
    places = {rate: _x(chance) for rate, chance in chances.items()}
    elements = [
        *_ground(),
        _line((min(places.values()), MIDDLE), (max(places.values()), MIDDLE), "reach"),
        svg.Circle(cx=places[LOWEST], cy=MIDDLE, r=4, class_=["hollow"]),
        svg.Circle(cx=places[HIGHEST], cy=MIDDLE, r=4, class_=["solid"]),
        *_light(expected.light, places[USUAL], MIDDLE),
    ]
    return _drawn(elements, WIDTH, HEIGHT, alt=alt, classes=["strip", expected.light.name.lower()])


def axis() -> Markup:
    """Draw the numbers above the lines."""
    texts: list[svg.Element] = [
        svg.Text(x=_x(tick), y=11, text=f"{tick * 100:.0f}", text_anchor="middle") for tick in TICKS
    ]
    return _drawn(texts, WIDTH, 14, alt="", classes=["strip", "axis"])


def marks() -> Mapping[int, Markup]:
    """Draw by response the mark that stands for it, to explain it."""
    shapes: dict[int, list[svg.Element]] = {
        LOWEST: [svg.Circle(cx=8, cy=8, r=4, class_=["hollow"])],
        USUAL: [*_light(Light.GREEN, 8, 8)],
        HIGHEST: [svg.Circle(cx=8, cy=8, r=4, class_=["solid"])],
    }
    return {rate: _drawn(shape, 16, 16, alt="", classes=["mark"]) for rate, shape in shapes.items()}


def _x(chance: float) -> float:
    return round(INSET + chance * (WIDTH - 2 * INSET), 1)


def _ground() -> Iterator[svg.Element]:
    yield _line((_x(0), MIDDLE), (_x(1), MIDDLE), "rule")
    for tick in TICKS:
        name = "limit" if tick == LIKELY else "rule"
        yield _line((_x(tick), 2), (_x(tick), HEIGHT - 2), name)


def _light(light: Light, x: float, y: float) -> Iterator[svg.Element]:
    """Draw a light as the badges show it: full, half, or struck through."""
    full = light is Light.GREEN
    yield svg.Circle(cx=x, cy=y, r=6, class_=["solid" if full else "hollow"])
    if light is Light.AMBER:
        yield svg.Path(
            d=[svg.M(x, y - 6), svg.Arc(6, 6, 0, False, False, x, y + 6)], class_=["fill"]
        )
    if light is Light.RED:
        yield _line((x - 4.2, y + 4.2), (x + 4.2, y - 4.2), "stroke")


def _line(start: Place, end: Place, name: str) -> svg.Element:
    (x1, y1), (x2, y2) = start, end
    return svg.Line(x1=x1, y1=y1, x2=x2, y2=y2, class_=[name])


def _drawn(
    elements: list[svg.Element], width: int, height: int, *, alt: str, classes: list[str]
) -> Markup:
    spoken = {"role": "img", "aria-label": str(escape(alt))} if alt else {"aria-hidden": "true"}
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        width=width,
        height=height,
        class_=classes,
        elements=elements,
        extra=spoken,
    )
    return Markup(drawing.as_str())  # noqa: S704 - numbers, and a text that is escaped


def in_a_sentence(expected: Forecast) -> Sentence:
    """Return what the line of a group says."""
    said = chances_in_words(expected)
    if expected.light is Light.RED:
        return Sentence("never reported, whoever answers")
    if len(set(said.values())) == 1:
        return Sentence("%(chance)s at any response", chance=said[USUAL])
    return Sentence(
        "%(lowest)s where %(low)s %% answer, %(usual)s at %(half)s %%, %(highest)s at %(high)s %%",
        lowest=said[LOWEST],
        low=LOWEST,
        usual=said[USUAL],
        half=USUAL,
        highest=said[HIGHEST],
        high=HIGHEST,
    )
