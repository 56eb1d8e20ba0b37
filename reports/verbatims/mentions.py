"""Where a text mentions names of the roll: words alone, words together, initials and titles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.verbatims.findings import Kind
from reports.verbatims.languages import all_rules
from reports.verbatims.listed import Level
from reports.verbatims.names import Listed, Names
from reports.verbatims.words import Word, folded, words_of

_BESIDE = re.compile(r"[\s\-\u2010-\u2015'\u2019]{1,3}")
_IN_ONE_NAME = re.compile(r"[\s\-\u2010-\u2015'\u2019._,&+/]{1,4}")
_BEFORE_A_NAME = re.compile(r"\.?[ \-]{0,2}")
_AFTER_A_TITLE = re.compile(r"\.?\s{1,2}")
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\. ?){2,3}")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_]([ .*\-]))(?:[^\W\d_]\1)+[^\W\d_](?![^\W_])")
_UNKNOWN = Listed("", Kind.PERSON, Level.TOGETHER, {})


class Mention(NamedTuple):
    """A stretch of the plain text that is a name, and the names it was taken for."""

    start: int
    end: int
    kind: Kind
    like: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words of a text, what each is like, and which of them are marked, and hang together."""

    text: str = field(repr=False)
    words: tuple[Word, ...]
    listed: tuple[Listed | None, ...]
    marked: dict[int, Listed] = field(default_factory=dict)
    linked: set[int] = field(default_factory=set)

    def between(self, place: int) -> str:
        """Return what stands between a word and the next one."""
        return self.text[self.words[place].end : self.words[place + 1].start]

    def mark_with_next(self, place: int, one: Listed, next_one: Listed) -> None:
        self.marked.setdefault(place, one)
        self.marked.setdefault(place + 1, next_one)
        self.linked.add(place)


def mentions(text: str, names: Names) -> Iterator[Mention]:
    """Return where a plain text mentions people and organisations, words of one name together."""
    words = tuple(words_of(text))
    reading = _Reading(text, words, tuple(names.like(word.text) for word in words))
    for place, (word, listed) in enumerate(zip(words, reading.listed, strict=True)):
        if listed and _counts_alone(word, listed.level) and not _opens_as_verb(place, reading):
            reading.marked[place] = listed
    for place in range(len(words) - 1):
        _mark_together(place, reading, names)
    for place in sorted(reading.marked):
        _mark_initials(place, reading)
    for place in range(len(words) - 1, -1, -1):
        _mark_titled(place, reading)
    yield from _runs(reading)
    yield from _signatures(text, words, names)
    yield from _spaced_out(text, names)
    yield from _unspaced(text, names)


def _counts_alone(word: Word, level: Level) -> bool:
    return {
        Level.ANYHOW: True,
        Level.CAPITAL: word.capital,
        Level.STANDING_OUT: word.stands_out,
        Level.TOGETHER: False,
    }[level]


def _opens_as_verb(place: int, reading: _Reading) -> bool:
    """Say whether an ordinary word begins a sentence as a verb does: Will they, May I, Mark my."""
    word, rules = reading.words[place], all_rules()
    if not word.opens or not rules.is_ordinary(folded(word.text)):
        return False
    if place + 1 >= len(reading.words) or not reading.between(place).isspace():
        return False
    following = reading.words[place + 1].text
    return folded(following) in rules.objects and (following.islower() or following == "I")


def _mark_together(place: int, reading: _Reading, names: Names) -> None:
    """Mark two neighbours that are words of one name, or one word of it in two pieces."""
    one, other = reading.listed[place], reading.listed[place + 1]
    if one and other and _of_one_name(place, one, other, reading):
        reading.mark_with_next(place, one, other)
    elif _BESIDE.fullmatch(reading.between(place)):
        whole = names.joined(reading.words[place].text, reading.words[place + 1].text)
        if whole:
            reading.mark_with_next(place, whole, whole)


def _of_one_name(place: int, one: Listed, other: Listed, reading: _Reading) -> bool:
    """Say whether two words are of one name: in its order, or both with a capital.

    Where neither counts on its own, one capital at least must tell that they are meant as a name.
    """
    if one.spelt == other.spelt or not _IN_ONE_NAME.fullmatch(reading.between(place)):
        return False
    shared = one.owners.keys() & other.owners.keys()
    capitals = [reading.words[at].capital for at in (place, place + 1)]
    alone = {place, place + 1} & reading.marked.keys()
    if not shared or not (alone or any(capitals)):
        return False
    return all(capitals) or any(one.owners[n] < other.owners[n] for n in shared)


def _mark_initials(place: int, reading: _Reading) -> None:
    """Mark the initials before a person's name (J. R. Miller), and one after it (Miller, J.)."""
    listed = reading.marked[place]
    if listed.kind != Kind.PERSON:
        return
    before = place - 1
    while before >= 0 and _is_initial(before, reading, _BEFORE_A_NAME):
        reading.mark_with_next(before, listed, listed)
        before -= 1
    after = place + 1
    if after < len(reading.words) and len(reading.words[after].text) == 1:
        word, gap = reading.words[after], reading.between(place)
        if word.capital and gap in (" ", ", ", ",") and reading.text[word.end :][:1] == ".":
            reading.mark_with_next(place, listed, listed)


def _is_initial(place: int, reading: _Reading, gap: re.Pattern[str]) -> bool:
    word, between = reading.words[place], reading.between(place)
    if len(word.text) != 1 or not word.capital or not gap.fullmatch(between):
        return False
    return "." in between or "-" in between or word.text not in "AI"


def _mark_titled(place: int, reading: _Reading) -> None:
    """Mark a title before a name, and before whatever else has a capital: that is one too."""
    if place + 1 >= len(reading.words) or not _AFTER_A_TITLE.fullmatch(reading.between(place)):
        return
    title, name = reading.words[place], reading.words[place + 1]
    if folded(title.text) not in all_rules().titles:
        return
    if place + 1 in reading.marked or (title.capital and _may_be_a_name(title, name)):
        reading.mark_with_next(place, _UNKNOWN, _UNKNOWN)


def _may_be_a_name(title: Word, name: Word) -> bool:
    """Say whether what follows a title has a capital of its own: not in MS Office."""
    shouted = title.text.isupper() and not name.text.isupper()
    known = folded(name.text) in all_rules().grammar | all_rules().titles
    return name.capital and not known and not shouted


def _runs(reading: _Reading) -> Iterator[Mention]:
    """Put marked neighbours together: how many words a name has is nobody's business."""
    run: list[int] = []
    for place in sorted(reading.marked):
        if run and not _goes_on(run[-1], place, reading):
            yield _mention(run, reading)
            run = []
        run.append(place)
    if run:
        yield _mention(run, reading)


def _goes_on(place: int, following: int, reading: _Reading) -> bool:
    if following != place + 1:
        return False
    alike = reading.marked[place].kind == reading.marked[following].kind
    return place in reading.linked or (alike and bool(_BESIDE.fullmatch(reading.between(place))))


def _mention(run: list[int], reading: _Reading) -> Mention:
    marked = [reading.marked[place] for place in run]
    kind = Kind.PERSON if any(m.kind == Kind.PERSON for m in marked) else Kind.ORGANISATION
    like = " ".join(dict.fromkeys(m.spelt for m in marked if m.spelt))
    return Mention(reading.words[run[0]].start, reading.words[run[-1]].end, kind, like)


def _signatures(text: str, words: Iterable[Word], names: Names) -> Iterator[Mention]:
    """Find initials that stand for a person of the roll: J.M., or JM in a text not in capitals."""
    for found in _DOTTED.finditer(text):
        letters = "".join(filter(str.isalpha, found.group()))
        if _may_sign(letters, names):
            end = found.start() + len(found.group().rstrip())
            yield Mention(found.start(), end, Kind.PERSON, letters)
    long = [word for word in words if len(word.text) > 1]
    capitals = [word for word in long if word.text.isalpha() and word.text.isupper()]
    if 2 * len(capitals) > len(long) > 1:
        return
    for word in capitals:
        if len(word.text) < 4 and _may_sign(word.text, names):
            yield Mention(word.start, word.end, Kind.PERSON, word.text)


def _may_sign(letters: str, names: Names) -> bool:
    return folded(letters) not in all_rules().abbreviations and names.has_initials(letters)


def _spaced_out(text: str, names: Names) -> Iterator[Mention]:
    """Find names written with something between all of their letters."""
    for found in _SPACED.finditer(text):
        listed = names.like("".join(filter(str.isalpha, found.group())))
        if listed and listed.level < Level.TOGETHER:
            yield Mention(found.start(), found.end(), listed.kind, listed.spelt)


def _unspaced(text: str, names: Names) -> Iterator[Mention]:
    """Find names in a script that puts no spaces between words."""
    for found in names.unspaced.finditer(text) if names.unspaced else ():
        yield Mention(found.start(), found.end(), Kind.PERSON, found.group())
