"""Small studies for tests: files on disk, an installation with the wave launched, ballots."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from questionnaires.contacts import Contact, dump_contacts
from survey_app.application import build, dispose, upgrade_databases
from survey_app.config import Settings
from survey_app.extensions import roll_engine, urn_engine
from survey_app.keys import Keys
from survey_app.lock import Lock
from survey_app.roll.models import Wave
from survey_app.services import count, studies, waves
from survey_app.services.links import draw_links, links_file, write_links

DAY = date(2026, 3, 2)
QUESTIONNAIRE: Mapping[str, Any] = {
    "title": {"en": "How do we compare?"},
    "sections": [
        {
            "id": "compare",
            "title": {"en": "Comparing suppliers"},
            "subject": "suppliers",
            "questions": [
                {
                    "id": "buys",
                    "kind": "single_choice",
                    "text": {"en": "Do you buy from {client} today?"},
                    "options": [
                        {"id": "yes", "text": {"en": "Yes"}},
                        {"id": "no", "text": {"en": "No"}},
                    ],
                    "required": True,
                },
                {
                    "id": "quality",
                    "kind": "supplier_grid",
                    "text": {"en": "How do you rate the quality of what each delivers?"},
                    "scale": {
                        "points": 7,
                        "low": {"en": "very poor"},
                        "high": {"en": "excellent"},
                        "not_applicable": True,
                    },
                    "required": True,
                    "show_if": {"question": "buys", "is": ["yes"]},
                },
                {
                    "id": "recommend",
                    "kind": "nps",
                    "text": {"en": "How likely are you to recommend {client}?"},
                },
                {"id": "why", "kind": "text", "text": {"en": "What should change?"}},
            ],
        },
        {
            "id": "people",
            "title": {"en": "The people you deal with"},
            "subject": "account_managers",
            "questions": [
                {
                    "id": "responsive",
                    "kind": "rating",
                    "text": {"en": "How responsive do you find {manager}?"},
                    "scale": {"points": 5, "not_applicable": True},
                }
            ],
        },
    ],
}


def contact(number: int, **changes: Any) -> Contact:
    """Return a contact at one of six customers, dealing with one of two account managers."""
    made = Contact(
        contact=f"c{number}",
        name=f"Contact Number {number}",
        email=f"contact{number}@example.com",
        customer=f"Customer {number % 6}",
        language="en",
        account_managers=(f"am{number % 2 + 1}",),
    )
    return replace(made, **changes)


def contacts(number: int, **changes: Any) -> list[Contact]:
    """Return so many contacts, numbered from 0."""
    return [contact(n, **changes) for n in range(number)]


@dataclass
class StudyFiles:
    """The three files of a study, to be altered before they are written."""

    contacts: Sequence[Contact] = field(default_factory=lambda: contacts(20))
    questionnaire: Mapping[str, Any] = field(default_factory=lambda: QUESTIONNAIRE)
    suppliers: Sequence[tuple[str, str]] = (
        ("client", "Client Components"),
        ("rival", "Rival & Sons"),
    )
    managers: Sequence[tuple[str, str]] = (("am1", "First Manager"), ("am2", "Second Manager"))
    name: str = "Relationship study"
    languages: Sequence[str] = ("en",)
    breakdowns: Sequence[str] = ()
    policy: Mapping[str, int] = field(
        default_factory=lambda: {"min_respondents": 5, "min_customers": 3}
    )

    def write(self, folder: Path) -> Path:
        """Write the files and return the study file's path."""
        study = {
            "study": self.name,
            "client": self.suppliers[0][0],
            "suppliers": [{"id": id_, "name": name} for id_, name in self.suppliers],
            "account_managers": [{"id": id_, "name": name} for id_, name in self.managers],
            "contacts": "contacts.csv",
            "questionnaire": "questionnaire.json",
            "policy": dict(self.policy),
            "languages": list(self.languages),
            "breakdowns": list(self.breakdowns),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "contacts.csv").write_bytes(dump_contacts(self.contacts))
        (folder / "questionnaire.json").write_text(json.dumps(self.questionnaire))
        file = folder / "study.json"
        file.write_text(json.dumps(study))
        return file


@dataclass
class Installation:
    """An installation in a temporary folder, worked with through its services."""

    settings: Settings
    app: Flask

    @property
    def keys(self) -> Keys:
        """Return its keys."""
        keys: Keys = self.app.extensions["keys"]
        return keys

    @contextmanager
    def roll(self) -> Iterator[Session]:
        """Open the book of who."""
        with self.app.app_context(), Session(roll_engine()) as roll:
            yield roll

    def load(self, files: StudyFiles) -> str:
        """Load a study and return its wave's id."""
        file = files.write(self.settings.data.parent / "files")
        with self.roll() as roll:
            name = studies.load_study(roll, file, None).name
            roll.commit()
            return name

    def launch(
        self, name: str, *, until: date | None = None, lock: Lock | None = None
    ) -> "Launched":
        """Launch a wave and return it with its links, contact by contact."""
        file = self.settings.data.parent / f"links-{name}.csv"
        last = until or date(2999, 1, 1)
        with self.roll() as roll, links_file(file) as stream:
            wave = waves.find_wave(roll, name)
            waves.launch(roll, self.keys, wave, today=DAY, until=last, lock=lock)
            write_links(stream, draw_links(roll, self.keys, wave), self.settings.base_url)
            waves.open_urn(urn_engine(), wave)
            roll.commit()
        with file.open(newline="") as stream:
            paths = {row["contact"]: row["url"].split("/r/")[1] for row in csv.DictReader(stream)}
        return Launched(self, name, paths)


@dataclass
class Launched:
    """An open wave with its links."""

    installation: Installation
    name: str
    tokens: dict[str, str]

    @property
    def client(self) -> FlaskClient:
        """Return a browser without cookies."""
        return self.installation.app.test_client(use_cookies=False)

    def path(self, contact: str) -> str:
        """Return the path of a contact's link."""
        return f"/r/{self.tokens[contact]}"

    def send(self, contact: str, answers: Mapping[str, str]) -> Any:
        """Post a contact's answers and return the response."""
        return self.client.post(self.path(contact), data=answers)

    def close(self) -> None:
        """Close the wave and count it."""
        with self.wave() as (roll, wave):
            count.close(roll, urn_engine(), self.installation.keys, wave, today=DAY)

    @contextmanager
    def wave(self) -> Iterator[tuple[Session, Wave]]:
        """Open the roll and find the wave in it."""
        with self.installation.roll() as roll:
            yield roll, waves.find_wave(roll, self.name)


@contextmanager
def installed(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Installation]:
    """Install into a folder, migrated and with keys; on SQLite unless the environment says."""
    settings = Settings.read(environment or {}, str(folder / "data"))
    upgrade_databases(settings)
    app = build(settings)
    try:
        yield Installation(settings, app)
    finally:
        with app.app_context():
            dispose()


FULL_ANSWER = {
    "q.buys": "yes",
    "q.quality.client": "6",
    "q.quality.rival": "na",
    "q.recommend": "9",
    "q.why": "Nothing, thank you.",
}


def answer_of(contact: Contact, **changes: str) -> dict[str, str]:
    """Return a complete form of a contact, with a rating for each account manager."""
    people = {f"q.responsive@{manager}": "4" for manager in contact.account_managers}
    return FULL_ANSWER | people | changes
