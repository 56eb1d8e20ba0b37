"""`supplier_grid`: the same scale for every supplier, so that one respondent's ratings compare."""

from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    ChoiceRow,
    Choices,
    OneOfEachRow,
    Points,
    scale_choices,
)
from questionnaires.kinds.rating import scale_of
from questionnaires.schema import Question, Subject


class SupplierGrid(OneOfEachRow):
    """One row a supplier; required means every row, for which 'not applicable' is an answer."""

    name: ClassVar[str] = "supplier_grid"
    measure: ClassVar[Literal["scale"]] = "scale"
    fields: ClassVar[frozenset[str]] = frozenset({"scale"})
    needs: ClassVar[frozenset[str]] = frozenset({"scale"})
    subjects: ClassVar[frozenset[Subject | None]] = frozenset({None, "suppliers"})

    def points(self, question: Question) -> Points:
        return Points(1, scale_of(question).points)

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(str(point) for point in range(1, scale_of(question).points + 1))

    def control(self, asked: Asked) -> Choices:
        scale = scale_of(asked.question)
        choices = scale_choices(self.points(asked.question), not_applicable=scale.not_applicable)
        rows = tuple(ChoiceRow(asked.name(row), choices, row) for row in asked.suppliers)
        return Choices("scale", rows, scale.low, scale.high)
