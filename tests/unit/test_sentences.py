"""Sentences say the same in each language, and nothing is refused in words of one alone."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from questionnaires.sentence import Sentence
from survey_app.languages import in_language

ROOT = Path(__file__).parents[2]
FOLDERS = ("questionnaires", "reports", "survey_app")


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Name each place that calls this."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_in_english_a_sentence_is_filled_where_it_is_made() -> None:
    made = Sentence("%(id)s stands in row %(row)s already", id="c1", row=1234)
    assert made == "c1 stands in row 1,234 already"
    assert made.text == "%(id)s stands in row %(row)s already"


def test_a_sentence_without_values_may_hold_a_percent_sign() -> None:
    assert Sentence("over 99 %") == "over 99 %"


def test_in_another_language_its_values_are_written_as_there() -> None:
    closing = Sentence("The closing date %(day)s lies in the past.", day=date(2026, 3, 2))
    assert in_language(closing, "de") == (
        "Der letzte Tag, der 2. März 2026, liegt in der Vergangenheit."
    )
    large = Sentence("the file is larger than %(limit)s bytes", limit=500_000)
    assert in_language(large, "de") == "die Datei ist größer als 500.000 Bytes"
    missing = Sentence("the %(language)s text is missing", language=Locale.parse("fr"))
    assert in_language(missing, "de") == "der Text auf Französisch fehlt"


def test_a_sentence_within_a_sentence_is_translated_with_it() -> None:
    draft = Sentence(
        "The wave %(wave)s is %(state)s; only an open one has links.",
        wave="study-1",
        state=Sentence("a draft"),
    )
    assert str(draft) == "The wave study-1 is a draft; only an open one has links."
    assert (
        in_language(draft, "de") == "Die Welle study-1 ist ein Entwurf; Links hat nur eine offene."
    )


def test_what_a_value_brings_along_is_never_filled_in() -> None:
    odd = Sentence("a second option %(id)s", id="%(id)s 100 %")
    assert odd == "a second option %(id)s 100 %"
    assert in_language(odd, "de") == "eine zweite Möglichkeit %(id)s 100 %"


def test_every_sentence_is_written_where_it_is_made() -> None:
    """Only so do the catalogues find it."""
    found = list(calls("Sentence"))
    assert len(found) > 100
    odd = [place for place, call in found if not isinstance(call.args[0], ast.Constant)]
    assert odd == []


@pytest.mark.parametrize(
    ("name", "position"), [("NotNow", 0), ("Locked", 0), ("Flaw", 1), ("Problem", 1)]
)
def test_nothing_is_refused_in_a_text_put_together_in_english(name: str, position: int) -> None:
    odd = [
        place
        for place, call in calls(name)
        if len(call.args) > position
        and isinstance(call.args[position], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert odd == []
