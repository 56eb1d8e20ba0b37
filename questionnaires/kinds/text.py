"""`text`: a comment in the respondent's own words."""

import unicodedata
from collections.abc import Iterator
from typing import ClassVar, Literal

from questionnaires.kinds.base import Asked, Cell, FieldError, Posted, Rows, TextBox
from questionnaires.schema import Question, Subject

DEFAULT_MAX_LENGTH = 2000
# Joiners spell Persian, Indic scripts and emoji families; between Latin letters they are a mark.
_JOINERS = "\u200c\u200d"
_LAST_LATIN = "\u024f"
_VARIATIONS = range(0xE0100, 0xE01F0)


def cleaned(text: str) -> str:
    """Return the text in NFC, without control and other invisible characters.

    Invisible characters could carry a mark by which somebody traces their own or another's words.
    Text without a letter or digit counts as nothing said.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for i, c in enumerate(text) if _kept(text, i)).strip()
    return text if any(c.isalnum() for c in text) else ""


def _kept(text: str, position: int) -> bool:
    character = text[position]
    if character in "\n\t":
        return True
    if character in _JOINERS:
        around = text[position - 1 : position] + text[position + 1 : position + 2]
        return len(around) == 2 and min(around) > _LAST_LATIN
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}
    return not hidden and ord(character) not in _VARIATIONS


class Text:
    """Words up to `max_length` characters; counted nowhere, kept as a single slip."""

    name: ClassVar[str] = "text"
    measure: ClassVar[Literal["text"]] = "text"
    fields: ClassVar[frozenset[str]] = frozenset({"max_length"})
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return ()

    def control(self, asked: Asked) -> TextBox:
        return TextBox(asked.name(), asked.question.max_length or DEFAULT_MAX_LENGTH)

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        box = self.control(asked)
        values = posted.get(box.name, ())
        if len(values) > 1:
            return [FieldError(box.name, "repeated")]
        text = cleaned(values[0]) if values else ""
        if len(text) > box.max_length:
            return [FieldError(box.name, "too_long", box.max_length, len(text))]
        if not text:
            return [FieldError(box.name, "required")] if asked.question.required else {}
        return {"": text}

    def cells(self, rows: Rows) -> Iterator[Cell]:
        return iter(())
