from typing import Any

import pytest

from tests.unit.questionnaires.making import (
    YES_NO,
    Fields,
    loaded,
    problem_of,
    problems_of,
    question,
    section,
)

PEOPLE: Fields = {"subject": "account_managers"}


def shown_if(asked: str, *values: object, id_: str = "why") -> Fields:
    return question(id_, "text", show_if={"question": asked, "is": list(values)})


def test_a_question_id_used_twice_is_refused_even_in_another_section() -> None:
    second = section(question(), id_="second")
    assert problem_of(section(question()), second) == (
        "sections[1].questions[0].id: a second question with the id quality; give it another"
    )


def test_a_section_id_used_twice_is_refused() -> None:
    assert problem_of(section(question()), section(question("price"))) == (
        "sections[1].id: a second section with the id first; give it another"
    )


def test_a_question_and_a_section_may_share_an_id() -> None:
    assert loaded(section(question("first"), id_="first")).sections


def test_an_unknown_kind_is_refused_with_the_list_of_kinds() -> None:
    message = problem_of(section(question(kind="slider<b>")))
    assert message.startswith(
        "sections[0].questions[0].kind: unknown kind slider<b>; the kinds are"
    )


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("nps", "scale", {"points": 5}),
        ("rating", "options", YES_NO),
        ("rating", "max_length", 5),
        ("text", "options", None),
        ("single_choice", "scale", None),
        ("ranking", "scale", {"points": 5}),
        ("head_to_head", "scale", {"points": 5}),
        ("best_worst", "pairs", "all"),
        ("importance", "pairs", "all"),
        ("multiple_choice", "max", 2),
        ("number", "max_length", 5),
        ("rating", "unit", "km"),
    ],
)
def test_a_field_that_the_kind_does_not_have_is_refused(kind: str, field: str, value: Any) -> None:
    assert problem_of(section(question(kind=kind, **{field: value}))) == (
        f"sections[0].questions[0].{field}: a question of kind {kind} has no {field}"
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("rating", "scale"),
        ("supplier_grid", "scale"),
        ("importance", "scale"),
        ("single_choice", "options"),
    ],
)
def test_a_field_that_the_kind_needs_must_be_there(kind: str, field: str) -> None:
    lacking = question(kind=kind)
    del lacking[field]
    assert problem_of(section(lacking)) == (
        f"sections[0].questions[0]: a question of kind {kind} needs {field}"
    )


def test_a_grid_of_suppliers_makes_no_sense_about_account_managers() -> None:
    message = problem_of(section(question(kind="supplier_grid"), **PEOPLE))
    assert message.endswith("supplier_grid makes no sense in a section about account_managers")


@pytest.mark.parametrize("options", [[], YES_NO[:1]])
def test_a_choice_of_fewer_than_two_options_is_refused(options: list[Fields]) -> None:
    message = problem_of(section(question(kind="single_choice", options=options)))
    assert message.endswith("options: a choice needs at least 2 options")


def test_an_option_id_used_twice_is_refused() -> None:
    message = problem_of(section(question(kind="single_choice", options=[*YES_NO, YES_NO[0]])))
    assert message == "sections[0].questions[0].options[2].id: a second option yes"


def test_a_condition_on_a_missing_question_is_refused() -> None:
    assert problem_of(section(question(), shown_if("price", "1"))) == (
        "sections[0].questions[1].show_if.question: "
        "the question price does not exist; name one asked before"
    )


@pytest.mark.parametrize("asked", ["why", "quality"])
def test_a_condition_on_itself_or_on_a_later_question_is_refused(asked: str) -> None:
    message = problem_of(section(shown_if(asked, "1"), question()))
    assert f"the question {asked} comes later or is this one" in message


@pytest.mark.parametrize(
    "kind",
    ["text", "supplier_grid", "ranking", "head_to_head", "best_worst", "importance", "number"],
)
def test_a_condition_on_words_a_number_or_several_items_is_refused(kind: str) -> None:
    message = problem_of(section(question(kind=kind), shown_if("quality", "1")))
    assert message.endswith(f"a condition cannot depend on a question of kind {kind}")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("rating", "6"), ("rating", "0"), ("rating", "na"), ("nps", "11")),
        *(("single_choice", "maybe"), ("multiple_choice", "cash")),
    ],
)
def test_a_condition_on_a_value_that_is_no_answer_is_refused(kind: str, value: str) -> None:
    message = problem_of(section(question(kind=kind), shown_if("quality", value)))
    assert message.endswith(f"show_if.is[0]: {value} is no answer to the question quality")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("rating", 5), ("nps", 0), ("nps", 10), ("single_choice", "yes"), ("multiple_choice", "care")],
)
def test_a_condition_on_an_answer_is_accepted(kind: str, value: object) -> None:
    assert loaded(section(question(kind=kind), shown_if("quality", value))).sections


def test_a_condition_on_suppliers_ticked_is_refused_for_the_study_is_not_known_yet() -> None:
    several = question(kind="multiple_choice")
    del several["options"]
    assert problem_of(section(several, shown_if("quality", "rival"))) == (
        "sections[0].questions[1].show_if.question: "
        "a condition cannot depend on which suppliers are ticked; list them as options"
    )


def test_a_question_about_a_manager_may_steer_its_own_section() -> None:
    assert loaded(section(question(), shown_if("quality", "1"), **PEOPLE)).sections


def test_a_question_about_a_manager_steers_no_other_section() -> None:
    people = section(question(), **PEOPLE)
    message = problem_of(people, section(shown_if("quality", "1"), id_="second"))
    assert message.endswith("a question about each account manager steers only its own section")


def test_a_question_asked_once_may_steer_one_about_managers() -> None:
    people = section(shown_if("quality", "1"), id_="people", **PEOPLE)
    assert loaded(section(question()), people).sections


def test_a_text_missing_in_a_language_of_the_study_is_named() -> None:
    options = [{"id": "yes", "text": {"en": "Yes", "de": "Ja"}}, YES_NO[1]]
    both = {"en": "a", "de": "b"}
    choice = question(kind="single_choice", options=options, text=both)
    message = problem_of(section(choice, title=both), title=both, languages=["en", "de"])
    assert message == "sections[0].questions[0].options[1].text: the German (de) text is missing"


def test_five_missing_texts_are_named_one_by_one() -> None:
    found = problems_of(section(question(), question("b"), question("c")), languages=["de"])
    assert len(found) == 5
    assert {problem.message for problem in found} == {"the German (de) text is missing"}


def test_more_missing_texts_are_one_sentence_at_the_first_of_them() -> None:
    asked = [question(name) for name in ("a", "b", "c", "d", "e")]
    assert problem_of(section(*asked), title={"de": "Titel"}, languages=["de"]) == (
        "sections[0].title: the German (de) text is missing in 6 places, of which this is the first"
    )


def test_each_language_is_counted_by_itself() -> None:
    asked = [question(name) for name in ("a", "b", "c", "d")]
    found = problems_of(section(*asked), languages=["de", "en", "pt-BR", "xx"])
    assert [problem.message for problem in found] == [
        f"the {name} text is missing in 6 places, of which this is the first"
        for name in ("German (de)", "Portuguese (Brazil) (pt-BR)", "xx")
    ]


def test_a_language_that_the_study_does_not_have_may_be_there() -> None:
    assert loaded(section(question()), title={"en": "a", "fr": "b"}, languages=["en"]).sections


@pytest.mark.parametrize("name", ["suploer", "client.name", "0", "", "client!r"])
def test_an_unknown_name_in_braces_is_refused_with_the_list(name: str) -> None:
    message = problem_of(section(question(text={"en": f"How is {{{name}}}?"})))
    assert message == (
        f"sections[0].questions[0].text.en: unknown name {{{name}}}; "
        "allowed in braces are client, manager"
    )


@pytest.mark.parametrize("place", ["title", "intro"])
def test_the_manager_has_no_meaning_outside_a_section_about_managers(place: str) -> None:
    about: Fields = {place: {"en": "About {manager}"}}
    message = problem_of(section(question(), **about))
    assert message.startswith(f"sections[0].{place}.en: {{manager}} has a meaning only in")


def test_the_manager_may_be_named_anywhere_in_a_section_about_managers() -> None:
    about = {"en": "Working with {manager} of {client}"}
    assert loaded(section(question(text=about, help=about), title=about, **PEOPLE)).sections


def test_two_hundred_questions_are_possible() -> None:
    assert loaded(section(*(question(f"q{i}") for i in range(200)))).sections


def test_more_than_two_hundred_questions_are_refused() -> None:
    parts = [
        section(*(question(f"q{i}_{j}") for i in range(101)), id_=f"part{j}") for j in range(2)
    ]
    assert problem_of(*parts) == "sections: 202 questions; at most 200 are possible"


def test_all_problems_are_named_at_once() -> None:
    found = problems_of(section(question(), question(), question("b", "slider")))
    assert [problem.path for problem in found] == [
        "sections[0].questions[1].id",
        "sections[0].questions[2].kind",
    ]
