from questionnaires.routing import Block, blocks, holds
from questionnaires.schema import Condition, Questionnaire
from tests.unit.questionnaires.making import loaded, question, section

MADE: Questionnaire = loaded(
    section(question("before"), id_="start"),
    section(question("responsive"), question("fair"), id_="people", subject="account_managers"),
    section(question("after"), id_="end", subject="suppliers"),
)


def met(*managers: str) -> list[Block]:
    return list(blocks(MADE, ("client", "rival"), managers))


def condition(asked: str, *values: str) -> Condition:
    return Condition.model_validate({"question": asked, "is": list(values)})


def test_a_section_about_managers_is_met_once_for_each_in_their_order() -> None:
    assert [(block.section.id, block.manager) for block in met("am2", "am1")] == [
        ("start", None),
        ("people", "am2"),
        ("people", "am1"),
        ("end", None),
    ]


def test_a_contact_who_deals_with_nobody_is_not_asked_about_managers() -> None:
    assert [block.section.id for block in met()] == ["start", "end"]


def test_questions_about_a_manager_carry_the_manager_in_their_fields() -> None:
    asked = [asked for block in met("am1") for asked in block.asked]
    assert [one.name() for one in asked] == [
        "q.before",
        "q.responsive@am1",
        "q.fair@am1",
        "q.after",
    ]


def test_every_question_knows_the_suppliers() -> None:
    assert {one.suppliers for block in met("am1") for one in block.asked} == {("client", "rival")}


def test_a_condition_holds_for_one_of_its_values() -> None:
    assert holds(condition("buys", "yes", "maybe"), None, {"buys": {"": "maybe"}})


def test_a_condition_does_not_hold_for_another_value() -> None:
    assert not holds(condition("buys", "yes"), None, {"buys": {"": "no"}})


def test_a_condition_does_not_hold_where_nothing_was_answered() -> None:
    assert not holds(condition("buys", "yes"), "am1", {})


def test_not_applicable_meets_no_condition() -> None:
    assert not holds(condition("quality", "1"), None, {"quality": {"": "na"}})


def test_about_a_manager_the_answer_about_the_same_manager_counts() -> None:
    answers = {"responsive@am1": {"": "1"}, "responsive@am2": {"": "5"}}
    assert holds(condition("responsive", "1"), "am1", answers)
    assert not holds(condition("responsive", "1"), "am2", answers)


def test_about_a_manager_an_answer_given_once_counts_too() -> None:
    assert holds(condition("buys", "yes"), "am1", {"buys": {"": "yes"}})


def test_of_several_options_ticked_one_is_enough() -> None:
    answers = {"uses": {"phone": "ticked", "mail": "ticked"}}
    assert holds(condition("uses", "mail"), None, answers)
    assert not holds(condition("uses", "post"), None, answers)


def test_an_option_that_is_only_the_name_of_a_row_is_not_ticked() -> None:
    assert not holds(condition("quality", "client"), None, {"quality": {"client": "7"}})
