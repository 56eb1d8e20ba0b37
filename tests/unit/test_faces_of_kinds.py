"""Each kind of question has all its faces: it is parsed, drawn, counted, released and reported."""

import pytest

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, Choices, NumberBox, TextBox
from questionnaires.schema import Question
from reports.disclosure.answers import FIGURES
from reports.disclosure.comparisons import COMPARISONS
from reports.sections.themes import BLOCKS
from tests.kinds_study import ALL_KINDS

SUPPLIERS = ("client", "rival", "third")
QUESTIONS = [
    Question.model_validate(question)
    for section in ALL_KINDS["sections"]
    for question in section["questions"]
]


def test_the_study_of_all_kinds_asks_every_one() -> None:
    assert {question.kind for question in QUESTIONS} == set(KINDS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_no_face_of_a_kind_is_missing(question: Question) -> None:
    kind = KINDS[question.kind]
    drawn = kind.control(Asked(question, SUPPLIERS))

    assert kind.parse(Asked(question, SUPPLIERS), {}) is not None
    assert isinstance(drawn, Choices | TextBox | NumberBox)
    assert kind.measure == "text" or kind.measure in {**FIGURES, **COMPARISONS}
    assert kind.measure in BLOCKS
