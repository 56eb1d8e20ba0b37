"""The body of a form, read as a browser wrote it."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.respond.sent import fields_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXT, st.lists(TEXT, min_size=1)))
def test_whatever_is_encoded_is_read(fields: dict[str, list[str]]) -> None:
    assert fields_of(urlencode(fields, doseq=True).encode()) == fields


@given(st.binary())
def test_any_bytes_are_some_form(body: bytes) -> None:
    assert sum(map(len, fields_of(body).values())) == sum(map(bool, body.split(b"&")))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"q=100%", "100%"),
        (b"q=%zz%4", "%zz%4"),
        (b"q=%E2%82%ac", "€"),
        (b"q=%ff", "\ufffd"),
        (b"q=a+b%2Bc", "a b+c"),
        (b"q=a=b", "a=b"),
        (b"q", ""),
        ("q=ä".encode(), "ä"),
    ],
)
def test_what_is_no_escape_is_text(body: bytes, value: str) -> None:
    assert fields_of(body) == {"q": [value]}
