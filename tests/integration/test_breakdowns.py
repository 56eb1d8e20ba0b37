"""Breakdowns by segment: from the study file over launch and count to the urn and the notice."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import func, select

from questionnaires.contacts import Contact
from survey_app.consult import reports
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.roll.models import Edition
from survey_app.services import editions
from survey_app.services.report_files import edition_of
from survey_app.services.waves import find_wave, frozen
from survey_app.urn.tallies import read_tallies
from tests.factories import Installation, Launched, StudyFiles, answer_of, contacts
from tests.integration.test_cli import run
from tests.workspace import signed_in

OURS = "Independent Practice"
WAVE = "relationship-study-1"
LAUNCH, REPORTS = f"/consult/waves/{WAVE}/launch", f"/consult/waves/{WAVE}/reports"
REGIONS, SIZES = ("North", "South", ""), ("small", "large")


def people(number: int = 60, regions: Sequence[str] = REGIONS) -> list[Contact]:
    """Return contacts of a few regions, who are all small or large; some customers in each."""
    return [
        replace(
            each,
            segments={
                "region": regions[n // 6 % len(regions)],
                "size": ("small", "large")[n // 3 % 2],
            },
        )
        for n, each in enumerate(contacts(number))
    ]


def study(
    listed: Sequence[Contact] | None = None, breakdowns: Sequence[str] = ("region", "size")
) -> StudyFiles:
    return StudyFiles(contacts=people() if listed is None else listed, breakdowns=breakdowns)


def varied(n: int, person: Contact) -> dict[str, str]:
    """Return ratings that differ from one person to the next, as many of each."""
    people = {f"q.responsive@{m}": str(1 + n * 11 % 5) for m in person.account_managers}
    return people | {
        "q.quality.client": str(3 + n * 7 % 5),
        "q.quality.rival": str(2 + n * 5 % 6),
        "q.recommend": str(10 - n * 3 % 8),
    }


def counted(installation: Installation, files: StudyFiles | None = None) -> Launched:
    """Return a counted wave that everybody has answered."""
    files = files or study()
    launched = installation.launch(installation.load(files))
    for n, person in enumerate(files.contacts):
        launched.send(person.contact, answer_of(person, **varied(n, person)))
    launched.close()
    return launched


# The study file


def test_an_unknown_column_is_refused_with_its_line(
    installation: Installation, tmp_path: Path
) -> None:
    file = study(breakdowns=("region", "branch")).write(tmp_path / "files")
    file.write_text(json.dumps(json.loads(file.read_text()), indent=1))

    refused = run("study", "load", file, data=installation.settings.data)

    assert refused.returncode == 1
    line = file.read_text().splitlines().index('  "branch"') + 1
    assert f"study.json: line {line}, breakdowns[1]: no contact has a value" in refused.stderr
    assert "the contacts have region, size" in refused.stderr


def test_an_exported_study_keeps_its_breakdowns(installation: Installation, tmp_path: Path) -> None:
    data = installation.settings.data
    installation.load(study())

    run("study", "export", "relationship-study", "--out", tmp_path / "s.yaml", data=data)
    again = run("study", "load", tmp_path / "s.yaml", data=data)

    assert again.returncode == 0, again.stderr
    with installation.roll() as roll:
        found = frozen(find_wave(roll, WAVE)).definition.breakdowns
    assert found == ("region", "size")


# The launch


def test_a_launch_freezes_the_values_of_those_invited(installation: Installation) -> None:
    listed = [*people(), replace(people()[0], contact="s1", email="s1@example.com")]
    listed[-1] = replace(listed[-1], audience="staff", segments={"region": "Nowhere"})
    launched = installation.launch(installation.load(study(listed)))

    with launched.wave() as (_, wave):
        menu = frozen(wave).menu
    assert menu.breakdowns == ("region", "size")
    assert menu.segments == {"region": ["North", "South"], "size": ["large", "small"]}


def test_a_study_without_breakdowns_freezes_none(launched: Launched) -> None:
    with launched.wave() as (_, wave):
        assert wave.frozen_definition is not None
        assert "segments" not in wave.frozen_definition
        assert frozen(wave).menu.withins == {}


def test_a_column_of_more_than_thirty_values_is_not_launched(installation: Installation) -> None:
    listed = people(62, [f"r{n}" for n in range(31)])
    listed = [
        replace(each, segments={"region": f"r{n % 31}", "size": "small"})
        for n, each in enumerate(listed)
    ]
    name = installation.load(study(listed))

    with pytest.raises(NotNow, match="31 different values in the column region"):
        installation.launch(name)
    page = signed_in(installation, practice=OURS).get(f"/consult/waves/{name}/preflight").text
    assert "31 different values in the column region" in page


def test_the_launch_page_says_by_what_results_may_be_broken_down(
    installation: Installation,
) -> None:
    installation.load(study())

    page = signed_in(installation, practice=OURS).get(LAUNCH).text

    assert "by what results may be broken down: region, size." in page
    assert "groups that the list of those invited tells apart: region (North and South)" in page


# What respondents are told


def test_the_notice_names_the_groups_that_could_be_reported(installation: Installation) -> None:
    listed = people()
    for n in range(5):
        listed[n] = replace(listed[n], segments={"region": "Tiny", "size": "small"})
    launched = installation.launch(installation.load(study(listed)))

    with launched.wave() as (_, wave):
        notice = json.loads(wave.notice or "")
    assert notice["breakdowns"] == [["region", ["North", "South"]], ["size", ["large", "small"]]]
    [invited] = [each for each in notice["words"]["en"] if each["id"] == "invited"]
    assert "region (North and South); size (large and small)" in invited["text"][1]
    assert "Tiny" not in wave_text(notice)
    [german] = [each for each in notice["words"]["de"] if each["id"] == "invited"]
    assert "region (North und South); size (large und small)" in german["text"][1]


def wave_text(notice: Mapping[str, Any]) -> str:
    return json.dumps(notice, ensure_ascii=False)


def test_a_notice_without_breakdowns_says_nothing_of_them(launched: Launched) -> None:
    with launched.wave() as (_, wave):
        assert "tells apart" not in (wave.notice or "")


def test_respondents_read_the_smallest_group_that_they_join(installation: Installation) -> None:
    listed = people()
    north = sum(each.segments["region"] == "North" for each in listed)
    launched = installation.launch(installation.load(study(listed)))

    own = {each.contact: launched.client.get(launched.path(each.contact)).text for each in listed}

    assert f"the {north} people in the group “<bdi>region: North</bdi>”" in own["c0"]
    assert "region: North" not in own["c6"]
    assert "region: " not in own["c12"]


# The count


def test_the_count_keeps_ratings_by_segment_in_the_urn(installation: Installation) -> None:
    launched = counted(installation)

    with launched.wave() as (_, wave):
        tallies = read_tallies(urn_engine(), wave.urn_wave)
    kept = {row.within for row in tallies.bases}
    assert kept == {None, "region=North", "size=large", "size=small"}
    north = {row: base for row, base in tallies.bases.items() if row.within == "region=North"}
    assert {(row.question, row.subject) for row in north} == {
        ("quality", "client"),
        ("recommend", None),
        ("responsive", None),
    }
    assert {base.respondents for base in north.values()} == {24}


# Editions


def released(folder: Path) -> dict[str, set[str | None]]:
    """Return by report the columns that its facts are broken down by; None is the whole."""
    reports = json.loads((folder / "release.json").read_text())["reports"]
    return {
        report["recipient"]: {
            (fact["within"] or "").partition("=")[0] or None for fact in report["facts"]
        }
        for report in reports
    }


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: what an edition holds is in its facts."""
    monkeypatch.setattr(editions, "drawn", lambda _: iter(()))
    monkeypatch.setattr(reports, "draw_beside", lambda *_: None)


@pytest.mark.usefixtures("undrawn")
def test_an_edition_has_the_breakdowns_asked_for_and_no_other(
    installation: Installation, tmp_path: Path
) -> None:
    counted(installation)
    data = installation.settings.data

    plain = run("wave", "report", WAVE, "--out", tmp_path / "1", data=data)
    more = run("wave", "report", WAVE, "--out", tmp_path / "2", "--by", "region", data=data)
    twice = ("--by", "size", "--by", "region", "--by", "size")
    both = run("wave", "report", WAVE, "--out", tmp_path / "3", *twice, data=data)
    again = run("wave", "report", WAVE, "--out", tmp_path / "4", "--by", "region", data=data)

    assert [ended.returncode for ended in (plain, more, both, again)] == [0, 0, 0, 0]
    found = [released(tmp_path / str(n))["supplier"] for n in (1, 2, 3, 4)]
    assert found == [{None}, {None, "region"}, {None, "region", "size"}, {None, "region"}]
    assert [ended.stdout.split()[1] for ended in (plain, more, both, again)] == [*"1232"]


@pytest.mark.usefixtures("undrawn")
def test_every_edition_prints_the_figures_of_the_whole_alike(
    installation: Installation, tmp_path: Path
) -> None:
    counted(installation)
    data = installation.settings.data

    run("wave", "report", WAVE, "--out", tmp_path / "1", data=data)
    run("wave", "report", WAVE, "--out", tmp_path / "2", "--by", "region", data=data)

    plain, more = (
        json.loads((tmp_path / number / "release.json").read_text())["reports"]
        for number in ("1", "2")
    )
    whole = [
        {**report, "facts": [fact for fact in report["facts"] if fact["within"] is None]}
        for report in more
    ]
    assert whole == plain


@pytest.mark.usefixtures("undrawn")
def test_no_managers_report_is_broken_down(installation: Installation, tmp_path: Path) -> None:
    counted(installation)

    run("wave", "report", WAVE, "--out", tmp_path, "--by", "size", data=installation.settings.data)

    found = released(tmp_path)
    assert found.pop("supplier") == {None, "size"}
    assert list(found.values()) == [{None}, {None}]


@pytest.mark.usefixtures("undrawn")
def test_hidden_segments_are_facts_like_any_other(
    installation: Installation, tmp_path: Path
) -> None:
    counted(installation)

    run(
        "wave", "report", WAVE, "--out", tmp_path, "--by", "region", data=installation.settings.data
    )

    facts = json.loads((tmp_path / "release.json").read_text())["reports"][0]["facts"]
    found = {
        fact["within"]: (fact["shown"], fact["value"], fact["n"])
        for fact in facts
        if fact["question"] == "quality" and fact["subject"] == "client" and fact["within"]
    }
    assert found == {
        "region=North": (True, 4.9, "10-29"),
        "region=South": (False, None, None),
    }


def test_a_breakdown_that_was_not_frozen_releases_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    counted(installation, study(breakdowns=("region",)))
    out = tmp_path / "out"

    refused = run(
        *("wave", "report", WAVE, "--out", out, "--by", "region", "--by", "size"),
        data=installation.settings.data,
    )

    assert refused.returncode == 1
    assert "can be broken down by size: at its launch these were frozen: region." in refused.stderr
    assert not out.exists()
    with installation.roll() as roll:
        assert roll.scalar(select(func.count()).select_from(Edition)) == 0


def test_of_a_wave_without_breakdowns_none_can_be_had(
    installation: Installation, tmp_path: Path
) -> None:
    counted(installation, study(breakdowns=()))

    refused = run(
        *("wave", "report", WAVE, "--out", tmp_path / "out", "--by", "region"),
        data=installation.settings.data,
    )

    assert refused.returncode == 1
    assert "no breakdown was frozen at its launch" in refused.stderr


def test_the_report_on_paper_is_broken_down(installation: Installation, tmp_path: Path) -> None:
    counted(installation)

    run("wave", "report", WAVE, "--out", tmp_path, "--by", "size", data=installation.settings.data)

    with closing(pypdfium2.PdfDocument(tmp_path / "supplier.pdf")) as document:  # type: ignore[no-untyped-call]
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "Scores by size" in text
    assert "no question tells any two groups apart" in " ".join(text.split())


def test_a_recorded_edition_is_drawn_again_with_its_own_breakdowns(
    installation: Installation,
) -> None:
    launched = counted(installation)

    with launched.wave() as (roll, wave):
        keys = installation.keys
        prepared = editions.record_edition(roll, urn_engine(), wave, keys, by=["region"])
        roll.commit()
        found = edition_of(roll, wave, prepared.number)
        assert found is not None
        drafts = editions.drafts_of(urn_engine(), wave, found)

    assert drafts == prepared.drafts
    assert "by-region" in [section.id for section in drafts["supplier.pdf"].sections]


# Editions in the browser


@pytest.mark.usefixtures("undrawn")
def test_the_breakdowns_of_an_edition_are_ticked(installation: Installation) -> None:
    counted(installation)
    browser = signed_in(installation, practice=OURS)

    offered = browser.get(REPORTS).text
    browser.send(REPORTS)
    one = browser.get(f"{REPORTS}/1?drawn=0&waited=20").text
    answer = browser.send(REPORTS, {"by": "region"})
    two = browser.get(f"{REPORTS}/2").text

    assert 'type="checkbox" value="region"' in offered
    assert "Another edition" in one
    assert ">broken down by" not in one
    assert answer.headers["Location"] == f"{REPORTS}/2"
    assert "broken down by region" in two
    assert "broken down by region" in browser.get(REPORTS).text


@pytest.mark.usefixtures("undrawn")
def test_the_page_refuses_what_was_not_frozen(installation: Installation) -> None:
    counted(installation)
    browser = signed_in(installation, practice=OURS)

    refused = browser.send(REPORTS, {"by": "<branch>"})

    assert refused.status_code == 422
    assert "broken down by &lt;branch&gt;: at its launch these were frozen" in refused.text
    with installation.roll() as roll:
        assert roll.scalar(select(func.count()).select_from(Edition)) == 0


@pytest.mark.usefixtures("undrawn")
def test_without_breakdowns_there_is_nothing_to_tick(installation: Installation) -> None:
    counted(installation, study(breakdowns=()))
    browser = signed_in(installation, practice=OURS)

    assert "checkbox" not in browser.get(REPORTS).text
    browser.send(REPORTS)
    assert "Another edition" not in browser.get(f"{REPORTS}/1?drawn=0&waited=20").text
