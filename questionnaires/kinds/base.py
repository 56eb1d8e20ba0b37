"""What a kind of question must be able to do, and the values it does it with."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from questionnaires.schema import NOT_APPLICABLE, Pair, Question, Subject

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
class Item:
    """What is rated, ranked or compared: a supplier, or an option with words of its own."""

    id: str
    label: dict[str, str] | None = None

    @property
    def is_supplier(self) -> bool:
        """Say whether its name stands in the study and not in the questionnaire."""
        return self.label is None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to tick; without a label or an item it is a word or number the interface knows."""

    value: str
    label: dict[str, str] | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One set of choices of which one may be ticked; `items` is what the row is about.

    None for a single answer, one for a row of a grid, two for a pair. `row` is its key in Rows.
    """

    name: str
    choices: tuple[Choice, ...]
    items: tuple[Item, ...] = ()
    row: str = ""


Layout = Literal["scale", "list", "several", "positions", "pairs", "extremes"]
"""How rows of choices are drawn: along a scale; one below the other, of which one or several may
be ticked; a position for each item; two items against each other; the best and the worst."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Rows of choices and how they are laid out."""

    layout: Layout
    rows: tuple[ChoiceRow, ...]
    low: dict[str, str] | None = None
    high: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TextBox:
    """A box for words."""

    name: str
    max_length: int


@dataclass(frozen=True, slots=True)
class NumberBox:
    """A box for a number between two others, both of them as they are written."""

    name: str
    low: str
    high: str
    step: str
    unit: dict[str, str] | str | None = None


Control = Choices | TextBox | NumberBox
Complaint = Literal[
    "required",
    "not_offered",
    "repeated",
    "too_long",
    "not_a_number",
    "out_of_range",
    "off_step",
    "position_twice",
    "position_skipped",
    "best_is_worst",
    "best_missing",
    "worst_missing",
    "ticked_twice",
]


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one posted field; the interface words it. `range` is that of a number."""

    field: str
    complaint: Complaint
    limit: int | None = None
    actual: int | None = None
    range: tuple[str, str, str] = ("", "", "")


class Cell(NamedTuple):
    """What one answer adds to the tallies.

    `subject` is the item of its row, if it has one (`against` the other one of a pair), `option`
    what is counted, and `value` the whole number that is summed up; None where it is not.
    """

    subject: str | None = None
    option: str | None = None
    value: int | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The lowest and the highest point of a scale."""

    low: int
    high: int


Measure = Literal[
    "scale",
    "nps",
    "nominal",
    "text",
    "number",
    "multiple",
    "importance",
    "ranking",
    "pairs",
    "extremes",
]


class Kind(Protocol):
    """One kind of question. `measure` says which family of figures its counts become."""

    @property
    def name(self) -> str: ...

    @property
    def measure(self) -> Measure: ...

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

    def items(self, question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
        """Return the items that have counts of their own; none where the question itself has."""
        ...

    def pairs(self, question: Question, suppliers: Sequence[str]) -> tuple[Pair, ...]:
        """Return the pairs of items that one respondent's answers are compared within."""
        ...

    def control(self, asked: Asked) -> Control:
        """Return what to draw."""
        ...

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        """Return the valid answer (empty when nothing was answered), or what is wrong."""
        ...

    def posted(self, asked: Asked, rows: Rows) -> Posted:
        """Return the fields that `parse` reads this answer from."""
        ...

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield what a valid answer adds to the tallies; 'not applicable' adds nothing."""
        ...


class OfTheQuestion:
    """What all kinds share whose counts belong to the question itself."""

    def items(self, question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
        return ()

    def pairs(self, question: Question, suppliers: Sequence[str]) -> tuple[Pair, ...]:
        return ()

    def posted(self, asked: Asked, rows: Rows) -> Posted:
        return {asked.name(row): [value] for row, value in rows.items()}


def _parse_row(row: ChoiceRow, posted: Posted, *, required: bool) -> str | FieldError:
    values = [value for value in posted.get(row.name, ()) if value]
    if len(values) > 1:
        return FieldError(row.name, "repeated")
    if not values:
        return FieldError(row.name, "required") if required else ""
    offered = {choice.value for choice in row.choices}
    return values[0] if values[0] in offered else FieldError(row.name, "not_offered")


class OneOfEachRow(OfTheQuestion, ABC):
    """What all kinds share whose answer is one value ticked in each row."""

    @abstractmethod
    def control(self, asked: Asked) -> Choices: ...

    @abstractmethod
    def points(self, question: Question) -> Points | None: ...

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        required = asked.question.required
        outcomes = {
            row.row: _parse_row(row, posted, required=required) for row in self.control(asked).rows
        }
        errors = [outcome for outcome in outcomes.values() if isinstance(outcome, FieldError)]
        return errors or {row: str(value) for row, value in outcomes.items() if value}

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        rated = self.points(question) is not None
        for row, value in rows.items():
            if value != NOT_APPLICABLE:
                yield Cell(row or None, value, int(value) if rated else None)


def item_ids(question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the question's options, or of the suppliers where it lists none."""
    if question.options is None:
        return tuple(suppliers)
    return tuple(option.id for option in question.options)


def items_of(question: Question, suppliers: Sequence[str]) -> tuple[Item, ...]:
    """Return the question's options, or the suppliers where it lists none, as items."""
    if question.options is None:
        return tuple(Item(supplier) for supplier in suppliers)
    return tuple(Item(option.id, option.text) for option in question.options)


def item_choices(question: Question, suppliers: Sequence[str]) -> tuple[Choice, ...]:
    """Return a choice for each item, its value the item's id."""
    return tuple(Choice(item.id, item=item) for item in items_of(question, suppliers))


def scale_choices(points: Points, *, not_applicable: bool) -> tuple[Choice, ...]:
    """Return the points of a scale as choices, and 'not applicable' after them."""
    numbers = tuple(Choice(str(point)) for point in range(points.low, points.high + 1))
    return (*numbers, Choice(NOT_APPLICABLE)) if not_applicable else numbers
