import re

import pytest

from reports.verbatims.languages import CLUES, all_rules, is_plain_language, languages, rules
from reports.verbatims.words import folded


def test_there_are_tables_for_english_and_german() -> None:
    assert languages() == ("de", "en")


@pytest.mark.parametrize("code", languages())
def test_a_table_has_every_list_and_a_pattern_for_each_clue(code: str) -> None:
    table = rules(code)
    lists = [name for name in table.__slots__ if isinstance(getattr(table, name), frozenset)]
    assert [name for name in lists if not getattr(table, name)] == []
    assert [clue for clue in CLUES if not table.hints[clue]] == []
    assert table.nicknames


@pytest.mark.parametrize("code", languages())
def test_no_pattern_matches_nothing(code: str) -> None:
    patterns = [pattern for each in rules(code).hints.values() for pattern in each]
    assert [pattern.pattern for pattern in patterns if pattern.search("")] == []


@pytest.mark.parametrize("code", languages())
def test_a_word_of_grammar_is_no_ordinary_word_as_well(code: str) -> None:
    assert rules(code).grammar & rules(code).ordinary == set()


def test_all_tables_read_every_comment() -> None:
    together = all_rules()
    for code in languages():
        assert rules(code).ordinary <= together.ordinary
        assert set(rules(code).hints["date"]) <= set(together.hints["date"])


@pytest.mark.parametrize(
    "word", ["planned", "prices", "pricing", "Lieferungen", "pünktlichen", "will", "may", "und"]
)
def test_ordinary_words_are_known_with_their_endings(word: str) -> None:
    assert is_plain_language(folded(word))


@pytest.mark.parametrize("word", ["johnson", "mulller", "parkker", "hoffmann", "xyz", ""])
def test_names_are_no_ordinary_words(word: str) -> None:
    assert not is_plain_language(word)


@pytest.mark.parametrize("clue", CLUES)
def test_what_a_pattern_marks_of_its_match_is_called_at(clue: str) -> None:
    groups = {name for pattern in all_rules().hints[clue] for name in pattern.groupindex}
    assert groups <= {"at"}
    assert all(isinstance(pattern, re.Pattern) for pattern in all_rules().hints[clue])
