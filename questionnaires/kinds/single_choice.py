"""`single_choice`: one of a list of options."""

from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Choice,
    ChoiceRow,
    Choices,
    OneOfEachRow,
)
from questionnaires.schema import Question, Subject


class SingleChoice(OneOfEachRow):
    """Exactly one option, in the order the definition lists them."""

    name: ClassVar[str] = "single_choice"
    measure: ClassVar[Literal["nominal"]] = "nominal"
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needs: ClassVar[frozenset[str]] = frozenset({"options"})
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(option.id for option in question.options or ())

    def control(self, asked: Asked) -> Choices:
        choices = tuple(Choice(option.id, option.text) for option in asked.question.options or ())
        return Choices("list", (ChoiceRow(asked.name(), choices),))
