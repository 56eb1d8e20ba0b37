"""A questionnaire drawn for one group of contacts: with what was posted, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, Choices, FieldError, NumberBox, Posted, TextBox
from questionnaires.routing import Block, blocks
from questionnaires.schema import Condition, Questionnaire, in_words, said
from questionnaires.wording import filled, placeholders
from survey_app.respond.drawn import Box, Item, Part, Problem, Quantity, Row, Rule
from survey_app.respond.messages import Phrases, echoed
from survey_app.respond.rows import Drawer, Ends

Said = Mapping[str, str] | None
Needed = Literal["all", "none", "marked", "unmarked"]


@dataclass(frozen=True, slots=True)
class Group:
    """The smallest group an answer joins: how many are invited in it, and who its manager is.

    Or which segment it is, `region: North`; without both it is everybody invited.
    """

    people: int
    manager: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """All that the page says to one group of contacts, and nothing about a single one of them.

    `order` is that in which the page names the suppliers; `languages` are all of the study, and
    `action` is where the form is sent, seen from its own address. A preview may have no notice
    yet, and nobody invited.
    """

    questionnaire: Questionnaire
    suppliers: Mapping[str, str]
    managers: Mapping[str, str]
    client: str
    practice: str
    language: str
    min_respondents: int
    min_customers: int
    invited: int
    closes_on: date
    languages: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    action: str = ""
    smallest: Group | None = None
    notice_hash: str = ""


class Sheet:
    """One form being drawn: in whose language, with what was posted and what is wrong with it."""

    def __init__(self, form: Form, posted: Posted, errors: Sequence[FieldError]) -> None:
        self.form = form
        self.phrases = Phrases(form.language)
        self.posted = posted
        self._errors = {error.field: error for error in errors}
        self.needed = _needed(form.questionnaire)
        self.title = self.said(form.questionnaire.title)
        self.intro = self.said(form.questionnaire.intro)
        self.parts = tuple(self._part(block) for block in self._blocks())
        self.problems = tuple(self._problems())

    @property
    def other_languages(self) -> tuple[str, ...]:
        """Return the languages that the page can be read in instead."""
        return tuple(name for name in self.form.languages if name != self.form.language)

    @property
    def has_answers(self) -> bool:
        """Say whether anything was typed or ticked."""
        return any(name.startswith("q.") and any(typed) for name, typed in self.posted.items())

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
        question = asked.question
        shape, rows, box = self._drawn(asked)
        return Item(
            key=asked.name(),
            text=self.said(question.text, asked.manager),
            about=self._about(question.text, asked.manager),
            help=self.said(question.help, asked.manager),
            optional=not question.required,
            rule=self._rule(question.show_if, block) if question.show_if else None,
            shape=shape,
            rows=rows,
            box=box,
        )

    def _drawn(self, asked: Asked) -> tuple[str, tuple[Row, ...], Box | Quantity | None]:
        """Return the name of the macro that draws the control, and what it draws."""
        control = KINDS[asked.question.kind].control(asked)
        if isinstance(control, TextBox):
            return "words", (), self._box(control)
        if isinstance(control, NumberBox):
            return "number", (), self._quantity(control)
        drawer = Drawer(
            phrases=self.phrases,
            suppliers=self.form.suppliers,
            order=self.form.order or tuple(self.form.suppliers),
            posted=self.posted,
            said=partial(self.said, manager=asked.manager),
            problem=self._problem,
        )
        return control.layout, drawer.rows(control, self._ends(control, asked)), None

    def _ends(self, control: Choices, asked: Asked) -> Ends:
        if KINDS[asked.question.kind].measure == "nps":
            return self.phrases.likelihood
        return self.said(control.low, asked.manager), self.said(control.high, asked.manager)

    def _rule(self, condition: Condition, block: Block) -> Rule:
        steering = self.form.questionnaire.question(condition.question)
        here = steering.id in {asked.question.id for asked in block.asked}
        asked = Asked(steering, (), block.manager if here else None)
        labels = {
            option.id: self.said(option.text, asked.manager) for option in steering.options or ()
        }
        answers = [labels.get(value, value) for value in condition.values]
        hint = self.phrases.only_if(answers, self.said(steering.text, asked.manager))
        return Rule(hint, asked.name(), " ".join(condition.values))

    def _box(self, control: TextBox) -> Box:
        typed = "\n".join(self.posted.get(control.name, ()))
        return Box(control.name, control.max_length, typed, self._problem(control.name))

    def _quantity(self, control: NumberBox) -> Quantity:
        unit = in_words(control.unit, self.form.language)
        return Quantity(
            name=control.name,
            unit=unit,
            span=self.phrases.span(control, unit),
            signed=control.low.startswith("-"),
            typed=" ".join(self.posted.get(control.name, ())),
            problem=self._problem(control.name, unit),
        )

    def _problem(self, name: str, unit: str = "") -> str:
        error = self._errors.get(name)
        return self.phrases.worded(error, unit) if error else ""

    def _problems(self) -> Iterator[Problem]:
        for item in (item for part in self.parts for item in part.items):
            drawn = (item.box,) if item.box else item.rows
            concerned = tuple(field for field in drawn if field.problem)
            if concerned:
                question = echoed(item.text)
                yield Problem(f"{question} – {item.about}" if item.about else question, concerned)


def _needed(questionnaire: Questionnaire) -> Needed:
    """Say which questions need an answer, so that the page marks the fewer of the two sorts."""
    required = [question.required for _, question in questionnaire.asked()]
    if all(required):
        return "all"
    if not any(required):
        return "none"
    return "marked" if sum(required) * 2 < len(required) else "unmarked"
