"""What a report is made from: the release, the names, the language, and the menu they share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Points
from questionnaires.schema import Question, said
from questionnaires.wording import filled
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Measure, Release, Shown, Size
from reports.figures import shortened
from reports.labels import Labels
from reports.languages import Language, language
from reports.menu import WEIGHT, Menu, points_of
from reports.report import Fact, Printed
from reports.tally import Row

ANSWERED: Size = "10-29"
LONGEST_QUESTION, LONGEST_LABEL = 200, 80


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
        within: str | None = None,
    ) -> Fact | None:
        """Return a released figure with its key; None where it was never asked for."""
        key = FactKey(measure, question, subject, option, against, within)
        cell = self.release.cells.get(key)
        return None if cell is None else self._written(key, cell)

    def _written(self, key: FactKey, cell: Cell) -> Fact:
        return Fact(key, cell, writing=self.language.writing)

    def named(self, text: Mapping[str, str]) -> str:
        """Return a text of the questionnaire in the report's language, its names filled in."""
        words = said(dict(text), self.labels.language)
        names = {"client": self.labels.client_name()}
        person = self.labels.account_managers.get(self.manager or "")
        if person is None:
            return filled(self.language.of_anybody(words), names)
        return filled(words, {**names, "manager": person})

    def asked(self, question: Question) -> str:
        """Return the wording of a question, cut where it would fill a page."""
        return shortened(self.named(question.text), LONGEST_QUESTION)

    def label(self, question: Question) -> str:
        """Return the short name of a question, or its wording where it has none."""
        return (
            shortened(self.named(question.label), LONGEST_LABEL)
            if question.label
            else (self.asked(question))
        )

    def lead(self, question: Question) -> str:
        """Return the short name of a question as the beginning of a sentence about it."""
        name = self.label(question)
        return name if name.endswith("?") else f"{name}:"

    def quoted(self, question: Question) -> str:
        """Return the short name of a question, or its wording, in quotation marks."""
        return self.language.quoted(self.label(question))

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
        return tuple(each for each in self.titled() if each[1].id in counted)

    def titled(self) -> Iterator[tuple[str, Question]]:
        """Yield every question, as asked, with the name it is reported under."""
        for section, question in self.labels.questionnaire.asked():
            yield self.named(question.report or section.title), question

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

    def hidden(self) -> Mapping[FactKey, Cell]:
        """Return the hidden figures that belong in this report: nobody else's own detail."""
        return {
            key: cell
            for key, cell in self.release.cells.items()
            if isinstance(cell, Hidden) and self._concerns(key)
        }

    def _concerns(self, key: FactKey) -> bool:
        of_people = key.question in self.menu.asked_of_managers
        if self.manager is None:
            overall = key == self.pooled_key(key.subject, managers=True)
            return not of_people or key.subject is None or overall
        about = key.subject in {None, self.manager} and key.within is None
        return about and (of_people or (key.question is None and key.measure == "mean"))

    def withheld(self) -> tuple[Question, ...]:
        """Return the questions asked of which this report shows nothing at all."""
        asked, seen = set(), set()
        for key, cell in self.release.cells.items():
            if key.question is not None and self._concerns(key):
                asked.add(key.question)
                if shown(cell):
                    seen.add(key.question)
        return tuple(
            question
            for _, question in self.labels.questionnaire.asked()
            if question.id in asked - seen
        )

    def answered_band(self) -> Fact | None:
        """Return a figure whose n is the band of those who answered; None where that is unknown.

        The gate prints who was invited but not who answered where fewer than 30 did: so much is
        public, and that at least 10 did wherever the band of 10 to 29 stands beside a figure. It
        is not told of so few invited that the two together would bound the silent.
        """
        invited = self.cell("n", None, None, "invited")
        if not isinstance(invited, Shown) or shown(self.cell("n", None, None, "answered")):
            return None
        if invited.value < self.release.policy.full_from:
            return None
        for key, cell in self.release.cells.items():
            whole = key.within is None and self._concerns(key)
            if whole and not isinstance(cell, Hidden) and cell.n == ANSWERED:
                return part(self._written(key, cell), "n")
        return None

    def item_quoted(self, question: Question, name: str) -> str:
        """Return an item within a sentence: an option in quotation marks, a supplier without."""
        return name if question.options is None else self.language.quoted(name)

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
