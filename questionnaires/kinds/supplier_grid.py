"""`supplier_grid`: the same scale for every supplier, so that one respondent's ratings compare."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Cell,
    ChoiceRow,
    Choices,
    Item,
    OneOfEachRow,
    Points,
    Rows,
    scale_choices,
)
from questionnaires.kinds.rating import scale_of
from questionnaires.schema import NOT_APPLICABLE, Pair, Question, Subject


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
        rows = tuple(
            ChoiceRow(asked.name(row), choices, (Item(row),), row) for row in asked.suppliers
        )
        return Choices("scale", rows, scale.low, scale.high)

    def items(self, question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
        return tuple(suppliers)

    def pairs(self, question: Question, suppliers: Sequence[str]) -> tuple[Pair, ...]:
        return tuple(combinations(suppliers, 2))

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield the rating of each supplier, and both ratings of each pair of suppliers."""
        yield from super().cells(question, rows)
        rated = [row for row, value in rows.items() if value != NOT_APPLICABLE]
        for a, b in combinations(rated, 2):
            yield Cell(a, f"{rows[a]}.{rows[b]}", against=b)
