"""No way leads below the floor of R1: no study file, no form, and no statement to the database."""

import json
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey_app.extensions import roll_engine
from survey_app.migrations import config_of
from survey_app.services.frozen import frozen
from tests.consulting import EXAMPLE, load
from tests.factories import Installation, Launched, StudyFiles
from tests.integration.test_cli import run
from tests.workspace import signed_in

STRICT = {"min_respondents": 8, "min_customers": 4}


@pytest.fixture
def strict(installation: Installation) -> Launched:
    """Return a launched wave that is stricter than it has to be."""
    return installation.launch(installation.load(StudyFiles(policy=STRICT)))


def tell(installation: Installation, statement: str, **values: object) -> None:
    """Tell the roll's database something, as its owner can."""
    with installation.app.app_context(), roll_engine().begin() as connection:
        connection.execute(text(statement), values)


def policy(launched: Launched) -> tuple[int, int]:
    with launched.wave() as (_, wave):
        fixed = frozen(wave).policy
        return fixed.min_respondents, fixed.min_customers


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        ("min_respondents: 4", 13, "min_respondents is 4; the floor is 5"),
        ("min_respondents: 5, min_customers: 2", 13, "min_customers is 2; the floor is 3"),
        ("min_respondents: -1", 13, "min_respondents is -1; the floor is 5"),
    ],
)
def test_a_study_file_below_the_floor_is_refused_with_its_line(
    installation: Installation, tmp_path: Path, changed: str, line: int, sentence: str
) -> None:
    folder = tmp_path / "lax"
    folder.mkdir()
    for part, name in zip(EXAMPLE, ("study", "questionnaire", "contacts"), strict=True):
        (folder / f"{name}.{'csv' if part == 'contacts' else 'yaml'}").write_bytes(EXAMPLE[part])
    study = EXAMPLE["study"].decode().replace("min_respondents: 5, min_customers: 3", changed)
    (folder / "study.yaml").write_text(study)

    ended = run("study", "load", folder / "study.yaml", data=installation.settings.data)

    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert f"line {line}" in ended.stderr


def test_a_form_below_the_floor_is_refused_with_its_line(installation: Installation) -> None:
    browser = signed_in(installation)
    lax = EXAMPLE["study"].replace(b"min_respondents: 5", b"min_respondents: 4")

    answer = load(browser, {**EXAMPLE, "study": lax})

    assert answer.status_code == 422
    assert "min_respondents is 4; the floor is 5" in answer.text
    assert "line 13, policy.min_respondents" in answer.text


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("min_respondents = 4", "ck_wave_min_respondents"),
        ("min_customers = 2", "ck_wave_min_customers"),
    ],
)
@pytest.mark.parametrize("state", ["draft", "launched"])
def test_the_database_refuses_a_wave_below_the_floor(
    installation: Installation, state: str, change: str, constraint: str
) -> None:
    name = installation.load(StudyFiles())
    if state == "launched":
        installation.launch(name)

    with pytest.raises(IntegrityError) as refused:
        tell(installation, f"UPDATE wave SET {change}")  # noqa: S608 - one of the two above

    said = str(refused.value.orig)
    assert constraint in said or "may be made stricter, never looser" in said


@pytest.mark.parametrize("name", ["policy_version", "min_respondents", "min_customers"])
def test_the_database_refuses_a_launched_wave_without_a_policy(strict: Launched, name: str) -> None:
    with pytest.raises(IntegrityError, match="ck_wave_policy"):
        tell(strict.installation, f"UPDATE wave SET {name} = NULL")  # noqa: S608 - as above


@pytest.mark.parametrize(
    "change",
    [
        "min_respondents = 7",
        "min_customers = 3",
        "min_respondents = 9, min_customers = 3",
        "policy_version = '1'",
        "state = 'draft'",
        "state = 'draft', min_respondents = 5",
    ],
)
def test_the_database_refuses_to_loosen_the_policy_of_a_launched_wave(
    strict: Launched, change: str
) -> None:
    with pytest.raises(IntegrityError, match="it may be made stricter, never looser"):
        tell(strict.installation, f"UPDATE wave SET {change}")  # noqa: S608 - as above

    assert policy(strict) == (8, 4)


def test_the_policy_of_a_launched_wave_may_be_made_stricter(strict: Launched) -> None:
    tell(strict.installation, "UPDATE wave SET min_respondents = 9, min_customers = 5")

    assert policy(strict) == (9, 5)


def test_a_later_study_file_does_not_loosen_a_launched_wave(strict: Launched) -> None:
    lax = {"policy": {"min_respondents": 5, "min_customers": 3}}
    with strict.wave() as (roll, wave):
        wave.study.definition = {**wave.study.definition, **lax}
        roll.commit()

    assert policy(strict) == (8, 4)


def move(installation: Installation, *, up: bool) -> None:
    config = config_of("roll")
    with installation.app.app_context(), roll_engine().begin() as connection:
        config.attributes["connection"] = connection
        if up:
            command.upgrade(config, "head")
        else:
            command.downgrade(config, "0004")


def test_a_policy_of_before_is_kept_and_none_is_below_the_floor(strict: Launched) -> None:
    installation = strict.installation
    installation.load(StudyFiles(name="Another study"))
    lax = installation.launch(installation.load(StudyFiles(name="Lax study")))

    move(installation, up=False)
    with installation.app.app_context(), roll_engine().begin() as connection:
        query = text("SELECT policy FROM wave ORDER BY id")
        kept = [
            json.loads(each) if isinstance(each, str) else each
            for each in connection.scalars(query)
        ]
        broken = json.dumps({"version": "1", "min_respondents": 2, "min_customers": 1})
        of_lax = text("UPDATE wave SET policy = :broken WHERE id = (SELECT max(id) FROM wave)")
        connection.execute(of_lax, {"broken": broken})
    move(installation, up=True)

    constants = {"detail_from": 10, "full_from": 30, "fine_from": 100}
    assert kept[0] == {"version": "2", **STRICT, **constants}
    assert kept[1] is None
    assert policy(strict) == (8, 4)
    assert policy(lax) == (5, 3)
    with installation.roll() as roll:
        rows = roll.execute(text("SELECT policy_version, min_respondents FROM wave ORDER BY id"))
        assert rows.all() == [("2", 8), (None, None), ("1", 5)]
