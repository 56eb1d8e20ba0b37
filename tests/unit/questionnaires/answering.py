"""Answers for tests: every kind of question as one respondent meets it, and what it takes."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from questionnaires.kinds import KINDS, Kind
from questionnaires.kinds.base import Asked, ChoiceRow, Choices, Control, NumberBox, Rows, TextBox
from questionnaires.kinds.multiple_choice import TICKED
from questionnaires.kinds.number import plain
from questionnaires.kinds.text import cleaned
from questionnaires.schema import Question
from tests.unit.questionnaires.making import Fields, loaded, question, section

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])

SUPPLIERS = ("client", "rival", "third")
# Each kind by its options and by the suppliers, and the bounds that a number may have.
VARIANTS: Mapping[str, tuple[str, Fields]] = {
    **{name: (name, {}) for name in KINDS},
    **{
        f"{name} of suppliers": (name, {"options": None})
        for name in ("ranking", "head_to_head", "best_worst", "importance", "multiple_choice")
    },
    "some pairs": ("head_to_head", {"pairs": [["care", "price"], ["price", "speed"]]}),
    "a number below nought": ("number", {"min": -1.5, "max": 3, "step": 0.25}),
    "a large number": ("number", {"min": 10, "max": 1_000_010, "step": 1000}),
    "a fine number": ("number", {"min": 0, "max": 1, "step": 0.001}),
    "a number without a step": ("number", {"min": 1, "max": 7, "step": None}),
    "a required ranking": ("ranking", {"required": True}),
}


def asked(kind: str, *, manager: str | None = None, **changes: Any) -> Asked:
    """Return a question of this kind; a change to None leaves the field out."""
    fields = question("q", kind, **changes)
    given = {name: value for name, value in fields.items() if value is not None}
    made: Question = loaded(section(given)).question("q")
    return Asked(made, SUPPLIERS, manager)


def variant(name: str) -> Asked:
    """Return the question of that variant."""
    kind, changes = VARIANTS[name]
    return asked(kind, **changes)


def kind_of(asked_: Asked) -> Kind:
    return KINDS[asked_.question.kind]


def control_of(asked_: Asked) -> Control:
    return kind_of(asked_).control(asked_)


def rows_of(asked_: Asked) -> tuple[ChoiceRow, ...]:
    """Return the rows of a question that is answered by ticking."""
    control = control_of(asked_)
    assert isinstance(control, Choices)
    return control.rows


def fields_of(asked_: Asked) -> list[str]:
    """Name every field of a question, in the order of the page."""
    control = control_of(asked_)
    return [row.name for row in control.rows] if isinstance(control, Choices) else [control.name]


def answers(asked_: Asked) -> st.SearchStrategy[Rows]:
    """Draw any answer that the question takes, none among them unless it is required."""
    control = control_of(asked_)
    if isinstance(control, TextBox):
        words = st.text(min_size=1, max_size=control.max_length).map(cleaned)
        return words.map(lambda text: {"": text} if text else {})
    if isinstance(control, NumberBox):
        return _numbers(control)
    return _ticks(control, required=asked_.question.required)


def _numbers(box: NumberBox) -> st.SearchStrategy[Rows]:
    low, high, step = Decimal(box.low), Decimal(box.high), Decimal(box.step)
    steps = st.integers(0, int((high - low) / step))
    return steps.map(lambda number: {"": plain(low + number * step)})


def _ticks(control: Choices, *, required: bool) -> st.SearchStrategy[Rows]:
    rows = [row.row for row in control.rows]
    values = [choice.value for choice in control.rows[0].choices]
    if control.layout == "several":
        return st.sets(st.sampled_from(values)).map(lambda some: dict.fromkeys(some, TICKED))
    if control.layout == "extremes":
        both = st.sampled_from([*permutations(values, 2)])
        return both.map(lambda pair: dict(zip(rows, pair, strict=True)))
    if control.layout == "positions":
        placed = st.permutations(rows)
        some = placed if required else st.tuples(placed, st.integers(0, len(rows))).map(_first)
        return some.map(lambda order: {row: str(place) for place, row in enumerate(order, 1)})
    given = st.dictionaries(st.sampled_from(rows), st.sampled_from(values))
    return given.map(lambda found: {row: found[row] for row in rows if row in found})


def _first(drawn: tuple[list[str], int]) -> list[str]:
    order, number = drawn
    return order[:number]


def questions_of_every_kind() -> list[Fields]:
    """Return one question a variant, each with an id of its own."""
    made = []
    for number, (kind, changes) in enumerate(VARIANTS.values()):
        fields = question(f"q{number}", kind, **changes)
        made.append({name: value for name, value in fields.items() if value is not None})
    return made
