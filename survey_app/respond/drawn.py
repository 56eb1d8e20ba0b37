"""A questionnaire as one group of contacts meets it, as values that the templates only place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One value to tick; its label may hold markup that keeps a name or a language apart."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Values of which one may be ticked; `title` says what the row is about, if it is one of many.

    Where several may be ticked, there is one row without a title.
    """

    name: str
    title: str
    points: tuple[Point, ...]
    no_experience: Point | None
    low: str
    high: str
    problem: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box for words, with those already typed."""

    name: str
    limit: int
    typed: str
    problem: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A box for a number, with what is already typed; `span` tells which numbers it takes."""

    name: str
    unit: str
    span: str
    signed: bool
    typed: str
    problem: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a question is asked: a hint for people, a field and its values for the script."""

    hint: str
    field: str
    values: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `shape` names the macro that draws its rows or its box.

    `about` is the account manager's name where the text does not say it.
    """

    key: str
    text: str
    about: str
    help: str
    optional: bool
    rule: Rule | None
    shape: str
    rows: tuple[Row, ...]
    box: Box | Quantity | None


@dataclass(frozen=True, slots=True)
class Part:
    """One section; `about` is the account manager's name where the title does not say it."""

    id: str
    title: str
    about: str
    intro: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One question in the summary of what is wrong, with the rows or the box concerned."""

    question: str
    concerned: tuple[Row | Box | Quantity, ...]
