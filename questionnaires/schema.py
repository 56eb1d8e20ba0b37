"""The questionnaire as a value: sections of questions, each of a kind, in one or more languages."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
)
from pydantic_core import PydanticCustomError

from questionnaires.characters import blank
from questionnaires.sentence import Sentence

RESERVED_IDS = frozenset({"best", "worst", "na"})
NOT_APPLICABLE = "na"
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


# What pydantic cannot say, by the kind of error under which it is raised.
RULES = {
    "id": Sentence(
        "an id is a lower-case letter followed by at most 31 lower-case letters, digits or "
        "underscores, and none of best, worst, na"
    ),
    "language": Sentence("a language is a code such as en, de or pt-BR"),
    "blank": Sentence("this text is empty"),
    "control": Sentence("this text holds a control character; remove it"),
}


def _error(kind: str) -> PydanticCustomError:
    return PydanticCustomError(kind, RULES[kind])


def _checked_id(value: str) -> str:
    if _ID.fullmatch(value) and value not in RESERVED_IDS:
        return value
    raise _error("id")


def _checked_language(value: str) -> str:
    if _LANGUAGE.fullmatch(value):
        return value
    raise _error("language")


def _written(value: str) -> str:
    if blank(value):
        raise _error("blank")
    if _CONTROL.search(value):
        raise _error("control")
    return value


def _text_value(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[
    str, AfterValidator(_checked_id), Field(json_schema_extra={"pattern": f"^{_ID.pattern}$"})
]
Language = Annotated[
    str,
    AfterValidator(_checked_language),
    Field(json_schema_extra={"pattern": f"^{_LANGUAGE.pattern}$"}),
]
Written = Annotated[str, AfterValidator(_written), Field(max_length=2000)]
Text = Annotated[dict[Language, Written], Field(min_length=1)]
Value = Annotated[
    str,
    BeforeValidator(_text_value),
    Field(max_length=200, json_schema_extra={"type": ["string", "integer"]}),
]
Number = Annotated[StrictInt | StrictFloat, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Pair = tuple[Id, Id]
Subject = Literal["suppliers", "account_managers"]


class Definition(BaseModel):
    """The base of every value read from a file: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Scale(Definition):
    """A rating scale from 1 to `points`, with the words at its two ends."""

    points: StrictInt = Field(ge=2, le=11)
    low: Text | None = None
    high: Text | None = None
    not_applicable: StrictBool = False


class Option(Definition):
    """One option to choose or to rank."""

    id: Id
    text: Text


class Condition(Definition):
    """The question is asked only if an earlier one was answered with one of these values."""

    question: Id
    values: Annotated[tuple[Value, ...], Field(min_length=1)] = Field(alias="is")


class Question(Definition):
    """One question; which of the optional fields it may have depends on its kind.

    `label` is the short name that reports give it in headlines, tables and charts.
    """

    id: Id
    kind: str
    text: Text
    label: Text | None = None
    help: Text | None = None
    scale: Scale | None = None
    options: tuple[Option, ...] | None = Field(default=None, max_length=60)
    pairs: Literal["all"] | tuple[Pair, ...] | None = None
    min: Number | None = None
    max: Number | None = None
    step: Number | None = None
    unit: Text | Written | None = None
    max_length: StrictInt | None = Field(default=None, ge=1, le=20_000)
    required: StrictBool = False
    show_if: Condition | None = None
    report: Text | None = None
    measures: Written | None = None


class Section(Definition):
    """A group of questions; `subject: account_managers` repeats it per person the contact knows."""

    id: Id
    title: Text
    intro: Text | None = None
    subject: Subject | None = None
    questions: tuple[Question, ...] = Field(min_length=1, max_length=200)


class Questionnaire(Definition):
    """A whole questionnaire. `check.problems` says what a single field cannot show."""

    title: Text
    intro: Text | None = None
    sections: tuple[Section, ...] = Field(min_length=1, max_length=60)

    def asked(self) -> Iterator[tuple[Section, Question]]:
        """Yield every question with its section, in the order asked."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    def question(self, question_id: str) -> Question:
        """Return the question of that id; raise KeyError where there is none."""
        for _, question in self.asked():
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def in_words(unit: dict[str, str] | str | None, language: str) -> str:
    """Return a unit, which is the same in every language when it was given as plain text."""
    return said(unit, language) if isinstance(unit, dict) else unit or ""


def said(text: dict[str, str], language: str) -> str:
    """Return the text in that language, or in the first one it has."""
    return text.get(language) or next(iter(text.values()))
