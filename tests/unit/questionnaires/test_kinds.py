import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import (
    Asked,
    Cell,
    ChoiceRow,
    Choices,
    FieldError,
    Kind,
    Points,
    TextBox,
)
from questionnaires.kinds.text import MAX_MARKS, cleaned
from questionnaires.schema import Question
from tests.unit.questionnaires.making import loaded, question, section

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SUPPLIERS = ("client", "rival")
FACE = [name for name in vars(Kind) if not name.startswith("_")]
ONE_OF_EACH = sorted(set(KINDS) - {"text"})
# A family, a flag, Persian and Devanagari, which need their joiners, and Korean in single jamo.
HONEST = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0915\u094d\u200d\u0937",
)


def asked(kind: str, *, manager: str | None = None, **changes: Any) -> Asked:
    made: Question = loaded(section(question("q", kind, **changes))).question("q")
    return Asked(made, SUPPLIERS, manager)


def rows_of(asked_: Asked) -> tuple[ChoiceRow, ...]:
    control = KINDS[asked_.question.kind].control(asked_)
    assert isinstance(control, Choices)
    return control.rows


def test_the_table_holds_each_kind_by_its_own_name() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_the_whole_face(name: str) -> None:
    assert {"parse", "control", "cells", "options", "points", "fields"} <= set(FACE)
    assert [part for part in FACE if not hasattr(KINDS[name], part)] == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_asks_for_fields_that_a_question_has(name: str) -> None:
    kind = KINDS[name]
    assert kind.needs <= kind.fields <= Question.model_fields.keys()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_fits_in_some_section(name: str) -> None:
    assert KINDS[name].subjects <= {None, "suppliers", "account_managers"}
    assert None in KINDS[name].subjects


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_counts_points_exactly_where_its_answers_are_numbers(name: str) -> None:
    kind, made = KINDS[name], asked(name).question
    assert (kind.points(made) is not None) == (kind.measure in {"scale", "nps"})


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_takes_no_answer_where_none_is_required(name: str) -> None:
    assert KINDS[name].parse(asked(name), {}) == {}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_names_the_fields_it_requires(name: str) -> None:
    made = asked(name, required=True)
    control = KINDS[name].control(made)
    names = [control.name] if isinstance(control, TextBox) else [r.name for r in control.rows]
    assert KINDS[name].parse(made, {}) == [FieldError(field, "required") for field in names]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_value_that_is_offered_is_taken_and_counted_or_not_applicable(name: str) -> None:
    kind, made = KINDS[name], asked(name)
    for row in rows_of(made):
        for choice in row.choices:
            rows = kind.parse(made, {row.name: [choice.value]})
            assert rows == {row.supplier or "": choice.value}
            counted = [] if choice.value == "na" else [Cell(row.supplier, choice.value)]
            assert list(kind.cells(rows)) == counted


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_options_counted_are_those_offered_less_not_applicable(name: str) -> None:
    made = asked(name)
    for row in rows_of(made):
        offered = tuple(choice.value for choice in row.choices if choice.value != "na")
        assert KINDS[name].options(made.question) == offered


@pytest.mark.parametrize("name", ONE_OF_EACH)
@pytest.mark.parametrize("value", ["maybe", "99", "-1", "1.0", " 1", "\uff11", "NA", "1\x00"])
def test_a_value_that_is_not_offered_is_refused(name: str, value: str) -> None:
    made = asked(name)
    field = rows_of(made)[0].name
    assert KINDS[name].parse(made, {field: [value]}) == [FieldError(field, "not_offered")]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_field_sent_twice_is_refused(name: str) -> None:
    made = asked(name)
    field, value = rows_of(made)[0].name, rows_of(made)[0].choices[0].value
    assert KINDS[name].parse(made, {field: [value, value]}) == [FieldError(field, "repeated")]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_an_empty_value_beside_a_ticked_one_is_no_answer(name: str) -> None:
    made = asked(name)
    row = rows_of(made)[0]
    value = row.choices[0].value
    assert KINDS[name].parse(made, {row.name: ["", value]}) == {row.supplier or "": value}


def test_not_applicable_is_refused_where_the_scale_has_it_not() -> None:
    assert KINDS["rating"].parse(asked("rating"), {"q.q": ["na"]}) == [
        FieldError("q.q", "not_offered")
    ]


def test_not_applicable_answers_a_required_row() -> None:
    made = asked("supplier_grid", required=True)
    posted = {"q.q.client": ["7"], "q.q.rival": ["na"]}
    assert KINDS["supplier_grid"].parse(made, posted) == {"client": "7", "rival": "na"}


def test_a_required_grid_names_the_rows_that_are_missing() -> None:
    made = asked("supplier_grid", required=True)
    assert KINDS["supplier_grid"].parse(made, {"q.q.client": ["7"]}) == [
        FieldError("q.q.rival", "required")
    ]


def test_a_row_of_a_grid_is_named_after_question_and_supplier() -> None:
    assert [row.name for row in rows_of(asked("supplier_grid"))] == ["q.q.client", "q.q.rival"]


def test_a_question_about_a_manager_is_named_after_the_manager() -> None:
    assert [row.name for row in rows_of(asked("rating", manager="am1"))] == ["q.q@am1"]


def test_a_recommendation_runs_from_nought_to_ten() -> None:
    assert KINDS["nps"].points(asked("nps").question) == Points(0, 10)


def test_a_scale_without_points_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="has no scale"):
        KINDS["rating"].points(Question(id="q", kind="rating", text={"en": "?"}))


def test_a_comment_is_counted_nowhere() -> None:
    assert list(KINDS["text"].cells({"": "Good."})) == []


def said(text: str, **changes: Any) -> object:
    return KINDS["text"].parse(asked("text", **changes), {"q.q": [text]})


def test_a_comment_is_kept_as_it_was_written() -> None:
    text = 'Good – "fast" <b>\n\tand file:///etc/passwd & \u0410\u0441\u043c\u0435'
    assert said(text) == {"": text}


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "!?… – .", "\u200b", "\u2800", "\u0301"])
def test_a_comment_of_nothing_but_signs_and_spaces_is_empty(text: str) -> None:
    assert said(text) == {}


def test_a_required_comment_of_nothing_is_asked_for_again() -> None:
    assert said(" . ", required=True) == [FieldError("q.q", "required")]


def test_a_comment_of_one_picture_says_something() -> None:
    assert said("\U0001f44d") == {"": "\U0001f44d"}


def test_a_comment_of_exactly_the_limit_is_taken() -> None:
    assert said("x" * 20_000, max_length=20_000) == {"": "x" * 20_000}


def test_a_comment_one_character_over_the_limit_is_refused_with_both_numbers() -> None:
    assert said("x" * 20_001, max_length=20_000) == [FieldError("q.q", "too_long", 20_000, 20_001)]


def test_a_comment_has_two_thousand_characters_where_nothing_is_said() -> None:
    assert said("x" * 2_001) == [FieldError("q.q", "too_long", 2_000, 2_001)]


def test_a_line_end_counts_as_one_character_however_it_is_sent() -> None:
    assert said("a\r\n" * 5 + "b", max_length=11) == {"": "a\n" * 5 + "b"}


def test_a_comment_sent_twice_is_refused() -> None:
    posted = {"q.q": ["one", "two"]}
    assert KINDS["text"].parse(asked("text"), posted) == [FieldError("q.q", "repeated")]


@pytest.mark.parametrize(
    "hidden",
    [
        *("\u200b", "\ufeff", "\u2060", "\u00ad", "\u202e", "\x00", "\x07", "\u034f", "\u3164"),
        *("\ufe0f", "\ufe00", "\U000e0100", "\U000e0041", "\ue000", "\uffff"),
        *("\u200d", "\u200c", "\u200c\u200d\u200c\u200d"),
    ],
)
@pytest.mark.parametrize("letters", ["ab", "\u0431\u0432", "\u1ebf\u1ebf", "12"])
def test_a_character_nobody_sees_is_taken_out(hidden: str, letters: str) -> None:
    assert cleaned(letters[0] + hidden + letters[1]) == letters


@pytest.mark.parametrize("text", HONEST)
def test_a_joiner_that_spells_something_stays(text: str) -> None:
    assert cleaned(text) == text


def test_letters_parted_by_a_hidden_character_are_composed_once_it_is_gone() -> None:
    assert cleaned("e\u200b\u0301") == "\u00e9"


def test_a_letter_keeps_a_hundred_marks_and_no_more() -> None:
    assert len(cleaned("x" + "\u0316" * 5_000)) == 1 + MAX_MARKS


def test_a_million_unsorted_marks_take_no_time() -> None:
    assert len(cleaned("x" + "\u0301\u0316" * 500_000)) <= 1 + MAX_MARKS


def test_a_comment_far_over_the_limit_is_not_even_looked_at() -> None:
    text = "\u0301" * 1_000_000
    assert said(text) == [FieldError("q.q", "too_long", 2_000, 1_000_000)]


@UNHURRIED
@given(st.text(st.characters() | st.sampled_from("\u200c\u200d\ufe0f\r\n\u0301\u0645\U0001f469")))
@example("\U0001f469\u200d\ufe0f\U0001f469")
@example("\U0001f469\ufe0f\u200d")
def test_what_was_cleaned_once_stays_as_it_is(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
