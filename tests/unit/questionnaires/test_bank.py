import re
from collections.abc import Iterator
from functools import cache

import pytest

from questionnaires.kinds import KINDS
from questionnaires.load import bank_names, bank_questionnaire, load_questionnaire
from questionnaires.schema import Questionnaire

BANK = ("account-manager-feedback", "supplier-comparison")
# What a phone shows in three lines above the answers.
LONGEST_QUESTION = 100


@cache
def from_bank(name: str) -> Questionnaire:
    return load_questionnaire(f"{name}.yaml", bank_questionnaire(name), ["en"])


def wordings(questionnaire: Questionnaire) -> Iterator[str]:
    return (question.text["en"] for _, question in questionnaire.asked())


def test_the_bank_holds_the_ready_made_questionnaires() -> None:
    assert set(BANK) <= set(bank_names())


def test_a_questionnaire_that_the_bank_has_not_is_refused() -> None:
    with pytest.raises(KeyError):
        bank_questionnaire("../check")


@pytest.mark.parametrize("name", BANK)
def test_a_bank_questionnaire_loads_without_a_flaw(name: str) -> None:
    assert from_bank(name).sections


@pytest.mark.parametrize("name", BANK)
def test_no_bank_question_asks_two_things_at_once(name: str) -> None:
    joined = [text for text in wordings(from_bank(name)) if re.search(r"\b(and|or)\b", text)]
    assert joined == []


@pytest.mark.parametrize("name", BANK)
def test_every_bank_question_fits_a_phone(name: str) -> None:
    assert [text for text in wordings(from_bank(name)) if len(text) > LONGEST_QUESTION] == []


@pytest.mark.parametrize("name", BANK)
def test_every_rating_offers_not_applicable_and_names_both_ends(name: str) -> None:
    scales = [question.scale for _, question in from_bank(name).asked() if question.scale]
    assert scales
    assert all(scale.not_applicable and scale.low and scale.high for scale in scales)


@pytest.mark.parametrize("name", BANK)
def test_every_question_belongs_to_a_theme_of_the_report(name: str) -> None:
    assert [question.id for _, question in from_bank(name).asked() if not question.report] == []


@pytest.mark.parametrize("name", BANK)
def test_the_ratings_of_one_subject_share_one_scale_so_that_they_pool(name: str) -> None:
    points: dict[str | None, set[int]] = {}
    for section, question in from_bank(name).asked():
        if question.scale and section.subject:
            points.setdefault(section.subject, set()).add(question.scale.points)
    assert points
    assert all(len(lengths) == 1 for lengths in points.values())


def test_the_comparison_asks_twelve_attributes_besides_the_overall_view() -> None:
    asked = list(from_bank("supplier-comparison").asked())
    grids = [question for _, question in asked if question.kind == "supplier_grid"]
    assert len([grid for grid in grids if grid.measures is None]) == 12
    assert [grid.id for grid in grids if grid.measures == "delight"] == ["overall"]


def test_every_theme_of_the_comparison_has_a_stated_importance() -> None:
    asked = [question for _, question in from_bank("supplier-comparison").asked()]
    attributes = [q for q in asked if q.kind == "supplier_grid" and not q.measures]
    weights = [q for q in asked if q.measures == "importance"]
    assert {str(q.report) for q in attributes} == {str(q.report) for q in weights}


def test_the_feedback_asks_eight_ratings_about_each_account_manager() -> None:
    people = [
        KINDS[question.kind].name
        for section, question in from_bank("account-manager-feedback").asked()
        if section.subject == "account_managers"
    ]
    assert people == ["rating"] * 8


def test_the_way_a_problem_was_dealt_with_is_asked_only_where_it_was_reported() -> None:
    recovery = from_bank("supplier-comparison").question("recovery").show_if
    assert recovery
    assert (recovery.question, recovery.values) == ("reported", ("told",))
