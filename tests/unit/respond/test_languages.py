"""The page in the languages of its study: the others on offer, and words of two kept apart."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest

from survey_app.respond.notice_pages import receipt_page
from survey_app.respond.page import form_page
from survey_app.respond.sheet import Form
from tests.kinds_study import full_answer
from tests.unit.respond.sample import Page, every_kind, form, spoken

ANSWER = full_answer(["am1"])


def drawn(**changes: Any) -> Page:
    return Page(form_page(every_kind(**changes)))


def languages(page: Page) -> list[Element]:
    return list(page.each("button", name="language"))


def test_the_other_languages_are_offered_by_their_own_names() -> None:
    [german] = languages(drawn())
    assert spoken(german) == "Deutsch"
    assert (german.get("value"), german.get("lang"), german.get("type")) == ("de", "de", "submit")


def test_a_language_belongs_to_the_form_so_that_nothing_typed_is_lost() -> None:
    page = drawn()
    assert languages(page)[0].get("form") == page.the("form").get("id")


def test_the_first_button_of_the_form_sends_and_is_not_seen() -> None:
    page = drawn()
    ours = page.the("form").get("id")
    first = next(button for button in page.each("button") if button.get("form") == ours)
    assert first.get("hidden") is not None
    assert first.get("name") is None
    assert first.get("type") == "submit"


def test_a_study_in_one_language_offers_none() -> None:
    page = Page(form_page(form(languages=("en",))))
    assert languages(page) == []
    assert page.the("form").get("action") == ""


def test_a_page_without_answers_has_nothing_to_lose() -> None:
    made = every_kind()
    assert Page(form_page(made, {"language": ["de"]})).the("form").get("data-kept") is None
    assert Page(form_page(made, ANSWER)).the("form").get("data-kept") is not None


def test_questions_and_options_are_asked_in_the_language_of_the_page() -> None:
    words = drawn(language="de").words
    assert "Worauf achten Sie, wenn Sie bestellen?" in words
    assert "Pünktliche Lieferung" in words
    assert "Worin ist First Manager stark?" in words


def with_arabic() -> Form:
    """Return a form whose questionnaire is in a language that the interface does not speak."""
    return every_kind(language="ar", languages=("en", "ar"))


def own_words(page: Page) -> str:
    """Return all that is said outside of what is marked as English."""

    def outside(element: Element) -> str:
        inner = "" if element.get("lang") == "en" else (element.text or "")
        if element.get("lang") != "en":
            inner += "".join(outside(child) for child in element)
        return inner + (element.tail or "")

    return " ".join(outside(page.the("body")).split())


def test_words_of_an_interface_that_does_not_speak_the_language_are_marked() -> None:
    page = Page(form_page(with_arabic(), ANSWER, notice="Not stored."))
    assert (page.root.get("lang"), page.root.get("dir")) == ("ar", "rtl")
    said = own_words(page)
    for words in (
        *(
            "No experience",
            "About the same",
            "Sons is better",
            "Best",
            "Worst",
            "Tick all that apply",
        ),
        *("Clear this answer", "required", "Send my answers", "characters", "gives away"),
        *("Not at all likely", "How your answers stay anonymous", "From 0 to 60", "Not stored"),
        *("Give each its position", "Next open question", "an independent firm"),
    ):
        assert words in page.words
        assert words not in said


def test_what_is_marked_as_english_runs_from_left_to_right() -> None:
    marked = [
        element
        for element in Page(form_page(with_arabic())).root.iter()
        if element.get("lang") == "en"
    ]
    assert len(marked) > 20
    assert {element.get("dir") for element in marked} == {"ltr"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_where_the_interface_speaks_the_language_nothing_is_marked(language: str) -> None:
    page = drawn(language=language)
    marked = {e.get("lang") for e in page.the("main").iter() if e.get("lang")}
    assert marked == set()


def test_a_number_is_typed_from_left_to_right_on_every_page() -> None:
    assert Page(form_page(with_arabic())).the("input", name="q.amount").get("dir") == "ltr"


@pytest.mark.parametrize(("asked", "shown"), [("de", "de"), ("ar", "en"), ("x" * 9000, "en")])
def test_a_receipt_is_in_a_language_the_interface_speaks(asked: str, shown: str) -> None:
    page = Page(receipt_page("ABCD-EFGH", language=asked))
    assert page.root.get("lang") == shown
    assert page.root.get("dir") == "ltr"
