"""`head_to_head`: two items at a time, of which the first is better, the same or worse."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    Cell,
    Choice,
    ChoiceRow,
    Choices,
    OneOfEachRow,
    Rows,
    item_ids,
    items_of,
)
from questionnaires.schema import NOT_APPLICABLE, Pair, Question, Subject

OUTCOMES = ("better", "same", "worse")


class HeadToHead(OneOfEachRow):
    """One row a pair, in the order of the items: `first.second`. Ties are an answer.

    Nobody must know both of two suppliers, so 'not applicable' is an answer about them.
    """

    name: ClassVar[str] = "head_to_head"
    measure: ClassVar[Literal["pairs"]] = "pairs"
    fields: ClassVar[frozenset[str]] = frozenset({"options", "pairs"})
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset({None, "suppliers"})

    def points(self, question: Question) -> None:
        return None

    def options(self, question: Question) -> tuple[str, ...]:
        return OUTCOMES

    def pairs(self, question: Question, suppliers: Sequence[str]) -> tuple[Pair, ...]:
        if isinstance(question.pairs, tuple):
            return question.pairs
        return tuple(combinations(item_ids(question, suppliers), 2))

    def control(self, asked: Asked) -> Choices:
        question = asked.question
        items = {item.id: item for item in items_of(question, asked.suppliers)}
        choices = tuple(Choice(outcome) for outcome in OUTCOMES)
        if question.options is None:
            choices = (*choices, Choice(NOT_APPLICABLE))
        rows = tuple(
            ChoiceRow(asked.name(f"{a}.{b}"), choices, (items[a], items[b]), f"{a}.{b}")
            for a, b in self.pairs(question, asked.suppliers)
        )
        return Choices("pairs", rows)

    def cells(self, question: Question, rows: Rows) -> Iterator[Cell]:
        for row, outcome in rows.items():
            if outcome != NOT_APPLICABLE:
                first, second = row.split(".")
                yield Cell(first, outcome, against=second)
