"""The names of a roll as they are looked up: as spelt, by their sound, with a slip of the pen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reports.verbatims.findings import Kind
from reports.verbatims.languages import all_rules, is_plain_language
from reports.verbatims.listed import (
    Level,
    Part,
    initials_of,
    parts_of_organisation,
    parts_of_person,
)
from reports.verbatims.plain import Plain
from reports.verbatims.words import folded, forms_of, sound_of

# Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# A name of so many letters may have one slip in it, one of so many two; a shorter one may have one
# too, where its first letter is right and its capital tells.
SHORT, ONE_SLIP, TWO_SLIPS = 4, 6, 9
_SHORTEST = 3
# Words looked up are remembered, as far as this: comments repeat themselves.
_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A word that stands in names of the roll, in the spelling of the first of them.

    `owners` are the names it stands in, by number, with its place in each.
    """

    spelt: str = field(repr=False)
    kind: Kind
    level: Level
    owners: Mapping[int, int]


class Names:
    """All names of a roll, held against words of comments.

    People are contacts, account managers and whoever else is known at the supplier's; organisations
    are the customers. Both are given as written, in any order, each once or often. Make one for a
    study and keep it while its comments are read: 5,000 contacts and 1,500 customers take 0.4 s,
    and words are remembered once they were looked up.
    """

    def __init__(self, people: Iterable[str], organisations: Iterable[str]) -> None:
        persons = sorted(set(people))
        firms = sorted(set(organisations))
        listing = list(_listing(persons, firms))
        self._exact = _index(listing)
        self._initials = {letters for name in persons for letters in initials_of(name)}
        self._seen: dict[str, Listed | None] = {}
        self.unspaced = _pattern_of(filter(_UNSPACED.search, persons + firms))
        self._words = {form for _, _, part in listing if not part.exact for form in part.forms}
        self._sounds: dict[str, str] = {}
        self._by_length: dict[tuple[Level, int], list[str]] = defaultdict(list)
        for level, form in sorted((self._exact[form].level, form) for form in self._words):
            if level < Level.TOGETHER and len(form) >= SHORT:
                self._sounds.setdefault(sound_of(form), form)
                self._by_length[level, len(form)].append(form)

    def like(self, word: str) -> Listed | None:
        """Return the word of the roll that a word of a text is, or is much like; None for none."""
        if word not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            forms = forms_of(word)
            self._seen[word] = self._exactly(forms) or self._roughly(forms)
        return self._seen[word]

    def joined(self, first: str, second: str) -> Listed | None:
        """Return the word of the roll that two words of a text are when written as one."""
        one, other = folded(first), folded(second)
        if one + other not in self._words or len(one + other) < ONE_SLIP:
            return None
        both_ordinary = is_plain_language(one) and is_plain_language(other)
        return None if both_ordinary else self._exact[one + other]

    def has_initials(self, letters: str) -> bool:
        """Say whether a person of the roll may sign like this."""
        return letters.casefold() in self._initials

    def _exactly(self, forms: Iterable[str]) -> Listed | None:
        """Find a word as it is, or with the ending of a genitive; the one that needs least."""
        every = [form for each in forms for form in (each, *_stems(each))]
        found = [self._exact[form] for form in every if form in self._exact]
        return min(found, key=lambda listed: listed.level, default=None)

    def _roughly(self, forms: Iterable[str]) -> Listed | None:
        """Find a word that sounds the same, or has a slip of the pen; never an ordinary word."""
        found = [
            self._as_far_as_sure(near, form)
            for form in forms
            if len(form) >= _SHORTEST and form.isalpha() and not all_rules().is_ordinary(form)
            for each in dict.fromkeys((form, form.removesuffix("s")))
            for near in self._near(each)
        ]
        return min(found, key=lambda listed: listed.level, default=None)

    def _near(self, form: str) -> Iterator[str]:
        """Return what sounds the same, and what has the fewest slips of each level and length."""
        if sound_of(form) in self._sounds:
            yield self._sounds[sound_of(form)]
        for (_, length), listed in self._by_length.items():
            slips = 2 if length >= TWO_SLIPS else 1
            if len(form) >= SHORT and abs(length - len(form)) <= slips:
                near = process.extractOne(form, listed, scorer=OSA.distance, score_cutoff=slips)
                if near and (length >= ONE_SLIP or near[0][0] == form[0]):
                    yield near[0]

    def _as_far_as_sure(self, near: str, form: str) -> Listed:
        """Return a listed word, needing a capital if it is short or the text's may be ordinary."""
        listed = self._exact[near]
        if len(near) >= ONE_SLIP and not is_plain_language(form):
            return listed
        return replace(listed, level=max(listed.level, Level.STANDING_OUT))


def _pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds names, and words of them, where no spaces part the words of a text."""
    plain = [Plain.of(name).text.strip() for name in names]
    words = {word for name in plain for word in (name, *name.split()) if len(word) > 1}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))) if words else None


def _listing(people: list[str], organisations: list[str]) -> Iterator[tuple[int, Kind, Part]]:
    for number, name in enumerate(people):
        yield from ((number, Kind.PERSON, part) for part in parts_of_person(name))
    for number, name in enumerate(organisations, start=len(people)):
        yield from ((number, Kind.ORGANISATION, part) for part in parts_of_organisation(name))


def _index(listing: Iterable[tuple[int, Kind, Part]]) -> dict[str, Listed]:
    """Gather the words of all names by form; a word counts as in the name where it needs least."""
    owners: dict[str, dict[int, int]] = defaultdict(dict)
    chief: dict[str, tuple[Level, Kind, str]] = {}
    for number, kind, part in listing:
        for form, level in part.forms.items():
            owners[form].setdefault(number, part.place)
            if form not in chief or level < chief[form][0]:
                chief[form] = (level, kind, part.spelt)
    return {
        form: Listed(spelt, kind, level, owners[form])
        for form, (level, kind, spelt) in chief.items()
    }


def _stems(form: str) -> Iterator[str]:
    if not all_rules().is_ordinary(form):
        for ending in all_rules().genitives:
            stem = form.removesuffix(ending)
            if stem != form and len(stem) >= _SHORTEST:
                yield stem
