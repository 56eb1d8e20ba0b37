"""What one respondent ticks and writes, by the way each question is laid out."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.contacts import Contact
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import (
    Asked,
    ChoiceRow,
    Choices,
    Item,
    Layout,
    NumberBox,
    Rows,
    TextBox,
)
from questionnaires.kinds.number import plain
from questionnaires.routing import blocks, holds
from questionnaires.schema import NOT_APPLICABLE, Questionnaire
from survey_app.demonstration.chance import chance
from survey_app.demonstration.choices import (
    NO_EXPERIENCE,
    SAME,
    SKIPPED,
    UNFAMILIAR,
    UNFAMILIAR_ROLES,
    considered,
    weights_of,
)
from survey_app.demonstration.names import CLIENT
from survey_app.demonstration.opinions import WAVERING_ON_WEIGHTS, Opinion

Fields = dict[str, list[str]]
"""Form field -> values, as a browser posts them."""
Given = Iterator[tuple[str, str]]
"""Fields and values; a field of which several are ticked comes several times."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """A contact who answers: with an opinion, and with words for some questions."""

    contact: Contact
    opinion: Opinion
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Thinking:
    """One respondent before one question."""

    asked: Asked
    respondent: Respondent
    rng: random.Random

    @property
    def opinion(self) -> Opinion:
        return self.respondent.opinion

    @property
    def skips(self) -> bool:
        """Say whether this row is left out, as now and then happens where nothing is required."""
        return not self.asked.question.required and self.rng.random() < SKIPPED

    def liking(self, item: Item) -> float | None:
        """Return how good a supplier, or the client at something, seems just now."""
        about = (self.asked.question.id, item.id) if item.is_supplier else (item.id, CLIENT)
        place = self.opinion.of_supplier(*about)
        return None if place is None else self.rng.gauss(place, self.opinion.wavering)

    def place(self, row: ChoiceRow) -> float | None:
        """Return the place on a scale; None for what the respondent does not know."""
        name, opinion = self.asked.question.id, self.opinion
        if self.asked.manager:
            return self.rng.gauss(opinion.of_manager(name, self.asked.manager), opinion.wavering)
        if not row.items:
            return self.rng.gauss(opinion.of_client(name), opinion.wavering)
        [item] = row.items
        if item.is_supplier:
            return self.liking(item)
        return self.rng.gauss(opinion.of_weight(item.id), WAVERING_ON_WEIGHTS)

    def is_unfamiliar(self) -> bool:
        role, roles = self.respondent.contact.role, UNFAMILIAR_ROLES
        seldom = role in roles.get(self.asked.question.id, ())
        return self.rng.random() < (UNFAMILIAR if seldom else NO_EXPERIENCE)


def answers_of(
    respondent: Respondent, questionnaire: Questionnaire, suppliers: Sequence[str], seed: int
) -> Fields:
    """Return the form fields of one respondent, only for questions that are asked of them."""
    fields: Fields = {}
    answers: dict[str, Rows] = {}
    contact = respondent.contact
    for block in blocks(questionnaire, suppliers, contact.account_managers):
        for asked in block.asked:
            condition = asked.question.show_if
            if condition and not holds(condition, asked.manager, answers):
                continue
            rng = chance(seed, contact.contact, "answers", asked.key)
            given = _fields(Thinking(asked, respondent, rng))
            outcome = KINDS[asked.question.kind].parse(asked, given)
            if isinstance(outcome, list):
                raise ValueError(f"{contact.contact} gave no valid answer to {asked.key}")
            answers[asked.key] = outcome
            fields |= given
    return fields


def _fields(thinking: Thinking) -> Fields:
    fields: Fields = {}
    for name, value in _given(thinking):
        fields.setdefault(name, []).append(value)
    return fields


def _given(thinking: Thinking) -> Given:
    control = KINDS[thinking.asked.question.kind].control(thinking.asked)
    if isinstance(control, TextBox):
        text = thinking.respondent.comments.get(thinking.asked.question.id)
        return iter([(control.name, text[: control.max_length])] if text else [])
    if isinstance(control, NumberBox):
        return _number(thinking, control)
    return _LAYOUTS[control.layout](thinking, control)


def _number(thinking: Thinking, box: NumberBox) -> Given:
    if thinking.skips:
        return
    low, step = Decimal(box.low), Decimal(box.step)
    steps = int((Decimal(box.high) - low) / step)
    yield box.name, plain(low + step * round(thinking.rng.betavariate(2, 5) * steps))


def _points(thinking: Thinking, control: Choices) -> Given:
    for row in control.rows:
        if not thinking.skips and (value := _point(thinking, row)):
            yield row.name, value


def _point(thinking: Thinking, row: ChoiceRow) -> str | None:
    offered = [choice.value for choice in row.choices]
    place = thinking.place(row)
    if place is None or (NOT_APPLICABLE in offered and thinking.is_unfamiliar()):
        return NOT_APPLICABLE if NOT_APPLICABLE in offered else None
    points = [value for value in offered if value != NOT_APPLICABLE]
    return points[round(min(max(place, 0), 1) * (len(points) - 1))]


def _one(thinking: Thinking, control: Choices) -> Given:
    [row] = control.rows
    if not thinking.skips:
        offered = [choice.value for choice in row.choices]
        weights = weights_of(thinking.asked.question.id, thinking.opinion.tone, offered)
        yield row.name, thinking.rng.choices(offered, weights)[0]


def _several(thinking: Thinking, control: Choices) -> Given:
    """Tick the favourite, and whatever else is good enough."""
    if thinking.skips:
        return
    [row] = control.rows
    liked = _liked(thinking, [(choice.value, choice.item) for choice in row.choices if choice.item])
    favourite = max(liked, key=lambda value: liked[value], default=None)
    for value, place in liked.items():
        if value == favourite or thinking.rng.random() < considered(place):
            yield row.name, value


def _positions(thinking: Thinking, control: Choices) -> Given:
    if thinking.skips:
        return
    placed = _liked(thinking, [(row.name, row.items[0]) for row in control.rows])
    for position, name in enumerate(sorted(placed, key=lambda name: -placed[name]), 1):
        yield name, str(position)


def _pairs(thinking: Thinking, control: Choices) -> Given:
    for row in control.rows:
        if thinking.skips:
            continue
        first, second = (thinking.liking(item) for item in row.items)
        if first is not None and second is not None:
            same = abs(first - second) < SAME
            yield row.name, "same" if same else "better" if first > second else "worse"
        elif NOT_APPLICABLE in [choice.value for choice in row.choices]:
            yield row.name, NOT_APPLICABLE


def _extremes(thinking: Thinking, control: Choices) -> Given:
    if thinking.skips:
        return
    best, worst = control.rows
    items = [(choice.value, choice.item) for choice in best.choices if choice.item]
    liked = _liked(thinking, items)
    if len(liked) > 1:
        order = sorted(liked, key=lambda item: liked[item])
        yield best.name, order[-1]
        yield worst.name, order[0]


def _liked(thinking: Thinking, items: Sequence[tuple[str, Item]]) -> dict[str, float]:
    """Return how good each item seems; one that is not known comes last, if it must be placed."""
    found = {name: thinking.liking(item) for name, item in items}
    if thinking.asked.question.required:
        return {name: -1 if place is None else place for name, place in found.items()}
    return {name: place for name, place in found.items() if place is not None}


_LAYOUTS: Mapping[Layout, Callable[[Thinking, Choices], Given]] = {
    "scale": _points,
    "list": _one,
    "several": _several,
    "positions": _positions,
    "pairs": _pairs,
    "extremes": _extremes,
}
