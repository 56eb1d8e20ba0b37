import json
from collections.abc import Mapping

import pytest

from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.load import load_questionnaire, load_study_file
from questionnaires.sentence import Sentence
from questionnaires.study import StudyFile
from tests.unit.questionnaires.making import definition, problem_of, problems_of, question, section

STUDY: Mapping[str, object] = {
    "study": "Relationship study",
    "client": "client",
    "suppliers": [{"id": "client", "name": "Client"}, {"id": "rival", "name": "Rival & Sons"}],
    "account_managers": [{"id": "am1", "name": "First Manager"}],
    "contacts": "contacts.csv",
    "questionnaire": "questionnaire.yaml",
}
QUESTIONNAIRE = """\
title: {en: How do we compare?}
sections:
  - id: compare
    title: {en: Comparing}
    questions:
      - id: quality
        kind: rating
        text: {en: How good?}
        scale: {points: 1}
      - id: Price
        kind: nps
        text: {en: How cheap?}
"""


def study(**changes: object) -> StudyFile:
    return load_study_file("study.json", json.dumps({**STUDY, **changes}).encode())


def study_problems(**changes: object) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        study(**changes)
    return [f"{problem.path}: {problem.message}" for problem in refused.value.problems]


def test_every_problem_is_named_with_its_file_line_and_path() -> None:
    with pytest.raises(DefinitionError) as refused:
        load_questionnaire("questionnaire.yaml", QUESTIONNAIRE.encode())
    lines = str(refused.value).split("\n")
    assert lines[0] == (
        "questionnaire.yaml: line 9, sections[0].questions[0].scale.points: "
        "must be at least 2, not 1"
    )
    assert lines[1].startswith("questionnaire.yaml: line 10, sections[0].questions[1].id: an id is")
    assert len(lines) == 2


def test_a_problem_across_fields_has_its_line_too() -> None:
    twice = QUESTIONNAIRE.replace("points: 1", "points: 5").replace("Price", "quality")
    with pytest.raises(DefinitionError, match=r"line 10, .* a second question with the id quality"):
        load_questionnaire("questionnaire.yaml", twice.encode())


@pytest.mark.parametrize("whole", ["- a\n- b", "just words", "# nothing", "5"])
def test_a_file_that_is_no_block_of_fields_is_refused(whole: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_questionnaire("q.yaml", whole.encode())
    assert "must be a block of fields, each with its name" in str(refused.value)


def test_a_missing_field_is_named() -> None:
    lacking = question()
    del lacking["kind"]
    assert problem_of(section(lacking)) == ("sections[0].questions[0].kind: this field is missing")


@pytest.mark.parametrize("count", [0, 61])
def test_a_questionnaire_has_one_to_sixty_sections(count: int) -> None:
    parts = [section(question(f"q{i}"), id_=f"s{i}") for i in range(count)]
    assert problem_of(*parts).startswith("sections: must ")


def test_a_list_of_wrong_entries_is_not_said_to_be_empty_on_top() -> None:
    (problem,) = problems_of(section(question("Price")))
    assert problem.path == "sections[0].questions[0].id"


def test_a_wrong_value_is_echoed_with_eighty_characters_at_most() -> None:
    message = problem_of(section(question("x" * 5_000)))
    assert len(message.rsplit("not ", 1)[1]) == 80


def test_what_cannot_be_printed_is_echoed_as_a_question_mark() -> None:
    assert shortened("a\x1b[31m\u202eb\n") == "a?[31m?b?"


def test_five_thousand_questions_are_refused() -> None:
    many = definition(section(*(question(f"q{i}", "nps") for i in range(5_000))))
    with pytest.raises(DefinitionError):
        load_questionnaire("q.json", json.dumps(many).encode())


def test_a_study_file_is_read_with_its_defaults() -> None:
    read = study()
    assert (read.policy.min_respondents, read.policy.min_customers) == (5, 3)
    assert read.languages == ("en",)


def test_a_study_may_have_one_supplier_and_no_account_managers() -> None:
    alone = study(suppliers=[{"id": "client", "name": "Client"}], account_managers=[])
    assert alone.client_name() == "Client"


def test_a_study_without_a_supplier_is_refused() -> None:
    assert study_problems(suppliers=[]) == ["suppliers: must not be empty"]


def test_a_client_that_is_no_supplier_is_refused() -> None:
    assert study_problems(client="other") == ["client: other is not among the suppliers"]


def test_a_supplier_named_twice_is_refused() -> None:
    twice = [{"id": "client", "name": "A"}, {"id": "client", "name": "B"}]
    assert study_problems(suppliers=twice) == ["suppliers[1].id: a second entry with the id client"]


def test_an_account_manager_with_the_id_of_a_supplier_is_refused() -> None:
    assert study_problems(account_managers=[{"id": "rival", "name": "A"}]) == [
        "account_managers[0].id: rival is the id of a supplier"
    ]


def test_a_language_named_twice_is_refused() -> None:
    assert study_problems(languages=["en", "de", "en"]) == ["languages: a language is named twice"]


def test_results_are_not_broken_down_unless_the_study_says_so() -> None:
    assert study().breakdowns == ()


def test_a_breakdown_named_twice_is_refused() -> None:
    assert study_problems(breakdowns=["region", "size", "region"]) == [
        "breakdowns[2]: the column region is named twice"
    ]


def test_more_than_four_breakdowns_are_refused() -> None:
    (problem,) = study_problems(breakdowns=["a", "b", "c", "d", "e"])
    assert problem == "breakdowns: must have at most 4 entries"


@pytest.mark.parametrize("threshold", ["abc", 5.5, True, None, 10**9])
def test_a_threshold_that_is_no_possible_number_is_refused(threshold: object) -> None:
    (problem,) = study_problems(policy={"min_respondents": threshold})
    assert problem.startswith("policy.min_respondents: must be ")


@pytest.mark.parametrize("name", ["\u200b\u200d", "\u0301", "  ", "\u3164"])
def test_a_name_nobody_can_see_is_refused_as_empty(name: str) -> None:
    assert study_problems(account_managers=[{"id": "am1", "name": name}]) == [
        "account_managers[0].name: this text is empty"
    ]


def test_a_name_over_two_hundred_characters_is_refused() -> None:
    (problem,) = study_problems(account_managers=[{"id": "am1", "name": "x" * 201}])
    assert problem.startswith("account_managers[0].name: must have at most 200 characters")


def test_a_file_name_with_a_null_is_refused_before_it_is_opened() -> None:
    assert "control character" in study_problems(contacts="a\0.csv")[0]


def test_a_field_of_another_installation_is_refused_by_name() -> None:
    assert study_problems(logo="https://example.com/logo.svg") == [
        "logo: this field is not known here; remove it or correct its name"
    ]


def test_a_problem_without_a_place_is_its_sentence_alone() -> None:
    assert str(Problem("", Sentence("the file is empty"))) == "the file is empty"
