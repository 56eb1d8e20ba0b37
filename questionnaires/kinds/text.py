"""`text`: a comment in the respondent's own words."""

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar, Literal

from questionnaires.characters import invisible
from questionnaires.kinds.base import (
    Asked,
    Cell,
    FieldError,
    OfTheQuestion,
    Posted,
    Rows,
    TextBox,
)
from questionnaires.schema import Question, Subject

DEFAULT_MAX_LENGTH = 2000
# Sorting a run of combining marks takes the square of its length: 100,000 of them took 8 s.
MAX_MARKS = 100
# NFC shortens no text to less than a third; what is far longer is not worth the work.
MAX_SHRINKING = 4

# Joiners spell Persian, Indic scripts and emoji families, and a selector says whether a sign is
# drawn in colour; elsewhere both are an invisible mark.
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINED = f"\u0600-\u109f\u1780-\u18af\U00011000-\U00011fff{_PICTURES}"
_STRAY_SELECTOR = re.compile(f"(?<![{_PICTURES}])[\ufe0e\ufe0f]")
_STRAY_JOINER = re.compile(f"(?<![{_JOINED}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")


def cleaned(text: str) -> str:
    """Return the text in NFC, without control and other invisible characters.

    Invisible characters could carry a mark by which somebody traces their own or another's words.
    Text without a letter, digit or picture counts as nothing said.
    """
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    text = _STRAY_JOINER.sub("", _STRAY_SELECTOR.sub("", _seen(text)))
    text = unicodedata.normalize("NFC", _without_piles(text)).strip()
    return text if any(c.isalnum() or unicodedata.category(c) == "So" for c in text) else ""


def _seen(text: str) -> str:
    hidden = (c for c in set(text) - {"\u200c", "\u200d"} if invisible(c))
    return text.translate(dict.fromkeys(map(ord, hidden)))


def _without_piles(text: str) -> str:
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    pile = f"([{marks}]{{{MAX_MARKS}}})[{marks}]+"
    return re.sub(pile, r"\1", text) if marks else text


class Text(OfTheQuestion):
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
        typed = values[0] if values else ""
        text = cleaned(typed) if len(typed) <= MAX_SHRINKING * box.max_length else typed
        if len(text) > box.max_length:
            return [FieldError(box.name, "too_long", box.max_length, len(text))]
        if not text:
            return [FieldError(box.name, "required")] if asked.question.required else {}
        return {"": text}

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        return iter(())
