"""A sending that was refused: everything is still there, and what is wrong is said and linked."""

import pytest

from questionnaires.kinds.base import FieldError
from survey_app.respond.page import form_page
from tests.unit.respond.sample import Page, blank, form, sent, spoken, with_errors

ANSWERS = {
    "q.buys": ["no"],
    "q.why_not": ["Too dear"],
    "q.quality.client": ["4"],
    "q.quality.rival": ["na"],
    "q.recommend": ["0"],
    "q.responsive@am1": ["5"],
}
ALL_MARKS = "e" + "\u0301\u0323" * 50
HOSTILE = {
    "markup": "</textarea><script>alert(1)</script>\"'&lt;",
    "template": "{{ form }} {% raw %}",
    "combining marks": ALL_MARKS * 20,
    "bidi controls": "\u202eabc\u2066def\u200f",
    "joiners": "👩‍👩‍👧‍👦" * 50,
    "one long word": "x" * 500,
    "a megabyte": "long " * 210_000,
    "control characters": "a\x01b\x0bc",
    "line breaks": "\n\nfirst\nsecond",
}


def test_everything_sent_is_still_there() -> None:
    page = sent(ANSWERS)
    for name in ("q.buys", "q.quality.client", "q.quality.rival", "q.recommend"):
        assert page.ticked(name) == ANSWERS[name]
    assert page.ticked("q.responsive@am1") == ["5"]
    assert page.ticked("q.responsive@am2") == []
    assert page.typed("q.why_not") == "Too dear"


def test_an_answer_to_a_question_not_asked_is_still_there() -> None:
    assert sent({"q.why_not": ["Too dear"]}).typed("q.why_not") == "Too dear"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_come_back_as_words(text: str) -> None:
    page = sent({"q.why_not": [text], "q.buys": ["no"]})
    assert page.typed("q.why_not") == text
    assert len(list(page.each("script"))) == 1


def test_an_answer_not_offered_ticks_nothing_and_is_not_echoed() -> None:
    page = sent({"q.buys": ['"><b>maybe']})
    assert page.ticked("q.buys") == []
    assert "maybe" not in page.html
    assert "not one of those offered" in page.words


def test_of_two_different_answers_neither_is_ticked() -> None:
    page = sent({"q.buys": ["yes", "no"]})
    assert page.ticked("q.buys") == []
    assert "More than one answer arrived" in page.words


def test_of_two_texts_both_are_kept() -> None:
    assert sent({"q.buys": ["no"], "q.why_not": ["one", "two"]}).typed("q.why_not") == "one\ntwo"


def test_every_link_of_the_summary_leads_to_a_field_with_its_complaint() -> None:
    page = sent({})
    linked = [link.get("href", "") for link in page.each("a")]
    assert linked == [
        "#q.buys",
        "#q.quality.client",
        "#q.quality.rival",
        "#q.open@am1",
        "#q.open@am2",
    ]
    for target in linked:
        field = target.removeprefix("#")
        (radio,) = (r for r in page.each("input") if r.get("id") == field)
        assert radio.get("name") == field
        assert spoken(page.the("p", id=f"{field}-error")) == "Please give an answer here."


def test_each_wrong_field_says_so_to_assistive_technology() -> None:
    page = sent({"q.buys": ["no"], "q.why_not": ["x" * 25]})
    wrong = [element for element in page.root.iter() if element.get("aria-invalid") == "true"]
    assert len(wrong) == 5
    for element in wrong:
        described = (element.get("aria-describedby") or "").split()
        assert [name for name in described if name.endswith("-error")]
        assert set(described) <= set(page.ids)


def test_the_summary_comes_first_can_be_focused_and_is_announced() -> None:
    page = sent({})
    summary = page.the("div", id="result")
    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    assert page.html.index('id="result"') < page.html.index("<h1")
    assert "4 questions need another look" in spoken(summary)
    assert "Nothing has been sent yet" in spoken(summary)


def test_the_summary_names_the_supplier_and_the_manager_concerned() -> None:
    summary = spoken(sent({}).the("div", id="result"))
    assert "How good is each? Client Components Rival & Sons" in summary
    assert "Open to talk? – First Manager" in summary


def test_a_long_summary_folds_what_is_past_the_first_eight() -> None:
    managers = {f"am{n}": f"Manager {n}" for n in range(12)}
    page = sent({}, managers=managers)
    folded = page.the("details")
    assert len(list(folded.iter("li"))) == 14 - 8
    assert "and 6 more" in spoken(folded)


def test_the_title_begins_with_error() -> None:
    assert spoken(sent({}).the("title")).startswith("Error: ")
    assert not spoken(blank().the("title")).startswith("Error")


def test_a_text_too_long_is_told_its_length_and_the_limit() -> None:
    page = with_errors(FieldError("q.why_not", "too_long", 2000, 2014))
    told = spoken(page.the("p", id="q.why_not-error"))
    assert told == "This has 2,014 characters and 2,000 fit. Please shorten it by 14."


def test_a_hindrance_is_told_with_everything_kept() -> None:
    page = Page(form_page(form(), ANSWERS, notice="Your answers could not be stored."))
    assert "Your answers could not be stored." in spoken(page.the("div", id="result"))
    assert page.ticked("q.buys") == ["no"]
    assert not list(page.each("a"))
