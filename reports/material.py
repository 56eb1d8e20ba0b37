"""What a report is made from: the release, the names, the language, and the menu they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from questionnaires.schema import Question, said
from questionnaires.wording import filled
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Measure, Release, Shown
from reports.figures import shortened
from reports.labels import Labels
from reports.languages import Language, language
from reports.menu import WEIGHT, Menu, points_of
from reports.report import Fact, Printed
from reports.tally import Row

LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Theme:
    """Questions reported together, under the name the questionnaire gives them.

    `weighed` is the one theme of the report itself: how much each of the others counts.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    weighed: bool = False


@dataclass(frozen=True)
class Material:
    """A release with everything needed to name its figures; `manager` is whose report it is."""

    release: Release
    labels: Labels
    manager: str | None = None

    @cached_property
    def language(self) -> Language:
        """Return the language of the sentences."""
        return language(self.labels.language)

    @cached_property
    def menu(self) -> Menu:
        """Return which rows exist."""
        labels = self.labels
        suppliers, managers = tuple(labels.suppliers), tuple(labels.account_managers)
        return Menu(labels.questionnaire, suppliers, managers, labels.client)

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        """Return the ids of the suppliers that are not the client, in order."""
        return tuple(each for each in self.labels.suppliers if each != self.labels.client)

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """Return the client and then its competitors."""
        return (self.labels.client, *self.competitors)

    @cached_property
    def level(self) -> str:
        """Return the level of the intervals in percent."""
        return str(self.release.policy.level)

    def says(self, key: str, **names: str) -> str:
        """Return a sentence of the report's language."""
        return self.language.says(key, **names)

    def cell(
        self,
        measure: Measure,
        question: str | None = None,
        subject: str | None = None,
        option: str | None = None,
    ) -> Cell | None:
        """Return a released figure; None where it was never asked for."""
        return self.release.cell(measure, question, subject, option)

    def fact(
        self,
        measure: Measure,
        question: str | None = None,
        subject: str | None = None,
        option: str | None = None,
        *,
        against: str | None = None,
    ) -> Fact | None:
        """Return a released figure with its key; None where it was never asked for."""
        key = FactKey(measure, question, subject, option, against)
        cell = self.release.cells.get(key)
        return None if cell is None else self._written(key, cell)

    def _written(self, key: FactKey, cell: Cell) -> Fact:
        return Fact(key, cell, writing=self.language.writing)

    def named(self, text: Mapping[str, str]) -> str:
        """Return a text of the questionnaire in the report's language, its names filled in."""
        person = self.labels.account_managers.get(self.manager or "")
        names = {
            "client": self.labels.client_name(),
            "manager": person or self.says("general.any_manager"),
        }
        return filled(said(dict(text), self.labels.language), names)

    def asked(self, question: Question) -> str:
        """Return the wording of a question, cut where it would fill a page."""
        return shortened(self.named(question.text), LONGEST_QUESTION)

    def quoted(self, question: Question) -> str:
        """Return the wording of a question in quotation marks."""
        return self.language.quoted(self.asked(question))

    def themes(self) -> tuple[Theme, ...]:
        """Return the study-level questions by theme, and those of importance as one of their own.

        The name of a theme is the `report` of its questions, or the title of their section.
        """
        by_title: dict[tuple[str, bool], list[Question]] = {}
        for title, question in self._titled:
            weighed = question.id in self._weights
            key = self.says("weight.title") if weighed else title
            by_title.setdefault((key, weighed), []).append(question)
        return tuple(
            Theme(f"theme-{number}", title, tuple(questions), weighed)
            for number, ((title, weighed), questions) in enumerate(by_title.items(), start=1)
        )

    def weights(self) -> Mapping[str, str]:
        """Return what each question of importance weighs: its theme's name, or its wording."""
        found = {q.id: (title, q) for title, q in self._titled if q.id in self._weights}
        names = [title for title, _ in found.values()]
        return {
            id_: title if names.count(title) == 1 else self.quoted(question)
            for id_, (title, question) in found.items()
        }

    @cached_property
    def _titled(self) -> tuple[tuple[str, Question], ...]:
        counted = {q.id for q in self.menu.counted_questions}
        return tuple(
            (self.named(question.report or section.title), question)
            for section, question in self.labels.questionnaire.asked()
            if question.id in counted
        )

    @cached_property
    def _weights(self) -> frozenset[str]:
        asked = [q.id for q in self.menu.study_questions if is_rating(q) and q.measures == WEIGHT]
        return frozenset(asked if len(asked) > 1 else ())

    def shares(
        self, question: str, subject: str | None, against: str | None = None
    ) -> tuple[Fact, ...]:
        """Return the shares released of a row, in the order of the scale or of the options."""
        return self._shares.get(Row(question, subject, against), ())

    @cached_property
    def _shares(self) -> dict[Row, tuple[Fact, ...]]:
        found: dict[Row, list[Fact]] = {}
        for key, cell in self.release.cells.items():
            if key.measure == "share" and key.question is not None:
                row = Row(key.question, key.subject, key.against)
                found.setdefault(row, []).append(self._written(key, cell))
        return {row: tuple(facts) for row, facts in found.items()}

    def item_names(self, question: Question) -> dict[str, str]:
        """Return the items of a question by id: its options, or the suppliers it compares."""
        if question.options is None:
            return dict(self.labels.suppliers)
        return {option.id: self.named(option.text) for option in question.options}

    def pooled_key(self, subject: str | None, *, managers: bool) -> FactKey | None:
        """Return the key of a subject's overall score; with one rating question it is that one's.

        None where no rating question is asked about such subjects.
        """
        menu = self.menu
        pooled = menu.pooled_manager_questions if managers else menu.pooled_supplier_questions
        if not pooled:
            return None
        return FactKey("mean", next(iter(pooled)) if len(pooled) == 1 else None, subject)

    def pooled(self, subject: str | None, *, managers: bool) -> Fact | None:
        """Return the overall score of a supplier or an account manager."""
        key = self.pooled_key(subject, managers=managers)
        cell = self.release.cells.get(key) if key else None
        return self._written(key, cell) if key and cell is not None else None


def shown(cell: Cell | None) -> bool:
    """Say whether there is a figure to print."""
    return isinstance(cell, Shown | Banded)


def hidden(cell: Cell | None) -> bool:
    """Say whether the gate hid this figure."""
    return isinstance(cell, Hidden)


def part(fact: Fact, prints: Printed, span: int = 1) -> Fact:
    """Return the same figure, for a place that prints its interval or its number of answers."""
    return replace(fact, prints=prints, span=span)


def by_points(questions: Sequence[Question]) -> list[tuple[Question, ...]]:
    """Return rating questions with the same number of points together: they share an axis."""
    found: dict[Points | None, list[Question]] = {}
    for question in questions:
        found.setdefault(points_of(question), []).append(question)
    return [tuple(group) for group in found.values()]


def is_rating(question: Question) -> bool:
    """Say whether the question has a mean: every kind on a scale but the grid."""
    return KINDS[question.kind].measure == "scale" and not is_grid(question)


def is_grid(question: Question) -> bool:
    """Say whether the question is answered per supplier."""
    return question.kind == "supplier_grid"
