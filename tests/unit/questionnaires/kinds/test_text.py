import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import FieldError
from questionnaires.kinds.text import MAX_MARKS, cleaned
from tests.unit.questionnaires.answering import UNHURRIED, asked

# A family, a flag, Persian and Devanagari, which need their joiners, and Korean in single jamo.
HONEST = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0915\u094d\u200d\u0937",
)


def test_a_comment_is_counted_nowhere() -> None:
    assert list(KINDS["text"].cells(asked("text").question, {"": "Good."})) == []


def said(text: str, **changes: Any) -> object:
    return KINDS["text"].parse(asked("text", **changes), {"q.q": [text]})


def test_a_comment_is_kept_as_it_was_written() -> None:
    text = 'Good – "fast" <b>\n\tand file:///etc/passwd & \u0410\u0441\u043c\u0435'
    assert said(text) == {"": text}


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "!?… – .", "\u200b", "\u2800", "\u0301"])
def test_a_comment_of_nothing_but_signs_and_spaces_is_empty(text: str) -> None:
    assert said(text) == {}


def test_a_required_comment_of_nothing_is_asked_for_again() -> None:
    assert said(" . ", required=True) == [FieldError("q.q", "required")]


def test_a_comment_of_one_picture_says_something() -> None:
    assert said("\U0001f44d") == {"": "\U0001f44d"}


def test_a_comment_of_exactly_the_limit_is_taken() -> None:
    assert said("x" * 20_000, max_length=20_000) == {"": "x" * 20_000}


def test_a_comment_one_character_over_the_limit_is_refused_with_both_numbers() -> None:
    assert said("x" * 20_001, max_length=20_000) == [FieldError("q.q", "too_long", 20_000, 20_001)]


def test_a_comment_has_two_thousand_characters_where_nothing_is_said() -> None:
    assert said("x" * 2_001) == [FieldError("q.q", "too_long", 2_000, 2_001)]


def test_a_line_end_counts_as_one_character_however_it_is_sent() -> None:
    assert said("a\r\n" * 5 + "b", max_length=11) == {"": "a\n" * 5 + "b"}


def test_a_comment_sent_twice_is_refused() -> None:
    posted = {"q.q": ["one", "two"]}
    assert KINDS["text"].parse(asked("text"), posted) == [FieldError("q.q", "repeated")]


@pytest.mark.parametrize(
    "hidden",
    [
        *("\u200b", "\ufeff", "\u2060", "\u00ad", "\u202e", "\x00", "\x07", "\u034f", "\u3164"),
        *("\ufe0f", "\ufe00", "\U000e0100", "\U000e0041", "\ue000", "\uffff"),
        *("\u200d", "\u200c", "\u200c\u200d\u200c\u200d"),
    ],
)
@pytest.mark.parametrize("letters", ["ab", "\u0431\u0432", "\u1ebf\u1ebf", "12"])
def test_a_character_nobody_sees_is_taken_out(hidden: str, letters: str) -> None:
    assert cleaned(letters[0] + hidden + letters[1]) == letters


@pytest.mark.parametrize("text", HONEST)
def test_a_joiner_that_spells_something_stays(text: str) -> None:
    assert cleaned(text) == text


def test_letters_parted_by_a_hidden_character_are_composed_once_it_is_gone() -> None:
    assert cleaned("e\u200b\u0301") == "\u00e9"


def test_a_letter_keeps_a_hundred_marks_and_no_more() -> None:
    assert len(cleaned("x" + "\u0316" * 5_000)) == 1 + MAX_MARKS


def test_a_million_unsorted_marks_take_no_time() -> None:
    assert len(cleaned("x" + "\u0301\u0316" * 500_000)) <= 1 + MAX_MARKS


def test_a_comment_far_over_the_limit_is_not_even_looked_at() -> None:
    text = "\u0301" * 1_000_000
    assert said(text) == [FieldError("q.q", "too_long", 2_000, 1_000_000)]


@UNHURRIED
@given(st.text(st.characters() | st.sampled_from("\u200c\u200d\ufe0f\r\n\u0301\u0645\U0001f469")))
@example("\U0001f469\u200d\ufe0f\U0001f469")
@example("\U0001f469\ufe0f\u200d")
def test_what_was_cleaned_once_stays_as_it_is(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
