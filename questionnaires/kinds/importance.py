"""`importance`: how much each item counts, every one on the same scale."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    ChoiceRow,
    Choices,
    OneOfEachRow,
    Points,
    item_ids,
    items_of,
    scale_choices,
)
from questionnaires.kinds.rating import scale_of
from questionnaires.schema import Question, Subject


class Importance(OneOfEachRow):
    """One row an item; required means every row, for which 'not applicable' is an answer."""

    name: ClassVar[str] = "importance"
    measure: ClassVar[Literal["importance"]] = "importance"
    fields: ClassVar[frozenset[str]] = frozenset({"scale", "options"})
    needs: ClassVar[frozenset[str]] = frozenset({"scale"})
    subjects: ClassVar[frozenset[Subject | None]] = frozenset({None, "suppliers"})

    def points(self, question: Question) -> Points:
        return Points(1, scale_of(question).points)

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(str(point) for point in range(1, scale_of(question).points + 1))

    def items(self, question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
        return item_ids(question, suppliers)

    def control(self, asked: Asked) -> Choices:
        scale = scale_of(asked.question)
        choices = scale_choices(self.points(asked.question), not_applicable=scale.not_applicable)
        rows = tuple(
            ChoiceRow(asked.name(item.id), choices, (item,), item.id)
            for item in items_of(asked.question, asked.suppliers)
        )
        return Choices("scale", rows, scale.low, scale.high)
