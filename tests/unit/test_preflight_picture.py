"""The picture of a preflight: marks where the chances are, in shapes and words as in colours."""

from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from reports.disclosure.preflight import RATES, Forecast, Light
from reports.tally import Base
from survey_app.consult import picture

SVG = "{http://www.w3.org/2000/svg}"


def expected(light: Light, *chances: float) -> Forecast:
    return Forecast(Base(10, 5, 2), dict(zip(RATES, chances, strict=True)), light)


def parts(drawing: Markup, shape: str) -> list[dict[str, str]]:
    return [node.attrib for node in ET.fromstring(drawing).iter(SVG + shape)]  # noqa: S314


def places(drawing: Markup) -> list[float]:
    return [float(circle["cx"]) for circle in parts(drawing, "circle")]


def test_each_response_has_its_mark_where_its_chance_is() -> None:
    low, high, usual = places(picture.strip(expected(Light.AMBER, 0, 0.5, 1), ""))

    assert (low, high) == (picture.INSET, picture.WIDTH - picture.INSET)
    assert usual == picture.WIDTH / 2


def test_the_line_reaches_from_the_least_to_the_greatest_chance_whichever_response_has_it() -> None:
    drawing = picture.strip(expected(Light.AMBER, 0.8, 0.6, 0.2), "")

    [reach] = [line for line in parts(drawing, "line") if line["class"] == "reach"]
    assert [float(reach["x1"]), float(reach["x2"])] == sorted(places(drawing))[::2]


def test_lights_differ_by_shape_and_not_by_colour_alone() -> None:
    shapes = set()
    for light in Light:
        drawing = picture.strip(expected(light, 0.1, 0.2, 0.3), "")
        marks = [circle["class"] for circle in parts(drawing, "circle")]
        struck = [line["class"] for line in parts(drawing, "line") if line["class"] == "stroke"]
        shapes.add((*marks, len(parts(drawing, "path")), *struck))
    assert len(shapes) == len(Light)


def test_whoever_cannot_see_it_is_told_and_nothing_told_becomes_markup() -> None:
    drawing = picture.strip(expected(Light.GREEN, 1, 1, 1), 'over "99" % <b>')

    [whole] = parts(drawing, "svg")
    assert (whole["role"], whole["aria-label"]) == ("img", 'over "99" % <b>')
    [silent] = parts(picture.axis(), "svg")
    assert silent["aria-hidden"] == "true"


def test_no_drawing_has_a_style_of_its_own() -> None:
    """The content security policy would drop it."""
    drawn = [picture.axis(), *picture.marks().values()]
    drawn += [picture.strip(expected(light, 0, 0, 0), "") for light in Light]
    assert [one for one in drawn if "style" in one] == []


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (expected(Light.RED, 0, 0, 0), "never reported, whoever answers"),
        (expected(Light.GREEN, 0.999, 1, 1), "over 99 % at any response"),
        (
            expected(Light.AMBER, 0.003, 0.22, 0.661),
            "under 1 % where 30 % answer, 22 % at 50 %, 66 % at 70 %",
        ),
    ],
)
def test_the_line_of_a_group_in_words(found: Forecast, told: str) -> None:
    assert picture.in_a_sentence(found) == told
