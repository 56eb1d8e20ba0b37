"""The catalogues say everything the pages say, and nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment

from survey_app.languages import ENGLISH, SPOKEN, translations
from survey_app.respond.page import _templates as respond_templates
from survey_app.workspace.pages import _templates as workspace_templates

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "survey_app" / "translations"
TRANSLATED = [language for language in SPOKEN if language != ENGLISH]
# `%(name)s`, `%s` and `%%` of Python, `{name}` of the scripts, and the tags of what is drawn as is.
HOLE = re.compile(r"%\(\w+\)s|%[s%]|\{\w+\}|<[^>]+>")


@cache
def said() -> dict[tuple[str, ...], str]:
    """Return every text of the pages and the code, with the file it stands in."""
    with (TRANSLATIONS / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options)
    return {each[2] if isinstance(each[2], tuple) else (each[2],): each[0] for each in found}


@cache
def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        return read_po(stream, locale=language)


def messages(language: str) -> Iterator[tuple[tuple[str, ...], Message]]:
    for message in catalogue(language):
        if message.id:
            yield _all(message.id), message


def _all(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_the_pages_and_the_code_are_read() -> None:
    places = {place.split("/")[0] for place in said().values()}
    assert places == {"questionnaires", "reports", "survey_app", "templates"}
    assert len(said()) > 400


def test_every_language_of_the_interface_has_a_catalogue_and_no_other() -> None:
    found = sorted(file.parent.parent.name for file in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    assert found == TRANSLATED


def test_no_two_texts_share_a_singular_that_a_catalogue_could_not_tell_apart() -> None:
    first = [id_[0] for id_ in said()]
    assert sorted(set(first)) == sorted(first)


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_stands_in_the_catalogue(language: str) -> None:
    known = {id_ for id_, _ in messages(language)}
    missing = {id_: place for id_, place in said().items() if id_ not in known}
    assert missing == {}, "run `make catalogues` and translate what is new"


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("environment", [workspace_templates(), respond_templates("en")])
def test_what_a_page_asks_for_when_it_is_drawn_is_in_the_catalogue(
    language: str, environment: Environment
) -> None:
    """Extraction and drawing could spell one text in two ways: `%` and `%%`."""
    known = {id_ for id_, _ in messages(language)}
    asked = {
        (file.name, (text,) if isinstance(text, str) else tuple(filter(None, text)))
        for file in (ROOT / "templates" / "web").rglob("*.html")
        for _, _, text in environment.extract_translations(  # type: ignore[attr-defined]
            file.read_text()
        )
    }
    assert len(asked) > 300
    assert {each for each in asked if each[1] not in known} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_stands_in_the_catalogue_that_is_not_said(language: str) -> None:
    assert [id_ for id_, _ in messages(language) if id_ not in said()] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_for_certain(language: str) -> None:
    lacking = [
        id_
        for id_, message in messages(language)
        if message.fuzzy or not _all(message.string) or not all(_all(message.string))
    ]
    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_leaves_room_for_the_same_names(language: str) -> None:
    """The singular may leave out its number; no form may name what is not given."""
    wrong = []
    for id_, message in messages(language):
        given = {hole for text in id_ for hole in HOLE.findall(text)}
        forms = [set(HOLE.findall(text)) for text in _all(message.string)]
        if set().union(*forms) != given or forms[-1] != set(HOLE.findall(id_[-1])):
            wrong.append(id_)
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_of_the_plural_has_every_form_of_the_language(language: str) -> None:
    plural = [message for _, message in messages(language) if message.pluralizable]
    assert plural
    forms = catalogue(language).num_plurals
    assert [each.id for each in plural if len(_all(each.string)) != forms] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_begins_or_ends_with_another_space_than_its_text(language: str) -> None:
    edges = re.compile(r"^\s*|\s*$")
    wrong = [
        id_
        for id_, message in messages(language)
        for text in _all(message.string)
        if edges.findall(text) != edges.findall(id_[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_interface_speaks_from_the_catalogue(language: str) -> None:
    (first, *_), message = next(iter(messages(language)))
    assert translations(language).gettext(first) == _all(message.string)[0] != first


def test_german_counts_one_and_many() -> None:
    one, many = "One person is invited", "%(shown)s people are invited"
    german = translations("de")
    assert german.ngettext(one, many, 1) == "Eine Person ist eingeladen"
    assert german.ngettext(one, many, 5) == "%(shown)s Personen sind eingeladen"
