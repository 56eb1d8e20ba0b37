"""`nps`: how likely a recommendation is, 0 to 10 (Reichheld 2003)."""

from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    ChoiceRow,
    Choices,
    OneOfEachRow,
    Points,
    scale_choices,
)
from questionnaires.schema import Question, Subject

POINTS = Points(0, 10)
OFFERED = tuple(str(point) for point in range(11))


class Nps(OneOfEachRow):
    """A point from 0 to 10: detractors to 6, passives 7 and 8, promoters 9 and 10."""

    name: ClassVar[str] = "nps"
    measure: ClassVar[Literal["nps"]] = "nps"
    fields: ClassVar[frozenset[str]] = frozenset()
    needs: ClassVar[frozenset[str]] = frozenset()
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> Points:
        return POINTS

    def options(self, question: Question) -> tuple[str, ...]:
        return OFFERED

    def control(self, asked: Asked) -> Choices:
        choices = scale_choices(POINTS, not_applicable=False)
        return Choices("scale", (ChoiceRow(asked.name(), choices),))
