"""The workspace's style sheets: readable, and of this site alone."""

import re
from importlib.resources import files
from itertools import product

import pytest

from tests.unit.respond.test_style import COLOUR, contrast

SHEETS = {
    name: (files("survey_app") / "static" / name).read_text()
    for name in ("workspace.css", "workspace-parts.css")
}
COLOURS = dict(COLOUR.findall(SHEETS["workspace.css"]))
GROUNDS = ("paper", "card")
TEXTS = ("ink", "soft", "accent", "accent-deep", "wrong", "warning", "success")
ON_THEIR_TINT = [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("accent-deep", "tint"),
    ("card", "wrong"),
    ("card", "ink"),
    *((text, f"{tint}-tint") for tint in ("wrong", "warning", "success") for text in (tint, "ink")),
]


def test_words_stand_out_from_their_ground() -> None:
    pairs = [*product(TEXTS, GROUNDS), *ON_THEIR_TINT, ("ink", "tint"), ("soft", "tint")]
    assert [pair for pair in pairs if contrast(*(COLOURS[name] for name in pair)) < 4.5] == []


def test_the_edges_of_controls_stand_out_from_their_ground() -> None:
    pairs = product(("edge", "focus", "accent", "wrong"), GROUNDS)
    assert [pair for pair in pairs if contrast(*(COLOURS[name] for name in pair)) < 3] == []


def test_every_word_on_a_ground_of_its_own_stands_out() -> None:
    found = re.findall(r"background: (#\w+); color: (#\w+)", "".join(SHEETS.values()))
    assert found
    assert [pair for pair in found if contrast(*pair) < 4.5] == []


def test_every_colour_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", "".join(SHEETS.values())))
    defined = set(re.findall(r"--([a-z-]+):", SHEETS["workspace.css"]))
    assert used <= defined


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_style_sheet_asks_nothing_of_anybody_else(sheet: str) -> None:
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert "//" not in sheet
