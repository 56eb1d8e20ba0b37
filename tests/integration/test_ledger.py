"""The ledger: written with its edition, whole or refused, and out of reach of plain statements."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reports.disclosure.release import FactKey
from reports.tally import Base, Count
from survey_app.errors import NotNow
from survey_app.extensions import roll_engine, urn_engine
from survey_app.keys import Keys
from survey_app.roll.ledger import LedgerFact
from survey_app.roll.models import Edition, Study, Wave
from survey_app.services import editions, ledger
from survey_app.services.editions import record_edition
from survey_app.services.waves import hold
from tests.conftest import on_postgresql_alone, only_on
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.integration.test_cli import run
from tests.ledger import (
    a_fact,
    counted,
    entries,
    meddle,
    rechain,
    release,
    renamed,
    rows,
    tell,
    unguard,
)
from tests.workspace import signed_in

APPEND_ONLY = "what was released can be neither changed nor taken back"
OURS = "Independent Practice"
WAVE = "relationship-study-1"
REPORTS = f"/consult/waves/{WAVE}/reports"


@pytest.fixture
def released(launched: Launched) -> Launched:
    """Return a counted wave with one edition, whose facts are in the ledger."""
    counted(launched)
    assert release(launched) == 1
    assert len(rows(launched.installation)) > 4
    return launched


def numbers(installation: Installation) -> tuple[int | None, int | None]:
    """Return how many editions and facts are stored."""
    with installation.roll() as roll:
        count = select(func.count())
        return (
            roll.scalar(count.select_from(Edition)),
            roll.scalar(count.select_from(LedgerFact)),
        )


def test_a_fact_is_read_back_as_it_was_released(installation: Installation) -> None:
    listed = [replace(each, segments={"region": "Nord & Süd"}) for each in contacts(20)]
    study = StudyFiles(contacts=listed, breakdowns=("region",))
    launched = counted(installation.launch(installation.load(study)))
    nothing = a_fact(key=FactKey("rate"), coefficients=(), low=40, high=60)
    within = a_fact(key=FactKey("mean", "quality", "client", None, "rival", "region=Nord & Süd"))
    given = [a_fact(-7), nothing, within, a_fact(low=2**40, high=2**41)]
    with launched.wave() as (roll, wave):
        edition = Edition(wave_id=wave.id, number=1, digest="0" * 64, release="{}")
        roll.add(edition)
        roll.flush()
        ledger.append(roll, wave, edition, given, keys=launched.installation.keys)
        roll.commit()

    found = entries(launched)

    assert [entry.fact for entry in found] == given
    assert [entry.position for entry in found] == [1, 2, 3, 4]
    assert {(entry.wave, entry.edition) for entry in found} == {(launched.name, 1)}
    assert found[0].fact.coefficients[1] == (Count("responsive", "am1", "5"), -2)


def test_an_edition_and_its_facts_are_recorded_together_or_not_at_all(launched: Launched) -> None:
    counted(launched)
    with launched.wave() as (roll, wave):
        record_edition(roll, urn_engine(), wave, launched.installation.keys)
        assert roll.scalar(select(func.count()).select_from(LedgerFact))
        roll.rollback()
    assert numbers(launched.installation) == (0, 0)

    release(launched)

    editions_kept, facts_kept = numbers(launched.installation)
    assert editions_kept == 1
    assert facts_kept
    assert len(entries(launched)) == facts_kept


def test_the_same_edition_again_adds_nothing(released: Launched) -> None:
    before = rows(released.installation)

    assert release(released) == 1

    assert rows(released.installation) == before


def test_each_edition_signs_the_head_it_left(
    released: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = len(rows(released.installation))
    monkeypatch.setattr(editions.Cut, "digest", "1" * 64)  # as another program would cut it
    monkeypatch.setattr(editions, "facts_of", lambda *_: [a_fact(1), a_fact(2)])
    monkeypatch.setattr(editions, "refuse_proven", lambda *_: None)

    assert release(released) == 2

    found = entries(released)
    assert [entry.edition for entry in found] == [1] * first + [2, 2]
    with released.installation.roll() as roll:
        heads = roll.scalars(select(Edition.ledger_head).order_by(Edition.id)).all()
    stored = rows(released.installation)
    assert heads == [stored[first - 1].hash, stored[-1].hash]


def test_an_edition_without_facts_signs_the_head_it_found(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "facts_of", lambda *_: [])
    counted(launched)

    release(launched)

    assert entries(launched) == []
    with launched.installation.roll() as roll:
        [edition] = roll.scalars(select(Edition)).all()
        assert edition.ledger_head == ledger.BEGINNING
        assert edition.ledger_signature is not None


def test_each_study_has_a_chain_of_its_own(released: Launched) -> None:
    installation = released.installation
    before = entries(released)
    other = counted(installation.launch(installation.load(StudyFiles(name="Another study"))))
    release(other)

    assert entries(released) == before
    assert [entry.position for entry in entries(other)][:2] == [1, 2]


def test_a_fact_about_a_group_that_is_not_on_the_menu_is_never_recorded(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    strangers = (
        FactKey("mean", "responsive", "am9"),
        FactKey("mean", "no_question", "am1"),
        FactKey("difference", "quality", "client", None, "nobody"),
    )
    monkeypatch.setattr(editions, "refuse_proven", lambda *_: None)
    counted(launched)
    for key in strangers:
        monkeypatch.setattr(editions, "facts_of", lambda *_, key=key: [a_fact(), a_fact(key=key)])
        with pytest.raises(NotNow, match=r"Entry 2 .* is not on the menu"):
            release(launched)
    assert numbers(launched.installation) == (0, 0)


def test_two_who_release_at_once_leave_one_chain(launched: Launched) -> None:
    counted(launched)
    installation = launched.installation

    def add(number: int) -> None:
        with launched.wave() as (roll, wave):
            hold(roll, wave)
            edition = Edition(wave_id=wave.id, number=number, digest=f"{number}", release="{}")
            roll.add(edition)
            roll.flush()
            facts = [a_fact(each) for each in range(20)]
            ledger.append(roll, wave, edition, facts, keys=installation.keys)
            time.sleep(0.05)
            roll.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(1, 9)))

    stored = rows(installation)
    assert [row.position for row in stored] == list(range(1, 161))
    assert all(row.previous_hash == before.hash for before, row in pairwise(stored))


# What the database refuses by itself


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_fact SET low = low - 1",
        "UPDATE ledger_fact SET hash = hash",
        "DELETE FROM ledger_fact",
        "DELETE FROM ledger_fact WHERE position = 1",
    ],
)
def test_no_statement_changes_or_removes_a_fact(released: Launched, statement: str) -> None:
    before = rows(released.installation)

    with pytest.raises(IntegrityError, match=APPEND_ONLY):
        tell(released.installation, statement)

    assert rows(released.installation) == before


@on_postgresql_alone
@pytest.mark.parametrize("table", ["ledger_fact", "edition CASCADE", "wave CASCADE"])
def test_no_table_is_emptied_under_the_ledger(released: Launched, table: str) -> None:
    before = rows(released.installation)

    with pytest.raises(IntegrityError, match=APPEND_ONLY):
        tell(released.installation, f"TRUNCATE {table}")

    assert rows(released.installation) == before


@only_on("sqlite", because="only SQLite replaces a row without asking who removes one")
def test_no_fact_is_replaced(released: Launched) -> None:
    before = rows(released.installation)
    columns = ", ".join(LedgerFact.__table__.columns.keys()).replace("low", "low - 1 AS low")
    again = f"INSERT OR REPLACE INTO ledger_fact SELECT {columns} FROM ledger_fact"  # noqa: S608

    with pytest.raises(IntegrityError, match=APPEND_ONLY):
        tell(released.installation, again)

    assert rows(released.installation) == before


@pytest.mark.parametrize("owner", ["edition", "wave", "study"])
def test_nothing_is_removed_that_has_released_facts(released: Launched, owner: str) -> None:
    others = ["report_file", "invitation", "response_snapshot"] if owner != "edition" else []
    statements = [f"DELETE FROM {table}" for table in others]  # noqa: S608 - our tables

    with pytest.raises(IntegrityError):
        tell(released.installation, *statements, f"DELETE FROM {owner}")  # noqa: S608 - as above


@only_on("sqlite", because="a server checks what refers to a row for everybody")
@pytest.mark.parametrize("owner", ["edition", "wave", "study"])
def test_nor_by_whoever_opens_the_file_without_foreign_keys(released: Launched, owner: str) -> None:
    file = str(make_url(released.installation.settings.roll_url).database)
    connection = sqlite3.connect(file)

    with pytest.raises(sqlite3.IntegrityError, match=APPEND_ONLY):
        connection.execute(f"DELETE FROM {owner}")  # noqa: S608 - one of three
    connection.close()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"base": Base(4, 3, 2)}, "respondents"),
        ({"base": Base(5, 2, 2)}, "customers"),
        ({"base": Base(9, 3, 5)}, "largest"),
        ({"low": 5, "high": 4}, "interval"),
        ({"key": FactKey("guess", "responsive", "am1")}, "measure"),  # type: ignore[arg-type]
    ],
)
def test_the_database_refuses_a_fact_of_fewer_than_may_be_shown(
    launched: Launched, changes: dict[str, Any], constraint: str
) -> None:
    with launched.wave() as (roll, wave):
        edition = Edition(wave_id=wave.id, number=1, digest="0" * 64, release="{}")
        roll.add(edition)
        roll.flush()
        with pytest.raises(IntegrityError, match=f"ck_ledger_fact_{constraint}"):
            ledger.append(roll, wave, edition, [a_fact(**changes)], keys=launched.installation.keys)


# What is found out where somebody got past the database


def edited(installation: Installation) -> None:
    meddle(installation, "UPDATE ledger_fact SET low = low - 1 WHERE position = 3")


def edited_in_its_coefficients(installation: Installation) -> None:
    meddle(installation, "UPDATE ledger_fact SET coefficients = '[]' WHERE position = 3")


def without_one_of_the_middle(installation: Installation) -> None:
    meddle(installation, "DELETE FROM ledger_fact WHERE position = 3")


def without_the_first(installation: Installation) -> None:
    meddle(installation, "DELETE FROM ledger_fact WHERE position = 1")


def without_its_tail(installation: Installation) -> None:
    last = len(rows(installation))
    meddle(installation, f"DELETE FROM ledger_fact WHERE position > {last - 2}")  # noqa: S608


def without_any_entry(installation: Installation) -> None:
    meddle(installation, "DELETE FROM ledger_fact")


def swapped(installation: Installation) -> None:
    meddle(
        installation,
        "UPDATE ledger_fact SET position = 1000 WHERE position = 2",
        "UPDATE ledger_fact SET position = 2 WHERE position = 3",
        "UPDATE ledger_fact SET position = 3 WHERE position = 1000",
    )


def edited_and_chained_anew(installation: Installation) -> None:
    edited(installation)
    rechain(installation)


def without_one_and_chained_anew(installation: Installation) -> None:
    last = len(rows(installation))
    without_one_of_the_middle(installation)
    for position in range(4, last + 1):
        meddle(
            installation,
            f"UPDATE ledger_fact SET position = {position - 1} WHERE position = {position}",  # noqa: S608
        )
    rechain(installation)


def added_to(installation: Installation) -> None:
    last = rows(installation)[-1]
    row = {**last._mapping, "position": last.position + 1, "previous_hash": last.hash}
    row["hash"] = ledger._chained(last.hash, row)
    with installation.app.app_context(), roll_engine().begin() as connection:
        unguard(connection)
        connection.execute(LedgerFact.__table__.insert(), row)  # type: ignore[attr-defined]


def without_its_signature(installation: Installation) -> None:
    meddle(installation, "UPDATE edition SET ledger_head = NULL, ledger_signature = NULL")


def with_the_head_of_an_empty_ledger(installation: Installation) -> None:
    without_any_entry(installation)
    meddle(installation, f"UPDATE edition SET ledger_head = '{ledger.BEGINNING}'")  # noqa: S608


MEDDLED: dict[Callable[[Installation], None], str] = {
    edited: "entry 3 is not as it was written",
    edited_in_its_coefficients: "entry 3 is not as it was written",
    without_one_of_the_middle: "entry 3 is missing",
    without_the_first: "entry 1 is missing",
    without_its_tail: "what edition 1 of relationship-study-1 released is not all there",
    without_any_entry: "what edition 1 of relationship-study-1 released is not all there",
    swapped: "entry 2 is not as it was written",
    edited_and_chained_anew: "was not signed by this installation",
    without_one_and_chained_anew: "was not signed by this installation",
    added_to: "is of no signed edition",
    without_its_signature: "what edition 1 of relationship-study-1 released is not all there",
    with_the_head_of_an_empty_ledger: "was not signed by this installation",
}


@pytest.mark.parametrize("way", MEDDLED, ids=lambda way: way.__name__)
def test_a_ledger_that_was_meddled_with_is_refused_and_nothing_released(
    released: Launched, tmp_path: Path, way: Callable[[Installation], None]
) -> None:
    """R12: the attacker takes the ledger's facts as they are; its chain and signature hold them."""
    way(released.installation)
    before = numbers(released.installation)

    with pytest.raises(
        NotNow, match=f"ledger of relationship-study has been changed.*{MEDDLED[way]}"
    ):
        entries(released)

    out = tmp_path / "out"
    ended = run(
        "wave", "report", released.name, "--out", out, data=released.installation.settings.data
    )
    assert ended.returncode == 1
    assert MEDDLED[way] in ended.stderr
    assert not out.exists()
    assert numbers(released.installation) == before


def test_a_group_under_another_name_is_refused(released: Launched, tmp_path: Path) -> None:
    with released.installation.app.app_context(), roll_engine().begin() as connection:
        definition = connection.scalar(text("SELECT frozen_definition FROM wave"))
        statement = text("UPDATE wave SET frozen_definition = :definition")
        connection.execute(statement, {"definition": renamed(definition)})

    out = tmp_path / "out"
    ended = run(
        "wave", "report", released.name, "--out", out, data=released.installation.settings.data
    )

    assert ended.returncode == 1
    assert (
        "What was frozen at the launch of relationship-study-1 – groups, questions or thresholds"
        in ended.stderr
    )
    assert not out.exists()
    assert len(entries(released)) == len(rows(released.installation))  # the chain itself is whole


def test_a_policy_made_stricter_after_a_release_counts_as_another_menu(
    released: Launched,
) -> None:
    tell(released.installation, "UPDATE wave SET min_respondents = 6")

    with pytest.raises(NotNow, match="What was frozen at the launch"):
        release(released)


def test_pages_say_in_the_readers_language_why_nothing_is_released(released: Launched) -> None:
    browser = signed_in(released.installation, practice=OURS)
    edited(released.installation)

    for answer in (browser.send(REPORTS), browser.get(f"{REPORTS}/1/supplier.pdf")):
        assert answer.status_code == 409
        assert "entry 3 is not as it was written" in answer.text
    browser.client.get("/account/password", headers={"Accept-Language": "de"})
    german = browser.client.get(f"{REPORTS}/1/supplier.pdf", headers={"Accept-Language": "de"})
    assert "Eintrag 3" in german.text


def test_a_ledger_of_another_study_does_not_stand_in_the_way(released: Launched) -> None:
    installation = released.installation
    other = counted(installation.launch(installation.load(StudyFiles(name="Another study"))))
    edited(installation)

    assert release(other) == 1


def test_a_whole_history_that_was_wiped_is_missed(released: Launched) -> None:
    installation = released.installation
    with installation.app.app_context(), roll_engine().begin() as connection:
        unguard(connection)
        connection.execute(text("DELETE FROM ledger_fact"))
        wiped = "UPDATE edition SET ledger_head = NULL, ledger_signature = NULL"
        connection.execute(text(wiped))
    with pytest.raises(NotNow, match=r"what edition 1 .* released is not all there"):
        release(released)
    assert run("wave", "audit", WAVE, data=installation.settings.data).returncode == 1


def test_an_edition_does_not_pass_for_another_by_its_digest(released: Launched) -> None:
    tell(released.installation, "UPDATE edition SET digest = 'that of other figures'")
    with pytest.raises(NotNow, match="was not signed by this installation"):
        release(released)


def test_ten_thousand_facts_are_verified_within_two_seconds(
    launched: Launched, record_property: Callable[[str, object], None]
) -> None:
    counted(launched)
    installation = launched.installation
    with installation.roll() as roll:
        wave = roll.scalars(select(Wave)).one()
        edition = Edition(wave_id=wave.id, number=1, digest="0" * 64, release="{}")
        roll.add(edition)
        roll.flush()
        begun = time.perf_counter()
        facts = [a_fact(number % 90) for number in range(10_000)]
        ledger.append(roll, wave, edition, facts, keys=installation.keys)
        roll.commit()
        record_property("append_10000_s", round(time.perf_counter() - begun, 2))
    with installation.app.app_context(), Session(roll_engine()) as roll:
        study = roll.scalars(select(Wave)).one().study
        # A busy machine makes one of them slower, and not all.
        taken = min(seconds_to_read(roll, study, installation.keys) for _ in range(3))

    record_property("verify_10000_cpu_s", round(taken, 2))
    assert taken < 2


def seconds_to_read(roll: Session, study: Study, keys: Keys) -> float:
    begun = time.process_time()
    assert len(ledger.read(roll, study, keys)) == 10_000
    taken = time.process_time() - begun
    roll.expire_all()
    return taken
