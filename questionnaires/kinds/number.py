"""`number`: a quantity between two bounds, in whole steps from the lower one."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal, NamedTuple

from questionnaires.kinds.base import (
    Asked,
    Cell,
    FieldError,
    NumberBox,
    OfTheQuestion,
    Posted,
    Rows,
)
from questionnaires.schema import Question, Subject

MOST_PLACES = 9
# Spaces group digits by thousands and by nothing else: "2 5" may be two numbers.
_NUMBER = re.compile(
    rf"([+-]?) ?(\d{{1,15}}|\d{{1,3}}(?: \d{{3}}){{1,4}})(?:\.(\d{{1,{MOST_PLACES}}}))?"
)
# A typographer's minus, the Arabic decimal sign, the spaces of every width, the mark of direction.
_PLAIN = str.maketrans(
    {"−": "-", "\u066b": ".", ",": ".", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200e": None}
)
THOUSANDS = 3


class Bounds(NamedTuple):
    """The least and the greatest number, and the step between two of them."""

    low: Decimal
    high: Decimal
    step: Decimal

    def steps(self, number: Decimal) -> Decimal:
        """Return how many steps above the least a number is."""
        return (number - self.low) / self.step


def bounds_of(question: Question) -> Bounds:
    """Return the bounds that the definition check has made sure of."""
    if question.min is None or question.max is None:
        raise ValueError(f"the question {question.id} has no bounds")
    step = 1 if question.step is None else question.step
    return Bounds(*(Decimal(str(number)) for number in (question.min, question.max, step)))


def plain(number: Decimal) -> str:
    """Return `1000` or `2.5`: without an exponent and without zeros at the end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class Number(OfTheQuestion):
    """Summed up in steps above the lower bound; single numbers are kept nowhere."""

    name: ClassVar[str] = "number"
    measure: ClassVar[Literal["number"]] = "number"
    fields: ClassVar[frozenset[str]] = frozenset({"min", "max", "step", "unit"})
    needs: ClassVar[frozenset[str]] = frozenset({"min", "max"})
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return ()

    def control(self, asked: Asked) -> NumberBox:
        low, high, step = (plain(number) for number in bounds_of(asked.question))
        return NumberBox(asked.name(), low, high, step, asked.question.unit)

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        box, bounds = self.control(asked), bounds_of(asked.question)
        values = [value for value in posted.get(box.name, ()) if value.strip()]
        if len(values) > 1:
            return [FieldError(box.name, "repeated")]
        if not values:
            return [FieldError(box.name, "required")] if asked.question.required else {}
        number = typed_number(values[0], bounds)
        span = (box.low, box.high, box.step)
        if number is None:
            return [FieldError(box.name, "not_a_number", range=span)]
        if not bounds.low <= number <= bounds.high:
            return [FieldError(box.name, "out_of_range", range=span)]
        if bounds.steps(number) % 1:
            return [FieldError(box.name, "off_step", range=span)]
        return {"": plain(number)}

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        for number in rows.values():
            yield Cell(value=int(bounds_of(question).steps(Decimal(number))))


def typed_number(text: str, bounds: Bounds) -> Decimal | None:
    """Return the number typed with a decimal point or comma; None for anything else.

    Three digits after the sign may be a thousand grouped: where the step asks for no such detail,
    nobody can tell, so that is none.
    """
    found = _NUMBER.fullmatch(text.strip().translate(_PLAIN))
    if found is None:
        return None
    sign, whole, fraction = found.groups()
    whole = whole.replace(" ", "")
    if fraction and len(fraction) == THOUSANDS > places(bounds):
        return None
    return Decimal(f"{sign}{whole}.{fraction or 0}")


def places(bounds: Bounds) -> int:
    """Return how many decimals the most detailed of the numbers has; below 0 for round ones."""
    exponents = (number.normalize().as_tuple().exponent for number in bounds)
    return max(-exponent for exponent in exponents if isinstance(exponent, int))
