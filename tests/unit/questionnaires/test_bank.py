import re
from collections.abc import Iterator
from functools import cache

import pytest

from questionnaires.errors import DefinitionError
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Choices
from questionnaires.load import bank_names, bank_questionnaire, load_questionnaire
from questionnaires.routing import blocks
from questionnaires.schema import Questionnaire
from questionnaires.wording import placeholders

BANK = ("account-manager-feedback", "supplier-comparison")
LANGUAGES = ("en", "de")
SUPPLIERS = ("client", "rival", "third")
TWO_THINGS = re.compile(r"\b(and|or|und|oder|sowie)\b")
# How long an answer takes: to read the question, and to tick a row of it.
READING, TICKING, WRITING = 4, 3.5, 40
# What a phone shows in three lines above the answers.
LONGEST_QUESTION = 100


@cache
def from_bank(name: str) -> Questionnaire:
    return load_questionnaire(f"{name}.yaml", bank_questionnaire(name), LANGUAGES)


def wordings(questionnaire: Questionnaire) -> Iterator[str]:
    return (text for _, question in questionnaire.asked() for text in question.text.values())


def test_the_bank_holds_the_ready_made_questionnaires() -> None:
    assert set(BANK) <= set(bank_names())


def test_a_questionnaire_that_the_bank_has_not_is_refused() -> None:
    with pytest.raises(KeyError):
        bank_questionnaire("../check")


@pytest.mark.parametrize("name", BANK)
def test_a_bank_questionnaire_loads_without_a_flaw(name: str) -> None:
    assert from_bank(name).sections


@pytest.mark.parametrize("name", BANK)
def test_every_bank_question_that_is_counted_has_a_short_name(name: str) -> None:
    asked = [q for _, q in from_bank(name).asked() if KINDS[q.kind].measure != "text"]
    unnamed = [q.id for q in asked if q.label is None or set(q.label) != set(LANGUAGES)]
    longest = max(len(name) for q in asked for name in (q.label or {}).values())

    assert unnamed == []
    assert longest <= 45


@pytest.mark.parametrize("name", BANK)
def test_no_bank_question_asks_two_things_at_once(name: str) -> None:
    assert [text for text in wordings(from_bank(name)) if TWO_THINGS.search(text)] == []


@pytest.mark.parametrize("name", BANK)
def test_every_translation_names_whom_the_original_names(name: str) -> None:
    for _, question in from_bank(name).asked():
        assert {placeholders(text) for text in question.text.values()} == {
            placeholders(question.text["en"])
        }


@pytest.mark.parametrize("name", BANK)
def test_a_bank_questionnaire_takes_eight_minutes_at_most(name: str) -> None:
    seconds = 0.0
    for block in blocks(from_bank(name), SUPPLIERS, ["am1", "am2"]):
        for asked in block.asked:
            control = KINDS[asked.question.kind].control(asked)
            rows = len(control.rows) if isinstance(control, Choices) else 0
            seconds += READING + TICKING * rows if rows else READING + WRITING
    assert seconds < 8 * 60


def test_the_comparison_needs_two_suppliers() -> None:
    name = "supplier-comparison"
    with pytest.raises(DefinitionError, match="compares the suppliers, and the study has one"):
        load_questionnaire(name, bank_questionnaire(name), LANGUAGES, ["client"])
    assert load_questionnaire(name, bank_questionnaire(name), LANGUAGES, SUPPLIERS[:2]).sections


def test_the_feedback_does_with_one_supplier() -> None:
    name = "account-manager-feedback"
    assert load_questionnaire(name, bank_questionnaire(name), LANGUAGES, SUPPLIERS[:1]).sections


@pytest.mark.parametrize("name", BANK)
def test_every_bank_question_fits_a_phone(name: str) -> None:
    assert [text for text in wordings(from_bank(name)) if len(text) > LONGEST_QUESTION] == []


@pytest.mark.parametrize("name", BANK)
def test_every_scale_names_both_ends_and_every_rating_offers_not_applicable(name: str) -> None:
    scaled = [(q.kind, q.scale) for _, q in from_bank(name).asked() if q.scale]
    assert scaled
    for kind, scale in scaled:
        assert scale.low
        assert scale.high
        # What counts for oneself one knows: who cannot say leaves it out.
        assert scale.not_applicable == (kind != "importance")


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


def test_every_attribute_of_the_comparison_is_weighed_under_its_own_id() -> None:
    asked = [question for _, question in from_bank("supplier-comparison").asked()]
    attributes = [q.id for q in asked if q.kind == "supplier_grid" and not q.measures]
    (weights,) = (q.options or () for q in asked if q.kind == "importance")
    assert [option.id for option in weights] == attributes


def test_the_comparison_asks_which_supplier_is_better_and_who_else_is_considered() -> None:
    asked = {question.kind: question for _, question in from_bank("supplier-comparison").asked()}
    assert asked["head_to_head"].options is None
    assert asked["multiple_choice"].options is None


def test_none_of_the_suppliers_is_an_answer_that_no_tick_can_contradict() -> None:
    bank = from_bank("supplier-comparison")
    assert "none" in [option.id for option in bank.question("considers").options or ()]
    condition = bank.question("considered").show_if
    assert condition
    assert (condition.question, condition.values) == ("considers", ("some",))


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
