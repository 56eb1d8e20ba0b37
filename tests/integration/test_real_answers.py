"""Real answers, collected by others, go through the real forms and come out as they went in."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from questionnaires.contacts import Contact
from reports.disclosure.gate import gate
from reports.disclosure.release import Hidden, Release, Shown
from survey_app.extensions import urn_engine
from survey_app.services.editions import record_edition
from survey_app.services.waves import frozen
from survey_app.urn.tallies import read_tallies
from tests.factories import Installation, Launched, StudyFiles
from tests.integration.test_cli import run

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not there")
Rows = Sequence[Mapping[str, str]]

MIN_RESPONDENTS = 5
DETAIL_FROM = 10


def rows_of(name: str) -> Rows:
    with (DATA / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def everybody_answers(launched: Launched, answers: Mapping[str, Mapping[str, str]]) -> None:
    client = launched.client
    for contact, fields in answers.items():
        response = client.post(launched.path(contact), data=fields)
        assert response.status_code == 303, response.text[:2000]


def released(launched: Launched) -> Release:
    launched.close()
    with launched.wave() as (_, wave):
        fixed = frozen(wave)
        return gate(read_tallies(urn_engine(), wave.urn_wave), fixed.menu, fixed.policy)


def stored_subjects(launched: Launched) -> set[str | None]:
    with launched.wave() as (_, wave):
        tallies = read_tallies(urn_engine(), wave.urn_wave)
    rows = {row.subject for row in (*tallies.bases, *tallies.moments)}
    return rows | {count.subject for count in tallies.counts}


def one_contact(number: int, managers: Sequence[str] = ()) -> Contact:
    """Return a contact who is the only one of their customer."""
    return Contact(
        contact=f"r{number}",
        name=f"Respondent {number}",
        email=f"respondent{number}@example.com",
        customer=f"Customer of {number}",
        language="en",
        account_managers=tuple(managers),
    )


def printed(values: Sequence[int], low: int, high: int) -> float:
    """Return the mean as R2 prints it, worked out by numpy."""
    mean = float(np.mean(np.array(values)))
    clip = (high - low) / 8 if len(values) < DETAIL_FROM else 0.1
    return float(np.round(np.clip(mean, low + clip, high - clip), 1))


# --- four suppliers, each rated by its own customers ------------------------------------------

SUPPLIERS = {"1": "north", "2": "east", "3": "south", "4": "west"}


def attributes(rows: Rows) -> list[str]:
    prefixes = ("qual_", "perf_", "csor_", "attr_", "like_", "comp_")
    return [name for name in rows[0] if name.startswith(prefixes)]


def telecom_questionnaire(names: Sequence[str]) -> dict[str, Any]:
    scale = {"points": 7, "not_applicable": True}
    return {
        "title": {"en": "Reputation of network suppliers"},
        "sections": [
            {
                "id": "reputation",
                "title": {"en": "Reputation"},
                "subject": "suppliers",
                "questions": [
                    {
                        "id": name,
                        "kind": "supplier_grid",
                        "text": {"en": f"Item {name}"},
                        "scale": scale,
                        "required": True,
                    }
                    for name in names
                ],
            }
        ],
    }


def telecom_answer(row: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    own = SUPPLIERS[row["serviceprovider"]]
    return {
        f"q.{name}.{supplier}": (row[name] or "na") if supplier == own else "na"
        for name in names
        for supplier in SUPPLIERS.values()
    }


@needs_data
def test_the_ratings_of_four_suppliers_come_out_cell_by_cell(installation: Installation) -> None:
    rows = rows_of("telecom_reputation.csv")
    names = attributes(rows)
    study = StudyFiles(
        contacts=[one_contact(number) for number in range(len(rows))],
        questionnaire=telecom_questionnaire(names),
        suppliers=[(supplier, supplier.title()) for supplier in SUPPLIERS.values()],
        managers=[],
        name="Telecom reputation",
    )
    launched = installation.launch(installation.load(study))
    everybody_answers(launched, {f"r{n}": telecom_answer(r, names) for n, r in enumerate(rows)})

    release = released(launched)

    expected: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        for name in names:
            if row[name]:
                expected[name, SUPPLIERS[row["serviceprovider"]]].append(int(row[name]))
    assert len(expected) == 4 * len(names)
    for (name, supplier), values in expected.items():
        cell = release.cell("mean", name, supplier)
        assert isinstance(cell, Shown)
        assert float(cell.value) == pytest.approx(printed(values, 1, 7), abs=1e-9)
        assert cell.n == len(values)


SERVICES = {"1": "prepaid", "2": "contract"}


@needs_data
def test_released_twice_with_a_breakdown_more_nothing_is_proven(
    installation: Installation,
) -> None:
    rows = rows_of("telecom_reputation.csv")
    names = attributes(rows)
    listed = [
        replace(one_contact(number), segments={"service": SERVICES[row["servicetype"]]})
        for number, row in enumerate(rows)
    ]
    study = StudyFiles(
        contacts=listed,
        questionnaire=telecom_questionnaire(names),
        suppliers=[(supplier, supplier.title()) for supplier in SUPPLIERS.values()],
        managers=[],
        name="Telecom reputation",
        breakdowns=("service",),
    )
    wave = installation.load(study)
    launched = installation.launch(wave)
    everybody_answers(launched, {f"r{n}": telecom_answer(r, names) for n, r in enumerate(rows)})
    launched.close()
    with launched.wave() as (roll, found):
        for by in ((), ("service",)):
            record_edition(roll, urn_engine(), found, installation.keys, by=by)
            roll.commit()

    audited = run("wave", "audit", wave, data=installation.settings.data)

    assert audited.returncode == 0, audited.stderr
    first, second = re.findall(r"edition \d: (\d+) facts", audited.stdout)
    assert int(second) > int(first) + len(names)
    tried = re.search(r"tried: (\d+) targets; proven: 0; no number is hidden", audited.stdout)
    assert tried, audited.stdout
    assert int(tried[1]) > 7 * len(names)


# --- thirty persons of one department, rated by few ---------------------------------------------

DEPARTMENT, PERSONS, KEPT, SEED = "3", 30, 0.15, 7


def thinned() -> list[tuple[str, str, int]]:
    """Return respondent, person and rating of a random 15 % of the rows of thirty persons."""
    rows = [row for row in rows_of("person_ratings.csv") if row["department"] == DEPARTMENT]
    persons = sorted({row["person"] for row in rows}, key=int)[:PERSONS]
    chance = random.Random(SEED)
    return [
        (row["respondent"], row["person"], int(row["rating"]))
        for row in rows
        if row["person"] in persons and chance.random() < KEPT
    ]


def by_respondent(ratings: Sequence[tuple[str, str, int]]) -> Iterator[tuple[str, dict[str, int]]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for respondent, person, rating in ratings:
        found[respondent][f"p{person}"] = rating
    yield from found.items()


PERSON_QUESTIONNAIRE = {
    "title": {"en": "Feedback on persons"},
    "sections": [
        {
            "id": "persons",
            "title": {"en": "{manager}"},
            "subject": "account_managers",
            "questions": [
                {
                    "id": "rating",
                    "kind": "rating",
                    "text": {"en": "How do you rate {manager}?"},
                    "scale": {"points": 5},
                    "required": True,
                }
            ],
        }
    ],
}


@needs_data
def test_persons_with_few_ratings_appear_nowhere_and_the_others_as_they_were_rated(
    installation: Installation,
) -> None:
    answers = list(by_respondent(thinned()))
    people = sorted({person for _, rated in answers for person in rated})
    study = StudyFiles(
        contacts=[one_contact(n, sorted(rated)) for n, (_, rated) in enumerate(answers)],
        questionnaire=PERSON_QUESTIONNAIRE,
        managers=[(person, f"Person {person[1:]}") for person in people],
        name="Person ratings",
    )
    launched = installation.launch(installation.load(study))
    everybody_answers(
        launched,
        {
            f"r{n}": {f"q.rating@{person}": str(value) for person, value in rated.items()}
            for n, (_, rated) in enumerate(answers)
        },
    )

    release = released(launched)

    ratings: dict[str, list[int]] = defaultdict(list)
    for _, rated in answers:
        for person, value in rated.items():
            ratings[person].append(value)
    small = {person for person, values in ratings.items() if len(values) < MIN_RESPONDENTS}
    cells = {person: release.cell("mean", "rating", person) for person in people}
    shown = {person: cell for person, cell in cells.items() if isinstance(cell, Shown)}
    assert small
    assert len(shown) >= 0.9 * (len(people) - len(small))
    assert not small & set(shown)
    assert not small & stored_subjects(launched)
    for person, cell in shown.items():
        assert float(cell.value) == pytest.approx(printed(ratings[person], 1, 5), abs=1e-9)
    for key, figure in release.cells.items():
        if key.subject in small:
            assert isinstance(figure, Hidden)
