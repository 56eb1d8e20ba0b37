import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.verbatims.plain import Plain, Span


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("As it is.", "As it is."),
        ("two\nlines", "two\nlines"),
        ("zero\u200bwidth, soft\u00adhyphen, \u2066turned\u2069", "zerowidth, softhyphen, turned"),
        ("\uff2d\uff49\uff4c\uff4c\uff45\uff52 \uff14\uff12", "Miller 42"),
        ("\U0001d40c\U0001d422\u24c1\u24c1er", "MiLLer"),
        ("\u0664\u0662 \u0967", "42 1"),
        ("Mu\u0308ller m\u0336i\u0336x", "Muller mix"),
        ("M\u00fcller", "M\u00fcller"),
        ("o\ufb03ce", "office"),
        ("20\u00a0m\u00b2\u2026", "20 m\u00b2\u2026"),
        ("", ""),
    ],
)
def test_a_text_is_searched_as_it_is_seen(original: str, plain: str) -> None:
    assert Plain.of(original).text == plain


def test_a_stretch_of_the_plain_text_is_found_again_in_the_original() -> None:
    original = "Dear Mi\u200bl\u00adler\u0301, hello"
    plain = Plain.of(original)
    at = plain.text.index("Miller")
    start, end = plain.original(at, at + 6)
    assert original[start:end] == "Mi\u200bl\u00adler\u0301"


def test_of_a_character_written_as_several_the_whole_is_meant() -> None:
    assert Plain.of("o\ufb03ce").original(1, 2) == Span(1, 2)
    assert Plain.of("o\ufb03ce").original(3, 5) == Span(1, 3)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 9)])
def test_an_empty_stretch_stands_nowhere(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="empty stretch"):
        Plain.of("word").original(start, end)


@given(st.text(max_size=60))
def test_every_character_has_its_place_whatever_the_text(original: str) -> None:
    plain = Plain.of(original)
    assert len(plain.places) == len(plain.text) + 1
    assert list(plain.places) == sorted(plain.places)
    for start in range(len(plain.text)):
        first, last = plain.original(start, start + 1)
        assert 0 <= first < last <= len(original)
