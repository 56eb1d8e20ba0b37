import json
from typing import Any

import pytest

from questionnaires.errors import DefinitionError
from questionnaires.load import load_questionnaire
from questionnaires.schema import Questionnaire
from tests.unit.questionnaires.making import (
    THREE,
    Fields,
    definition,
    loaded,
    problem_of,
    problems_of,
    question,
    section,
)

NUMBERS = """\
title: {en: How many?}
sections:
  - id: first
    title: {en: First}
    questions:
      - id: orders
        kind: number
        text: {en: How many orders?}
        min: 0
        max: 10
        step: 3
"""
PLACE = "sections[0].questions[0]"


def flaw_of(kind: str, **changes: Any) -> str:
    """Return the one flaw of a question, without the question's path."""
    fields = question("q", kind, **changes)
    given = {name: value for name, value in fields.items() if value is not None}
    return problem_of(section(given)).removeprefix(PLACE)


def taken(kind: str, **changes: Any) -> bool:
    fields = question("q", kind, **changes)
    given = {name: value for name, value in fields.items() if value is not None}
    return loaded(section(given)).question("q").kind == kind


def for_suppliers(*suppliers: str, kind: str = "ranking", **changes: Any) -> Questionnaire:
    fields = question("q", kind, **{"options": None, **changes})
    given = {name: value for name, value in fields.items() if value is not None}
    data = json.dumps(definition(section(given))).encode()
    return load_questionnaire("q.json", data, suppliers=suppliers)


def flaws_for_suppliers(*suppliers: str, kind: str = "ranking", **changes: Any) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        for_suppliers(*suppliers, kind=kind, **changes)
    return [f"{problem.path}: {problem.message}" for problem in refused.value.problems]


def options(number: int) -> list[Fields]:
    return [{"id": f"o{i}", "text": {"en": f"Option {i}"}} for i in range(number)]


def test_twelve_options_can_be_ranked() -> None:
    assert taken("ranking", options=options(12))


def test_thirteen_options_are_too_many_to_rank() -> None:
    assert flaw_of("ranking", options=options(13)) == (
        ".options: 13 options to rank; at most 12 can be put in order"
    )


@pytest.mark.parametrize("kind", ["ranking", "head_to_head", "best_worst", "importance"])
def test_a_comparison_of_one_option_is_refused(kind: str) -> None:
    assert flaw_of(kind, options=options(1)) == ".options: a choice needs at least 2 options"


@pytest.mark.parametrize("kind", ["ranking", "head_to_head", "best_worst"])
def test_suppliers_are_compared_in_no_section_about_managers(kind: str) -> None:
    message = problem_of(section(question("q", kind), subject="account_managers"))
    assert message == f"{PLACE}.kind: {kind} makes no sense in a section about account_managers"


@pytest.mark.parametrize("kind", ["multiple_choice", "number"])
def test_several_options_or_a_number_may_be_asked_about_managers(kind: str) -> None:
    assert loaded(section(question("q", kind), subject="account_managers")).sections


def test_twelve_options_make_as_many_pairs_as_are_possible() -> None:
    assert taken("head_to_head", options=options(12))


def test_more_pairs_than_sixty_six_must_be_named() -> None:
    assert flaw_of("head_to_head", options=options(13)) == (
        ".options: more than 66 pairs; name the ones to ask"
    )


def test_of_many_options_a_few_pairs_may_be_named() -> None:
    assert taken("head_to_head", options=options(40), pairs=[["o1", "o39"]])


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([], ".pairs: 0 pairs; there must be 1 to 66"),
        ([["price", "price"]], ".pairs[0]: price is compared with itself"),
        (
            [["price", "care"], ["care", "price"]],
            ".pairs[1]: a second pair of care and price",
        ),
        ([["speed", "care"], ["price", "cash"]], ".pairs[1]: cash is no option of this question"),
    ],
)
def test_a_pair_is_of_two_different_options_and_named_once(
    pairs: list[list[str]], message: str
) -> None:
    assert flaw_of("head_to_head", pairs=pairs) == message


def test_more_than_sixty_six_pairs_are_refused() -> None:
    pairs = [[f"o{i}", f"o{i + 1}"] for i in range(59)] + [[f"o{i}", f"o{i + 2}"] for i in range(8)]
    assert flaw_of("head_to_head", options=options(60), pairs=pairs) == (
        ".pairs: 67 pairs; there must be 1 to 66"
    )


@pytest.mark.parametrize("pairs", ["some", [["price"]], [["price", "care", "speed"]], [["best"]]])
def test_pairs_are_all_or_a_list_of_twos(pairs: object) -> None:
    found = problems_of(section(question("q", "head_to_head", pairs=pairs)))
    assert {problem.path.split(".pairs")[0] for problem in found} == {PLACE}


@pytest.mark.parametrize("kind", ["ranking", "head_to_head", "best_worst"])
def test_one_supplier_cannot_be_compared(kind: str) -> None:
    assert flaws_for_suppliers("client", kind=kind) == [
        f"{PLACE}.kind: {kind} compares the suppliers, and the study has one; list options"
    ]


@pytest.mark.parametrize("kind", ["ranking", "head_to_head", "best_worst", "multiple_choice"])
def test_two_suppliers_can_be_compared(kind: str) -> None:
    assert for_suppliers("client", "rival", kind=kind).sections


def test_one_supplier_is_no_hindrance_to_comparing_options() -> None:
    assert for_suppliers("client", kind="ranking", options=THREE).sections


def test_a_pair_with_a_supplier_whom_the_study_has_not_is_refused() -> None:
    pairs = [["client", "rival"], ["client", "other"]]
    assert flaws_for_suppliers("client", "rival", kind="head_to_head", pairs=pairs) == [
        f"{PLACE}.pairs[1]: other is no supplier of the study"
    ]


def test_pairs_of_suppliers_are_not_looked_at_before_the_study_is_known() -> None:
    assert taken("head_to_head", options=None, pairs=[["client", "other"]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max": 0}, ".max: max is 0; it must be above min"),
        ({"min": 1e12, "max": -1}, ".max: max is -1; it must be above min"),
        ({"step": 0}, ".step: step is 0; it must be above 0"),
        ({"step": -0.5}, ".step: step is -0.5; it must be above 0"),
        ({"step": 7}, ".step: from min to max it is no whole number of steps of 7"),
        ({"min": 0.5, "step": None}, ".step: from min to max it is no whole number of steps of 1"),
        (
            {"max": 1e12, "step": None},
            ".step: more than 1,000,000 steps from min to max; make the steps larger",
        ),
        ({"step": 1e-10}, ".step: a number has at most 9 decimals; use another unit"),
        ({"max": 0.12345678901}, ".step: a number has at most 9 decimals; use another unit"),
    ],
)
def test_bounds_and_step_of_a_number_must_fit_together(changes: Fields, message: str) -> None:
    assert flaw_of("number", **changes) == message


@pytest.mark.parametrize(
    "changes",
    [
        {"step": 100},
        {"max": 1_000_000, "step": 1},
        {"min": -1e12, "max": 1e12, "step": 2e6},
        {"min": 0.1, "max": 0.7, "step": 0.1},
        {"max": 1e-9, "step": 1e-9},
    ],
)
def test_a_number_may_be_large_or_small(changes: Fields) -> None:
    assert taken("number", **changes)


@pytest.mark.parametrize("field", ["min", "max"])
def test_a_number_needs_both_bounds(field: str) -> None:
    assert flaw_of("number", **{field: None}) == f": a question of kind number needs {field}"


@pytest.mark.parametrize("value", ["1", True, float("inf"), 1e13, None])
def test_a_bound_is_a_number_of_at_most_a_million_millions(value: object) -> None:
    found = problems_of(section(question("q", "number", max=value)))
    assert {problem.path[: len(PLACE)] for problem in found} == {PLACE}


@pytest.mark.parametrize("unit", ["km", {"en": "hours", "de": "Stunden"}])
def test_a_unit_is_one_word_for_all_languages_or_one_for_each(unit: object) -> None:
    assert taken("number", unit=unit)


def test_a_unit_is_missing_in_a_language_only_where_it_is_translated() -> None:
    both = {"en": "a", "de": "b"}
    for unit in ("km", both):
        asked = question("q", "number", text=both, unit=unit)
        assert loaded(section(asked, title=both), title=both, languages=["en", "de"]).sections


def test_a_flaw_of_a_number_names_its_line() -> None:
    with pytest.raises(DefinitionError) as refused:
        load_questionnaire("q.yaml", NUMBERS.encode())
    assert str(refused.value) == (
        f"q.yaml: line 11, {PLACE}.step: from min to max it is no whole number of steps of 3"
    )
