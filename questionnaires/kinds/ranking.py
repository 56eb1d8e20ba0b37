"""`ranking`: items in order, 1 the best; one that a respondent cannot place is left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Cell,
    Choice,
    ChoiceRow,
    Choices,
    FieldError,
    OneOfEachRow,
    Posted,
    Rows,
    item_ids,
    items_of,
)
from questionnaires.schema import Question, Subject


class Ranking(OneOfEachRow):
    """Positions 1, 2, 3 …, each given once and none skipped; required means every item."""

    name: ClassVar[str] = "ranking"
    measure: ClassVar[Literal["ranking"]] = "ranking"
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset({None, "suppliers"})

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return ()

    def items(self, question: Question, suppliers: Sequence[str]) -> tuple[str, ...]:
        return item_ids(question, suppliers)

    def control(self, asked: Asked) -> Choices:
        items = items_of(asked.question, asked.suppliers)
        choices = tuple(Choice(str(place)) for place in range(1, len(items) + 1))
        rows = tuple(ChoiceRow(asked.name(i.id), choices, (i,), i.id) for i in items)
        return Choices("positions", rows)

    def parse(self, asked: Asked, posted: Posted) -> Rows | list[FieldError]:
        rows = super().parse(asked, posted)
        if isinstance(rows, list):
            return rows
        times = Counter(rows.values())
        errors = [
            FieldError(asked.name(item), "position_twice", limit=int(place))
            for item, place in rows.items()
            if times[place] > 1
        ]
        return errors or _skipped(asked, rows) or rows

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        """Yield the position of each item, and the whole order as `first>second>third`."""
        for item, place in rows.items():
            yield Cell(item, place, int(place))
        yield Cell(None, ">".join(sorted(rows, key=lambda item: int(rows[item]))))


def _skipped(asked: Asked, rows: Rows) -> list[FieldError]:
    given = {int(place) for place in rows.values()}
    missing = next((place for place in range(1, len(given) + 1) if place not in given), None)
    if missing is None:
        return []
    late = next(item for item, place in rows.items() if int(place) > missing)
    return [FieldError(asked.name(late), "position_skipped", limit=missing)]
