"""Sentences that are translated where they are shown: a text, and the values that fill it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from babel import Locale


class Sentence(str):
    """An English sentence that still knows the text and the values it was made of.

    The text names its values as `%(name)s`, and a literal `%` is doubled where it has any. A value
    may be a sentence itself, or a language, and is translated with it. The text is written where
    the sentence is made, so that the catalogues find it there.
    """

    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, /, **values: object) -> "Sentence":
        """Return the sentence in English."""
        made = super().__new__(cls, _filled(text, values, str, _in_english))
        made.text, made.values = text, MappingProxyType(values)
        return made

    def said(self, translated: Callable[[str], str], written: Callable[[object], str]) -> str:
        """Return it in another language, by what translates a text and what writes a value."""
        return _filled(self.text, self.values, translated, written)


def _filled(
    text: str,
    values: Mapping[str, object],
    translated: Callable[[str], str],
    written: Callable[[object], str],
) -> str:
    wanted = translated(text)
    return wanted % {name: written(value) for name, value in values.items()} if values else wanted


def _in_english(value: object) -> str:
    if isinstance(value, Locale):
        return value.english_name or str(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
