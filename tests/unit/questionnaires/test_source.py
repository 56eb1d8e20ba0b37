import json
import math
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.errors import DefinitionError
from questionnaires.sentence import Sentence
from questionnaires.source import MAX_BYTES, MAX_VALUES, Plain, dotted, dump, read

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t")
)
LIKE_OTHER_VALUES = st.sampled_from(
    [
        *("", "~", "null", "true", "no", "1", "0x1", "1e5", ".0E0", "5.", "1_000", "2026-01-01"),
        *("=", "<<", "- a", "? b", "#c", "a: b", "a #b", "&a", "*a", "!a", "|", "%a", "@a", "---"),
        *("1:30", " a", "a ", "a\n", "\na", "\ufeffa", "x" * 200 + " " + "y" * 200, "word " * 60),
    ]
)
NAMES = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | WRITTEN
    | LIKE_OTHER_VALUES
)
VALUES = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=4),
    max_leaves=8,
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | WRITTEN,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=4),
    max_leaves=8,
)


def value(text: str, file: str = "a.yaml") -> Plain:
    return read(file, text.encode()).value


def refusal(data: bytes | str, file: str = "a.yaml") -> str:
    with pytest.raises(DefinitionError) as refused:
        read(file, data.encode() if isinstance(data, str) else data)
    return str(refused.value)


@UNHURRIED
@given(VALUES)
def test_what_was_dumped_is_read_back_the_same(plain: Plain) -> None:
    assert read("a.yaml", dump({"a": plain})).value == {"a": plain}


@UNHURRIED
@given(JSON_VALUES, st.booleans())
def test_json_is_read_as_json_whether_or_not_it_is_escaped(plain: Plain, escaped: bool) -> None:
    data = json.dumps({"a": plain}, ensure_ascii=escaped).encode()
    assert read("a.json", data).value == {"a": plain}


@UNHURRIED
@given(
    st.binary(max_size=200)
    | st.text("aé:-[]{}&*!|>'\"%@`,#? \n\t\\<0", max_size=60).map(str.encode)
)
def test_any_file_is_read_or_refused_and_nothing_else(data: bytes) -> None:
    for file in ("a.yaml", "a.json"):
        with suppress(DefinitionError):
            read(file, data)


def test_json_indented_with_tabs_is_read() -> None:
    assert value('{\n\t"a": [\n\t\t1\n\t]\n}', "a.json") == {"a": [1]}


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "y", "2026-13-45", "1:30", "1_000", "0b1", "="]
)
def test_only_the_core_schema_makes_a_plain_word_anything_but_text(text: str) -> None:
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("true", True), ("false", False), ("~", None), ("0o17", 15), ("0x1F", 31), ("017", 17)),
        *(("1e3", 1000.0), (".5", 0.5), ("-.inf", -math.inf)),
    ],
)
def test_a_plain_word_of_the_core_schema_is_its_value(text: str, expected: Plain) -> None:
    assert value(f"a: {text}") == {"a": expected}


def test_a_quoted_word_is_always_text() -> None:
    assert value("a: 'true'\nb: \"5\"") == {"a": "true", "b": "5"}


def test_a_directive_does_not_bring_back_the_words_of_yaml_1_1() -> None:
    assert value("%YAML 1.1\n---\na: yes") == {"a": "yes"}


def test_a_merge_key_is_a_field_like_any_other() -> None:
    assert value("<<: {a: 1}\nb: 2") == {"<<": {"a": 1}, "b": 2}


def test_a_file_of_comments_only_holds_nothing() -> None:
    assert value("# to do\n") is None


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    assert read("a.yaml", b"\xef\xbb\xbfa: 1").value == {"a": 1}


def test_each_field_and_entry_has_its_line() -> None:
    source = read("a.yaml", b"a:\n  b:\n\n    - 1\n    - c: 2\n")
    assert source.lines == {
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "b", 0): 4,
        ("a", "b", 1): 5,
        ("a", "b", 1, "c"): 5,
    }


def test_a_problem_with_a_missing_field_has_the_line_of_what_it_is_missing_from() -> None:
    problem = read("a.yaml", b"x: 1\na:\n  - b: 1\n").problem(
        ("a", 0, "id"), Sentence("is missing")
    )
    assert str(problem) == "line 3, a[0].id: is missing"


def test_a_path_is_written_with_dots_and_positions() -> None:
    assert dotted(("sections", 0, "questions", 2, "scale")) == "sections[0].questions[2].scale"


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_refused_as_empty(data: bytes) -> None:
    assert refusal(data) == "a.yaml: the file is empty"


def test_another_encoding_is_refused_with_the_line() -> None:
    assert refusal("a: 1\nb: caf\xe9".encode("latin-1")).startswith(
        "a.yaml: line 2: the file is not"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a": 1,}', "line 1: "), ('{\n"a" 1}', "line 2: "), ('{\n // no\n"a": 1}', "line 2: ")],
)
def test_invalid_json_is_refused_with_line_and_column(text: str, place: str) -> None:
    message = refusal(text, "a.json")
    assert message.startswith(f"a.json: {place}")
    assert "column" in message


def test_yaml_is_no_json() -> None:
    assert "column" in refusal("a: 1", "a.json")


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
def test_ten_thousand_levels_are_refused_in_a_sentence(file: str) -> None:
    assert "nested deeper than 20 levels" in refusal("[" * 10_000 + "]" * 10_000, file)


def test_twenty_levels_are_read() -> None:
    assert value("[" * 20 + "]" * 20) != []


def test_twenty_one_levels_are_refused() -> None:
    assert "nested deeper" in refusal("[" * 21 + "]" * 21)


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert f"larger than {MAX_BYTES:,} bytes" in refusal(b"#" * (MAX_BYTES + 1))


def test_more_values_than_the_limit_are_refused() -> None:
    assert "more than" in refusal("[" + "1," * MAX_VALUES + "]")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &x 1\nb: *x", "line 1: anchors and aliases are not allowed"),
        ("a: !!python/object:os.system x", "line 1: tags are not allowed"),
        ("a: !!omap [x: 1]", "line 1: tags are not allowed"),
        ("b: 1\n? [a]\n: c", "line 2: the name of a field must be a single word"),
        ("a: 1\n---\nb: 1", "line 2: a second document begins here"),
        ('a: "\\ud800"', "line 1: half a character"),
        ("a: b: c", "line 1: this is not valid YAML: mapping values are not allowed"),
        ("a: [", "line 1: "),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(text: str, why: str) -> None:
    assert refusal(text).startswith(f"a.yaml: {why}")


@pytest.mark.parametrize(
    ("text", "file"),
    [("a: 1\na: 2", "a.yaml"), ('1: x\n"1": y', "a.yaml"), ('{"a": 1,\n"a": 2}', "a.json")],
)
def test_a_repeated_field_is_refused_with_its_second_line(text: str, file: str) -> None:
    message = refusal(text, file)
    assert message.startswith(f"{file}: line 2: the field ")
    assert message.endswith("stands here a second time")


def test_a_raw_control_character_is_refused() -> None:
    assert "special characters are not allowed" in refusal(b"a: x\x00y")


def test_a_number_of_five_thousand_digits_takes_no_time_and_is_no_whole_number() -> None:
    assert value('{"a": ' + "9" * 5_000 + "}", "a.json") == {"a": math.inf}
