"""Which of the invented customers answer, with which opinions and in which words."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from questionnaires.contacts import Contact
from questionnaires.schema import Questionnaire
from survey_app.demonstration.answering import Fields, Respondent, answers_of
from survey_app.demonstration.chance import chance
from survey_app.demonstration.choices import WRITING, WRITTEN
from survey_app.demonstration.comments import COMMENTS
from survey_app.demonstration.names import FINANCE_ANSWERING, TERRITORIES
from survey_app.demonstration.opinions import Opinion, opinion_of

USUAL_RESPONSE = 0.55
SMALL_GROUP = 10
_NOBODY = ""
_ANSWERING = {territory.manager: territory.answering for territory in TERRITORIES}
_QUOTAS = {**_ANSWERING, _NOBODY: FINANCE_ANSWERING}


def simulated(
    contacts: Sequence[Contact], questionnaire: Questionnaire, suppliers: Sequence[str], seed: int
) -> dict[str, Fields]:
    """Return by contact what everybody who answers posts; the same seed gives the same."""
    return {
        respondent.contact.contact: answers_of(respondent, questionnaire, suppliers, seed)
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
