"""A comment as it is searched: nothing invisible, plain letters and digits, and their places."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from questionnaires.characters import invisible

# Square metres are no code of letters and digits.
_SQUARE_AND_CUBE = frozenset("\u00b2\u00b3")
_LINE_ENDS = frozenset("\n\x0b\x0c\x85\u2028\u2029")


class Span(NamedTuple):
    """A stretch of a text: the positions of its first character and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without what nobody sees, and where each of its characters stood in the original.

    Left out are invisible characters and the marks that lie over a letter of their own; wide,
    bold and circled letters and the digits of all scripts are written plainly. `places` holds one
    position in the original for each character, and the original's length at the end.
    """

    text: str = field(repr=False)
    places: Sequence[int]

    @staticmethod
    def of(original: str) -> "Plain":
        """Return any text in its plain form."""
        if original.isascii() and original.replace("\n", "").isprintable():
            return Plain(original, range(len(original) + 1))
        written = [(plain, place) for place, c in enumerate(original) for plain in _plain(c)]
        places = [*(place for _, place in written), len(original)]
        return Plain("".join(c for c, _ in written), places)

    def original(self, start: int, end: int) -> Span:
        """Return where a stretch of the plain text stands in the original.

        It takes the invisible along that follows its last character, and where one character was
        written as several, the whole of it. Refuses (ValueError) an empty stretch.
        """
        if not 0 <= start < end < len(self.places):
            raise ValueError("an empty stretch, or one outside the text")
        return Span(self.places[start], max(self.places[end], self.places[end - 1] + 1))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what is searched in place of one character; '' for what nobody sees."""
    if character.isspace():
        return "\n" if character in _LINE_ENDS else " "
    if invisible(character) or unicodedata.category(character) in ("Mn", "Me"):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in _SQUARE_AND_CUBE:
        return character
    simple = unicodedata.normalize("NFKC", character)
    return simple if len(simple) == 1 or simple.isalnum() else character
