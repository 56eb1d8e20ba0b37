"""The frozen menu: every row that a study could report, from its questionnaire and its people."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from questionnaires.schema import Question, Questionnaire
from reports.tally import Row

WEIGHT = "importance"
"""What a rating of the client's is tagged with that says how much a theme counts."""
BY_MANAGER = ""
"""How a row is split that is about all account managers; no column has such a name."""
BY_ITEM = frozenset({"importance", "ranking"})
SUMMED = frozenset({"scale", "number", "multiple", *BY_ITEM})


@dataclass(frozen=True)
class Menu:
    """The rows of one wave. Everything that counts, hides or draws asks here which rows exist.

    `breakdowns` are the columns of contacts by which figures may be broken down, and `segments`
    the values that each of them had at the launch: no other value is one.
    """

    questionnaire: Questionnaire
    suppliers: Sequence[str]
    managers: Sequence[str]
    client: str | None = None
    breakdowns: Sequence[str] = ()
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Return every question by its id."""
        return {question.id: question for _, question in self.questionnaire.asked()}

    @cached_property
    def study_questions(self) -> tuple[Question, ...]:
        """Return the counted questions that are answered once, about the study as a whole."""
        return tuple(q for q in self.counted_questions if not (self.items(q) or self.pairs(q)))

    @cached_property
    def supplier_questions(self) -> tuple[Question, ...]:
        """Return the questions answered about each supplier."""
        return tuple(q for _, q in self.questionnaire.asked() if q.kind == "supplier_grid")

    @cached_property
    def graded(self) -> frozenset[str]:
        """Return the ids of the questions answered about each supplier."""
        return frozenset(question.id for question in self.supplier_questions)

    @cached_property
    def compared(self) -> frozenset[str]:
        """Return the ids of the questions from which it follows who of two was found better."""
        return self.graded | {question.id for question in self.pair_questions}

    @cached_property
    def asked_of_managers(self) -> frozenset[str]:
        """Return the ids of the counted questions about account managers."""
        return frozenset(q.id for q in self.manager_questions)

    @cached_property
    def compares_suppliers(self) -> bool:
        """Say whether any question sets the suppliers beside each other."""
        beside = (*self.supplier_questions, *self.item_questions, *self.pair_questions)
        extremes = (q for q in self._not_about_managers if KINDS[q.kind].measure == "extremes")
        return any(q.options is None for q in (*beside, *extremes))

    @cached_property
    def summed(self) -> frozenset[str]:
        """Return the ids of the questions whose answers are numbers to add up."""
        counted = (*self.counted_questions, *self.manager_questions)
        return frozenset(q.id for q in counted if KINDS[q.kind].measure in SUMMED)

    @cached_property
    def of_client(self) -> tuple[str, ...]:
        """Return the ids of the questions that rate the client on a scale."""
        rated = (q for q in self.counted_questions if KINDS[q.kind].measure in {"scale", "nps"})
        return tuple(q.id for q in rated if q.measures != WEIGHT)

    def is_of_client(self, question: Question, subject: str | None) -> bool:
        """Say whether an answer about this supplier, or none, is one of those that rate it."""
        return question.id in self.of_client and subject in (None, self.client)

    @cached_property
    def _not_about_managers(self) -> tuple[Question, ...]:
        asked = self.questionnaire.asked()
        return tuple(q for section, q in asked if section.subject != "account_managers")

    @cached_property
    def _own_items(self) -> frozenset[str]:
        comparing = (*self.item_questions, *self.pair_questions)
        return frozenset(q.id for q in comparing if q.options is not None)

    @cached_property
    def item_questions(self) -> tuple[Question, ...]:
        """Return the questions in which each of several items is rated or ranked."""
        return tuple(q for q in self._not_about_managers if KINDS[q.kind].measure in BY_ITEM)

    @cached_property
    def pair_questions(self) -> tuple[Question, ...]:
        """Return the questions in which items are compared two at a time."""
        return tuple(q for q in self._not_about_managers if KINDS[q.kind].measure == "pairs")

    @cached_property
    def counted_questions(self) -> tuple[Question, ...]:
        """Return every question with counts that is not about account managers, as asked."""
        return tuple(q for q in self._not_about_managers if KINDS[q.kind].measure != "text")

    @cached_property
    def item_rows(self) -> tuple[Row, ...]:
        """Return the rows of the items that are rated or ranked."""
        return tuple(Row(q.id, item) for q in self.item_questions for item in self.items(q))

    @cached_property
    def pair_rows(self) -> tuple[Row, ...]:
        """Return the rows of two items compared by the respondent."""
        return tuple(Row(q.id, *pair) for q in self.pair_questions for pair in self.pairs(q))

    @cached_property
    def grid_pair_rows(self) -> tuple[Row, ...]:
        """Return the rows of two suppliers rated by the same respondents."""
        return tuple(Row(q.id, *pair) for q in self.supplier_questions for pair in self.pairs(q))

    def items(self, question: Question) -> tuple[str, ...]:
        """Return the items of a question that have rows of their own."""
        return KINDS[question.kind].items(question, self.suppliers)

    def pairs(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return the pairs of items of a question."""
        return KINDS[question.kind].pairs(question, self.suppliers)

    def about(self, row: Row) -> tuple[str, ...]:
        """Return the suppliers and account managers that a row is about; not options."""
        if row.question in self._own_items:
            return ()
        return tuple(each for each in (row.subject, row.against) if each is not None)

    def children(self, row: Row) -> Iterator[Row]:
        """Yield the rows that a row is made up of, in one way or another."""
        for parts in self.partitions(row).values():
            yield from parts

    def partitions(self, row: Row) -> Mapping[str, tuple[Row, ...]]:
        """Return the ways in which a row is split into others: by manager, by each breakdown."""
        found: dict[str, tuple[Row, ...]] = {}
        if row.within is not None:
            return found
        if row.subject is None and (row.question is None or row.question in self.asked_of_managers):
            found[BY_MANAGER] = tuple(row._replace(subject=manager) for manager in self.managers)
        if row in self.broken_down:
            for column, segments in self.withins.items():
                found[column] = tuple(row._replace(within=segment) for segment in segments)
        return found

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

    def pooled_in(self, row: Row, kept: Set[Row]) -> frozenset[str]:
        """Return the questions a pooled row adds up: those kept of it singly, or else all."""
        pooled = self.pooled(row.subject)
        singly = frozenset(q for q in pooled if row._replace(question=q) in kept)
        return singly or pooled

    def pooled_points(self, *, managers: bool) -> Points:
        """Return the scale the pooled questions share; raise ValueError where none is pooled."""
        questions = self.manager_questions if managers else self.supplier_questions
        pooled = self.pooled_manager_questions if managers else self.pooled_supplier_questions
        for question in questions:
            points = points_of(question)
            if question.id in pooled and points:
                return points
        raise ValueError("no rating question is pooled")

    @cached_property
    def broken_down(self) -> Mapping[Row, Question]:
        """Return the rows that are counted by segment as well, with their questions (R7).

        Ratings and recommendations: of the study, of the client in the grids, and of all account
        managers together. No other supplier, no single account manager, and no two segments at
        once are ever crossed.
        """
        asked = [*self.study_questions, *(self.manager_questions if self.managers else ())]
        found = {Row(question.id, None): question for question in asked}
        if self.client is not None:
            found |= {
                Row(question.id, self.client): question for question in self.supplier_questions
            }
        return {
            row: question
            for row, question in found.items()
            if KINDS[question.kind].measure in {"scale", "nps"}
        }

    def has_parts(self, row: Row) -> bool:
        """Say whether the answers of a row are reported of smaller groups too."""
        return row.question in self.asked_of_managers or (
            bool(self.breakdowns) and row._replace(within=None) in self.broken_down
        )

    @cached_property
    def withins(self) -> Mapping[str, tuple[str, ...]]:
        """Return the segments of each breakdown as rows name them: `region=North`."""
        return {
            column: tuple(within(column, value) for value in self.segments.get(column, ()))
            for column in self.breakdowns
        }

    def joined(self, segments: Mapping[str, str]) -> tuple[str, ...]:
        """Return the segments on the menu that somebody belongs to, at most one a breakdown."""
        found = (within(column, segments.get(column, "")) for column in self.breakdowns)
        return tuple(each for each in found if each in self._every_within)

    @cached_property
    def _every_within(self) -> frozenset[str]:
        return frozenset(each for values in self.withins.values() for each in values)

    def of_subject(self, subject: str) -> tuple[Row, ...]:
        """Return the rows about one supplier or account manager."""
        questions = self.manager_questions if subject in self.managers else self.supplier_questions
        return tuple(Row(question.id, subject) for question in questions)


def within(column: str, value: str) -> str:
    """Return what rows and figures call a segment."""
    return f"{column}={value}"


def points_of(question: Question) -> Points | None:
    """Return the scale of a rating; None for a question that has no mean on one."""
    kind = KINDS[question.kind]
    return kind.points(question) if kind.measure in {"scale", "importance"} else None


def _poolable(questions: Sequence[Question]) -> frozenset[str]:
    scales = [(question.id, points_of(question)) for question in questions]
    first = next((points for _, points in scales if points), None)
    return frozenset(name for name, points in scales if points and points == first)
