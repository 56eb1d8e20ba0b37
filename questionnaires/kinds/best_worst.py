"""`best_worst`: the best and the worst of a list (Louviere's best-worst scaling, case 1)."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Cell,
    ChoiceRow,
    Choices,
    FieldError,
    OneOfEachRow,
    Posted,
    Rows,
    item_choices,
)
from questionnaires.schema import Question, Subject

BEST, WORST = "best", "worst"


class BestWorst(OneOfEachRow):
    """Every item is shown at once; the best and the worst must be two different ones."""

    name: ClassVar[str] = "best_worst"
    measure: ClassVar[Literal["extremes"]] = "extremes"
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset({None, "suppliers"})

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(option.id for option in question.options or ())

    def control(self, asked: Asked) -> Choices:
        choices = item_choices(asked.question, asked.suppliers)
        rows = tuple(ChoiceRow(asked.name(row), choices, row=row) for row in (BEST, WORST))
        return Choices("extremes", rows)

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        rows = super().parse(asked, posted)
        if isinstance(rows, list) or rows.get(BEST) != rows.get(WORST):
            return rows
        return [FieldError(asked.name(WORST), "best_is_worst")] if rows else rows

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield `price.best` and `service.worst`: whoever answered was shown every item.

        One without the other counts for nothing: of the few who gave only one it would follow by
        subtracting those who gave both.
        """
        if rows.keys() != {BEST, WORST}:
            return
        for row, item in rows.items():
            yield Cell(None, f"{item}.{row}")
