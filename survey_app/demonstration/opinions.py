"""What the invented customers think: how good suppliers and people are, and how each one sees it.

Every opinion is a place from 0 (the lowest point of a scale) to 1 (the highest).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from questionnaires.contacts import Contact
from survey_app.demonstration.chance import chance
from survey_app.demonstration.names import CLIENT

Tone = Literal["delighted", "factual", "angry"]

ANYTHING = 0.6
# The client: strong in product and relationship, weak in what it says of orders. Dunfell: cheap.
SUPPLIERS: Mapping[str, Mapping[str, float]] = {
    CLIENT: {
        "overall": 0.74,
        "quality": 0.84,
        "expertise": 0.80,
        "punctuality": 0.67,
        "order_information": 0.42,
        "reply_speed": 0.70,
        "problem_solving": 0.64,
        "price": 0.46,
        "value": 0.63,
        "understanding": 0.80,
    },
    "brenzhaus": {
        "overall": 0.67,
        "quality": 0.82,
        "expertise": 0.75,
        "punctuality": 0.75,
        "order_information": 0.66,
        "reply_speed": 0.57,
        "problem_solving": 0.56,
        "price": 0.38,
        "value": 0.55,
        "understanding": 0.55,
    },
    "castellor": {
        "overall": 0.60,
        "quality": 0.63,
        "expertise": 0.57,
        "punctuality": 0.66,
        "order_information": 0.70,
        "reply_speed": 0.65,
        "problem_solving": 0.61,
        "price": 0.58,
        "value": 0.60,
        "understanding": 0.54,
    },
    "dunfell": {
        "overall": 0.50,
        "quality": 0.49,
        "expertise": 0.36,
        "punctuality": 0.60,
        "order_information": 0.63,
        "reply_speed": 0.47,
        "problem_solving": 0.40,
        "price": 0.85,
        "value": 0.67,
        "understanding": 0.33,
    },
}
KNOWN_AT_A_CUSTOMER: Mapping[str, float] = {"brenzhaus": 0.85, "castellor": 0.7, "dunfell": 0.55}
KNOWN_TO_A_PERSON = 0.85

MANAGERS: Mapping[str, float] = {
    "sorvag": 0.86,
    "brzenski": 0.70,
    "montebruno": 0.78,
    "echevarra": 0.50,
    "weisswald": 0.64,
    "achterhaven": 0.76,
    "garsonnet": 0.60,
    "ni_chorrain": 0.72,
}
PROFILES: Mapping[tuple[str, str], float] = {
    ("sorvag", "alternatives"): -0.10,
    ("brzenski", "responsive"): 0.14,
    ("brzenski", "knows_business"): -0.14,
    ("montebruno", "open_about_problems"): -0.16,
    ("montebruno", "knows_business"): 0.10,
    ("echevarra", "keeps_promises"): -0.16,
    ("echevarra", "responsive"): -0.12,
    ("echevarra", "open_about_problems"): 0.16,
    ("weisswald", "prepared"): 0.20,
    ("weisswald", "alternatives"): -0.18,
}
WEIGHTS: Mapping[str, float] = {
    "quality": 0.90,
    "expertise": 0.68,
    "punctuality": 0.84,
    "order_information": 0.66,
    "reply_speed": 0.60,
    "problem_solving": 0.74,
    "price": 0.72,
    "value": 0.76,
    "understanding": 0.48,
}
AT_THE_CLIENT: Mapping[str, float] = {
    "reach_help": 0.66,
    "cover": 0.48,
    "recovery": 0.60,
    "recommend": 0.79,
}
# How much of a good relationship with the account manager rubs off on the client.
RUBBING_OFF = 0.35
# What counts most differs from person to person.
WAVERING_ON_WEIGHTS = 0.2
TONE_AT = 0.08


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one respondent departs from what is generally so.

    `by_supplier` has the suppliers the respondent knows; `mood` is how the client fares with them.
    """

    by_supplier: Mapping[str, float]
    by_manager: Mapping[str, float]
    leniency: float
    wavering: float

    @property
    def mood(self) -> float:
        return self.by_supplier[CLIENT] + self.leniency

    @property
    def tone(self) -> Tone:
        if self.mood > TONE_AT:
            return "delighted"
        return "angry" if self.mood < -TONE_AT else "factual"

    def of_supplier(self, question: str, supplier: str) -> float | None:
        """Return the place on the scale; None for a supplier the respondent does not know.

        What is no single matter goes by the overall view.
        """
        if supplier not in self.by_supplier:
            return None
        known = SUPPLIERS.get(supplier, {})
        general = known.get(question, known.get("overall", ANYTHING))
        return general + self.by_supplier[supplier] + self.leniency

    def of_manager(self, question: str, manager: str) -> float:
        general = MANAGERS.get(manager, ANYTHING) + PROFILES.get((manager, question), 0)
        return general + self.by_manager[manager] + self.leniency

    def of_client(self, question: str) -> float:
        """Return the place for a question asked once."""
        return AT_THE_CLIENT.get(question, ANYTHING) + 1.5 * self.mood

    def of_weight(self, attribute: str) -> float:
        """Return how much an attribute counts in a choice, which knows no mood."""
        return WEIGHTS.get(attribute, ANYTHING)


def opinion_of(contact: Contact, suppliers: Sequence[str], seed: int) -> Opinion:
    """Return the respondent's opinion; colleagues at one customer share a part of theirs."""
    shared, own = chance(seed, contact.customer), chance(seed, contact.contact, "opinion")
    by_supplier: dict[str, float] = {}
    for supplier in suppliers:
        at_customer, together = shared.random(), shared.gauss(0, 0.08)
        known = supplier == CLIENT or (
            at_customer < KNOWN_AT_A_CUSTOMER.get(supplier, 1) and own.random() < KNOWN_TO_A_PERSON
        )
        if known:
            by_supplier[supplier] = together + own.gauss(0, 0.05)
    by_supplier[CLIENT] += _rubbed_off(contact)
    by_manager = {m: _towards(m, contact, own, seed) for m in contact.account_managers}
    return Opinion(by_supplier, by_manager, own.gauss(0, 0.05), own.uniform(0.05, 0.15))


def _rubbed_off(contact: Contact) -> float:
    usual = fmean(MANAGERS.values())
    levels = [MANAGERS.get(manager, usual) for manager in contact.account_managers]
    return RUBBING_OFF * (fmean(levels) - usual) if levels else 0.0


def _towards(manager: str, contact: Contact, own: random.Random, seed: int) -> float:
    return chance(seed, contact.customer, manager).gauss(0, 0.07) + own.gauss(0, 0.06)
