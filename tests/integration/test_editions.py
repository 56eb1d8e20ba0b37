"""Editions: PDFs and release.json, the same facts the same edition."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.services.editions import record_edition, write_edition
from tests.conftest import DATABASES, books_of
from tests.factories import Launched, StudyFiles, answer_of, contacts, installed

FACT_KEYS = {
    "question",
    "subject",
    "against",
    "within",
    "option",
    "measure",
    "value",
    "low",
    "high",
    "n",
    "shown",
}


def edition(launched: Launched, out: Path) -> int:
    with launched.wave() as (roll, wave):
        prepared = record_edition(roll, urn_engine(), wave, launched.installation.keys)
        roll.commit()
    write_edition(prepared, out, lambda _: None)
    return prepared.number


def text_of(file: Path) -> str:
    with closing(pypdfium2.PdfDocument(file)) as document:  # type: ignore[no-untyped-call]
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture(scope="module", params=DATABASES)
def counted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launched]:
    """Return the sample study, answered by nineteen of twenty and counted, once a database."""
    folder = tmp_path_factory.mktemp("editions")
    with books_of(request) as new_books:
        environment = new_books(folder / "data")
        with installed(folder, environment) as installation:
            launched = installation.launch(installation.load(StudyFiles()))
            everybody_answers(launched)
            launched.close()
            yield launched


def everybody_answers(launched: Launched) -> None:
    for person in contacts(19):
        rating = str(int(person.contact[1:]) % 5 + 1)
        manager = person.account_managers[0]
        answers = answer_of(person, **{f"q.responsive@{manager}": rating})
        assert launched.send(person.contact, answers).status_code == 303


@pytest.fixture(scope="module")
def released(
    counted: Launched, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    """Return the folder of its first edition, drawn once, and its release.json."""
    out = tmp_path_factory.mktemp("released") / "out"
    edition(counted, out)
    return out, json.loads((out / "release.json").read_text())


def test_an_edition_is_one_file_a_recipient_and_the_facts_of_each(
    released: tuple[Path, dict[str, Any]],
) -> None:
    out, document = released

    files = {report["file"]: report["recipient"] for report in document["reports"]}
    assert files == {"supplier.pdf": "supplier"} | {
        f"manager-{m}.pdf": f"manager:{m}" for m in ("am1", "am2")
    }
    assert {file.name for file in out.iterdir()} == {*files, "release.json"}
    assert set(document) == {"wave", "edition", "policy", "constants", "reports"}
    for report in document["reports"]:
        assert all(set(fact) == FACT_KEYS for fact in report["facts"])


def test_equal_facts_are_the_same_edition_and_the_same_bytes(
    counted: Launched, released: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out, document = released
    again = tmp_path / "again"

    assert edition(counted, again) == document["edition"] == 1
    for file in out.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()


def test_no_report_names_a_contact_an_address_or_a_customer(
    released: tuple[Path, dict[str, Any]],
) -> None:
    out, _ = released

    for file in out.glob("*.pdf"):
        text = text_of(file)
        assert "Contact Number" not in text
        assert "example.com" not in text
        assert not re.search(r"Customer \d", text)


def test_a_wave_that_is_not_counted_has_no_reports(launched: Launched, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="only a counted one has reports"):
        edition(launched, tmp_path / "out")
    assert not (tmp_path / "out").exists()
