"""From a question's rows of choices to what the page shows of them, in this respondent's order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from questionnaires.kinds.base import Choice, ChoiceRow, Choices, Item, Posted
from questionnaires.schema import NOT_APPLICABLE
from survey_app.respond.drawn import Point, Row
from survey_app.respond.messages import Phrases

Ends = tuple[str, str]
"""The words at the two ends of a scale."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws the rows of one question.

    `order` is that of the suppliers on this page: no field's name and no value depends on it.
    `said` words a text of the questionnaire, `problem` what is wrong with a field.
    """

    phrases: Phrases
    suppliers: Mapping[str, str]
    order: tuple[str, ...]
    posted: Posted
    said: Callable[[Mapping[str, str] | None], str]
    problem: Callable[[str], str]

    def rows(self, control: Choices, ends: Ends) -> tuple[Row, ...]:
        several = control.layout == "several"
        shown = sorted(control.rows, key=lambda row: sorted(map(self._place, row.items)))
        return tuple(self._row(row, ends, several=several) for row in shown)

    def _row(self, row: ChoiceRow, ends: Ends, *, several: bool) -> Row:
        posted = set(self.posted.get(row.name, ())) - {""}
        # Of two different answers to one question neither is the one meant.
        ticked = posted if several or len(posted) == 1 else set()
        labels = self._labels(row)
        points = [
            Point(choice.value, labels(choice), choice.value in ticked)
            for choice in sorted(row.choices, key=lambda choice: self._place(choice.item))
        ]
        if self._is_turned(row):
            points.reverse()
        return Row(
            name=row.name,
            title=self._title(row),
            points=tuple(point for point in points if point.value != NOT_APPLICABLE),
            no_experience=next((p for p in points if p.value == NOT_APPLICABLE), None),
            low=ends[0],
            high=ends[1],
            problem=self.problem(row.name),
        )

    def _labels(self, row: ChoiceRow) -> Callable[[Choice], str]:
        known = {NOT_APPLICABLE: self.phrases.no_experience}
        if len(row.items) == 2:
            better, worse = map(self._is_better, row.items)
            known |= {"better": better, "same": self.phrases.about_the_same, "worse": worse}

        def label(choice: Choice) -> str:
            if choice.item:
                return self._name(choice.item)
            return self.said(choice.label) or known.get(choice.value, choice.value)

        return label

    def _title(self, row: ChoiceRow) -> str:
        if row.items:
            return Markup(" – ").join(map(self._name, sorted(row.items, key=self._place)))
        best, worst = self.phrases.extremes
        return {"best": best, "worst": worst}.get(row.row, "")

    def _is_turned(self, row: ChoiceRow) -> bool:
        """Say whether the second of a pair stands first on this page."""
        places = [self._place(item) for item in row.items]
        return places != sorted(places)

    def _is_better(self, item: Item) -> str:
        name = self._name(item)
        return self.phrases.is_better(name) if item.is_supplier else name

    def _name(self, item: Item) -> str:
        if item.is_supplier:
            return Markup("<bdi>{}</bdi>").format(self.suppliers[item.id])
        return self.said(item.label)

    def _place(self, item: Item | None) -> int:
        """Return where a supplier stands; options stay where the questionnaire puts them."""
        return self.order.index(item.id) if item and item.is_supplier else 0
