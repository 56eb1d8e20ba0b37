"""Breakdowns on paper: every number is a released one, and nothing falls off the page."""

from collections.abc import Mapping
from io import BytesIO

import pypdfium2
import pytest

from reports.build import build_supplier
from tests.pdf import german
from tests.pdf.conftest import Paper, printed
from tests.pdf.test_numbers import missing, unexplained
from tests.unit.reports import segmented

# mypy: allow-untyped-calls

SIDES = ("Northern", "Southern", "Eastern")
PLACES = ("coast and islands", "highlands", "river valley", "metropolitan area")
TWELVE = tuple(f"{side} {place}" for side in SIDES for place in PLACES)
LONG = tuple(f"Customers of the {side} region who buy by frame contract" for side in SIDES)
MARGIN = 56.7  # 20 mm in points
NAMES: Mapping[str, tuple[str, ...]] = {
    "three": ("Central", "North", "South"),
    "twelve": TWELVE,
    "long": LONG,
    "numbered": ("1-49 people", "50-249 people", "250 and more"),
    "unbroken": ("Donaudampfschifffahrtsgesellschaft" * 2, "x" * 200),
    "thirty": tuple(f"Area {chr(65 + n % 26)}{n // 26}" for n in range(30)),
}


@pytest.fixture(scope="module", params=NAMES)
def paper(request: pytest.FixtureRequest) -> Paper:
    """Return the sample's supplier report broken down by segments of these names."""
    segments = {"region": NAMES[request.param]}
    release = segmented.release(segments, hidden=NAMES[request.param][-1:])
    return printed(build_supplier(release, segmented.labels(segments)))


def test_every_number_is_a_figure_or_a_constant_and_every_figure_is_printed(paper: Paper) -> None:
    assert unexplained(paper) == []
    assert missing(paper) == []


def test_every_segment_that_is_shown_is_named(paper: Paper) -> None:
    text = "".join("".join(paper.pages).split())
    within = {key.within for key, cell in paper.report.facts().items() if key.within}
    names = [name.partition("=")[2] for name in within if name]
    assert [name for name in names if "".join(name[:80].split()) not in text] == []


def test_nothing_stands_beside_the_margins(paper: Paper) -> None:
    document = pypdfium2.PdfDocument(BytesIO(paper.written))
    width = document[0].get_width()
    texts = [page.get_textpage() for page in document]
    boxes = [
        (number, text.get_rect(box))
        for number, text in enumerate(texts[1:], start=2)
        for box in range(text.count_rects())
    ]
    document.close()
    beyond = [box for box in boxes if box[1][0] < MARGIN - 1 or box[1][2] > width - MARGIN + 1]
    assert beyond == []


def test_no_page_of_a_breakdown_is_left_half_empty(paper: Paper) -> None:
    lines = [len(text.splitlines()) for text in paper.pages]
    first = next(n for n, text in enumerate(paper.pages) if "BY REGION" in text and n > 2)
    assert lines[first] > 25


def test_german_says_it_in_german() -> None:
    segments = {"region": ("Mitte", "Nord", "Süd")}
    labels = segmented.labels(segments, german.labels())
    release = segmented.release(segments, whole=german.release(), plain=german.labels())
    found = printed(build_supplier(release, labels))

    assert unexplained(found) == []
    assert missing(found) == []
    text = " ".join(" ".join(found.pages).split())
    assert "Werte nach Region" in text
    assert "NACH REGION" in text
