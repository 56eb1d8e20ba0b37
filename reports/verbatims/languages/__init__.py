"""What the desk knows of each language, one table a language; all of them read every comment."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import Any

from reports.verbatims.words import folded

# `planned` comes of `plan`, `parkked` of nothing.
_DOUBLED = re.compile(r"[aeiou]([bdgklmnprt])\1$")
CLUES = ("unique", "role", "place", "date", "tenure", "amount")


@dataclass(frozen=True, slots=True)
class Rules:
    """The words and patterns by which names, numbers and hints are told from ordinary language.

    Words are folded. `grammar` words are names only where a capital stands out, `ordinary` words
    only with a capital; a word that is one of them before one of the `endings` is hardly a
    misspelt name, nor is one that opens a sentence before one of the `objects`. `genitives` are
    what a name may end in besides, `titles` stand before a name,
    `degrees` and `particles` in it, `legal_forms` and `company` words are in many firms' names,
    `abbreviations` are nobody's initials. A number after one of the `references` identifies
    something, before one of the `units` it measures it. `hints` are patterns by clue; their group
    `at` is what is marked, else the whole match.
    """

    grammar: frozenset[str]
    ordinary: frozenset[str]
    endings: frozenset[str]
    genitives: frozenset[str]
    objects: frozenset[str]
    titles: frozenset[str]
    degrees: frozenset[str]
    particles: frozenset[str]
    legal_forms: frozenset[str]
    company: frozenset[str]
    abbreviations: frozenset[str]
    references: frozenset[str]
    units: frozenset[str]
    nicknames: Mapping[str, frozenset[str]]
    hints: Mapping[str, tuple[re.Pattern[str], ...]]

    def is_ordinary(self, form: str) -> bool:
        """Say whether a folded word stands in the tables as it is."""
        return form in self.ordinary or form in self.grammar

    def is_inflected(self, form: str) -> bool:
        """Say whether a folded word is an ordinary one with an ending of the same language."""
        stems = (form.removesuffix(ending) for ending in self.endings if form.endswith(ending))
        return any(
            stem in self.ordinary
            or stem + "e" in self.ordinary
            or (_DOUBLED.search(stem) and stem[:-1] in self.ordinary)
            for stem in stems
            if len(stem) > 2
        )


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a table."""
    names = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def rules(code: str) -> Rules:
    """Return the table of one language; FileNotFoundError where there is none."""
    table: dict[str, Any] = tomllib.loads((files(__name__) / f"{code}.toml").read_text("utf-8"))
    nicknames, hints = table.pop("nicknames"), table.pop("hints")
    return Rules(
        **{name: frozenset(map(folded, text.split())) for name, text in table.items()},
        nicknames={
            folded(name): frozenset(map(folded, n.split())) for name, n in nicknames.items()
        },
        hints={clue: tuple(map(re.compile, hints[clue])) for clue in CLUES},
    )


@cache
def all_rules() -> Rules:
    """Return the tables of all languages as one: nobody says in which one a comment is."""
    return reduce(_both, map(rules, languages()))


def _both(one: Rules, other: Rules) -> Rules:
    words = (name for name in Rules.__slots__ if isinstance(getattr(one, name), frozenset))
    names = one.nicknames.keys() | other.nicknames.keys()
    none: frozenset[str] = frozenset()
    return Rules(
        **{name: getattr(one, name) | getattr(other, name) for name in words},
        nicknames={n: one.nicknames.get(n, none) | other.nicknames.get(n, none) for n in names},
        hints={clue: one.hints[clue] + other.hints[clue] for clue in CLUES},
    )


def is_plain_language(form: str) -> bool:
    """Say whether a folded word is an ordinary one of some language, perhaps with an ending."""
    return all_rules().is_ordinary(form) or any(rules(c).is_inflected(form) for c in languages())
