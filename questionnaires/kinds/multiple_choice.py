"""`multiple_choice`: any number of a list of options."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Cell,
    ChoiceRow,
    Choices,
    FieldError,
    OfTheQuestion,
    Posted,
    Rows,
    item_choices,
)
from questionnaires.schema import Question, Subject

TICKED = "ticked"


class MultipleChoice(OfTheQuestion):
    """The options ticked, one field repeated; none ticked is no answer."""

    name: ClassVar[str] = "multiple_choice"
    measure: ClassVar[Literal["multiple"]] = "multiple"
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(option.id for option in question.options or ())

    def control(self, asked: Asked) -> Choices:
        choices = item_choices(asked.question, asked.suppliers)
        return Choices("several", (ChoiceRow(asked.name(), choices),))

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        [row] = self.control(asked).rows
        values = [value for value in posted.get(row.name, ()) if value]
        if not values:
            return [FieldError(row.name, "required")] if asked.question.required else {}
        if len(set(values)) < len(values):
            return [FieldError(row.name, "ticked_twice")]
        if not {choice.value for choice in row.choices}.issuperset(values):
            return [FieldError(row.name, "not_offered")]
        return dict.fromkeys(values, TICKED)

    def posted(self, asked: Asked, rows: Rows) -> Posted:
        if not set(rows.values()) <= {TICKED}:
            raise ValueError(f"{asked.key} holds something else than ticks")
        return {asked.name(): list(rows)}

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield each option ticked, and how many they were."""
        for option in rows:
            yield Cell(None, option)
        yield Cell(value=len(rows))
