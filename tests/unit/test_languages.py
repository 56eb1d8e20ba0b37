from datetime import date

import pytest

from survey_app.languages import (
    SPOKEN,
    day,
    direction,
    first_spoken,
    interface_language,
    later,
    names_itself,
    translations,
)

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("de_CH", "de"),
        ("DE", "de"),
        ("fr", "en"),
        ("den", "en"),
        ("", "en"),
    ],
)
def test_the_interface_speaks_the_readers_language_or_english(asked: str, spoken: str) -> None:
    assert interface_language(asked) == spoken


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "2 March 2026"),
        ("de", "2. März 2026"),
        ("de-AT", "2. März 2026"),
        ("fr", "2 mars 2026"),
        ("xx", "2 March 2026"),
        ("no such language!", "2 March 2026"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert day(DAY, language) == written


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "English"),
        ("de", "Deutsch"),
        ("de-AT", "Deutsch (Österreich)"),
        ("fr", "Français"),
        ("xx", "xx"),
    ],
)
def test_a_language_names_itself(language: str, name: str) -> None:
    assert names_itself(language) == name


@pytest.mark.parametrize(
    ("language", "runs"), [("de", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("xx", "ltr")]
)
def test_arabic_and_hebrew_run_from_right_to_left(language: str, runs: str) -> None:
    assert direction(language) == runs


def test_english_needs_no_catalogue() -> None:
    assert translations("en").gettext("No experience") == "No experience"


def test_a_german_reads_the_catalogue_wherever_they_live() -> None:
    assert translations("de-CH").gettext("No experience") == "Keine Erfahrung"


def test_a_text_the_catalogue_does_not_know_stays_as_it_is() -> None:
    assert translations("de").gettext("zzz no such text") == "zzz no such text"


def test_a_catalogue_is_read_once() -> None:
    assert [translations(language) is translations(language) for language in SPOKEN] == [True] * 2


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        (["de-AT", "en"], "de"),
        (["fr", "de", "en"], "de"),
        (["en-GB", "de"], "en"),
        (["fr", "*"], "en"),
        ([], "en"),
    ],
)
def test_of_a_browsers_languages_the_first_that_is_spoken_is_taken(
    asked: list[str], spoken: str
) -> None:
    assert first_spoken(asked) == spoken


def test_a_sentence_for_later_stays_as_it_is() -> None:
    assert later("No experience") == "No experience"
