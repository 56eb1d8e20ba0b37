from collections import Counter
from pathlib import Path

import pytest

from questionnaires.contacts import Contact, load_contacts
from questionnaires.load import load_questionnaire, load_study_file
from questionnaires.study import StudyFile
from survey_app.demonstration.names import TERRITORIES
from survey_app.demonstration.study import write_study

RESERVED = (".example.com", ".example.net", ".example.org")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_study(tmp_path / "demonstration")


@pytest.fixture
def study(file: Path) -> StudyFile:
    return load_study_file(file.name, file.read_bytes())


@pytest.fixture
def contacts(file: Path, study: StudyFile) -> tuple[Contact, ...]:
    roll = file.parent / study.contacts
    managers = [manager.id for manager in study.account_managers]
    return load_contacts(roll.name, roll.read_bytes(), managers=managers, languages=study.languages)


def test_the_study_has_a_client_three_competitors_and_eight_account_managers(
    study: StudyFile,
) -> None:
    assert study.client_name() == "Aldermoor Fittings"
    assert len(study.suppliers) == 4
    assert len(study.account_managers) == 8


def test_its_questionnaire_loads_without_a_flaw(file: Path, study: StudyFile) -> None:
    data = (file.parent / study.questionnaire).read_bytes()
    questionnaire = load_questionnaire(study.questionnaire, data, study.languages)
    assert {section.subject for section in questionnaire.sections} == {
        None,
        "suppliers",
        "account_managers",
    }


def test_its_roll_has_240_contacts_at_60_customers(contacts: tuple[Contact, ...]) -> None:
    assert len(contacts) == len({contact.name for contact in contacts}) == 240
    assert len({contact.customer for contact in contacts}) == 60


def test_every_address_is_of_a_domain_reserved_for_examples(contacts: tuple[Contact, ...]) -> None:
    strange = [c.email for c in contacts if not c.email.endswith(RESERVED) or not c.email.isascii()]
    assert strange == []


def test_each_account_manager_has_the_contacts_of_the_territory(
    contacts: tuple[Contact, ...],
) -> None:
    first = Counter(next(iter(contact.account_managers), "") for contact in contacts)
    assert first == {"": 8} | {t.manager: t.contacts for t in TERRITORIES}


def test_some_contacts_deal_with_two_account_managers(contacts: tuple[Contact, ...]) -> None:
    assert Counter(len(contact.account_managers) for contact in contacts)[2] >= 30


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    once, again = write_study(tmp_path / "once", seed=7), write_study(tmp_path / "again", seed=7)
    names = ["contacts.csv", "questionnaire.yaml", "study.yaml"]
    assert sorted(path.name for path in once.parent.iterdir()) == names
    for name in names:
        assert (once.parent / name).read_bytes() == (again.parent / name).read_bytes()


def test_another_seed_gives_another_roll(tmp_path: Path) -> None:
    once, other = write_study(tmp_path / "once", seed=1), write_study(tmp_path / "other", seed=2)
    rolls = [study.with_name("contacts.csv").read_bytes() for study in (once, other)]
    assert rolls[0] != rolls[1]
