from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, Cell, FieldError, NumberBox
from questionnaires.kinds.number import Bounds, plain, typed_number
from questionnaires.schema import Question
from tests.unit.questionnaires.answering import UNHURRIED, asked, control_of

NUMBER = KINDS["number"]
WHOLE = Bounds(Decimal(0), Decimal(1_000_000), Decimal(1))
FINE = Bounds(Decimal(0), Decimal(10), Decimal("0.001"))
# Every step of a grade from 1 to 6 by quarters.
GRADE: dict[str, Any] = {"min": 1, "max": 6, "step": 0.25}


def typed(text: str, **changes: Any) -> object:
    return NUMBER.parse(asked("number", **changes), {"q.q": [text]})


def refused(complaint: Any, span: tuple[str, str, str] = ("0", "100", "5")) -> list[FieldError]:
    return [FieldError("q.q", complaint, range=span)]


def test_a_number_is_asked_for_in_a_box_that_knows_its_bounds() -> None:
    made = asked("number", min=-1.5, max=1000, step=0.5, unit="km")
    assert control_of(made) == NumberBox("q.q", "-1.5", "1000", "0.5", "km")


def test_without_a_step_a_number_is_whole() -> None:
    assert typed("7", min=1, max=9, step=None) == {"": "7"}
    assert typed("7.5", min=1, max=9, step=None) == refused("off_step", ("1", "9", "1"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [("2.5", "2.5"), ("2,5", "2.5"), (" 2.50 ", "2.5"), ("+3", "3"), ("03", "3"), ("3.", None)],
)
def test_a_number_may_be_typed_with_a_point_or_a_comma(text: str, kept: str | None) -> None:
    expected = {"": kept} if kept else refused("not_a_number", ("1", "6", "0.25"))
    assert typed(text, **GRADE) == expected


@pytest.mark.parametrize(("text", "kept"), [("-5", "-5"), ("\u22125", "-5"), ("-0", "0")])
def test_a_minus_may_be_a_hyphen_or_a_typographers(text: str, kept: str) -> None:
    assert typed(text, min=-10, max=10) == {"": kept}


@pytest.mark.parametrize("text", ["1 000", "1\u00a0000", "1\u202f000", "1000"])
def test_spaces_may_group_the_digits(text: str) -> None:
    assert typed(text, min=0, max=5000) == {"": "1000"}


@pytest.mark.parametrize("text", ["12 345 678", "1\u2009000", "- 5", "\u2212\u00a05", "1 000.5"])
def test_a_grouped_number_is_one_number(text: str) -> None:
    whole = "".join(text.split()).replace("\u2212", "-")
    assert typed_number(text, WHOLE) == Decimal(whole)


@pytest.mark.parametrize(
    "text",
    ["2 5", "1 00", "1  000", "1 0000", "1000 000", "12 34", "1 000 00", "2 .5", "2. 5", "1\n000"],
)
def test_numbers_apart_are_not_run_together(text: str) -> None:
    assert typed_number(text, WHOLE) is None


@pytest.mark.parametrize("text", ["1.000", "1,000", "20.000"])
def test_what_may_be_a_thousand_or_a_one_is_asked_for_again(text: str) -> None:
    assert typed_number(text, WHOLE) is None


def test_three_decimals_are_no_thousand_where_the_step_has_as_many() -> None:
    assert typed_number("1.005", FINE) == Decimal("1.005")


@pytest.mark.parametrize("text", ["10.00", "1.5", "0,25"])
def test_one_or_two_decimals_are_never_taken_for_a_thousand(text: str) -> None:
    assert typed_number(text, WHOLE) == Decimal(text.replace(",", "."))


@pytest.mark.parametrize(
    "text",
    ["ten", "5%", "1e1", "nan", "inf", "1.2.3", "--5", "5-", "½", "0x5", "9" * 400, "5\n5", "."],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert typed(text) == refused("not_a_number")


def test_the_digits_of_another_script_are_digits() -> None:
    assert typed("\u0662\u0665") == {"": "25"}


@pytest.mark.parametrize("text", ["-5", "105", "999999999999999"])
def test_a_number_outside_its_bounds_is_refused_with_them(text: str) -> None:
    assert typed(text) == refused("out_of_range")


@pytest.mark.parametrize("text", ["0", "100"])
def test_both_bounds_are_answers(text: str) -> None:
    assert typed(text) == {"": text}


@pytest.mark.parametrize("text", ["3", "0.5", "5.000001"])
def test_a_number_between_two_steps_is_refused_with_the_step(text: str) -> None:
    assert typed(text) == refused("off_step")


def test_steps_are_counted_from_the_lower_bound() -> None:
    assert typed("13", min=3, max=33, step=10) == {"": "13"}


def test_two_numbers_are_refused() -> None:
    posted = {"q.q": ["5", "10"]}
    assert NUMBER.parse(asked("number"), posted) == [FieldError("q.q", "repeated")]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_required_number_of_nothing_is_asked_for(text: str) -> None:
    assert typed(text, required=True) == [FieldError("q.q", "required")]


def test_a_number_is_counted_in_steps_above_its_lower_bound() -> None:
    made = asked("number", **GRADE).question
    assert list(NUMBER.cells(made, {"": "2.5"})) == [Cell(value=6)]


def test_the_lower_bound_is_no_step() -> None:
    assert list(NUMBER.cells(asked("number", min=-5, max=5).question, {"": "-5"})) == [
        Cell(value=0)
    ]


@UNHURRIED
@given(
    low=st.integers(-10_000, 10_000),
    step=st.sampled_from(["1", "5", "0.1", "0.25", "0.001", "1000", "0.3"]),
    steps=st.integers(1, 10_000),
    data=st.data(),
)
def test_every_step_is_an_answer_and_counted_as_itself(
    low: int, step: str, steps: int, data: st.DataObject
) -> None:
    high = low + steps * Decimal(step)
    made = Question(
        id="q", kind="number", text={"en": "?"}, min=low, max=float(high), step=float(step)
    )
    number = data.draw(st.integers(0, steps))
    text = plain(low + number * Decimal(step))
    rows = NUMBER.parse(Asked(made, ()), {"q.q": [text.replace(".", ",")]})
    assert rows == {"": text}
    assert list(NUMBER.cells(made, rows)) == [Cell(value=number)]


@UNHURRIED
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-9e14, max_value=9e14)
)
def test_a_number_written_plainly_is_read_back_to_itself(number: Decimal) -> None:
    bounds = Bounds(Decimal(-(10**15)), Decimal(10**15), Decimal("1e-9"))
    assert typed_number(plain(number), bounds) == number
    assert "e" not in plain(number).lower()


@UNHURRIED
@given(st.text(max_size=30))
def test_no_text_makes_the_reading_of_numbers_fail(text: str) -> None:
    number = typed_number(text, WHOLE)
    assert number is None or number.is_finite()


def test_a_number_without_bounds_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="has no bounds"):
        NUMBER.cells(Question(id="q", kind="number", text={"en": "?"}), {"": "1"}).__next__()
