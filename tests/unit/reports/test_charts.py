from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from mypy import api

from reports.charts.caterpillar import caterpillar
from reports.charts.chart import Axis, Chart, colour
from reports.charts.dots import Dot, dot_plot, scale_axis
from reports.charts.nps import group_bars, score_plot
from reports.charts.shares import share_bars
from reports.charts.spread import Band, middle, shade, spread_bars
from reports.disclosure.release import Banded, Hidden, Shown

AXIS = Axis(1, 5, 200)
SCORE = Shown(Decimal("4.1"), 40, Decimal("3.8"), Decimal("4.4"))
SHARE = Shown(Decimal(40), 40)
FEW = Banded(Decimal(10), 40, Decimal(0), Decimal(10))
MOST = Banded(Decimal(90), 40, Decimal(90), Decimal(100))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart, shape: str) -> list[dict[str, str]]:
    return [node.attrib for node in ET.fromstring(chart.markup).iter(SVG + shape)]  # noqa: S314


CHARTS = {
    "dots": dot_plot([Dot(SCORE), Dot(Hidden(), 1)], AXIS, "Us & <them>"),
    "caterpillar": caterpillar([Dot(SCORE)], AXIS, "Us & <them>", SCORE),
    "spread": spread_bars([[Band(1, 2, SHARE), Band(3, 5, FEW)]], (1, 5), 100, "Us & <them>"),
    "shares": share_bars([SHARE, Hidden(), MOST], 100, "Us & <them>"),
    "nps": score_plot([Dot(Shown(Decimal(12), 40))], Axis(-100, 100, 200), "Us & <them>"),
    "groups": group_bars([(SHARE, SHARE, FEW)], 100, "Us & <them>"),
    "axis": scale_axis(AXIS, "Us & <them>", "poor", "good"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_its_message_to_those_who_cannot_see_it(name: str) -> None:
    title = ET.fromstring(CHARTS[name].markup).find(SVG + "title")  # noqa: S314

    assert title is not None
    assert title.text == "Us & <them>"


def test_a_score_stands_on_its_interval() -> None:
    chart = dot_plot([Dot(SCORE)], AXIS, "")

    (dot,) = drawn(chart, "circle")
    assert float(dot["cx"]) == AXIS.x(Decimal("4.1"))
    ends = {float(line["x1"]) for line in drawn(chart, "line")}
    assert {AXIS.x(Decimal("3.8")), AXIS.x(Decimal("4.4"))} <= ends


def test_a_hidden_score_leaves_its_line_empty() -> None:
    assert not drawn(dot_plot([Dot(Hidden())], AXIS, ""), "circle")


def test_suppliers_differ_by_shape_and_not_by_colour_alone() -> None:
    marks = dot_plot([Dot(SCORE, mark) for mark in range(6)], AXIS, "").markup

    shapes = [len(polygon["points"].split()) for polygon in drawn_of(marks, "polygon")]
    assert shapes == [4, 4, 3, 3]
    assert len(drawn_of(marks, "circle")) == 2


def drawn_of(markup: str, shape: str) -> list[dict[str, str]]:
    return [node.attrib for node in ET.fromstring(markup).iter(SVG + shape)]  # noqa: S314


def test_the_bars_of_a_line_fill_its_width_however_the_shares_are_rounded() -> None:
    chart = spread_bars([[Band(1, 1, FEW), Band(2, 4, SHARE), Band(5, 5, SHARE)]], (1, 5), 100, "")

    last = drawn(chart, "rect")[-1]
    assert float(last["x"]) + float(last["width"]) == pytest.approx(99.1, abs=0.1)


def test_a_bound_is_drawn_at_the_middle_of_what_it_allows() -> None:
    assert [middle(cell) for cell in (FEW, MOST, SHARE, Hidden())] == [5, 95, 40, 0]


def test_the_ends_of_the_scale_differ_in_grey() -> None:
    def grey(colour_: str) -> float:
        red, green, blue = (int(colour_[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    low, centre, high = (grey(shade(point, (1, 7))) for point in (1, 4, 7))
    assert centre > low > high
    assert low - high > 50


def test_the_client_has_a_colour_of_its_own() -> None:
    assert colour(0) not in {colour(mark) for mark in range(1, 6)}


RAW = """
from collections import Counter
from reports.charts.shares import share_bars
from reports.charts.dots import Dot, dot_plot
from reports.charts.chart import Axis
from reports.charts.spread import Band
share_bars([0.4], 100, "")
Dot(4.1)
Band(1, 1, Counter("aab")["a"])
"""


def test_a_chart_that_is_handed_a_raw_tally_does_not_pass_the_type_check(tmp_path: Path) -> None:
    module = tmp_path / "raw.py"
    module.write_text(RAW)

    report, _, status = api.run(["--strict", "--cache-dir", str(tmp_path / "cache"), str(module)])

    assert status == 1
    refused = [line.split(":")[1] for line in report.splitlines() if ": error:" in line]
    assert refused == ["7", "8", "9"]
