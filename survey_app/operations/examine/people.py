"""Invented respondents, each with answers that nobody else gives, and the truth about them."""

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MOST_STUDIES = 800
MANAGERS = tuple(f"am{number}" for number in range(1, 10))
FEW = {"am7": 1, "am8": 2, "am9": 4}
"""Account managers with a group of one, of two and of four, whatever the size of the study."""
CUSTOMER_SIZES = (1, 1, 2, 3, 4, 6, 8)
WORDING = {"en": "Please answer."}
QUESTIONNAIRE = {
    "title": {"en": "Examination"},
    "sections": [
        {
            "id": "once",
            "title": {"en": "Once"},
            "questions": [
                {
                    "id": "code",
                    "kind": "number",
                    "text": WORDING,
                    "min": 0,
                    "max": 1,
                    "step": 0.000001,
                },
                {"id": "recommend", "kind": "nps", "text": WORDING},
                {"id": "why", "kind": "text", "text": WORDING},
            ],
        },
        {
            "id": "people",
            "title": {"en": "People"},
            "subject": "account_managers",
            "questions": [
                {"id": name, "kind": "rating", "text": WORDING, "scale": {"points": 7}}
                for name in ("responsive", "fair")
            ],
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Person:
    """One contact, and the two answers by which they would be known: a comment and a number."""

    contact: str
    email: str
    customer: str
    managers: tuple[str, ...]
    comment: str
    number: str
    fields: dict[str, str] = field(repr=False)

    @property
    def stratum(self) -> tuple[str, tuple[str, ...]]:
        """Return what the roll knows of a person and the count must: who shares it is one crowd."""
        return self.customer, self.managers

    @property
    def marks(self) -> tuple[str, str]:
        """Return the answers nobody else gives."""
        return self.comment, self.number


@dataclass(frozen=True, slots=True)
class Truth:
    """One study: its people in the order of the roll, and the order in which they sent."""

    number: int
    people: Sequence[Person]
    sent: Sequence[int]
    """The people's places in the roll, the first to send first."""

    @property
    def strata(self) -> list[list[int]]:
        """Return the places of the people who share everything the roll knows of them."""
        groups: dict[object, list[int]] = {}
        for place, person in enumerate(self.people):
            groups.setdefault(person.stratum, []).append(place)
        return list(groups.values())

    @property
    def owners(self) -> dict[str, int]:
        """Return whose mark is whose."""
        return {mark: place for place, one in enumerate(self.people) for mark in one.marks}


def invented(number: int, size: int, chance: random.Random, *, unique: bool = False) -> Truth:
    """Return a study of so many people; where `unique`, no two share a customer."""
    if not 0 <= number < MOST_STUDIES:
        raise ValueError(f"there are at most {MOST_STUDIES} studies")
    customers = _customers(number, size, chance, unique=unique)
    managers = _managers(size, chance)
    comments = [f"q{number:03d}z{chance.getrandbits(64):016x}" for _ in range(size)]
    codes = [f"0.{code:06d}" for code in chance.sample(range(1, 1_000_000, 10), size)]
    people = [
        Person(
            contact=f"c{number:03d}n{place:03d}",
            email=f"c{number:03d}n{place:03d}@examined.example",
            customer=customers[place],
            managers=managers[place],
            comment=comments[place],
            number=codes[place],
            fields=_fields(comments[place], codes[place], managers[place], chance),
        )
        for place in range(size)
    ]
    return Truth(number, people, chance.sample(range(size), size))


def _customers(number: int, size: int, chance: random.Random, *, unique: bool) -> list[str]:
    names: list[str] = []
    while len(names) < size:
        several = 1 if unique else chance.choice(CUSTOMER_SIZES)
        names += [f"Customer {number:03d}-{len(names):03d}"] * several
    return chance.sample(names[:size], size)


def _managers(size: int, chance: random.Random) -> list[tuple[str, ...]]:
    """Deal the people out: a few to those with a small group, the others unevenly, some to two."""
    small = [manager for manager, many in FEW.items() for _ in range(many)]
    large = [manager for manager in MANAGERS if manager not in FEW]
    dealt = []
    for place in range(size):
        first = large[int(len(large) * chance.random() ** 2)]
        others = [m for m in large if m != first and chance.random() < 0.08]
        own = {first, *others, *small[place : place + 1]}
        dealt.append(tuple(m for m in MANAGERS if m in own))
    return chance.sample(dealt, size)


def _fields(
    comment: str, code: str, managers: Sequence[str], chance: random.Random
) -> dict[str, str]:
    ratings = {
        f"q.{question}@{manager}": str(chance.randint(1, 7))
        for manager in managers
        for question in ("responsive", "fair")
    }
    return {"q.code": code, "q.recommend": str(chance.randint(0, 10)), "q.why": comment} | ratings


def write_files(truth: Truth, folder: Path) -> Path:
    """Write the study's files and return the study file."""
    folder.mkdir(parents=True)
    with (folder / "contacts.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["contact", "name", "email", "customer", "language", "account_managers"])
        for one in truth.people:
            name = f"Name {one.contact}"
            told = [one.contact, name, one.email, one.customer, "en", ";".join(one.managers)]
            writer.writerow(told)
    (folder / "questionnaire.json").write_text(json.dumps(QUESTIONNAIRE))
    study = {
        "study": f"Examined {truth.number:03d}",
        "client": "client",
        "suppliers": [{"id": "client", "name": "Client"}],
        "account_managers": [{"id": manager, "name": manager} for manager in MANAGERS],
        "contacts": "contacts.csv",
        "questionnaire": "questionnaire.json",
        "policy": {"min_respondents": 5, "min_customers": 3},
        "languages": ["en"],
    }
    file = folder / "study.json"
    file.write_text(json.dumps(study))
    return file
