import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Ballot, Circumstances, answered, check, decode, encode
from questionnaires.kinds.base import FieldError, Posted
from questionnaires.routing import blocks
from questionnaires.schema import Questionnaire
from tests.unit.questionnaires.answering import (
    SUPPLIERS as THREE_SUPPLIERS,
)
from tests.unit.questionnaires.answering import (
    UNHURRIED,
    answers,
    kind_of,
    questions_of_every_kind,
)
from tests.unit.questionnaires.making import loaded, question, section

SUPPLIERS = ("client", "rival")
MADE: Questionnaire = loaded(
    section(
        question("buys", "single_choice", required=True),
        question(
            "quality",
            "supplier_grid",
            required=True,
            show_if={"question": "buys", "is": ["yes"]},
        ),
        question("recommend", "nps"),
        question("why", "text", show_if={"question": "recommend", "is": [0, 1]}),
        question("more", "text", max_length=10),
        id_="compare",
    ),
    section(
        question("responsive", required=True),
        question("what", "text", show_if={"question": "responsive", "is": [1]}),
        id_="people",
        subject="account_managers",
    ),
)
EVERY: Questionnaire = loaded(section(*questions_of_every_kind()))
ANN = Circumstances("acme", ("am1",), {"region": "north"})
FULL: Posted = {
    "q.buys": ["yes"],
    "q.quality.client": ["7"],
    "q.quality.rival": ["na"],
    "q.recommend": ["9"],
    "q.more": ["Fine."],
    "q.responsive@am1": ["4"],
}
FIELDS = st.sampled_from(
    [*FULL, "q.why", "q.what@am1", "q.responsive@am2", "q.quality", "q.quality.zzz", "q.buys.x"]
)
TYPED = (
    st.sampled_from(["", "yes", "no", "1", "7", "9", "na", "better", "\0", "\u200b"]) | st.text()
)


def outcome(posted: Posted, circumstances: Circumstances = ANN) -> Ballot | list[FieldError]:
    return check(MADE, SUPPLIERS, circumstances, posted)


def ballot(posted: Posted, circumstances: Circumstances = ANN) -> Ballot:
    made = outcome(posted, circumstances)
    assert isinstance(made, Ballot), made
    return made


def read(answers: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    found = answered(MADE, SUPPLIERS, Ballot(ANN, answers))
    return {entry.asked.key: dict(entry.rows) for entry in found}


@UNHURRIED
@given(st.dictionaries(FIELDS, st.lists(TYPED, max_size=2)))
def test_any_form_is_a_ballot_the_count_can_read_or_a_list_of_errors(posted: Posted) -> None:
    made = outcome(posted)
    if isinstance(made, Ballot):
        again = decode(encode(made))
        assert {
            entry.asked.key: dict(entry.rows) for entry in answered(MADE, SUPPLIERS, again)
        } == (made.answers)
    else:
        assert made


def test_a_whole_form_becomes_a_ballot() -> None:
    assert ballot(FULL).answers == {
        "buys": {"": "yes"},
        "quality": {"client": "7", "rival": "na"},
        "recommend": {"": "9"},
        "more": {"": "Fine."},
        "responsive@am1": {"": "4"},
    }


def test_a_ballot_carries_the_circumstances_and_nothing_else() -> None:
    assert ballot(FULL).circumstances == ANN


def test_errors_stand_in_the_order_of_the_page() -> None:
    posted = {"q.buys": ["yes"], "q.more": ["x" * 11], "q.quality.rival": ["8"]}
    assert outcome(posted) == [
        FieldError("q.quality.client", "required"),
        FieldError("q.quality.rival", "not_offered"),
        FieldError("q.more", "too_long", 10, 11),
        FieldError("q.responsive@am1", "required"),
    ]


def test_a_question_that_was_not_asked_is_not_required() -> None:
    posted = {"q.buys": ["no"], "q.responsive@am1": ["4"]}
    assert ballot(posted).answers == {"buys": {"": "no"}, "responsive@am1": {"": "4"}}


def test_the_answer_to_a_question_that_was_not_asked_is_dropped() -> None:
    assert ballot({**FULL, "q.buys": ["no"], "q.why": ["Because."]}).answers.keys() == {
        "buys",
        "recommend",
        "more",
        "responsive@am1",
    }


def test_a_wrong_answer_to_a_question_that_was_not_asked_is_no_error() -> None:
    assert ballot({**FULL, "q.buys": ["no"], "q.quality.client": ["99", "98"]}).answers


def test_a_condition_within_the_section_of_a_manager_looks_at_that_manager() -> None:
    both = Circumstances("acme", ("am1", "am2"))
    posted = {
        **FULL,
        "q.responsive@am1": ["1"],
        "q.responsive@am2": ["5"],
        "q.what@am1": ["Slow."],
        "q.what@am2": ["Fast."],
    }
    made = ballot(posted, both)
    assert made.answers["what@am1"] == {"": "Slow."}
    assert "what@am2" not in made.answers


def test_an_answer_about_somebody_elses_manager_is_dropped() -> None:
    assert "responsive@am2" not in ballot({**FULL, "q.responsive@am2": ["1"]}).answers


def test_an_option_of_another_question_is_refused() -> None:
    assert outcome({**FULL, "q.buys": ["7"]}) == [FieldError("q.buys", "not_offered")]


def test_one_field_sent_with_two_values_is_refused() -> None:
    assert outcome({**FULL, "q.recommend": ["1", "10"]}) == [FieldError("q.recommend", "repeated")]


def test_unknown_fields_are_not_looked_at() -> None:
    assert ballot({**FULL, "q.evil": ["1"], "csrf_token": ["x"], "": [""]}) == ballot(FULL)


def test_circumstances_come_back_from_json() -> None:
    assert Circumstances.from_json(ANN.as_json()) == ANN


@pytest.mark.parametrize(
    "value", [None, [], {}, {"customer": 5}, {"customer": "a", "managers": "b"}]
)
def test_circumstances_of_another_shape_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        Circumstances.from_json(value)


@UNHURRIED
@given(st.binary(max_size=60))
def test_bytes_that_are_no_ballot_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)


@pytest.mark.parametrize(
    "value", [{}, {"circumstances": ANN, "answers": {"buys": "yes"}}, [1, 2], "x"]
)
def test_a_message_of_another_shape_is_no_ballot(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(msgspec.msgpack.encode(value))


@pytest.mark.parametrize(
    "answers",
    [
        {"buys": {"": "perhaps"}},
        {"buys": {"": "yes", "client": "no"}},
        {"buys": {"client": "yes"}},
        {"quality": {"client": "7", "rival": "na", "zzz": "7"}},
        {"quality": {"client": "7"}},
        {"recommend": {"": "11"}},
        {"more": {"": "x" * 11}},
        {"more": {"": "\u200b"}},
        {"more": {"client": "Fine."}},
        {"responsive@am1": {"": "six"}},
    ],
)
def test_a_ballot_with_an_answer_nobody_could_give_is_refused(
    answers: dict[str, dict[str, str]],
) -> None:
    with pytest.raises(ValueError, match="has no valid answer to"):
        read(answers)


@UNHURRIED
@given(st.data())
def test_a_ballot_with_an_answer_of_every_kind_is_read_back_as_it_was_given(
    data: st.DataObject,
) -> None:
    [block] = blocks(EVERY, THREE_SUPPLIERS, ())
    given_ = {one.key: dict(data.draw(answers(one))) for one in block.asked}
    posted = {
        name: values
        for one in block.asked
        for name, values in kind_of(one).posted(one, given_[one.key]).items()
    }
    made = check(EVERY, THREE_SUPPLIERS, ANN, posted)
    assert isinstance(made, Ballot)
    read_back = answered(EVERY, THREE_SUPPLIERS, decode(encode(made)))
    found = {entry.asked.key: dict(entry.rows) for entry in read_back}
    assert found == {key: rows for key, rows in given_.items() if rows}


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("ranking", {"price": "1", "speed": "1"}),
        ("ranking", {"price": "2"}),
        ("ranking", {"price": "1", "cash": "2"}),
        ("ranking", {"": "1"}),
        ("head_to_head", {"speed.price": "better"}),
        ("head_to_head", {"price.speed": "na"}),
        ("head_to_head", {"price": "better"}),
        ("best_worst", {"best": "price", "worst": "price"}),
        ("best_worst", {"best": "cash"}),
        ("best_worst", {"price": "best"}),
        ("importance", {"price": "5"}),
        ("importance", {"cash": "4"}),
        ("number", {"": "3"}),
        ("number", {"": "-5"}),
        ("number", {"": "1e1"}),
        ("number", {"": ""}),
        ("number", {"price": "5"}),
        ("multiple_choice", {"cash": "ticked"}),
        ("multiple_choice", {"": "ticked"}),
    ],
)
def test_an_answer_of_each_kind_that_nobody_could_give_is_refused(
    kind: str, rows: dict[str, str]
) -> None:
    made = loaded(section(question("q", kind)))
    with pytest.raises(ValueError, match="has no valid answer to q"):
        list(answered(made, SUPPLIERS, Ballot(ANN, {"q": rows})))


def test_a_tick_that_is_none_is_refused() -> None:
    made = loaded(section(question("q", "multiple_choice")))
    with pytest.raises(ValueError, match="something else than ticks"):
        list(answered(made, SUPPLIERS, Ballot(ANN, {"q": {"price": "yes"}})))


def test_an_answer_to_a_question_that_does_not_exist_is_not_read() -> None:
    assert read({"evil": {"": "1"}, "responsive@am2": {"": "1"}}) == {}


def test_a_ballot_without_answers_is_one() -> None:
    assert read({}) == {}
