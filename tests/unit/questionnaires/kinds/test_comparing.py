from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Cell, ChoiceRow, FieldError, Item, Points, Rows
from questionnaires.kinds.multiple_choice import TICKED
from tests.unit.questionnaires.answering import (
    SUPPLIERS,
    UNHURRIED,
    answers,
    asked,
    fields_of,
    rows_of,
    variant,
)

RANKING, PAIRS, EXTREMES, SEVERAL, IMPORTANCE = (
    KINDS[name]
    for name in ("ranking", "head_to_head", "best_worst", "multiple_choice", "importance")
)
OPTIONS = ("price", "speed", "care")
ORDER = {"price": "2", "speed": "1", "care": "3"}


def ranked(places: Mapping[str, str], *, required: bool = False) -> object:
    posted = {f"q.q.{item}": [place] for item, place in places.items()}
    return RANKING.parse(asked("ranking", required=required), posted)


def about(row: ChoiceRow) -> list[str]:
    return [item.id for item in row.items]


def extremes(*ticked: str) -> object:
    posted = {f"q.q.{word}": [item] for word, item in zip(("best", "worst"), ticked, strict=False)}
    return EXTREMES.parse(asked("best_worst"), posted)


def ticked(*options: str, required: bool = False) -> object:
    return SEVERAL.parse(asked("multiple_choice", required=required), {"q.q": list(options)})


# Ranking


def test_items_in_order_are_a_ranking() -> None:
    assert ranked(ORDER) == ORDER


def test_an_item_nobody_can_place_may_be_left_out() -> None:
    assert ranked({"price": "2", "speed": "1"}) == {"price": "2", "speed": "1"}


def test_a_required_ranking_places_every_item() -> None:
    missing = [FieldError("q.q.care", "required")]
    assert ranked({"price": "2", "speed": "1"}, required=True) == missing


def test_a_position_given_twice_is_refused_at_both_items() -> None:
    assert ranked({"price": "1", "speed": "1", "care": "2"}) == [
        FieldError("q.q.price", "position_twice", limit=1),
        FieldError("q.q.speed", "position_twice", limit=1),
    ]


@pytest.mark.parametrize(
    ("places", "late", "missing"),
    [({"price": "2"}, "price", 1), ({"price": "1", "care": "3"}, "care", 2)],
)
def test_a_position_skipped_is_refused_at_the_item_behind_it(
    places: dict[str, str], late: str, missing: int
) -> None:
    assert ranked(places) == [FieldError(f"q.q.{late}", "position_skipped", limit=missing)]


@pytest.mark.parametrize("place", ["0", "4", "first", "1.0", "01", "+1"])
def test_a_position_is_a_number_from_one_to_the_number_of_items(place: str) -> None:
    assert ranked({"price": place}) == [FieldError("q.q.price", "not_offered")]


def test_a_ranking_is_counted_by_position_and_as_a_whole() -> None:
    assert list(RANKING.cells(asked("ranking").question, ORDER)) == [
        Cell("price", "2", 2),
        Cell("speed", "1", 1),
        Cell("care", "3", 3),
        Cell(None, "speed>price>care"),
    ]


@pytest.mark.parametrize("name", ["ranking", "ranking of suppliers", "a required ranking"])
@UNHURRIED
@given(data=st.data())
def test_the_positions_counted_are_a_permutation(name: str, data: st.DataObject) -> None:
    made = variant(name)
    rows: Rows = data.draw(answers(made))
    *placed, whole = RANKING.cells(made.question, rows)
    assert sorted(cell.value or 0 for cell in placed) == list(range(1, len(rows) + 1))
    order = [cell.subject for cell in sorted(placed, key=lambda cell: cell.value or 0)]
    assert whole.option == ">".join(str(item) for item in order)


@UNHURRIED
@given(st.dictionaries(st.sampled_from(OPTIONS), st.sampled_from(["1", "2", "3"])))
def test_exactly_the_orders_without_a_gap_are_taken(places: dict[str, str]) -> None:
    whole = sorted(places.values()) == [str(n) for n in range(1, len(places) + 1)]
    assert isinstance(ranked(places), dict) == whole


# Head to head


def test_each_two_items_are_compared_once_in_the_order_of_the_file() -> None:
    assert [about(row) for row in rows_of(asked("head_to_head"))] == [
        list(pair) for pair in combinations(OPTIONS, 2)
    ]


def test_without_options_the_suppliers_are_compared() -> None:
    made = variant("head_to_head of suppliers")
    assert [row.items for row in rows_of(made)] == [
        (Item(a), Item(b)) for a, b in combinations(SUPPLIERS, 2)
    ]


@pytest.mark.parametrize("pairs", ["all", None])
def test_all_pairs_are_asked_where_none_are_named(pairs: object) -> None:
    assert len(rows_of(asked("head_to_head", pairs=pairs))) == 3


def test_only_the_pairs_named_are_asked_and_in_their_order() -> None:
    assert fields_of(variant("some pairs")) == ["q.q.care.price", "q.q.price.speed"]


def test_not_to_know_two_suppliers_is_an_answer_and_two_options_everybody_can_weigh() -> None:
    suppliers, options = variant("head_to_head of suppliers"), asked("head_to_head")
    assert [choice.value for choice in rows_of(suppliers)[0].choices][-1] == "na"
    assert [choice.value for choice in rows_of(options)[0].choices] == ["better", "same", "worse"]


def test_a_pair_is_counted_for_its_first_against_its_second() -> None:
    made = variant("head_to_head of suppliers")
    rows = {"client.rival": "better", "client.third": "na", "rival.third": "same"}
    assert list(PAIRS.cells(made.question, rows)) == [
        Cell("client", "better", against="rival"),
        Cell("rival", "same", against="third"),
    ]


def test_a_pair_turned_round_is_no_field_of_the_question() -> None:
    assert PAIRS.parse(asked("head_to_head"), {"q.q.speed.price": ["better"]}) == {}


# Best and worst


def test_the_best_and_the_worst_are_two_items() -> None:
    assert extremes("price", "care") == {"best": "price", "worst": "care"}


def test_the_best_may_not_be_the_worst() -> None:
    assert extremes("price", "price") == [FieldError("q.q.worst", "best_is_worst")]


@pytest.mark.parametrize(("given", "missing"), [("best", "worst"), ("worst", "best")])
def test_the_best_or_the_worst_alone_is_asked_for_the_other(given: str, missing: str) -> None:
    posted = {f"q.q.{given}": ["price"], f"q.q.{missing}": [""]}
    error = FieldError(f"q.q.{missing}", f"{missing}_missing")  # type: ignore[arg-type]
    assert EXTREMES.parse(asked("best_worst"), posted) == [error]


def test_neither_the_best_nor_the_worst_is_no_answer() -> None:
    assert extremes() == {}


def test_a_required_worst_is_asked_for() -> None:
    made = asked("best_worst", required=True)
    assert EXTREMES.parse(made, {"q.q.best": ["care"]}) == [FieldError("q.q.worst", "required")]


def test_the_best_and_the_worst_are_counted_by_their_items() -> None:
    rows = {"best": "price", "worst": "care"}
    assert list(EXTREMES.cells(asked("best_worst").question, rows)) == [
        Cell(None, "price.best"),
        Cell(None, "care.worst"),
    ]


# Multiple choice


def test_any_number_of_options_may_be_ticked_in_one_field() -> None:
    assert ticked("care", "price") == {"care": TICKED, "price": TICKED}


def test_a_required_choice_of_several_needs_one() -> None:
    assert ticked("", required=True) == [FieldError("q.q", "required")]


def test_an_option_ticked_twice_is_refused() -> None:
    assert ticked("care", "price", "care") == [FieldError("q.q", "ticked_twice")]


def test_one_wrong_option_among_right_ones_is_refused() -> None:
    assert ticked("care", "cash") == [FieldError("q.q", "not_offered")]


def test_without_options_the_suppliers_are_ticked() -> None:
    made = variant("multiple_choice of suppliers")
    assert SEVERAL.parse(made, {"q.q": ["rival"]}) == {"rival": TICKED}


def test_each_option_ticked_is_counted_once_and_how_many_they_were() -> None:
    made = asked("multiple_choice").question
    assert list(SEVERAL.cells(made, {"care": TICKED, "price": TICKED})) == [
        Cell(None, "care"),
        Cell(None, "price"),
        Cell(value=2),
    ]


def test_something_else_than_a_tick_is_no_answer_to_post() -> None:
    with pytest.raises(ValueError, match="q holds something else than ticks"):
        SEVERAL.posted(asked("multiple_choice"), {"care": "yes"})


# Importance


def test_every_item_is_weighed_on_the_scale() -> None:
    made = asked("importance")
    assert fields_of(made) == [f"q.q.{option}" for option in OPTIONS]
    assert IMPORTANCE.points(made.question) == Points(1, 4)


def test_the_weight_of_an_item_is_counted_under_it() -> None:
    made = asked("importance").question
    assert list(IMPORTANCE.cells(made, {"price": "4", "care": "na"})) == [Cell("price", "4", 4)]


@pytest.mark.parametrize("name", ["ranking", "importance"])
def test_the_items_with_counts_of_their_own_are_the_options_or_the_suppliers(name: str) -> None:
    options, suppliers = asked(name).question, asked(name, options=None).question
    assert KINDS[name].items(options, SUPPLIERS) == OPTIONS
    assert KINDS[name].items(suppliers, SUPPLIERS) == SUPPLIERS
