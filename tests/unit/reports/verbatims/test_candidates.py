"""What the search promises for any text: little is missed, and little proposed in vain."""

import random
import string
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reports.verbatims.candidates import Search
from reports.verbatims.languages import all_rules, is_plain_language
from reports.verbatims.names import Names
from reports.verbatims.words import folded
from tests.unit.reports.verbatims.roll import GIVEN, NAMING_NOBODY, PEOPLE, SURNAMES, search

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LETTERS = string.ascii_lowercase
# Names of six letters or more, but for those that are words themselves (Sommer, Price).
LONG = sorted(
    name
    for name in {*GIVEN, *SURNAMES}
    if len(folded(name)) >= 6 and not all_rules().is_ordinary(folded(name))
)
_ACCENTS = ("aàáâä", "eéèêë", "iíï", "oóôö", "uúùü", "nñ", "cç")
ACCENTED = {letters[0]: letters for letters in _ACCENTS}
SURROUNDINGS = st.text(max_size=40) | st.sampled_from([*NAMING_NOBODY, "", "the ", "the\n"])
# Texts that look like what is searched for, but are not quite.
ALMOST = st.text(st.sampled_from("aeMu1 24.@/-_'+()#:€\n\u0301\u200bЖß…DE"), max_size=60)


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a name of six letters or more, and it with one letter put in, out, or otherwise."""
    name = draw(st.sampled_from(LONG))
    at = draw(st.integers(0, len(name) - 2))
    letter = draw(st.sampled_from(LETTERS))
    slipped = draw(
        st.sampled_from(
            [
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    return name, slipped


@st.composite
def dressed(draw: st.DrawFn, names: st.SearchStrategy[str]) -> str:
    """Draw a name in capitals and small letters, with and without accents, as chance has it."""
    letters = []
    for letter in draw(names):
        letter = draw(st.sampled_from(ACCENTED.get(letter, letter)))
        letters.append(letter.upper() if draw(st.booleans()) and letter != "ß" else letter.lower())
    return "".join(letters)


def is_struck_out(word: str, before: str, after: str) -> bool:
    """Say whether all of a word is proposed, between words of a text."""
    text = f"{before} {word} {after}"
    start = len(before) + 1
    return any(
        each.start <= start and start + len(word) <= each.end for each in search().candidates(text)
    )


@UNHURRIED
@given(dressed(st.sampled_from(LONG)), SURROUNDINGS, SURROUNDINGS)
def test_a_name_is_found_in_any_case_and_with_any_accents(
    word: str, before: str, after: str
) -> None:
    assert is_struck_out(word, before, after)


@UNHURRIED
@given(slips(), st.sampled_from([str.lower, str.upper, str.title]), SURROUNDINGS, SURROUNDINGS)
def test_a_name_with_one_slip_of_the_pen_is_found(
    slip: tuple[str, str], case: object, before: str, after: str
) -> None:
    word = getattr(slip[1], getattr(case, "__name__", "lower"))()
    assume(not is_plain_language(folded(word)))
    assert is_struck_out(word, before, after)


def test_hardly_a_slip_of_the_pen_makes_an_ordinary_word_of_a_name() -> None:
    """Such a word needs a capital within a sentence: the one way to miss a misspelt long name."""
    slipped = {
        name[:at] + letter + name[at + cut :]
        for name in map(folded, LONG)
        for at in range(len(name))
        for letter in ("", *LETTERS)
        for cut in (0, 1)
    }
    ordinary = [word for word in slipped - set(map(folded, LONG)) if is_plain_language(word)]
    assert len(ordinary) < 0.006 * len(slipped)


@UNHURRIED
@given(st.text(max_size=200) | ALMOST | st.sampled_from(NAMING_NOBODY))
@example("\ud800Miller\ud800")
@example("ﬃMillerﬃ")
def test_candidates_of_any_text_lie_within_it_in_order_and_apart(text: str) -> None:
    found = search().candidates(text)
    places = [place for each in found for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert search().candidates(text) == found


def test_comments_that_name_nobody_are_hardly_ever_marked(
    record_property: Callable[[str, object], None],
) -> None:
    marked = [text for text in NAMING_NOBODY if search().candidates(text)]
    record_property("comments marked in vain, of 60", len(marked))
    assert len(NAMING_NOBODY) == 60
    assert len(marked) <= 3


def test_the_same_comments_are_marked_once_they_name_somebody() -> None:
    chance = random.Random(5)
    missed = []
    for text in NAMING_NOBODY:
        words = text.split()
        words.insert(chance.randrange(1, len(words)), chance.choice(PEOPLE))
        if not search().candidates(" ".join(words)):
            missed.append(words)
    assert missed == []


def a_study(chance: random.Random) -> tuple[Names, list[str]]:
    """Return a roll of 5,000 contacts and comments of up to 2,000 characters that name some."""
    pieces = [
        one + other for one in ("b", "sch", "k", "l", "r") for other in ("er", "an", "ick", "os")
    ]
    surnames = ["".join(chance.sample(pieces, chance.choice([2, 3]))).title() for _ in range(3000)]
    people = [f"{chance.choice(GIVEN)} {chance.choice(surnames + SURNAMES)}" for _ in range(5000)]
    customers = [f"{''.join(chance.sample(pieces, 3)).title()} GmbH" for _ in range(1000)]
    comments = []
    for _ in range(150):
        words = " ".join(chance.choices(NAMING_NOBODY, k=20)).split()
        invented = ["".join(chance.choices(LETTERS, k=chance.randrange(3, 12))) for _ in range(30)]
        words += [*invented, chance.choice(people), "040 123456", "PO 4500123456"]
        chance.shuffle(words)
        comments.append(" ".join(words)[:2000])
    return Names(people, customers), comments


def test_a_comment_takes_a_few_milliseconds_against_five_thousand_names(
    record_property: Callable[[str, object], None],
) -> None:
    names, comments = a_study(random.Random(2))
    began = time.process_time()
    for comment in comments:
        Search(names, ("DE", "GB")).candidates(comment)
    spent = (time.process_time() - began) / len(comments)
    record_property("CPU milliseconds a comment", round(1000 * spent, 1))
    assert spent < 0.02


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "1",
            "_",
            "a.",
            "a_",
            "1-",
            "1 ",
            "1.1.",
            "(1",
            "+1",
            "+49 ",
            "a@",
            "a(at)",
            "a dot ",
        ),
        *("A ", "A. ", "Mr ", "a-", "#1", "DE89 ", "www.", "a\u200b", "e\u0301", "a'", "Miller "),
    ],
)
def test_no_text_takes_more_time_than_its_length(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    began = time.process_time()
    search().candidates(text)
    assert time.process_time() - began < 3
