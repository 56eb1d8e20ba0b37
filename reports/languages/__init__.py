"""The sentences of a report, one file per language, chosen by the story and filled with figures."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its texts by `table.key`, its months, and its words for small numbers."""

    code: str
    texts: Mapping[str, str]
    months: Sequence[str]
    numbers: Sequence[str]

    def says(self, key: str, **names: str) -> str:
        """Return the text of that key with its names filled in; KeyError where one is missing."""
        return self.texts[key].format_map(names)

    def counted(self, number: int) -> str:
        """Return a small number as a word; a large one as 'many', never as digits."""
        return self.numbers[number] if number < len(self.numbers) else self.texts["general.many"]

    def day(self, day: date) -> str:
        """Return a date as it is written."""
        month = self.months[day.month - 1]
        return self.says("general.date", day=str(day.day), month=month, year=str(day.year))

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

    def quoted(self, text: str) -> str:
        """Return the text in quotation marks."""
        return self.says("general.quoted", text=text)


@cache
def language(code: str) -> Language:
    """Return the language asked for, or English where there is no file of it yet."""
    file = files(__name__) / f"{code}.toml"
    if not file.is_file():
        return language(DEFAULT)
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    general = tables["general"]
    months, numbers = general.pop("months"), general.pop("numbers")
    texts = {f"{table}.{key}": text for table, rest in tables.items() for key, text in rest.items()}
    return Language(code, texts, months, numbers)
