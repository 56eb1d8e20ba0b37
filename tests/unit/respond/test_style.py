"""The style sheet: readable in both colour schemes; and the first page is small."""

import gzip
import re
from importlib.resources import files
from itertools import product

import pytest

from tests.unit.respond.sample import SCALE, blank, question, questionnaire

STATIC = files("survey_app") / "static"
SHEET = (STATIC / "respond.css").read_text()
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
_LIGHT, _DARK = SHEET.split("prefers-color-scheme: dark", 1)
LIGHT = dict(COLOUR.findall(_LIGHT))
DARK = LIGHT | dict(COLOUR.findall(_DARK))
GROUNDS = ("paper", "card")
TEXTS = ("ink", "soft", "accent", "wrong")
ESSENTIAL_SHAPES = ("edge", "focus", "accent", "wrong")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    digits = colour.removeprefix("#")
    pairs = re.findall("..", digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: dict[str, str]) -> None:
    pairs = [*product(TEXTS, GROUNDS), ("accent-ink", "accent"), ("ink", "tint"), ("soft", "tint")]
    assert [p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < 4.5] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edges_of_controls_stand_out_from_their_ground(colours: dict[str, str]) -> None:
    pairs = list(product(ESSENTIAL_SHAPES, GROUNDS))
    assert [p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < 3] == []


def test_style_and_script_ask_nothing_of_anybody_else() -> None:
    for name in ("respond.css", "respond.js", "icon.svg"):
        addresses = re.findall(r"(?:https?:)?//[\w.]+", (STATIC / name).read_text())
        assert set(addresses) <= {"http://www.w3.org"}
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_the_first_page_with_35_questions_is_at_most_25_kilobytes_compressed() -> None:
    kinds = [
        *(
            question(f"grid{n}", "supplier_grid", f"How good is each, {n}?", scale=SCALE)
            for n in range(20)
        ),
        *(
            question(f"rating{n}", "rating", f"How good is it, {n}?", scale=SCALE)
            for n in range(10)
        ),
        *(question(f"text{n}", "text", f"What should change, {n}?") for n in range(5)),
    ]
    section = {"id": "all", "title": {"en": "All"}, "questions": kinds}
    page = blank(questionnaire=questionnaire([section])).html.encode()
    loaded = [page, *((STATIC / n).read_bytes() for n in ("respond.css", "respond.js", "icon.svg"))]
    assert sum(len(gzip.compress(part, 6)) for part in loaded) <= 25_000
