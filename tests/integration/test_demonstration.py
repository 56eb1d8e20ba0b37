"""The demonstration as `make demo` makes it, and what its reports must not and must contain."""

import json
import re
import resource
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from questionnaires.contacts import Contact, load_contacts
from questionnaires.load import load_study_file
from survey_app.config import Settings
from survey_app.demonstration.run import demonstrate
from survey_app.errors import Refused
from tests.conftest import DATABASES, books_of

NUMBER = re.compile(r"(?<![\d.])[+−]?\d+(?:\.\d+)?")
STUDY_SECONDS = 60


@dataclass(frozen=True)
class Demonstration:
    """The demonstration's installation, its reports as text, and how long it took."""

    settings: Settings
    release: Mapping[str, Any]
    pages: Mapping[str, list[str]]
    seconds: float

    def contacts(self) -> tuple[Contact, ...]:
        """Return everybody who was invited."""
        folder = self.settings.demonstration
        study = load_study_file("study.yaml", (folder / "study.yaml").read_bytes())
        return load_contacts(
            "contacts.csv",
            (folder / "contacts.csv").read_bytes(),
            managers=[manager.id for manager in study.account_managers],
            languages=study.languages,
        )


def worked() -> float:
    """Return the seconds that this process and those it began have worked.

    What else the machine has to do at the time, other tests to begin with, is not counted.
    """
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(each)[:2]) for each in who)


def pages_of(file: Path) -> list[str]:
    with closing(pypdfium2.PdfDocument(file)) as document:  # type: ignore[no-untyped-call]
        return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture(scope="module", params=DATABASES)
def demonstration(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """Make the demonstration once on each database."""
    folder = tmp_path_factory.mktemp("demonstration")
    with books_of(request) as new_books:
        data, out = folder / "data", folder / "reports"
        settings = Settings.read(new_books(data), str(data))
        begun = worked()
        demonstrate(settings, out, lambda _: None)
        seconds = worked() - begun
        release = json.loads((out / "release.json").read_text())
        pages = {file.name: pages_of(file) for file in out.glob("*.pdf")}
        yield Demonstration(settings, release, pages, seconds)


def test_the_study_takes_less_than_a_minute(demonstration: Demonstration) -> None:
    assert demonstration.seconds < STUDY_SECONDS


def test_six_of_eight_account_managers_get_a_report(demonstration: Demonstration) -> None:
    files = {report["file"] for report in demonstration.release["reports"]}

    assert files == set(demonstration.pages)
    assert len([file for file in files if file.startswith("manager-")]) == 6


def test_no_page_has_the_name_address_or_customer_of_a_contact(
    demonstration: Demonstration,
) -> None:
    text = "\n".join(page for pages in demonstration.pages.values() for page in pages)

    for contact in demonstration.contacts():
        for secret in (contact.name, contact.email, contact.customer):
            assert secret not in text


def test_every_number_is_a_fact_a_constant_or_a_page(demonstration: Demonstration) -> None:
    constants = {float(c) for c in demonstration.release["constants"] if not isinstance(c, str)}
    for report in demonstration.release["reports"]:
        pages = demonstration.pages[report["file"]]
        known = constants | set(map(float, range(1, len(pages) + 1)))
        for fact in report["facts"]:
            figures = (fact["value"], fact["low"], fact["high"], fact["n"])
            known |= {float(each) for each in figures if isinstance(each, int | float)}
        for page in pages:
            printed = {float(found.replace("−", "-")) for found in NUMBER.findall(page)}
            assert printed <= known, report["file"]


def test_a_folder_with_other_studies_is_left_alone(demonstration: Demonstration) -> None:
    with pytest.raises(Refused, match="already; give the demonstration a folder of its own"):
        demonstrate(demonstration.settings, Path("unused"), lambda _: None)
