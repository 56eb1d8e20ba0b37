"""Every kind of question has its method, and the page about them says the same."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from questionnaires.kinds import KINDS
from reports import statistics
from reports.languages import language
from reports.methods import METHODS, Method

PAGE = Path(__file__).parents[3] / "docs" / "statistics.md"
PARTS = [field.name for field in fields(Method)]
NOTHING = "–"


def rows() -> Iterator[list[str]]:
    """Yield the cells of every line of every table on the page."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_every_kind_of_question_has_a_method() -> None:
    assert list(METHODS) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_but_words_is_estimated_and_drawn(kind: str) -> None:
    method = METHODS[kind]
    assert (method.estimator is not None, method.chart is not None) == (kind != "text",) * 2


@pytest.mark.parametrize("kind", KINDS)
def test_several_tests_of_a_block_are_held_to_one_risk_of_error(kind: str) -> None:
    method = METHODS[kind]
    assert (method.test is None) == (method.multiplicity is None)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_what_a_kind_is_evaluated_by(kind: str) -> None:
    row = next(cells for cells in rows() if cells[0] == f"`{kind}`")
    found = [getattr(METHODS[kind], part) for part in PARTS]
    names = [f"`{each.__name__}`" if each else NOTHING for each in found]
    assert row[1 : 1 + len(PARTS)] == names
    assert row[1 + len(PARTS)]


def test_the_page_has_every_function() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    functions = {name for name in statistics.__all__ if name.islower()}
    assert functions <= named


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_report_says_how_every_kind_is_evaluated(code: str) -> None:
    told = {key for key in language(code).texts if key.startswith("methods.")}
    kinds = [kind for kind, method in METHODS.items() if method.estimator]
    both = {f"methods.{kind}{part}" for kind in kinds for part in ("", "_text")}
    assert told == {"methods.title", *both}
