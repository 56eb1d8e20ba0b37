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
    """Every item is shown at once; the best and the worst must be two different ones.

    One without the other is asked for: it would count for nothing, since of the few who gave only
    one it would follow by subtracting those who gave both.
    """

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
        if isinstance(rows, list) or not rows:
            return rows
        if BEST not in rows:
            return [FieldError(asked.name(BEST), "best_missing")]
        if WORST not in rows:
            return [FieldError(asked.name(WORST), "worst_missing")]
        return [FieldError(asked.name(WORST), "best_is_worst")] if _are_one(rows) else rows

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield `price.best` and `service.worst`: whoever answered was shown every item."""
        for row, item in rows.items():
            yield Cell(None, f"{item}.{row}")


def _are_one(rows: Rows) -> bool:
    return rows[BEST] == rows[WORST]
