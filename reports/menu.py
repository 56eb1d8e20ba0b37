"""The frozen menu: every row that a study could report, from its questionnaire and its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from questionnaires.schema import Question, Questionnaire
from reports.tally import Row


@dataclass(frozen=True)
class Menu:
    """The rows of one wave. Everything that counts, hides or draws asks here which rows exist."""

    questionnaire: Questionnaire
    suppliers: Sequence[str]
    managers: Sequence[str]

    @cached_property
    def study_questions(self) -> tuple[Question, ...]:
        """Return the counted questions asked once, about the study as a whole."""
        return tuple(
            q
            for section, q in self.questionnaire.asked()
            if section.subject != "account_managers"
            and q.kind != "supplier_grid"
            and KINDS[q.kind].measure != "text"
        )

    @cached_property
    def supplier_questions(self) -> tuple[Question, ...]:
        """Return the questions answered about each supplier."""
        return tuple(q for _, q in self.questionnaire.asked() if q.kind == "supplier_grid")

    @cached_property
    def manager_questions(self) -> tuple[Question, ...]:
        """Return the counted questions answered about each account manager."""
        return tuple(
            q
            for section, q in self.questionnaire.asked()
            if section.subject == "account_managers" and KINDS[q.kind].measure != "text"
        )

    @cached_property
    def pooled_manager_questions(self) -> frozenset[str]:
        """Return the rating questions whose answers make up an account manager's pooled score."""
        return _poolable(self.manager_questions)

    @cached_property
    def pooled_supplier_questions(self) -> frozenset[str]:
        """Return the grids whose answers make up a supplier's pooled score."""
        return _poolable(self.supplier_questions)

    def pooled(self, subject: str | None) -> frozenset[str]:
        """Return the questions pooled for this supplier or account manager, or all managers."""
        if subject is None or subject in self.managers:
            return self.pooled_manager_questions
        return self.pooled_supplier_questions

    def pooled_points(self, *, managers: bool) -> Points:
        """Return the scale the pooled questions share; raise ValueError where none is pooled."""
        questions = self.manager_questions if managers else self.supplier_questions
        pooled = self.pooled_manager_questions if managers else self.pooled_supplier_questions
        for question in questions:
            points = points_of(question)
            if question.id in pooled and points:
                return points
        raise ValueError("no rating question is pooled")

    def of_subject(self, subject: str) -> tuple[Row, ...]:
        """Return the rows about one supplier or account manager."""
        questions = self.manager_questions if subject in self.managers else self.supplier_questions
        return tuple(Row(question.id, subject) for question in questions)


def points_of(question: Question) -> Points | None:
    """Return the scale of a rating; None for a question that has no mean."""
    kind = KINDS[question.kind]
    return kind.points(question) if kind.measure == "scale" else None


def _poolable(questions: Sequence[Question]) -> frozenset[str]:
    scales = [(question.id, points_of(question)) for question in questions]
    first = next((points for _, points in scales if points), None)
    return frozenset(name for name, points in scales if points and points == first)
