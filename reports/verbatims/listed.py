"""The words of a name on the roll: how each may be spelt, and when it counts on its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from reports.verbatims.languages import all_rules
from reports.verbatims.plain import Plain
from reports.verbatims.words import folded, forms_of, words_of

_UMLAUTS = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa"}
)
# From this length on the vowel of an umlaut written out may stand for it: Mueller, but not Sue.
_LONG = 5


class Level(IntEnum):
    """What a word of a name needs in order to count as one in a text."""

    ANYHOW = 0
    CAPITAL = 1
    STANDING_OUT = 2  # a capital that neither the sentence nor a text in capitals explains
    TOGETHER = 3  # another word of the same name beside it


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name: as the roll spells it, and its forms with what each of them needs.

    `exact` says that slips of the pen in it would go too far: nicknames, and several words in one.
    """

    spelt: str
    place: int
    forms: dict[str, Level]
    exact: bool = False


def parts_of_person(name: str) -> Iterator[Part]:
    """Return the words of a person's name, with nicknames, and its words run together."""
    spelt = _words(name)
    rules = all_rules()
    beside = rules.particles | rules.titles | rules.degrees
    bearing = [word for word in spelt if len(folded(word)) > 1 and folded(word) not in beside]
    floor = Level.TOGETHER if bearing else Level.STANDING_OUT
    for place, word in enumerate(spelt):
        levels = {
            form: level_of(form) if word in bearing else floor if len(form) > 1 else Level.TOGETHER
            for form in _spellings(word)
        }
        yield Part(word, place, levels)
        nicknames = rules.nicknames.get(folded(word), frozenset())
        yield Part(word, place, {nick: level_of(nick) for nick in nicknames}, exact=True)
    for run in _run_together([word for word in spelt if folded(word) not in rules.titles]):
        yield Part(name, 0, {run: level_of(run)}, exact=True)


def parts_of_organisation(name: str) -> Iterator[Part]:
    """Return the words of a firm's name: its legal form and what many are called need company."""
    spelt = _words(name)
    rules = all_rules()
    beside = rules.particles | rules.legal_forms
    bearing = [word for word in spelt if len(folded(word)) > 1 and folded(word) not in beside]
    for place, word in enumerate(spelt):
        common = folded(word) in rules.company or rules.is_ordinary(folded(word))
        alone = word in bearing and (len(bearing) == 1 or not common)
        levels = {form: level_of(form) for form in _spellings(word)} if alone else {}
        yield Part(word, place, levels or dict.fromkeys(_spellings(word), Level.TOGETHER))
    joined = "".join(map(folded, bearing))
    if len(bearing) > 1 and len(joined) >= _LONG:
        yield Part(name, 0, {joined: level_of(joined)}, exact=True)


def initials_of(name: str) -> Iterator[str]:
    """Return what a person may sign with: first and last initial, and all of them."""
    rules = all_rules()
    letters = [
        folded(word)[0]
        for word in _words(name)
        if folded(word) not in rules.titles | rules.degrees and folded(word)
    ]
    if len(letters) > 1:
        yield letters[0] + letters[-1]
        yield letters[-1] + letters[0]
        yield "".join(letters)


def level_of(form: str) -> Level:
    """Return what a word needs that is spelt like this, by what else it may mean."""
    if form in all_rules().grammar:
        return Level.STANDING_OUT
    return Level.CAPITAL if len(form) < 3 or all_rules().is_ordinary(form) else Level.ANYHOW


def _words(name: str) -> list[str]:
    return [word.text for word in words_of(Plain.of(name).text) if not word.text.isdigit()]


def _spellings(word: str) -> list[str]:
    """Return the forms of a name's word, with each umlaut as one letter and as two."""
    forms = [*forms_of(word), folded(word.casefold().translate(_UMLAUTS))]
    short = folded(word)
    for long, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        if len(short) >= _LONG:
            short = short.replace(long, letter)
    return list(dict.fromkeys([form for form in [*forms, short] if form]))


def _run_together(spelt: list[str]) -> Iterator[str]:
    """Return the words of a name without the spaces between, as in a login or an address."""
    words = [folded(word) for word in spelt]
    if len(words) < 2:
        return
    first, last = words[0], words[-1]
    pairs = [one + other for one, other in pairwise(words)]
    for run in {*pairs, first + last, last + first, first[:1] + last, "".join(words)}:
        if len(run) >= _LONG and not all_rules().is_ordinary(run):
            yield run
