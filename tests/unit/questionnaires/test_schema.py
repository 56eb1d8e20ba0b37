import json

import pytest
from pydantic import ValidationError

from questionnaires.kinds import KINDS
from questionnaires.load import load_questionnaire
from questionnaires.schema import Questionnaire, Scale, in_words, said
from questionnaires.source import dump
from tests.unit.questionnaires.making import (
    Fields,
    definition,
    loaded,
    problem_of,
    question,
    section,
)


@pytest.mark.parametrize("id_", ["a", "quality_2", "a" * 32])
def test_a_lower_case_word_is_an_id(id_: str) -> None:
    assert loaded(section(question(id_))).question(id_).id == id_


@pytest.mark.parametrize(
    "id_",
    [
        *("", "Quality", "two words", "2nd", "_a", "a-b", "a.b", "a@b", "é", "a" * 33, "a\n"),
        *("__proto__", "best", "worst", "na"),
    ],
)
def test_anything_else_is_refused_with_the_rule_for_ids(id_: str) -> None:
    assert problem_of(section(question(id_))).startswith(
        "sections[0].questions[0].id: an id is a lower-case letter followed by at most 31"
    )


@pytest.mark.parametrize("language", ["en", "gsw", "pt-BR", "zh-Hant-TW"])
def test_a_text_may_be_in_any_language_that_has_a_code(language: str) -> None:
    assert loaded(section(question()), title={language: "Titel"}).title == {language: "Titel"}


@pytest.mark.parametrize("language", ["EN", "english language", "e", "en_US", ""])
def test_a_language_without_a_code_is_refused(language: str) -> None:
    assert "a language is a code such as" in problem_of(
        section(question()), title={language: "Titel"}
    )


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u0301\u0301", "\u3164", "\u2800"])
def test_a_text_in_which_there_is_nothing_to_see_is_refused_as_empty(text: str) -> None:
    assert problem_of(section(question()), title={"en": text}) == "title.en: this text is empty"


@pytest.mark.parametrize("control", ["\0", "\x07", "\x1b", "\r", "\x85"])
def test_a_control_character_in_a_text_is_refused(control: str) -> None:
    assert "control character" in problem_of(section(question()), title={"en": f"a{control}b"})


def test_markup_in_a_text_is_text() -> None:
    markup = '<script>alert(1)</script><img src="http://example.com/x">'
    assert loaded(section(question(text={"en": markup}))).question("quality").text["en"] == markup


@pytest.mark.parametrize("points", [2, 11])
def test_a_scale_has_two_to_eleven_points(points: int) -> None:
    assert loaded(section(question(scale={"points": points}))).question("quality").scale == Scale(
        points=points
    )


@pytest.mark.parametrize("points", [1, 12, -1, 10**9, 5.0, "5", True, None])
def test_a_scale_of_any_other_number_of_points_is_refused(points: object) -> None:
    assert "scale.points" in problem_of(section(question(scale={"points": points})))


@pytest.mark.parametrize("required", ["yes", "true", 1])
def test_only_true_and_false_say_whether_an_answer_is_required(required: object) -> None:
    assert problem_of(section(question(required=required))).startswith(
        "sections[0].questions[0].required: must be true or false"
    )


def test_a_number_in_a_condition_is_the_point_of_a_scale() -> None:
    shown = question("why", "text", show_if={"question": "quality", "is": [1, "2"]})
    condition = loaded(section(question(), shown)).question("why").show_if
    assert condition is not None
    assert condition.values == ("1", "2")


@pytest.mark.parametrize("value", [True, 1.0, None, ["1"]])
def test_a_condition_takes_nothing_but_words_and_numbers(value: object) -> None:
    shown = question("why", "text", show_if={"question": "quality", "is": [value]})
    assert "show_if.is[0]" in problem_of(section(question(), shown))


@pytest.mark.parametrize(
    "expression", ["1 or __import__('os')", "a.b.c()", {"question": "quality"}, "x" * 10_000]
)
def test_a_condition_is_no_expression(expression: object) -> None:
    assert "show_if" in problem_of(section(question(), question("why", "text", show_if=expression)))


@pytest.mark.parametrize(
    "changed",
    [
        definition(section(question(colour="red"))),
        definition(section(question(), colour="red")),
        definition(section(question()), colour="red"),
        definition(section(question(scale={"points": 5, "colour": "red"}))),
    ],
)
def test_a_field_that_is_not_known_is_refused(changed: Fields) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Questionnaire.model_validate(changed)


def test_more_options_than_sixty_are_refused() -> None:
    options = [{"id": f"o{i}", "text": {"en": "x"}} for i in range(61)]
    assert problem_of(section(question("pick", "single_choice", options=options))).endswith(
        "options: must have at most 60 entries"
    )


def test_a_text_longer_than_two_thousand_characters_is_refused() -> None:
    assert "at most 2,000 characters" in problem_of(section(question()), title={"en": "x" * 2001})


def test_what_was_loaded_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        loaded(section(question())).sections = ()  # type: ignore[misc]  # that is the point


def test_what_is_dumped_by_alias_loads_to_the_same() -> None:
    shown = question("why", "text", show_if={"question": "quality", "is": ["1"]})
    before = loaded(section(question(), shown))
    again = before.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert Questionnaire.model_validate(json.loads(json.dumps(again))) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_dumped_as_yaml_that_loads_to_the_same(kind: str) -> None:
    unit = {"unit": {"en": "hours", "de": "no"}} if kind == "number" else {}
    before = loaded(section(question("q", kind, required=True, measures="delight", **unit)))
    again = before.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert load_questionnaire("q.yaml", dump(again)) == before


def test_a_whole_number_and_a_decimal_stay_what_they_are() -> None:
    before = loaded(section(question("q", "number", min=-1.5, max=3, step=0.25)))
    dumped = dump(before.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    read = load_questionnaire("q.yaml", dumped).question("q")
    assert [read.min, read.max, read.step] == [-1.5, 3, 0.25]
    assert isinstance(read.max, int)


@pytest.mark.parametrize(("language", "words"), [("de", "Stunden"), ("fr", "hours")])
def test_a_unit_is_said_in_the_language_or_in_its_first(language: str, words: str) -> None:
    assert in_words({"en": "hours", "de": "Stunden"}, language) == words


@pytest.mark.parametrize(("unit", "words"), [("km", "km"), (None, "")])
def test_a_unit_of_plain_text_is_the_same_everywhere(unit: str | None, words: str) -> None:
    assert in_words(unit, "de") == words


def test_questions_are_asked_in_the_order_of_the_file() -> None:
    made = loaded(section(question("b"), question("a")), section(question("c"), id_="second"))
    assert [asked.id for _, asked in made.asked()] == ["b", "a", "c"]


def test_there_is_no_question_of_an_unknown_id() -> None:
    with pytest.raises(KeyError):
        loaded(section(question())).question("price")


def test_a_text_is_said_in_the_language_asked_for() -> None:
    assert said({"en": "Yes", "de": "Ja"}, "de") == "Ja"


def test_a_text_without_that_language_is_said_in_its_first() -> None:
    assert said({"en": "Yes", "de": "Ja"}, "fr") == "Yes"
