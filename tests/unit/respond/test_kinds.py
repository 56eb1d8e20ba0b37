"""Every kind of question: drawn with exactly the fields and values that its parser takes."""

from collections.abc import Sequence
from typing import Any

import pytest

from questionnaires.answers import Ballot, Circumstances, check
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import FieldError, Posted
from survey_app.respond.page import Form, form_page
from tests.kinds_study import full_answer
from tests.unit.respond.sample import (
    Page,
    every_kind,
    form,
    question,
    questionnaire,
    spoken,
)

ANSWER = full_answer(["am1"])
TURNED = ("third", "client", "rival")
WARNINGS = {"position_twice", "position_skipped", "best_is_worst", "best_missing", "worst_missing"}


def drawn(posted: Posted | None = None, **changes: Any) -> Page:
    return Page(form_page(every_kind(**changes), posted))


def checked(made: Form, posted: Posted) -> Ballot | list[FieldError]:
    circumstances = Circumstances("customer", tuple(made.managers))
    return check(made.questionnaire, tuple(made.suppliers), circumstances, posted)


def fields(page: Page) -> set[str]:
    return {name for name in page.names if name.startswith("q.")}


def page_of(kind: str, **more: Any) -> Page:
    """Return the page of one question alone."""
    section = {"id": "all", "title": {"en": "All"}, "questions": [question("x", kind, "?", **more)]}
    return Page(form_page(form(questionnaire=questionnaire([section]))))


def test_the_sample_has_every_kind_of_question() -> None:
    assert {question.kind for _, question in every_kind().questionnaire.asked()} == set(KINDS)


def test_a_full_answer_has_an_answer_to_every_question() -> None:
    ballot = checked(every_kind(), ANSWER)
    assert isinstance(ballot, Ballot)
    asked = [question for _, question in every_kind().questionnaire.asked()]
    assert len(ballot.answers) == len(asked)


def test_the_page_has_exactly_the_fields_of_a_full_answer() -> None:
    assert fields(drawn()) == set(ANSWER)


@pytest.mark.parametrize("order", [(), TURNED])
def test_every_value_the_page_offers_is_taken(order: tuple[str, ...]) -> None:
    made = every_kind(order=order)
    page = Page(form_page(made))
    for name in ANSWER:
        for value in filter(None, page.values(name)):
            outcome = checked(made, {**ANSWER, name: [value]})
            complaints = [] if isinstance(outcome, Ballot) else [e.complaint for e in outcome]
            assert set(complaints) <= WARNINGS, (name, value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("q.rate", ["1", "2", "3", "4", "5", "na"]),
        ("q.likely", [str(point) for point in range(11)]),
        ("q.one", ["price", "quality", "delivery", "advice"]),
        ("q.several", ["price", "quality", "delivery", "advice"]),
        ("q.several_suppliers", ["client", "rival", "third"]),
        ("q.rank.rival", ["", "1", "2", "3"]),
        ("q.rank_options.price", ["", "1", "2", "3", "4"]),
        ("q.duel.client.rival", ["better", "same", "worse", "na"]),
        ("q.duel_options.price.quality", ["better", "same", "worse"]),
        ("q.extremes.best", ["client", "rival", "third"]),
        ("q.extremes_options.worst", ["price", "quality", "delivery", "advice"]),
        ("q.weigh.advice", ["1", "2", "3", "4", "5"]),
        ("q.grid.third", ["1", "2", "3", "4", "5", "na"]),
    ],
)
def test_a_field_offers_its_values(name: str, values: Sequence[str]) -> None:
    assert drawn().values(name) == values


def test_everything_typed_and_ticked_is_shown_again() -> None:
    page = drawn(ANSWER)
    for name, values in ANSWER.items():
        shown = page.ticked(name) or [page.typed(name)]
        assert shown == list(values), name


def test_nothing_is_ticked_on_a_blank_page() -> None:
    assert [name for name in ANSWER if any(drawn().ticked(name))] == []


def test_several_are_ticked_in_boxes_and_one_by_a_round_button() -> None:
    page = drawn()
    assert {box.get("type") for box in page.each("input", name="q.several")} == {"checkbox"}
    assert {box.get("type") for box in page.each("input", name="q.one")} == {"radio"}


def test_each_item_to_place_has_a_list_with_its_name() -> None:
    page = drawn()
    for name, said in (("q.rank.rival", "Rival & Sons"), ("q.rank_options.price", "Price")):
        assert spoken(page.the("label", **{"for": name})) == said
        assert page.the("select", name=name).get("id") == name


def test_a_pair_of_suppliers_says_who_is_better() -> None:
    assert drawn().labels("q.duel.client.rival") == [
        "Client Components is better",
        "About the same",
        "Rival & Sons is better",
        "No experience",
    ]


def test_a_pair_of_options_says_which() -> None:
    assert drawn().labels("q.duel_options.price.quality") == [
        "Price",
        "About the same",
        "Quality",
    ]


def test_a_pair_has_both_names_as_its_own() -> None:
    legends = [spoken(legend) for legend in drawn().each("legend")]
    assert "Client Components – Rival & Sons" in legends
    assert "Price – Quality" in legends


def test_best_and_worst_are_two_groups_over_the_same_items() -> None:
    page = drawn()
    legends = [spoken(legend) for legend in page.each("legend")]
    assert legends.count("Best") == legends.count("Worst") == 2
    assert page.labels("q.extremes.best") == page.labels("q.extremes.worst")
    assert page.labels("q.extremes_options.best")[0] == "Price"


def test_a_number_tells_its_unit_and_its_range() -> None:
    page = drawn()
    box = page.the("input", name="q.amount")
    assert (box.get("type"), box.get("inputmode")) == ("text", "decimal")
    told = page.the("p", id=box.get("aria-describedby", ""))
    assert spoken(told) == "From 0 to 60 days, in steps of 0.5 days"
    assert "days" in [spoken(span) for span in page.each("span")]


@pytest.mark.parametrize(
    ("bounds", "told", "keyboard"),
    [
        ({"min": 0, "max": 30}, "A whole number from 0 to 30", "decimal"),
        ({"min": -10, "max": 10}, "A whole number from -10 to 10", None),
        ({"min": 0.5, "max": 3.5}, "From 0.5 to 3.5, in steps of 1", "decimal"),
        ({"min": 0, "max": 250000, "step": 5000, "unit": "€"}, "From 0 to 250000 €,", "decimal"),
    ],
)
def test_a_range_is_worded_and_a_keyboard_has_a_minus_where_it_needs_one(
    bounds: dict[str, Any], told: str, keyboard: str | None
) -> None:
    page = page_of("number", **bounds)
    assert told in page.words
    assert page.the("input", name="q.x").get("inputmode") == keyboard


def test_every_name_of_a_supplier_stands_apart_from_the_direction_around_it() -> None:
    page = drawn()
    apart = [spoken(name) for name in page.each("bdi")]
    expected = {
        "rows of grid, importance and ranking": 3,
        "pairs, in the legend and on the buttons": 4,
        "best, worst and several": 3,
    }
    assert apart.count("Rival & Sons") == sum(expected.values())


def shown_order(page: Page, kind: str) -> list[str]:
    """Return the suppliers' ids in the order in which a question's fields stand."""
    found = [e.get("name", "") for e in page.root.iter() if e.get("name", "").startswith(kind)]
    return list(dict.fromkeys(name.removeprefix(kind) for name in found))


@pytest.mark.parametrize("kind", ["q.grid.", "q.rank.", "q.weigh_suppliers."])
def test_rows_about_suppliers_stand_in_the_pages_order(kind: str) -> None:
    assert shown_order(drawn(order=TURNED), kind) == list(TURNED)


@pytest.mark.parametrize("name", ["q.extremes.best", "q.extremes.worst", "q.several_suppliers"])
def test_suppliers_to_choose_stand_in_the_pages_order(name: str) -> None:
    assert drawn(order=TURNED).values(name) == list(TURNED)


def test_pairs_stand_in_the_pages_order_and_keep_their_names() -> None:
    pairs = shown_order(drawn(order=TURNED), "q.duel.")
    assert pairs == ["client.third", "rival.third", "client.rival"]


def test_in_a_turned_pair_the_labels_change_sides_and_the_values_keep_their_meaning() -> None:
    page = drawn(order=TURNED)
    labels, values = page.labels("q.duel.client.third"), page.values("q.duel.client.third")
    assert dict(zip(values, labels, strict=True)) == {
        "worse": "Third Works is better",
        "same": "About the same",
        "better": "Client Components is better",
        "na": "No experience",
    }
    assert values[0] == "worse"
    assert "Third Works – Client Components" in [spoken(legend) for legend in page.each("legend")]


@pytest.mark.parametrize("name", ["q.extremes_options.best", "q.several", "q.one"])
def test_options_stay_where_the_questionnaire_puts_them(name: str) -> None:
    assert drawn(order=TURNED).values(name) == ["price", "quality", "delivery", "advice"]


def test_no_field_changes_its_name_with_the_order() -> None:
    assert fields(drawn(order=TURNED)) == fields(drawn())


def test_a_condition_on_several_ticks_names_their_field() -> None:
    options = [{"id": name, "text": {"en": name.title()}} for name in ("a", "b", "c")]
    several = question("several", "multiple_choice", "Which?", options=options)
    why = question("why", "text", "Why?", show_if={"question": "several", "is": ["a", "c"]})
    section = {"id": "all", "title": {"en": "All"}, "questions": [several, why]}
    page = Page(form_page(form(questionnaire=questionnaire([section]))))
    box = page.the("div", **{"data-if": "q.several"})
    assert box.get("data-is") == "a c"
    assert "Only if you answered “A” or “C” to “Which?”" in spoken(box)


def test_no_id_is_given_twice_and_every_one_referred_to_exists() -> None:
    page = drawn()
    referring = ("aria-describedby", "aria-labelledby", "for", "form")
    named = {
        name
        for element in page.root.iter()
        for attribute in referring
        for name in (element.get(attribute) or "").split()
    }
    assert len(page.ids) == len(set(page.ids))
    assert named <= set(page.ids)


@pytest.mark.parametrize("layout", ["several", "positions", "extremes", "pairs"])
def test_an_optional_answer_can_be_taken_back(layout: str) -> None:
    names = {
        "several": "multiple_choice",
        "positions": "ranking",
        "extremes": "best_worst",
        "pairs": "head_to_head",
    }
    options = [{"id": name, "text": {"en": name}} for name in ("a", "b")]
    page = page_of(names[layout], options=options)
    assert [button for button in page.each("button") if button.get("class") == "clear"]
