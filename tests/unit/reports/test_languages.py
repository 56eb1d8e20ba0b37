import re
import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from string import Formatter

import pytest

from reports.disclosure.release import Banded, Hidden, Shown
from reports.figures import size_words
from reports.languages import Language, language

ENGLISH, GERMAN = language("en"), language("de")
SPACED = re.compile(r"  |^ | $|\n")
OPENED, CLOSED = date(2026, 3, 2), date(2026, 3, 27)
SCORE = Shown(Decimal("4.1"), 40, Decimal("3.8"), Decimal("4.4"))
NPS = Shown(Decimal(-12), 129, Decimal(-22), Decimal(2))
BELOW_NOUGHT = Shown(Decimal("-0.5"), 40, Decimal("-1.5"), Decimal("0.5"))
# What stands alone in both languages; everything else must be translated.
SAME_IN_BOTH = frozenset(
    {
        *("general.running", "column.nps", "figure.nps", "figure.of_line", "figure.ends"),
        *(
            "choice.headline",
            "choice.headline_named",
            "pairs.versus",
            "key.nps",
            "glossary.band",
            "glossary.nps",
        ),
        *("alt.score", "alt.score_plain", "alt.question", "alt.spread", "alt.spread_line"),
    }
)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def codes() -> list[str]:
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in files("reports.languages").iterdir()
        if entry.name.endswith(".toml")
    )


def test_there_is_a_file_for_english_and_german() -> None:
    assert codes() == ["de", "en"]


@pytest.mark.parametrize("code", codes())
def test_every_language_has_every_text_and_no_other(code: str) -> None:
    assert language(code).texts.keys() == ENGLISH.texts.keys()


@pytest.mark.parametrize("code", codes())
def test_every_text_names_what_the_english_one_names(code: str) -> None:
    other = {
        key: text
        for key, text in language(code).texts.items()
        if names(text) != names(ENGLISH.texts[key])
    }
    assert other == {}


@pytest.mark.parametrize("code", codes())
def test_no_text_holds_a_figure(code: str) -> None:
    numbered = [key for key, text in language(code).texts.items() if re.search(r"\d", text)]
    assert numbered == ["glossary.nps_text"]


@pytest.mark.parametrize("code", codes())
def test_no_text_has_a_space_too_many(code: str) -> None:
    spaced = [key for key, text in language(code).texts.items() if SPACED.search(text)]
    assert spaced == ["general.to"]


def test_every_text_is_translated() -> None:
    same = {key for key, text in GERMAN.texts.items() if text == ENGLISH.texts[key]}
    assert same <= SAME_IN_BOTH


@pytest.mark.parametrize("code", codes())
def test_every_language_has_words_for_the_numbers_up_to_twenty(code: str) -> None:
    assert len(set(language(code).numbers)) == 21
    assert language(code).counted(21) == language(code).texts["general.many"]


@pytest.mark.parametrize("code", ["de-AT", "de-CH", "de"])
def test_german_is_read_wherever_it_is_spoken(code: str) -> None:
    assert language(code) is GERMAN


@pytest.mark.parametrize("code", ["fr", "xx", "pt-BR"])
def test_a_language_without_a_file_is_english(code: str) -> None:
    assert language(code) is ENGLISH


@pytest.mark.parametrize(
    ("spoken", "value", "interval"),
    [(ENGLISH, "4.1", "3.8–4.4"), (GERMAN, "4,1", "3,8–4,4")],
)
def test_a_score_has_the_sign_of_decimals_of_its_language(
    spoken: Language, value: str, interval: str
) -> None:
    assert (spoken.value("mean", SCORE), spoken.interval("mean", SCORE)) == (value, interval)


@pytest.mark.parametrize(("spoken", "interval"), [(ENGLISH, "−22 to +2"), (GERMAN, "−22 bis +2")])
def test_two_numbers_with_signs_are_joined_by_a_word(spoken: Language, interval: str) -> None:
    assert spoken.value("nps", NPS) == "−12"
    assert spoken.interval("nps", NPS) == interval


def test_a_mean_below_nought_meets_no_dash() -> None:
    assert GERMAN.interval("mean", BELOW_NOUGHT) == "−1,5 bis 0,5"


def test_a_bound_is_written_alike_in_both() -> None:
    bound = Banded(Decimal(90), 40, Decimal(90), Decimal(100))
    assert GERMAN.value("share", bound) == ENGLISH.value("share", bound) == "≥\u00a090\u00a0%"


@pytest.mark.parametrize("spoken", [ENGLISH, GERMAN])
def test_what_is_hidden_is_a_dash(spoken: Language) -> None:
    assert spoken.value("mean", Hidden()) == spoken.interval("mean", None) == "–"


@pytest.mark.parametrize(("spoken", "day"), [(ENGLISH, "2 March 2026"), (GERMAN, "2. März 2026")])
def test_a_date_is_written_as_the_language_writes_it(spoken: Language, day: str) -> None:
    assert spoken.day(OPENED) == day


def test_a_period_is_told_in_its_language() -> None:
    assert GERMAN.period(OPENED, CLOSED) == "2.\u00a0März\u00a02026 bis 27.\u00a0März\u00a02026"
    assert GERMAN.when(OPENED, CLOSED).startswith("zwischen dem 2.\u00a0März\u00a02026 und dem")
    assert GERMAN.when(OPENED, OPENED) == "am 2.\u00a0März\u00a02026"


def test_names_are_listed_with_the_word_of_the_language() -> None:
    assert GERMAN.listed(["A", "B", "C"]) == "A, B und C"


def test_german_quotes_open_below() -> None:
    assert GERMAN.quoted("Wie gut?") == "„Wie gut?“"


@pytest.mark.parametrize("code", codes())
def test_a_file_is_valid_toml_with_tables_of_texts(code: str) -> None:
    text = (files("reports.languages") / f"{code}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    assert all(isinstance(table, dict) for table in tables.values())


@pytest.mark.parametrize("code", codes())
def test_no_percent_sign_stands_alone_at_the_beginning_of_a_line(code: str) -> None:
    assert [key for key, text in language(code).texts.items() if re.search(r"[ -]%", text)] == []


@pytest.mark.parametrize(
    ("spoken", "asked", "expected"),
    [
        (GERMAN, "Wie gut kennt {manager} Sie?", "Wie gut kennt Ihre Ansprechperson Sie?"),
        (GERMAN, "Die Arbeit mit {manager}", "Die Arbeit mit Ihrer Ansprechperson"),
        (GERMAN, "Mit {manager} reden", "Mit Ihrer Ansprechperson reden"),
        (GERMAN, "Wie oft somit {manager}?", "Wie oft somit Ihre Ansprechperson?"),
        (ENGLISH, "Working with {manager}", "Working with the account manager"),
    ],
)
def test_whichever_account_manager_is_meant_has_the_form_the_sentence_asks_for(
    spoken: Language, asked: str, expected: str
) -> None:
    assert spoken.of_anybody(asked) == expected


def test_a_band_of_answers_has_a_dash_of_figures() -> None:
    assert size_words("5-9") == "5–9"
    assert size_words(38) == "38"
