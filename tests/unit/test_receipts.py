"""A receipt is found however it is typed, and no other one is."""

import pytest

from survey_app.services.receipts import look_up

CODES = ["ABCD-EFGH-2345-JKLM-NOPQ", "IIII-LLLL-OOOO-BBBB-2222"]


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-EFGH-2345-JKLM-NOPQ",
        "  abcd efgh 2345 jklm nopq\n",
        "abcdefgh2345jklmnopq",
        "ABCD – EFGH – 2345 – JKLM – NOPQ.",
        "\uff21\uff22\uff23\uff24-EFGH-2345-JKLM-N0PQ",
    ],
)
def test_capitals_signs_and_spaces_do_not_matter(typed: str) -> None:
    assert look_up(CODES, typed).code == CODES[0]


def test_a_digit_that_no_receipt_has_is_the_letter_it_looks_like() -> None:
    assert look_up(CODES, "1111-LLLL-0000-8888-2222").code == CODES[1]


@pytest.mark.parametrize("typed", ["ABCD-EFGH-2345-JKLM-NOPP", "ABCD", "x" * 5000, "½%00"])
def test_what_is_not_in_the_list_is_not_found(typed: str) -> None:
    found = look_up(CODES, typed)
    assert found.code == ""
    assert found.whole == (len(typed) == 24)
