"""A questionnaire as one group of contacts meets it, as values that the templates only place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import (
    Asked,
    Choice,
    ChoiceRow,
    Choices,
    FieldError,
    Posted,
    TextBox,
)
from questionnaires.routing import Block, blocks
from questionnaires.schema import NOT_APPLICABLE, Condition, Questionnaire, said
from questionnaires.wording import filled, placeholders
from survey_app.respond import messages

Said = Mapping[str, str] | None
Needed = Literal["all", "none", "marked", "unmarked"]


@dataclass(frozen=True, slots=True)
class Form:
    """All that the page says to one group of contacts, and nothing about a single one of them."""

    questionnaire: Questionnaire
    suppliers: Mapping[str, str]
    managers: Mapping[str, str]
    client: str
    practice: str
    language: str
    min_respondents: int
    invited: int
    closes_on: date


@dataclass(frozen=True, slots=True)
class Point:
    """One value to tick."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Values of which one may be ticked; a row of a grid has its supplier's name as title."""

    name: str
    title: str
    points: tuple[Point, ...]
    no_experience: Point | None
    low: str
    high: str
    problem: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box for words, with those already typed."""

    name: str
    limit: int
    typed: str
    problem: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a question is asked: a hint for people, a field and its values for the script."""

    hint: str
    field: str
    values: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `shape` names the macro that draws its rows or its box.

    `about` is the account manager's name where the text does not say it.
    """

    key: str
    text: str
    about: str
    help: str
    optional: bool
    rule: Rule | None
    shape: str
    rows: tuple[Row, ...]
    box: Box | None


@dataclass(frozen=True, slots=True)
class Part:
    """One section; `about` is the account manager's name where the title does not say it."""

    id: str
    title: str
    about: str
    intro: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One question in the summary of what is wrong, with the rows or the box concerned."""

    question: str
    concerned: tuple[Row | Box, ...]


class Sheet:
    """One form being drawn: in whose language, with what was posted and what is wrong with it."""

    def __init__(self, form: Form, posted: Posted, errors: Sequence[FieldError]) -> None:
        self.form = form
        self._posted = posted
        self._sentences = {error.field: messages.worded(error) for error in errors}
        self.needed = _needed(form.questionnaire)
        self.title = self.said(form.questionnaire.title)
        self.intro = self.said(form.questionnaire.intro)
        self.parts = tuple(self._part(block) for block in self._blocks())
        self.problems = tuple(self._problems())

    def said(self, text: Said, manager: str | None = None) -> str:
        if not text:
            return ""
        names = {"client": self.form.client}
        if manager:
            names["manager"] = self.form.managers[manager]
        return filled(said(dict(text), self.form.language), names)

    def _about(self, text: dict[str, str], manager: str | None) -> str:
        named = "manager" in placeholders(said(text, self.form.language))
        return "" if named or not manager else self.form.managers[manager]

    def _blocks(self) -> Iterator[Block]:
        form = self.form
        return blocks(form.questionnaire, tuple(form.suppliers), tuple(form.managers))

    def _part(self, block: Block) -> Part:
        section, manager = block.section, block.manager
        return Part(
            id=f"{section.id}@{manager}" if manager else section.id,
            title=self.said(section.title, manager),
            about=self._about(section.title, manager),
            intro=self.said(section.intro, manager),
            items=tuple(self._item(asked, block) for asked in block.asked),
        )

    def _item(self, asked: Asked, block: Block) -> Item:
        question, control = asked.question, KINDS[asked.question.kind].control(asked)
        drawn = self._box(control) if isinstance(control, TextBox) else self._rows(control, asked)
        return Item(
            key=asked.name(),
            text=self.said(question.text, asked.manager),
            about=self._about(question.text, asked.manager),
            help=self.said(question.help, asked.manager),
            optional=not question.required,
            rule=self._rule(question.show_if, block) if question.show_if else None,
            shape="words" if isinstance(control, TextBox) else control.layout,
            rows=() if isinstance(drawn, Box) else drawn,
            box=drawn if isinstance(drawn, Box) else None,
        )

    def _rule(self, condition: Condition, block: Block) -> Rule:
        steering = self.form.questionnaire.question(condition.question)
        here = steering.id in {asked.question.id for asked in block.asked}
        asked = Asked(steering, (), block.manager if here else None)
        labels = {
            option.id: self.said(option.text, asked.manager) for option in steering.options or ()
        }
        answers = [labels.get(value, value) for value in condition.values]
        hint = messages.only_if(answers, self.said(steering.text, asked.manager))
        return Rule(hint, asked.name(), " ".join(condition.values))

    def _box(self, control: TextBox) -> Box:
        name = control.name
        typed = "\n".join(self._posted.get(name, ()))
        return Box(name, control.max_length, typed, self._sentences.get(name, ""))

    def _rows(self, control: Choices, asked: Asked) -> tuple[Row, ...]:
        low, high = self.said(control.low, asked.manager), self.said(control.high, asked.manager)
        if KINDS[asked.question.kind].measure == "nps":
            low, high = messages.LIKELIHOOD
        return tuple(self._row(row, low, high, asked.manager) for row in control.rows)

    def _row(self, row: ChoiceRow, low: str, high: str, manager: str | None) -> Row:
        points = [self._point(row, choice, manager) for choice in row.choices]
        return Row(
            name=row.name,
            title=self.form.suppliers[row.items[0].id] if row.items else "",
            points=tuple(point for point in points if point.value != NOT_APPLICABLE),
            no_experience=next((p for p in points if p.value == NOT_APPLICABLE), None),
            low=low,
            high=high,
            problem=self._sentences.get(row.name, ""),
        )

    def _point(self, row: ChoiceRow, choice: Choice, manager: str | None) -> Point:
        plain = messages.NO_EXPERIENCE if choice.value == NOT_APPLICABLE else choice.value
        return Point(
            value=choice.value,
            label=self.said(choice.label, manager) or plain,
            # Of two different answers to one question neither is the one meant.
            ticked=set(self._posted.get(row.name, ())) - {""} == {choice.value},
        )

    def _problems(self) -> Iterator[Problem]:
        for item in (item for part in self.parts for item in part.items):
            drawn = (item.box,) if item.box else item.rows
            concerned = tuple(field for field in drawn if field.problem)
            if concerned:
                question = messages.echoed(item.text)
                yield Problem(f"{question} – {item.about}" if item.about else question, concerned)


def _needed(questionnaire: Questionnaire) -> Needed:
    """Say which questions need an answer, so that the page marks the fewer of the two sorts."""
    required = [question.required for _, question in questionnaire.asked()]
    if all(required):
        return "all"
    if not any(required):
        return "none"
    return "marked" if sum(required) * 2 < len(required) else "unmarked"
