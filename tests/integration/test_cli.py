"""The command line as its users meet it: words, exit statuses, files."""

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from survey_app.cli import main
from tests.conftest import NewBooks
from tests.factories import StudyFiles, contact, contacts


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str | Path, data: Path | None = None) -> Ended:
    """Run a command in this process, for speed; one test below runs a real one."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([*(["--data", str(data)] if data else []), *map(str, words)])
        except SystemExit as end:
            status = int(end.code or 0)
    return Ended(status, out.getvalue(), err.getvalue())


def test_the_module_runs_as_a_program_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "survey_app", "study", "load", str(tmp_path / "none.yaml")]
    environment = os.environ | {"SURVEY_APP_DATA": str(tmp_path / "data")}

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "survey-app db upgrade" in ended.stderr
    assert "Traceback" not in ended.stderr


Install = Callable[[Path], Path]


@pytest.fixture
def install(new_books: NewBooks, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return what makes an installation in a folder, with which all further commands work."""

    def installed(folder: Path) -> Path:
        for name, url in new_books(folder).items():
            monkeypatch.setenv(name, url)
        assert run("db", "upgrade", data=folder).returncode == 0
        return folder

    return installed


@pytest.fixture
def data(install: Install, tmp_path: Path) -> Path:
    """Return the data folder of a migrated installation."""
    return install(tmp_path / "data")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Return the sample study's file."""
    return StudyFiles().write(tmp_path / "files")


def test_a_study_goes_from_its_file_to_links_and_status(
    data: Path, study: Path, tmp_path: Path
) -> None:
    loaded = run("study", "load", study, data=data)
    wave = loaded.stdout.splitlines()[-1]
    links = tmp_path / "links.csv"
    launched = run("wave", "launch", wave, "--links", links, "--data", data)
    status = run("wave", "status", wave, "--json", data=data)

    assert wave == "relationship-study-1"
    assert launched.returncode == 0
    assert re.search(r"promised: http://127\.0\.0\.1:8000/notice/[0-9a-f]{64}\n", launched.stdout)
    with links.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["contact", "email", "url"]
    assert len({row["url"] for row in rows}) == 20
    assert links.stat().st_mode & 0o777 == 0o600
    figures = json.loads(status.stdout)
    assert (figures["state"], figures["invited"], figures["sent"]) == ("open", 20, 20)
    assert figures["groups"] == [
        {"group": "am1", "invited": 10, "answered": 0},
        {"group": "am2", "invited": 10, "answered": 0},
    ]


def test_help_lists_the_commands() -> None:
    listed = run("--help").stdout

    for command in ("db", "study", "wave", "serve", "demo"):
        assert command in listed


def test_wrong_usage_ends_with_2() -> None:
    assert run("wave", "launch").returncode == 2
    assert run("no-such-command").returncode == 2


def test_a_refused_file_names_line_and_field_and_ends_with_1(data: Path, study: Path) -> None:
    questionnaire = study.parent / "questionnaire.json"
    questionnaire.write_text(questionnaire.read_text().replace('"nps"', '"npss"'))

    refused = run("study", "load", study, data=data)

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "questionnaire.json: line 1, sections[0].questions[2].kind" in refused.stderr
    assert "unknown kind npss" in refused.stderr
    assert run("study", "export", "relationship-study", "--out", "x", data=data).returncode == 1


def test_one_bad_row_of_contacts_refuses_the_whole_file(data: Path, tmp_path: Path) -> None:
    people = [*contacts(10), contact(11, email="Contact3@Example.com")]
    study = StudyFiles(contacts=people).write(tmp_path / "files")

    refused = run("study", "load", study, data=data)

    assert refused.returncode == 1
    assert "contacts.csv: line 12, email" in refused.stderr
    assert "stands in row 5 already" in refused.stderr


def test_a_customer_written_in_two_ways_is_refused_as_one(data: Path, tmp_path: Path) -> None:
    people = [*contacts(6), contact(6, customer="customer  0")]
    study = StudyFiles(contacts=people).write(tmp_path / "files")

    refused = run("study", "load", study, data=data)

    assert refused.returncode == 1
    assert "line 8, customer: customer  0 is written Customer 0 in row 2" in refused.stderr


def test_a_form_that_could_be_filled_in_and_not_sent_is_refused(data: Path, tmp_path: Path) -> None:
    texts = [
        {"id": f"t{n}", "kind": "text", "text": {"en": "Say"}, "max_length": 20_000}
        for n in range(16)
    ]
    section = {"id": "one", "title": {"en": "One"}, "questions": texts}
    files = StudyFiles(questionnaire={"title": {"en": "Long"}, "sections": [section]})

    refused = run("study", "load", files.write(tmp_path / "files"), data=data)

    assert refused.returncode == 1
    assert "320,000 characters of comments; at most 300,000" in refused.stderr


def test_two_studies_of_one_id_do_not_replace_each_other(data: Path, tmp_path: Path) -> None:
    run("study", "load", StudyFiles().write(tmp_path / "one"), data=data)

    refused = run(
        "study", "load", StudyFiles(name="Relationship-Study!").write(tmp_path / "two"), data=data
    )

    assert refused.returncode == 1
    assert "is taken by the study" in refused.stderr


@pytest.mark.parametrize("name", ["x-²", "x-99999999999999999999999", "-", "x"])
def test_an_odd_wave_id_is_refused_in_a_sentence(data: Path, name: str) -> None:
    assert "There is no wave" in run("wave", "status", "--", name, data=data).stderr


def test_a_policy_below_the_floor_is_refused(data: Path, tmp_path: Path) -> None:
    files = StudyFiles(policy={"min_respondents": 4, "min_customers": 3})

    refused = run("study", "load", files.write(tmp_path / "files"), data=data)

    assert refused.returncode == 1
    assert "policy.min_respondents" in refused.stderr
    assert "the floor is 5" in refused.stderr


def test_an_exported_study_loads_again_to_the_same_study(
    data: Path, study: Path, install: Install, tmp_path: Path
) -> None:
    run("study", "load", study, data=data)
    first, second = tmp_path / "one" / "study.yaml", tmp_path / "two" / "study.yaml"
    first.parent.mkdir()
    second.parent.mkdir()
    assert run("study", "export", "relationship-study", "--out", first, data=data).returncode == 0
    other = install(tmp_path / "other")

    assert run("study", "load", first, data=other).returncode == 0
    run("study", "export", "relationship-study", "--out", second, data=other)

    written = sorted(file.name for file in first.parent.iterdir())
    assert written == ["study-contacts.csv", "study-questionnaire.yaml", "study.yaml"]
    for name in written:
        assert (first.parent / name).read_bytes() == (second.parent / name).read_bytes()


def test_loading_a_draft_again_updates_it(data: Path, tmp_path: Path) -> None:
    files = StudyFiles()
    run("study", "load", files.write(tmp_path / "files"), data=data)
    files.contacts = [replace(contact(0), name="Renamed Person"), *contacts(30)[1:]]
    again = run("study", "load", files.write(tmp_path / "files"), data=data)

    assert again.stdout.splitlines()[-1] == "relationship-study-1"
    assert "30 contacts" in again.stdout


def test_a_launched_study_is_not_changed_by_loading_it_again(
    data: Path, study: Path, tmp_path: Path
) -> None:
    run("study", "load", study, data=data)
    run("wave", "launch", "relationship-study-1", "--links", tmp_path / "l.csv", data=data)

    refused = run("study", "load", study, data=data)

    assert refused.returncode == 1
    assert "frozen" in refused.stderr


def test_links_are_never_written_over_a_file_with_something_in_it(
    data: Path, study: Path, tmp_path: Path
) -> None:
    run("study", "load", study, data=data)
    file = tmp_path / "precious.csv"
    file.write_text("precious")

    refused = run("wave", "launch", "relationship-study-1", "--links", file, data=data)

    assert refused.returncode == 1
    assert file.read_text() == "precious"
    figures = run("wave", "status", "relationship-study-1", "--json", data=data).stdout
    assert json.loads(figures)["state"] == "draft"


def test_preflight_names_groups_and_no_contact(data: Path, study: Path) -> None:
    run("study", "load", study, data=data)

    told = run("wave", "preflight", "relationship-study-1", data=data).stdout

    assert "reportable  am1" in told
    assert "over 99 %" in told
    assert "100%" not in told
    assert "Contact Number" not in told
    assert "Customer 1" not in told


def test_preflight_suggests_whom_to_report_together(data: Path, tmp_path: Path) -> None:
    people = contacts(20, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(20, 24)]
    people += [contact(n, account_managers=("am3",)) for n in range(24, 34)]
    managers = [(f"am{n}", f"Manager {n}") for n in range(1, 5)]
    files = StudyFiles(contacts=people, managers=managers)
    run("study", "load", files.write(tmp_path / "files"), data=data)

    told = run("wave", "preflight", "relationship-study-1", data=data).stdout

    assert "too small   am2          Manager 2: 4 contacts at 4 customers; never, never" in told
    together = next(line for line in told.splitlines() if line.startswith("Report together: "))
    assert together.startswith("Report together: Manager 2 and Manager 3 - 14 contacts at 6 custom")
    assert together.endswith("; likely")
    assert "To do: Manager 4 - nobody on the list deals with them" in told
    assert "To do: Manager 2" not in told
    assert "Customer 1" not in told


def test_preflight_leaves_out_whom_nobody_is_asked_about(data: Path, tmp_path: Path) -> None:
    files = StudyFiles()
    sections = [s for s in files.questionnaire["sections"] if s["id"] != "people"]
    files.questionnaire = {**files.questionnaire, "sections": sections}
    run("study", "load", files.write(tmp_path / "files"), data=data)

    told = run("wave", "preflight", "relationship-study-1", data=data).stdout

    assert "asks nothing about the account managers" in told
    assert "am1" not in told


def test_new_links_are_written_for_a_reminder(data: Path, study: Path, tmp_path: Path) -> None:
    run("study", "load", study, data=data)
    name, first, second = "relationship-study-1", tmp_path / "first.csv", tmp_path / "second.csv"
    early = run("wave", "links", name, "--out", second, data=data)
    launched = run("wave", "launch", name, "--links", first, data=data)
    again = run("wave", "links", name, "--out", second, data=data)

    assert (early.returncode, again.returncode) == (1, 0)
    assert "is a draft; only an open one has links" in early.stderr
    assert "would open on this machine only" in launched.stderr
    assert "would open on this machine only" in again.stderr
    assert "20 new links" in again.stdout
    assert len(first.read_text().splitlines()) == len(second.read_text().splitlines()) == 21
    assert first.read_text() != second.read_text()


def test_a_study_is_not_loaded_a_second_time_into_another_practice(data: Path, study: Path) -> None:
    first = run("study", "load", study, data=data)
    other = run("study", "load", study, "--practice", "Your Firm", data=data)
    same = run("study", "load", study, "--practice", "Independent Practice", data=data)

    assert "for Independent Practice." in first.stdout
    assert first.stdout.splitlines()[-1] == "relationship-study-1"
    assert other.returncode == 1
    assert "“Independent Practice”" in other.stderr
    assert "“Your Firm”" in other.stderr
    assert same.returncode == 0


def test_an_export_into_a_missing_folder_is_refused(
    data: Path, study: Path, tmp_path: Path
) -> None:
    run("study", "load", study, data=data)
    refused = run(
        "study", "export", "relationship-study", "--out", tmp_path / "no" / "s.yaml", data=data
    )

    assert refused.returncode == 1
    assert "There is no folder" in refused.stderr


def test_a_taken_port_is_refused_before_anything_is_said_to_be_served(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run("serve", "--port", str(taken.getsockname()[1]), data=data)

    assert refused.returncode == 1
    assert "Serving on" not in refused.stdout


def test_a_study_nobody_could_ever_report_on_is_not_launched(data: Path, tmp_path: Path) -> None:
    study = StudyFiles(contacts=contacts(4)).write(tmp_path / "files")
    run("study", "load", study, data=data)
    links = tmp_path / "l.csv"

    refused = run("wave", "launch", "relationship-study-1", "--links", links, data=data)

    assert refused.returncode == 1
    assert "nothing could ever be shown" in refused.stderr
    assert not links.exists()


def test_destroying_asks_for_a_confirmation(data: Path, study: Path, tmp_path: Path) -> None:
    run("study", "load", study, data=data)
    wave = "relationship-study-1"
    run("wave", "launch", wave, "--links", tmp_path / "l.csv", data=data)

    asked = run("wave", "destroy", wave, data=data)
    done = run("wave", "destroy", wave, "--yes", data=data)

    assert (asked.returncode, done.returncode) == (1, 0)
    assert "--yes" in asked.stderr


def test_an_unknown_wave_is_refused_in_a_sentence(data: Path) -> None:
    refused = run("wave", "status", "no-such-wave-1", data=data)

    assert refused.returncode == 1
    assert "There is no wave no-such-wave-1" in refused.stderr
    assert "Traceback" not in refused.stderr
