"""`rating`: one point on a scale."""

from typing import ClassVar, Literal

from questionnaires.kinds.base import (
    Asked,
    ChoiceRow,
    Choices,
    OneOfEachRow,
    Points,
    scale_choices,
)
from questionnaires.schema import Question, Scale, Subject


def scale_of(question: Question) -> Scale:
    """Return the scale that the definition check has made sure of."""
    if question.scale is None:
        raise ValueError(f"the question {question.id} has no scale")
    return question.scale


class Rating(OneOfEachRow):
    """A point from 1 to the scale's last, or 'not applicable' where the scale allows it."""

    name: ClassVar[str] = "rating"
    measure: ClassVar[Literal["scale"]] = "scale"
    fields: ClassVar[frozenset[str]] = frozenset({"scale"})
    needs: ClassVar[frozenset[str]] = frozenset({"scale"})
    subjects: ClassVar[frozenset[Subject | None]] = frozenset(
        {None, "suppliers", "account_managers"}
    )

    def points(self, question: Question) -> Points:
        return Points(1, scale_of(question).points)

    def options(self, question: Question) -> tuple[str, ...]:
        return tuple(str(point) for point in range(1, scale_of(question).points + 1))

    def control(self, asked: Asked) -> Choices:
        scale = scale_of(asked.question)
        choices = scale_choices(self.points(asked.question), not_applicable=scale.not_applicable)
        return Choices("scale", (ChoiceRow(asked.name(), choices),), scale.low, scale.high)
