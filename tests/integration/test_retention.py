"""Comments and tallies are destroyed when their time is over; what was released stays."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.application import build, dispose
from survey_app.cli import retention as command
from survey_app.cli.desk import Desk
from survey_app.errors import NotNow
from survey_app.extensions import roll_engine, urn_engine
from survey_app.roll.models import Edition
from survey_app.server import free_port, running
from survey_app.services import retention
from survey_app.services.report_files import keep_file
from survey_app.urn.models import Comment, Receipt, TallyRow, UrnBase, UrnWave
from tests.anonymity.stored import LOG
from tests.anonymity.test_storage import canary, everybody_sends, found_in
from tests.conftest import only_on
from tests.factories import DAY, Installation, Launched, StudyFiles
from tests.faults.kills import Killed, Steps, watched
from tests.integration.test_cli import run
from tests.ledger import counted, entries, release, tell
from tests.workspace import signed_in

__all__ = ["canary"]  # a fixture

Day = Callable[[date], None]
OURS = "Independent Practice"
REPORTS = "/consult/waves/relationship-study-1/reports"
COMMENTS_OVER, TALLIES_OVER = DAY + timedelta(365), DAY + timedelta(1095)
STAYING = {"urn_wave", "sealed_ballot", "receipt"}
GONE = [table for tables in retention.TABLES.values() for table in tables]


@pytest.fixture
def released(launched: Launched) -> Launched:
    """Return a counted wave with comments, tallies and one edition."""
    counted(launched)
    release(launched)
    return launched


def expire(launched: Launched, today: date) -> list[str]:
    with launched.installation.roll() as roll:
        done = retention.expire(roll, urn_engine(), today)
        told = [f"{due.what} {due.on}" for due in done]
        roll.commit()
        return told


def number(launched: Launched, *tables: type[UrnBase]) -> int:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(t)) for t in tables]
    return sum(each or 0 for each in counts)


def said(launched: Launched) -> tuple[date | None, date | None]:
    """Return the days on which the roll says that comments and tallies were destroyed."""
    with launched.wave() as (_, wave):
        return wave.comments_destroyed_on, wave.tallies_destroyed_on


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Day:
    """Return what sets the day on which commands and pages believe to be."""

    def day(today: date) -> None:
        for name in ("cli.retention", "cli.wave", "consult.reports", "consult.studies"):
            monkeypatch.setattr(import_module(f"survey_app.{name}"), "today", lambda: today)

    return day


def test_every_table_of_the_urn_stays_or_has_its_time() -> None:
    assert {table.__tablename__ for table in GONE} | STAYING == set(UrnBase.metadata.tables)


def test_comments_go_before_tallies_each_on_its_day(released: Launched) -> None:
    assert expire(released, COMMENTS_OVER - timedelta(1)) == []
    assert number(released, Comment) == 12

    assert expire(released, COMMENTS_OVER) == [f"comments {COMMENTS_OVER}"]
    assert number(released, Comment) == 0
    assert number(released, TallyRow)
    assert said(released) == (COMMENTS_OVER, None)

    assert expire(released, TALLIES_OVER) == [f"tallies {TALLIES_OVER}"]
    assert number(released, *GONE) == 0
    assert said(released) == (COMMENTS_OVER, TALLIES_OVER)
    assert expire(released, TALLIES_OVER + timedelta(1)) == []


def test_what_was_released_stays_with_the_receipts_and_the_numbers(released: Launched) -> None:
    facts = entries(released)
    assert facts
    with released.wave() as (roll, _):
        edition = roll.scalars(select(Edition)).one()
        keep_file(roll, edition.id, "supplier.pdf", b"%PDF drawn")
        before = edition.release
        roll.commit()

    expire(released, TALLIES_OVER)

    assert entries(released) == facts
    assert number(released, Receipt) == 12
    with released.installation.app.app_context(), urn_engine().connect() as connection:
        row = connection.execute(select(UrnWave.__table__)).one()
    assert (row.state, row.invited, row.counted, row.malformed) == ("counted", 20, 12, 0)
    with released.wave() as (roll, _):
        assert roll.scalars(select(Edition)).one().release == before
    browser = signed_in(released.installation, practice=OURS)
    assert browser.get(f"{REPORTS}/1/supplier.pdf").data == b"%PDF drawn"
    assert json.loads(browser.get(f"{REPORTS}/1/release.json").data)["edition"] == 1


def test_waves_of_others_keep_what_is_theirs(released: Launched) -> None:
    installation = released.installation
    other = counted(installation.launch(installation.load(StudyFiles(name="Another study"))))
    with other.wave() as (roll, wave):
        wave.closed_on = DAY + timedelta(30)
        roll.commit()
    both = number(released, Comment)

    expire(released, COMMENTS_OVER)

    assert number(released, Comment) == both - 12 == 12
    assert said(other) == (None, None)


@only_on("sqlite", because="a server's log keeps what was written until it is overwritten")
def test_nothing_of_a_comment_is_left_in_the_files(launched: Launched, canary: str) -> None:
    everybody_sends(launched, canary)
    launched.close()
    assert found_in(launched, canary) == {"urn"}

    expire(launched, COMMENTS_OVER)

    assert found_in(launched, canary) == set()


@only_on("postgresql", because="SQLite's files are searched whole above")
def test_nothing_of_a_comment_is_left_but_in_a_servers_log(launched: Launched, canary: str) -> None:
    everybody_sends(launched, canary)
    launched.close()

    expire(launched, COMMENTS_OVER)

    assert found_in(launched, canary) <= {LOG}


def test_what_a_restored_backup_brings_back_is_destroyed_again(released: Launched) -> None:
    with stored_rows(released) as restore:
        expire(released, TALLIES_OVER)
        restore()
    assert number(released, Comment) == 12

    later = TALLIES_OVER + timedelta(9)
    assert len(expire(released, later)) == 2

    assert number(released, *GONE) == 0
    assert said(released) == (later, later)


def test_whoever_reads_the_urn_has_it_done_the_next_time(
    released: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "rewrite", lambda _: False)
    with pytest.raises(NotNow, match="the urn is in use"):
        expire(released, COMMENTS_OVER)
    assert said(released) == (None, None)
    monkeypatch.undo()

    assert expire(released, COMMENTS_OVER) == [f"comments {COMMENTS_OVER}"]


@contextmanager
def stored_rows(launched: Launched) -> Iterator[Callable[[], None]]:
    """Return what puts back everything that has its time, as it was."""
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        kept = {table: connection.execute(select(table.__table__)).all() for table in GONE}

    def restore() -> None:
        with launched.installation.app.app_context(), urn_engine().begin() as connection:
            for table in GONE:
                connection.execute(delete(table))
            for table in reversed(GONE):
                if kept[table]:
                    rows = [dict(row._mapping) for row in kept[table]]
                    connection.execute(insert(table), rows)

    yield restore


def expire_watched(launched: Launched, steps: Steps) -> None:
    """Destroy in a start of its own, step by step: a kill leaves its connections unusable."""
    with build(launched.installation.settings).app_context():
        try:
            with watched(steps, roll_engine(), urn_engine()), Session(roll_engine()) as roll:
                retention.expire(roll, urn_engine(), TALLIES_OVER)
                roll.commit()
        finally:
            dispose()


def test_a_kill_before_any_step_leaves_it_to_the_next_start(released: Launched) -> None:
    undone = "UPDATE wave SET comments_destroyed_on = NULL, tallies_destroyed_on = NULL"
    steps = Steps()
    with stored_rows(released) as restore:
        expire_watched(released, steps)
        done = " ".join(steps.done)
        assert done.index("DELETE FROM comment") < done.index("VACUUM") < done.index("UPDATE wave")
        for end_before in range(len(steps.done)):
            restore()
            tell(released.installation, undone)
            with pytest.raises(Killed):
                expire_watched(released, Steps(end_before))

            nothing_new = pytest.raises(NotNow, match="no more reports can be made")
            with released.wave() as (_, wave), nothing_new:
                retention.refuse_over(wave, TALLIES_OVER)
            expire(released, TALLIES_OVER)

            assert number(released, *GONE) == 0
            assert said(released) == (TALLIES_OVER, TALLIES_OVER)


# Reports and pages afterwards


def test_no_more_reports_are_made_of_what_is_gone(released: Launched, at: Day) -> None:
    data = released.installation.settings.data
    out = data.parent / "out"
    expire(released, TALLIES_OVER)

    ended = run("wave", "report", released.name, "--out", out, data=data)

    assert ended.returncode == 1
    assert "were kept until 2029-03-01: no more reports can be made of them" in ended.stderr
    assert not out.exists()
    status = json.loads(run("wave", "status", released.name, "--json", data=data).stdout)
    assert (status["state"], status["counted"], status["invited"]) == ("counted", 12, 20)
    at(TALLIES_OVER)
    browser = signed_in(released.installation, practice=OURS)
    assert browser.send(REPORTS).status_code == 409
    undrawn = browser.get(f"{REPORTS}/1/supplier.pdf")
    assert undrawn.status_code == 409
    assert "Those released before are still there." in undrawn.text


def test_nor_of_what_should_be_gone_already(released: Launched, at: Day) -> None:
    data = released.installation.settings.data
    at(TALLIES_OVER)

    ended = run("wave", "report", released.name, "--out", data.parent / "out", data=data)

    assert ended.returncode == 1
    assert "no more reports can be made of them" in ended.stderr


def test_the_pages_say_that_the_figures_are_gone(launched: Launched, at: Day) -> None:
    counted(launched)
    expire(launched, TALLIES_OVER)
    at(TALLIES_OVER)
    browser = signed_in(launched.installation, practice=OURS)

    page = browser.get(REPORTS).text

    assert "The figures of this wave were kept until 1 March 2029" in page
    assert "None were released in that time." in page
    assert "Make the reports" not in page
    assert "Make the reports" not in browser.get("/consult/").text


def test_the_page_of_an_edition_offers_nothing_that_cannot_be_drawn(
    released: Launched, at: Day
) -> None:
    expire(released, TALLIES_OVER)
    at(TALLIES_OVER)

    page = signed_in(released.installation, practice=OURS).get(f"{REPORTS}/1")

    assert "Refresh" not in page.headers
    assert "what was not drawn by then cannot be drawn any more" in page.text
    assert "never drawn" in page.text
    assert f'action="{REPORTS}/1/draw"' not in page.text
    assert f'href="{REPORTS}/1/release.json"' in page.text


# The commands and the start


def test_the_command_says_what_was_destroyed_and_what_is_next(released: Launched, at: Day) -> None:
    data = released.installation.settings.data
    at(DAY)
    first = run("retention", data=data).stdout
    assert first.splitlines() == [
        "Nothing is over.",
        "Next: the comments of relationship-study-1 on 2027-03-02.",
        "Next: the tallies of relationship-study-1 on 2029-03-01.",
    ]

    at(COMMENTS_OVER)
    second = run("retention", data=data).stdout

    assert second.splitlines() == [
        "The comments of relationship-study-1 are destroyed; their time was over on 2027-03-02.",
        "Next: the tallies of relationship-study-1 on 2029-03-01.",
    ]
    assert number(released, Comment) == 0


def test_the_server_destroys_what_is_over_when_it_starts(released: Launched) -> None:
    tell(released.installation, "UPDATE wave SET closed_on = '2021-05-04'")
    settings = released.installation.settings

    with running(settings, free_port()):
        assert number(released, *GONE) == 0
        assert None not in said(released)


def test_a_server_starts_while_somebody_keeps_the_urn(
    released: Launched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at: Day
) -> None:
    monkeypatch.setattr(retention, "rewrite", lambda _: False)
    at(COMMENTS_OVER)
    with released.installation.roll() as roll:
        here = Desk(released.installation.app, roll, released.installation.keys)
        command.destroy_at_start(here)

    assert "the urn is in use" in capsys.readouterr().err
    assert said(released) == (None, None)


def test_periods_are_said_and_set(released: Launched, at: Day) -> None:
    data = released.installation.settings.data
    at(DAY)
    before = run("practice", OURS, data=data)
    longer = run("practice", OURS, "--keep-tallies", "2000", data=data)
    both = run("practice", OURS, "--keep-comments", "30", "--keep-tallies", "60", data=data)

    words = f"{OURS} keeps comments for {{}} days after the close of a wave, tallies for {{}}.\n"
    assert before.stdout == words.format(365, 1095)
    assert longer.stdout == words.format(365, 2000)
    assert both.stdout == words.format(30, 60)
    assert expire(released, DAY + timedelta(30)) == [f"comments {DAY + timedelta(30)}"]


def test_a_shorter_period_that_destroys_at_once_asks_first(released: Launched, at: Day) -> None:
    data = released.installation.settings.data
    at(DAY + timedelta(40))

    asked = run("practice", OURS, "--keep-comments", "30", data=data)

    assert asked.returncode == 1
    assert "destroys at once, and for good: the comments of relationship-study-1" in asked.stderr
    assert "--yes" in asked.stderr
    assert number(released, Comment) == 12
    assert "for 365 days" in run("practice", OURS, data=data).stdout

    meant = run("practice", OURS, "--keep-comments", "30", "--yes", data=data)

    assert meant.returncode == 0
    assert "The comments of relationship-study-1 are destroyed" in meant.stdout
    assert number(released, Comment) == 0
    assert number(released, TallyRow)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--keep-comments", "0"], 2, "not in the range"),
        (["--keep-tallies", "36501"], 2, "not in the range"),
        (["--keep-tallies", "364"], 1, "must be kept at least as long as comments"),
        (["--keep-comments", "1096"], 1, "must be kept at least as long as comments"),
    ],
)
def test_periods_that_make_no_sense_are_refused(
    released: Launched, words: list[str], status: int, sentence: str
) -> None:
    ended = run("practice", OURS, *words, data=released.installation.settings.data)

    assert ended.returncode == status
    assert sentence in ended.stderr


def test_an_unknown_practice_is_refused_with_those_there_are(released: Launched) -> None:
    ended = run("practice", "Nobody & Sons", data=released.installation.settings.data)

    assert ended.returncode == 1
    assert f"no practice “Nobody & Sons”. There are: {OURS}." in ended.stderr


@pytest.mark.parametrize(
    "change", ["comments_days = 0", "tallies_days = 364", "tallies_days = 36501"]
)
def test_the_database_refuses_such_periods_too(installation: Installation, change: str) -> None:
    installation.load(StudyFiles())

    with pytest.raises(IntegrityError, match="ck_practice_"):
        tell(installation, f"UPDATE practice SET {change}")  # noqa: S608 - one of the three


def test_a_practice_of_before_keeps_for_one_and_three_years(installation: Installation) -> None:
    tell(installation, "INSERT INTO practice (name) VALUES ('Of before')")

    with installation.roll() as roll:
        row = roll.execute(text("SELECT comments_days, tallies_days FROM practice")).one()
    assert tuple(row) == (365, 1095)
