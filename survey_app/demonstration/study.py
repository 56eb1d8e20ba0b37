"""The files of the invented study, as a consultant would have them."""

import json
from importlib.resources import files
from pathlib import Path

from questionnaires.contacts import dump_contacts
from survey_app.demonstration.names import CLIENT, SUPPLIERS, TERRITORIES
from survey_app.demonstration.roll import contacts

SEED = 1
STUDY = "Aldermoor customer study"


def write_study(folder: Path, *, seed: int = SEED) -> Path:
    """Write study.yaml, contacts.csv and questionnaire.yaml; return the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    study = folder / "study.yaml"
    study.write_text(_study_file(), encoding="utf-8")
    (folder / "contacts.csv").write_bytes(dump_contacts(contacts(seed)))
    questionnaire = files("survey_app.demonstration") / "questionnaire.yaml"
    (folder / "questionnaire.yaml").write_bytes(questionnaire.read_bytes())
    return study


def _study_file() -> str:
    managers = {territory.manager: territory.name for territory in TERRITORIES}
    lines = [
        f"study: {_quoted(STUDY)}",
        f"client: {CLIENT}",
        "suppliers:",
        *_named(SUPPLIERS),
        "account_managers:",
        *_named(managers),
        "contacts: contacts.csv",
        "questionnaire: questionnaire.yaml",
        "policy: {min_respondents: 5, min_customers: 3}",
        "languages: [en, de]",
    ]
    return "\n".join([*lines, ""])


def _named(names: dict[str, str]) -> list[str]:
    return [f"  - {{id: {key}, name: {_quoted(name)}}}" for key, name in names.items()]


def _quoted(text: str) -> str:
    """Return the text as a JSON string, which YAML reads as the same text."""
    return json.dumps(text, ensure_ascii=False)
