"""Which of the invented customers answer, and what each of them ticks and writes."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.contacts import Contact
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, ChoiceRow, Rows, TextBox
from questionnaires.routing import blocks, holds
from questionnaires.schema import NOT_APPLICABLE, Question, Questionnaire
from survey_app.demonstration.chance import chance
from survey_app.demonstration.choices import (
    NO_EXPERIENCE,
    SKIPPED,
    UNFAMILIAR,
    UNFAMILIAR_ROLES,
    WRITING,
    WRITTEN,
    weights_of,
)
from survey_app.demonstration.comments import COMMENTS
from survey_app.demonstration.names import FINANCE_ANSWERING, TERRITORIES
from survey_app.demonstration.opinions import Opinion, opinion_of

Fields = dict[str, list[str]]
"""Form field -> values, as a browser posts them."""

USUAL_RESPONSE = 0.55
SMALL_GROUP = 10
_NOBODY = ""
_ANSWERING = {territory.manager: territory.answering for territory in TERRITORIES}
_QUOTAS = {**_ANSWERING, _NOBODY: FINANCE_ANSWERING}


@dataclass(frozen=True, slots=True)
class Respondent:
    """A contact who answers: with an opinion, and with words for some questions."""

    contact: Contact
    opinion: Opinion
    comments: Mapping[str, str]


def simulated(
    contacts: Sequence[Contact], questionnaire: Questionnaire, suppliers: Sequence[str], seed: int
) -> dict[str, Fields]:
    """Return by contact what everybody who answers posts; the same seed gives the same."""
    return {
        respondent.contact.contact: answers_of(
            respondent,
            questionnaire,
            suppliers,
            chance(seed, respondent.contact.contact, "answers"),
        )
        for respondent in respondents(contacts, suppliers, seed)
    }


def respondents(
    contacts: Sequence[Contact], suppliers: Sequence[str], seed: int
) -> tuple[Respondent, ...]:
    """Return those who answer, in the order of the roll."""
    decks = _decks(seed)
    rng = chance(seed, "comments")
    found = []
    for contact in who_answers(contacts, seed):
        opinion = opinion_of(contact, suppliers, seed)
        found.append(Respondent(contact, opinion, _comments(opinion, decks, rng)))
    return tuple(found)


def who_answers(contacts: Sequence[Contact], seed: int) -> tuple[Contact, ...]:
    """Return those who answer: of each account manager's own contacts a number fixed in `names`."""
    groups: dict[str, list[Contact]] = defaultdict(list)
    for contact in contacts:
        groups[next(iter(contact.account_managers), _NOBODY)].append(contact)
    chosen = {
        contact.contact
        for manager, group in groups.items()
        for contact in _most_eager(manager, group, seed)
    }
    return tuple(contact for contact in contacts if contact.contact in chosen)


def _most_eager(manager: str, group: Sequence[Contact], seed: int) -> list[Contact]:
    quota = _QUOTAS.get(manager, round(USUAL_RESPONSE * len(group)))
    eager = sorted(group, key=lambda contact: _reluctance(contact, seed))
    if quota < SMALL_GROUP:
        eager = _by_turns(eager)
    return eager[:quota]


def _reluctance(contact: Contact, seed: int) -> float:
    at_customer = chance(seed, contact.customer, "response").random()
    return at_customer * 0.4 + chance(seed, contact.contact, "response").random()


def _by_turns(contacts: Sequence[Contact]) -> list[Contact]:
    """Take one of each customer, then a second of each, so that size alone decides on hiding."""
    seen: Counter[str] = Counter()
    turns = []
    for contact in contacts:
        turns.append((seen[contact.customer], contact))
        seen[contact.customer] += 1
    return [contact for _, contact in sorted(turns, key=lambda pair: pair[0])]


def _decks(seed: int) -> dict[tuple[str, str], list[str]]:
    decks: dict[tuple[str, str], list[str]] = {}
    for (question, tone), texts in COMMENTS.items():
        decks[question, tone] = chance(seed, question, tone).sample(texts, len(texts))
    return decks


def _comments(
    opinion: Opinion, decks: Mapping[tuple[str, str], list[str]], rng: random.Random
) -> dict[str, str]:
    """Deal each comment once: two customers never use the same words."""
    if rng.random() >= WRITING:
        return {}
    return {
        question: decks[question, tone].pop()
        for (question, tone), likely in WRITTEN.items()
        if tone == opinion.tone and rng.random() < likely and decks[question, tone]
    }


def answers_of(
    respondent: Respondent,
    questionnaire: Questionnaire,
    suppliers: Sequence[str],
    rng: random.Random,
) -> Fields:
    """Return the form fields of one respondent, only for questions that are asked of them."""
    fields: Fields = {}
    answers: dict[str, Rows] = {}
    for asked in _asked(respondent.contact, questionnaire, suppliers):
        condition = asked.question.show_if
        if condition and not holds(condition, asked.manager, answers):
            continue
        given = dict(_given(asked, respondent, rng))
        fields |= {name: [value] for name, value in given.items()}
        answers[asked.key] = {"": given.get(asked.name(), "")}
    return fields


def _asked(
    contact: Contact, questionnaire: Questionnaire, suppliers: Sequence[str]
) -> Iterator[Asked]:
    for block in blocks(questionnaire, suppliers, contact.account_managers):
        yield from block.asked


def _given(asked: Asked, respondent: Respondent, rng: random.Random) -> Iterator[tuple[str, str]]:
    control = KINDS[asked.question.kind].control(asked)
    if isinstance(control, TextBox):
        text = respondent.comments.get(asked.question.id)
        if text:
            yield control.name, text[: control.max_length]
        return
    for row in control.rows:
        if asked.question.required or rng.random() >= SKIPPED:
            value = _ticked(asked, row, respondent, rng)
            if value is not None:
                yield row.name, value


def _ticked(asked: Asked, row: ChoiceRow, respondent: Respondent, rng: random.Random) -> str | None:
    question, opinion = asked.question, respondent.opinion
    offered = [choice.value for choice in row.choices]
    if KINDS[question.kind].measure == "nominal":
        weights = weights_of(question.id, opinion.tone, offered)
        return rng.choices(offered, weights)[0]
    place = _place(asked, row, opinion)
    role = respondent.contact.role
    if place is None or (NOT_APPLICABLE in offered and _unfamiliar(question, role, rng)):
        return NOT_APPLICABLE if NOT_APPLICABLE in offered else None
    points = [value for value in offered if value != NOT_APPLICABLE]
    position = min(max(rng.gauss(place, opinion.wavering_on(question.id)), 0), 1)
    return points[round(position * (len(points) - 1))]


def _place(asked: Asked, row: ChoiceRow, opinion: Opinion) -> float | None:
    if asked.manager:
        return opinion.of_manager(asked.question.id, asked.manager)
    if row.items:
        return opinion.of_supplier(asked.question.id, row.items[0].id)
    return opinion.of_client(asked.question.id)


def _unfamiliar(question: Question, role: str, rng: random.Random) -> bool:
    seldom = role in UNFAMILIAR_ROLES.get(question.id, ())
    return rng.random() < (UNFAMILIAR if seldom else NO_EXPERIENCE)
