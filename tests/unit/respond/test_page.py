"""The questionnaire's page: everything asked is there, says what it must, and lets nothing in."""

import pytest

from survey_app.respond.notice_pages import receipt_page
from survey_app.respond.page import Group, closed_page, error_page, not_found_page
from tests.unit.respond.sample import (
    BUYS,
    SCALE,
    Page,
    blank,
    question,
    questionnaire,
    spoken,
)

HOSTILE = "\"><script>alert('1')</script>&amp;"


def test_every_answer_has_its_field() -> None:
    fields = {name for name in blank().names if name.startswith("q.")}
    assert fields == {
        "q.buys",
        "q.why_not",
        "q.quality.client",
        "q.quality.rival",
        "q.recommend",
        "q.responsive@am1",
        "q.responsive@am2",
        "q.open@am1",
        "q.open@am2",
    }


def test_every_kind_offers_its_values() -> None:
    page = blank()
    assert page.values("q.buys") == ["yes", "no"]
    assert page.values("q.quality.rival") == ["1", "2", "3", "4", "5", "na"]
    assert page.values("q.recommend") == [str(point) for point in range(11)]
    assert page.values("q.responsive@am1") == ["1", "2", "3", "4", "5", "na"]
    assert page.typed("q.why_not") == ""


def test_a_contact_is_asked_only_about_the_managers_given() -> None:
    page = blank(managers={"am2": "Second Manager"})
    assert "q.responsive@am2" in page.names
    assert "q.responsive@am1" not in page.names


def test_a_page_without_managers_has_no_section_about_them() -> None:
    assert "People" not in blank(managers={}).words


def test_the_names_stand_where_the_text_has_braces() -> None:
    words = blank().words
    assert "Is First Manager responsive?" in words
    assert "Do you recommend Client Components?" in words
    assert "{" not in words


def test_a_section_about_a_manager_says_whom_it_is_about() -> None:
    headings = [spoken(heading) for heading in blank().each("h2")]
    assert "People First Manager" in headings
    assert "People Second Manager" in headings


def test_the_points_at_both_ends_are_read_out_with_their_words() -> None:
    labels = [spoken(label) for label in blank().each("label")]
    assert "1 poor" in labels
    assert "5 good" in labels
    assert "0 Not at all likely" in labels
    assert "10 Extremely likely" in labels
    assert "No experience" in labels


def test_the_page_makes_its_promise_before_the_first_question() -> None:
    promise = blank().words.split("Do you buy?")[0]
    for said in (
        "Practice & Partners, an independent firm",
        "on behalf of Client Components",
        "Nobody sees single answers",
        "48 people are invited",
        "The smallest group your answers join: the 12 people who deal with First Manager.",
        "Nothing is shown of a group before at least 7 people from 3 customers have answered.",
        "Open until 31 March 2026",
        "Answers once sent cannot be withdrawn",
    ):
        assert said in promise


def test_every_comment_box_warns_of_giving_oneself_away() -> None:
    page = blank()
    box = page.the("textarea", name="q.why_not")
    described = (box.get("aria-describedby") or "").split()
    told = " ".join(spoken(page.the("p", id=name)) for name in described)
    assert "Up to 20 characters" in told
    assert "gives away who wrote it" in told


def test_the_page_says_what_sending_means_before_the_button() -> None:
    before = blank().words.split("Send my answers")[0]
    assert "cannot be changed or withdrawn" in before.split("Before you send")[1]


def test_a_condition_is_a_sentence_for_people_and_a_field_for_the_script() -> None:
    page = blank()
    assert "Only if you answered “No” to “Do you buy?”" in page.words
    box = page.the("div", **{"data-if": "q.buys"})
    assert box.get("data-is") == "no"


def test_a_condition_within_a_managers_section_is_about_the_same_manager() -> None:
    knows = question("knows", "nps", "How well do you know {manager}?")
    why = question("why", "text", "Why?", show_if={"question": "knows", "is": [9, 10]})
    section = {
        "id": "people",
        "title": {"en": "People"},
        "subject": "account_managers",
        "questions": [knows, why],
    }
    page = blank(questionnaire=questionnaire([section]))
    second = page.the("div", **{"data-if": "q.knows@am2"})
    assert second.get("data-is") == "9 10"
    assert "Only if you answered “9” or “10” to “How well do you know Second" in spoken(second)


@pytest.mark.parametrize(
    ("required", "said", "mark"),
    [
        ((True, True, True), "Every question needs an answer.", ""),
        ((False, False, False), "You may leave out any question.", ""),
        ((True, False, False), "Only questions marked “required” need an answer.", "required"),
        ((True, True, False), "Questions marked “optional” may be left out.", "optional"),
    ],
)
def test_the_fewer_of_required_and_optional_are_marked(
    required: tuple[bool, ...], said: str, mark: str
) -> None:
    asked = [question(f"q{i}", "nps", "How?", required=r) for i, r in enumerate(required)]
    section = {"id": "all", "title": {"en": "All"}, "questions": asked}
    page = blank(questionnaire=questionnaire([section]))
    assert said in page.words
    assert [spoken(small) for small in page.each("small")] == ([mark] if mark else [])


def test_no_id_is_given_twice() -> None:
    ids = blank().ids
    assert len(ids) == len(set(ids))


def test_a_section_named_like_a_part_of_the_page_keeps_ids_apart() -> None:
    sections = [
        {"id": name, "title": {"en": name}, "questions": [{**BUYS, "id": f"in_{name}"}]}
        for name in ("send", "promise", "result")
    ]
    ids = blank(questionnaire=questionnaire(sections)).ids
    assert len(ids) == len(set(ids))


def test_everything_the_page_refers_to_by_id_exists() -> None:
    page = blank()
    referring = ("aria-describedby", "aria-labelledby", "for")
    named = {
        name
        for element in page.root.iter()
        for attribute in referring
        for name in (element.get(attribute) or "").split()
    }
    assert named <= set(page.ids)


def test_markup_in_texts_and_names_is_shown_as_it_was_written() -> None:
    text = {"en": HOSTILE}
    scale = {**SCALE, "low": text, "high": text}
    options = [{"id": "a", "text": text}, {"id": "b", "text": text}]
    rating = {"id": "rated", "kind": "supplier_grid", "text": text, "help": text, "scale": scale}
    choice = {"id": "chosen", "kind": "single_choice", "text": text, "options": options}
    section = {"id": "all", "title": text, "intro": text, "questions": [rating, choice]}
    page = blank(
        questionnaire=questionnaire([section]),
        suppliers={"client": HOSTILE},
        client=HOSTILE,
        practice="{{ 7 * 7 }}" + HOSTILE,
    )
    assert [script.get("src", "").split("?")[0] for script in page.each("script")] == [
        "/static/respond.js"
    ]
    assert page.words.count(HOSTILE) > 10
    assert "{{ 7 * 7 }}" in page.words


def test_a_name_with_braces_is_not_filled_again() -> None:
    assert "How is {manager}?" in blank(client="{manager}").words


def test_a_right_to_left_language_turns_the_page() -> None:
    assert blank(language="ar").root.get("dir") == "rtl"
    assert blank(language="en").root.get("dir") == "ltr"


def test_the_form_carries_nothing_but_answers() -> None:
    page = blank()
    sending = page.the("form")
    assert {name for name in page.names if not name.startswith("q.")} == {
        *("viewport", "color-scheme", "format-detection", "robots")
    }
    assert sending.get("method") == "post"
    assert sending.get("action") == ""
    assert sending.get("autocomplete") == "off"
    assert sending.get("accept-charset") == "utf-8"


def test_the_page_has_no_inline_script_or_style() -> None:
    page = blank()
    assert not list(page.each("style"))
    assert all(not (script.text or "").strip() for script in page.each("script"))
    attributes = {name for element in page.root.iter() for name in element.keys()}  # noqa: SIM118
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_the_same_form_gives_the_same_page() -> None:
    assert blank().html == blank().html


def test_everybody_invited_is_the_smallest_group_of_who_deals_with_no_reportable_person() -> None:
    promise = blank(smallest=Group(48)).words.split("Do you buy?")[0]
    assert "The smallest group your answers join: all 48 people who are invited." in promise
    assert "who deal with" not in promise


def test_a_segment_is_named_as_the_group_that_it_is() -> None:
    promise = blank(smallest=Group(24, segment="region: <b>North</b>")).html
    assert "the 24 people in the group “<bdi>region: &lt;b&gt;North&lt;/b&gt;</bdi>”." in promise


def test_a_preview_of_a_study_without_contacts_names_no_group() -> None:
    assert "The smallest group" not in blank(invited=0, smallest=None).words


def test_the_whole_promise_opens_beside_the_form_so_that_nothing_typed_is_lost() -> None:
    link = blank(notice_hash="5e" * 32).the("a")
    assert link.get("href") == f"/notice/{'5e' * 32}?language=en"
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
    assert list(blank().each("a")) == []


def test_a_receipt_without_a_notice_shows_its_code_alone() -> None:
    page = Page(receipt_page("ABCD-EFGH"))
    assert "ABCD-EFGH" in page.words
    assert "the first counts" in page.words
    assert list(page.each("a")) == []


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (closed_page(), "This survey is closed"),
        (not_found_page(), "There is nothing at this address"),
        (error_page("Too <long>", "Nothing was stored."), "Too <long>"),
    ],
)
def test_a_page_that_only_says_something_has_it_as_heading_and_title(html: str, said: str) -> None:
    page = Page(html)
    assert spoken(page.the("h1")) == said
    assert spoken(page.the("title")) == said
