from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Cell, Choices, FieldError, Kind, Points
from questionnaires.schema import NOT_APPLICABLE, Question
from tests.unit.questionnaires.answering import (
    SUPPLIERS,
    UNHURRIED,
    VARIANTS,
    answers,
    asked,
    control_of,
    fields_of,
    kind_of,
    rows_of,
    variant,
)

FACE = [name for name in vars(Kind) if not name.startswith("_")]
OPTIONAL = [name for name, (_, changes) in VARIANTS.items() if not changes.get("required")]
TICKED = sorted(set(KINDS) - {"text", "number"})
ONE_OF_EACH_ROW = sorted(set(TICKED) - {"multiple_choice", "ranking", "best_worst"})
JUNK = ["maybe", "99", "-1", "1.0", " 1", "\uff11", "NA", "1\x00", "client.rival", "ticked"]
TYPED = ["5", "1,5", "1.000", "\u22121", "1e5", "nan", "9" * 400, "0", "1", "2", "3", "7", "", " "]
KNOWN = ["na", "yes", "best", "better", "client", "rival", "price", "speed"]
ANYTHING = st.sampled_from([*JUNK, *TYPED, *KNOWN]) | st.text(max_size=20)


def test_the_table_holds_each_kind_by_its_own_name() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_the_whole_face(name: str) -> None:
    assert {"parse", "posted", "control", "cells", "options", "items", "pairs"} <= set(FACE)
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
def test_every_kind_counts_points_exactly_where_its_answers_stand_on_a_scale(name: str) -> None:
    kind, made = KINDS[name], asked(name).question
    assert (kind.points(made) is not None) == (kind.measure in {"scale", "nps", "importance"})


@pytest.mark.parametrize("name", OPTIONAL)
def test_every_kind_takes_no_answer_where_none_is_required(name: str) -> None:
    made = variant(name)
    assert kind_of(made).parse(made, {}) == {}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_kind_names_the_fields_it_requires(name: str) -> None:
    kind, changes = VARIANTS[name]
    made = asked(kind, **{**changes, "required": True})
    assert kind_of(made).parse(made, {}) == [
        FieldError(field, "required") for field in fields_of(made)
    ]


@pytest.mark.parametrize("name", VARIANTS)
@UNHURRIED
@given(data=st.data())
def test_every_answer_is_read_back_from_the_fields_it_is_posted_in(
    name: str, data: st.DataObject
) -> None:
    made = variant(name)
    rows = data.draw(answers(made))
    assert kind_of(made).parse(made, kind_of(made).posted(made, rows)) == rows


@pytest.mark.parametrize("name", VARIANTS)
@UNHURRIED
@given(data=st.data())
def test_whatever_is_posted_is_an_answer_that_can_be_counted_or_complained_about(
    name: str, data: st.DataObject
) -> None:
    made, fields = variant(name), fields_of(variant(name))
    names = st.sampled_from([*fields, "q.q", "q.q.best", "q.other", ""])
    posted: Mapping[str, Sequence[str]] = data.draw(
        st.dictionaries(names, st.lists(ANYTHING, max_size=3), max_size=6)
    )
    outcome = kind_of(made).parse(made, posted)
    if isinstance(outcome, list):
        assert {error.field for error in outcome} <= set(fields) != set()
    else:
        again = kind_of(made).parse(made, kind_of(made).posted(made, outcome))
        assert again == outcome
        assert all(isinstance(cell, Cell) for cell in kind_of(made).cells(made.question, outcome))


@pytest.mark.parametrize("name", VARIANTS)
@UNHURRIED
@given(data=st.data())
def test_what_is_counted_is_about_the_items_and_pairs_that_the_kind_declares(
    name: str, data: st.DataObject
) -> None:
    made = variant(name)
    kind, rows = kind_of(made), data.draw(answers(made))
    items, pairs = (known(made.question, SUPPLIERS) for known in (kind.items, kind.pairs))
    for cell in kind.cells(made.question, rows):
        if cell.against:
            assert (cell.subject, cell.against) in pairs
        else:
            assert cell.subject in {None, *items}


@pytest.mark.parametrize("name", VARIANTS)
@UNHURRIED
@given(data=st.data())
def test_one_answer_adds_no_cell_twice(name: str, data: st.DataObject) -> None:
    made = variant(name)
    cells = list(kind_of(made).cells(made.question, data.draw(answers(made))))
    assert len(set(cells)) == len(cells)


@pytest.mark.parametrize("name", ONE_OF_EACH_ROW)
def test_every_value_that_is_offered_is_taken_and_counted_or_not_applicable(name: str) -> None:
    made = asked(name)
    for row in rows_of(made):
        for choice in row.choices:
            rows = KINDS[name].parse(made, {row.name: [choice.value]})
            assert rows == {row.row: choice.value}
            counted = [cell.option for cell in KINDS[name].cells(made.question, rows)]
            assert counted == [choice.value] * (choice.value != "na")


@pytest.mark.parametrize("name", ONE_OF_EACH_ROW)
def test_the_options_counted_are_those_offered_less_not_applicable(name: str) -> None:
    made = asked(name)
    for row in rows_of(made):
        offered = tuple(choice.value for choice in row.choices if choice.value != "na")
        assert KINDS[name].options(made.question) == offered


@pytest.mark.parametrize("name", TICKED)
@pytest.mark.parametrize("value", JUNK)
def test_a_value_that_is_not_offered_is_refused(name: str, value: str) -> None:
    made = asked(name)
    field = rows_of(made)[0].name
    assert KINDS[name].parse(made, {field: [value]}) == [FieldError(field, "not_offered")]


@pytest.mark.parametrize("name", TICKED)
def test_a_value_sent_twice_is_refused(name: str) -> None:
    made = asked(name)
    field, value = rows_of(made)[0].name, rows_of(made)[0].choices[0].value
    [error] = KINDS[name].parse(made, {field: [value, value]})
    assert error == FieldError(field, "ticked_twice" if name == "multiple_choice" else "repeated")


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - {"text"}))
@UNHURRIED
@given(data=st.data())
def test_whatever_is_given_is_counted_or_complained_about(name: str, data: st.DataObject) -> None:
    made, kind = variant(name), kind_of(variant(name))
    control = control_of(made)
    rows = control.rows if isinstance(control, Choices) else ()
    values = {row.name: [choice.value for choice in row.choices] for row in rows} or {
        field: ["1", "2.5", "0", "1 000"] for field in fields_of(made)
    }
    chosen = data.draw(st.sets(st.sampled_from([*values]), min_size=1))
    posted = {field: [data.draw(st.sampled_from(values[field]))] for field in sorted(chosen)}

    outcome = kind.parse(made, posted)

    if isinstance(outcome, list):
        assert {error.field for error in outcome} <= values.keys()
    else:
        kept = kind.posted(made, outcome)
        assert kept.keys() == posted.keys()
        counted = [*kind.cells(made.question, outcome)]
        assert counted or set(outcome.values()) == {NOT_APPLICABLE}


@pytest.mark.parametrize("name", TICKED)
def test_an_empty_value_beside_a_ticked_one_is_no_answer(name: str) -> None:
    made = asked(name)
    row = rows_of(made)[0]
    posted = {row.name: ["", row.choices[0].value]}
    assert KINDS[name].parse(made, posted) == KINDS[name].parse(
        made, {row.name: [row.choices[0].value]}
    )


@pytest.mark.parametrize("name", VARIANTS)
def test_an_item_with_words_of_its_own_is_no_supplier(name: str) -> None:
    made = variant(name)
    control = control_of(made)
    rows = getattr(control, "rows", ())
    shown = [item for row in rows for item in (*row.items, *(c.item for c in row.choices)) if item]
    by_option = made.question.options is not None
    assert {item.is_supplier for item in shown} <= {not by_option}


def test_not_applicable_is_refused_where_the_scale_has_it_not() -> None:
    assert KINDS["rating"].parse(asked("rating"), {"q.q": ["na"]}) == [
        FieldError("q.q", "not_offered")
    ]


@pytest.mark.parametrize(("name", "value"), [("supplier_grid", "7"), ("importance", "4")])
def test_not_applicable_answers_a_required_row(name: str, value: str) -> None:
    made = asked(name, required=True)
    first, *others = rows_of(made)
    posted = {first.name: [value], **{row.name: ["na"] for row in others}}
    rows = KINDS[name].parse(made, posted)
    assert rows == {first.row: value, **{row.row: "na" for row in others}}
    assert [*KINDS[name].cells(made.question, rows)] == [Cell(first.row, value, int(value))]


@pytest.mark.parametrize("name", ["supplier_grid", "importance", "head_to_head", "ranking"])
def test_required_means_every_row(name: str) -> None:
    made = asked(name, required=True)
    first, *others = rows_of(made)
    assert KINDS[name].parse(made, {first.name: [first.choices[0].value]}) == [
        FieldError(row.name, "required") for row in others
    ]


def test_a_row_of_a_grid_is_named_after_question_and_supplier() -> None:
    named = [row.name for row in rows_of(asked("supplier_grid"))]
    assert named == [f"q.q.{supplier}" for supplier in SUPPLIERS]


def test_a_grid_counts_each_rating_and_both_ratings_of_each_pair() -> None:
    made = asked("supplier_grid")
    rows = {"client": "7", "rival": "na", "third": "2"}
    assert list(KINDS["supplier_grid"].cells(made.question, rows)) == [
        Cell("client", "7", 7),
        Cell("third", "2", 2),
        Cell("client", "7.2", against="third"),
    ]


def test_a_grid_compares_each_two_suppliers_once() -> None:
    pairs = KINDS["supplier_grid"].pairs(asked("supplier_grid").question, SUPPLIERS)
    assert pairs == tuple(combinations(SUPPLIERS, 2))


def test_a_question_about_a_manager_is_named_after_the_manager() -> None:
    assert [row.name for row in rows_of(asked("rating", manager="am1"))] == ["q.q@am1"]


def test_a_recommendation_runs_from_nought_to_ten() -> None:
    assert KINDS["nps"].points(asked("nps").question) == Points(0, 10)


@pytest.mark.parametrize("name", ["rating", "supplier_grid", "importance"])
def test_a_scale_without_points_is_a_mistake_of_ours(name: str) -> None:
    with pytest.raises(ValueError, match="has no scale"):
        KINDS[name].points(Question(id="q", kind=name, text={"en": "?"}))
