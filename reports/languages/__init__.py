"""The sentences of a report, one file per language, chosen by the story and filled with figures."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import format_date

from reports.disclosure.release import Cell, Measure
from reports.figures import Writing, interval_text, value_text

DEFAULT = "en"
_BRITISH = "en_GB"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its texts by `table.key`, its words for small numbers, and how it writes.

    `dative_after` are the words after which a noun takes another form than as a subject;
    `capital_nouns` says that nouns begin with a capital letter.
    """

    code: str
    texts: Mapping[str, str]
    numbers: Sequence[str]
    writing: Writing
    dative_after: Sequence[str] = ()
    capital_nouns: bool = False

    def says(self, key: str, **names: str) -> str:
        """Return the text of that key with its names filled in; KeyError where one is missing."""
        return self.texts[key].format_map(names)

    def of_anybody(self, text: str) -> str:
        """Return a text about `{manager}` as one about whichever account manager it was."""
        dative = self.texts["general.any_manager_dative"]
        for word in self.dative_after:
            text = re.sub(rf"\b({word}) {{manager}}", rf"\1 {dative}", text, flags=re.IGNORECASE)
        return text.replace("{manager}", self.texts["general.any_manager"])

    def counted(self, number: int) -> str:
        """Return a small number as a word; a large one as 'many', never as digits."""
        return self.numbers[number] if number < len(self.numbers) else self.texts["general.many"]

    def day(self, day: date) -> str:
        """Return a date as it is written."""
        locale = _BRITISH if self.code == DEFAULT else self.code
        return format_date(day, "long", locale=locale)

    def value(self, measure: Measure, cell: Cell | None) -> str:
        """Return a figure as it stands within a sentence."""
        return value_text(measure, cell, self.writing)

    def interval(self, measure: Measure, cell: Cell | None) -> str:
        """Return the interval of a figure as it stands within a sentence."""
        return interval_text(measure, cell, self.writing)

    def period(self, opened: date, closed: date) -> str:
        """Return two dates, neither of them broken over two lines, or the one day that both are."""
        return self._of_two_days(opened, closed, "general.period") or self._whole(opened)

    def when(self, opened: date, closed: date) -> str:
        """Return the dates within a sentence: `between … and …`, or `on …`."""
        between = self._of_two_days(opened, closed, "general.between")
        return between or self.says("general.on", day=self._whole(opened))

    def _of_two_days(self, opened: date, closed: date, key: str) -> str:
        if opened == closed:
            return ""
        return self.says(key, opened=self._whole(opened), closed=self._whole(closed))

    def _whole(self, day: date) -> str:
        return self.day(day).replace(" ", "\u00a0")

    def listed(self, names: Sequence[str]) -> str:
        """Return `A`, `A and B`, or `A, B and C`."""
        if len(names) < 2:
            return "".join(names)
        return self.says("general.list", first=", ".join(names[:-1]), last=names[-1])

    def noun(self, name: str) -> str:
        """Return what a column of contacts is called, `company size` for `company_size`."""
        words = name.replace("_", " ")
        return words[:1].upper() + words[1:] if self.capital_nouns else words

    def quoted(self, text: str) -> str:
        """Return the text in quotation marks."""
        return self.says("general.quoted", text=text)


def _unbroken(text: str) -> str:
    """Return the text with its percent signs held to their numbers at the end of a line."""
    return text.replace(" %", "\u00a0%").replace("-%", "\u2011%")


@cache
def language(code: str) -> Language:
    """Return the language asked for: that of `de-AT` is `de`, and of what has no file English."""
    file = files(__name__) / f"{code}.toml"
    if not file.is_file():
        return language(code.rpartition("-")[0] or DEFAULT)
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    general = tables["general"]
    keys = ("numbers", "decimal", "dative_after", "capital_nouns")
    numbers, decimal, dative, capital = (general.pop(key) for key in keys)
    texts = {
        f"{table}.{key}": _unbroken(text)
        for table, rest in tables.items()
        for key, text in rest.items()
    }
    writing = Writing(decimal, texts["general.to"])
    return Language(code, texts, numbers, writing, tuple(dative), capital)
