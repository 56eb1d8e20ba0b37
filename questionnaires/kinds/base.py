"""What a kind of question must be able to do, and the values it does it with."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from questionnaires.schema import NOT_APPLICABLE, Question, Subject

Posted = Mapping[str, Sequence[str]]
Rows = Mapping[str, str]
"""The valid answer to one asked question: row -> value; the row of a single answer is ''."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as one respondent meets it: about one account manager where it is repeated."""

    question: Question
    suppliers: tuple[str, ...]
    manager: str | None = None

    @property
    def key(self) -> str:
        """Return `responsive` or `responsive@am1`."""
        return f"{self.question.id}@{self.manager}" if self.manager else self.question.id

    def name(self, row: str = "") -> str:
        """Return the form field of the answer, or of one row of it."""
        return f"q.{self.key}.{row}" if row else f"q.{self.key}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to tick; without a label it is a number, or the interface's 'not applicable'."""

    value: str
    label: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One set of choices of which one may be ticked; a row of a grid names its supplier."""

    name: str
    choices: tuple[Choice, ...]
    supplier: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Rows of choices: side by side along a scale, or one below the other as a list."""

    layout: Literal["scale", "list"]
    rows: tuple[ChoiceRow, ...]
    low: dict[str, str] | None = None
    high: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TextBox:
    """A box for words."""

    name: str
    max_length: int


Control = Choices | TextBox
Complaint = Literal["required", "not_offered", "repeated", "too_long"]


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one posted field; the interface words it."""

    field: str
    complaint: Complaint
    limit: int | None = None
    actual: int | None = None


class Cell(NamedTuple):
    """One count an answer adds to: the supplier of its row, if it has one, and what was chosen."""

    supplier: str | None
    option: str


@dataclass(frozen=True, slots=True)
class Points:
    """The lowest and the highest point of a scale."""

    low: int
    high: int


class Kind(Protocol):
    """One kind of question. `measure` says which family of figures its counts become."""

    @property
    def name(self) -> str: ...

    @property
    def measure(self) -> Literal["scale", "nps", "nominal", "text"]: ...

    @property
    def fields(self) -> frozenset[str]:
        """Return which optional fields of Question this kind may have."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """Return which of them it must have."""
        ...

    @property
    def subjects(self) -> frozenset[Subject | None]:
        """Return the sections it makes sense in."""
        ...

    def points(self, question: Question) -> Points | None:
        """Return the scale its answers are counted on, if they are numbers."""
        ...

    def options(self, question: Question) -> tuple[str, ...]:
        """Return every value that is counted, in the order shown; none for words."""
        ...

    def control(self, asked: Asked) -> Control:
        """Return what to draw."""
        ...

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        """Return the valid answer (empty when nothing was answered), or what is wrong."""
        ...

    def cells(self, rows: Rows) -> Iterator[Cell]:
        """Yield the counts a valid answer adds to; 'not applicable' adds to none."""
        ...


def _parse_row(row: ChoiceRow, posted: Posted, *, required: bool) -> str | FieldError:
    values = [value for value in posted.get(row.name, ()) if value]
    if len(values) > 1:
        return FieldError(row.name, "repeated")
    if not values:
        return FieldError(row.name, "required") if required else ""
    offered = {choice.value for choice in row.choices}
    return values[0] if values[0] in offered else FieldError(row.name, "not_offered")


class OneOfEachRow(ABC):
    """What all kinds share whose answer is one value ticked in each row."""

    @abstractmethod
    def control(self, asked: Asked) -> Choices: ...

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        required = asked.question.required
        outcomes = {
            row.supplier or "": _parse_row(row, posted, required=required)
            for row in self.control(asked).rows
        }
        errors = [outcome for outcome in outcomes.values() if isinstance(outcome, FieldError)]
        return errors or {row: str(value) for row, value in outcomes.items() if value}

    def cells(self, rows: Rows) -> Iterator[Cell]:
        for row, value in rows.items():
            if value != NOT_APPLICABLE:
                yield Cell(row or None, value)


def scale_choices(points: Points, *, not_applicable: bool) -> tuple[Choice, ...]:
    """Return the points of a scale as choices, and 'not applicable' after them."""
    numbers = tuple(Choice(str(point)) for point in range(points.low, points.high + 1))
    return (*numbers, Choice(NOT_APPLICABLE)) if not_applicable else numbers
