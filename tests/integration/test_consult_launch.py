"""A draft in the browser: checked, launched, previewed, and its links handed out."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from survey_app.clock import today
from survey_app.roll.models import LinkToken
from survey_app.services import waves
from survey_app.services.waves import find_wave
from tests.factories import Installation, StudyFiles, answer_of, contact, contacts
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
STUDY, NAME = "/consult/studies/relationship-study", "relationship-study-1"
WAVE = f"/consult/waves/{NAME}"
SOON = (today() + timedelta(days=20)).isoformat()


@pytest.fixture
def draft(installation: Installation) -> Browser:
    """Return a consultant's browser; the sample study is loaded."""
    installation.load(StudyFiles())
    return signed_in(installation, practice=OURS)


def state(installation: Installation) -> tuple[str, date | None]:
    with installation.roll() as roll:
        wave = find_wave(roll, NAME)
        return wave.state, wave.closes_on


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


def key_files(installation: Installation) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in installation.settings.keys.glob("wave-*")}


def test_preflight_tells_each_group_in_words_and_names_no_contact(
    installation: Installation,
) -> None:
    people = [contact(n, account_managers=("am1",)) for n in range(17)]
    people += [contact(n, account_managers=("am2",)) for n in range(17, 20)]
    installation.load(StudyFiles(contacts=people))

    page = signed_in(installation, practice=OURS).get(f"{WAVE}/preflight").text

    assert "Likely" in page
    assert "Cannot be reported" in page
    assert "3 contacts, and at least 5 must answer" in page
    assert "report them together with First Manager" in page
    assert "Contact Number" not in page
    assert "Customer 1" not in page


def test_preflight_says_where_nobody_is_asked_about_the_account_managers(
    installation: Installation,
) -> None:
    files = StudyFiles()
    sections = [s for s in files.questionnaire["sections"] if s["id"] != "people"]
    files.questionnaire = {**files.questionnaire, "sections": sections}
    installation.load(files)

    page = signed_in(installation, practice=OURS).get(f"{WAVE}/preflight").text

    assert "Nobody is asked about the account managers" in page
    assert page.index("Nobody is asked") < page.index("<table")
    assert "First Manager" not in page


def test_a_draft_is_checked_before_it_is_launched(
    draft: Browser, installation: Installation
) -> None:
    page = draft.get("/consult/studies/relationship-study").text

    assert f'class="button main" href="{WAVE}/preflight"' in page
    assert '<li aria-current="step"><span>Check</span></li>' in page
    assert f'href="{WAVE}/launch">Go on to the launch' in draft.get(f"{WAVE}/preflight").text
    assert state(installation)[0] == "draft"


@pytest.mark.parametrize("path", ["/consult/", "/consult/studies/relationship-study"])
def test_a_draft_is_shown_without_loading_its_contacts(
    draft: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The longest list would take seconds, for the sake of one number."""

    def loaded(*_: object) -> None:
        raise AssertionError

    for name in ("members", "invitees"):
        monkeypatch.setattr(waves, name, loaded)

    assert draft.get(path).status_code == 200


def test_links_that_open_on_this_machine_only_are_warned_of(draft: Browser) -> None:
    warning = "The links would open on this machine only"
    assert warning in draft.get(f"{WAVE}/launch").text
    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})
    assert warning in draft.get(f"{WAVE}/links").text


@pytest.mark.parametrize("local", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80"])
def test_links_that_open_everywhere_are_not(installation: Installation, local: str) -> None:
    elsewhere = replace(installation.settings, base_url="https://survey.example.com")

    assert not elsewhere.is_loopback
    assert replace(elsewhere, base_url=local).is_loopback


def test_a_study_that_nobody_could_report_on_says_so_and_is_not_launched(
    installation: Installation,
) -> None:
    installation.load(StudyFiles(contacts=contacts(4)))
    browser = signed_in(installation, practice=OURS)

    for page in (browser.get(f"{WAVE}/preflight"), browser.get(f"{WAVE}/launch")):
        assert "nothing could ever be shown" in page.text
    refused = browser.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})

    assert refused.status_code == 409
    assert state(installation)[0] == "draft"
    assert 'href="/consult/studies/relationship-study/files">Add contacts' in (
        browser.get("/consult/").text
    )


def test_a_launch_is_refused_in_place(draft: Browser, installation: Installation) -> None:
    for changes, told in (
        ({"confirmed": ""}, "tick that you have checked them"),
        ({"until": "2020-01-01"}, "This day is past"),
        ({"until": ""}, "give the last day"),
        ({"until": "31.12.2027"}, "give the last day"),
        ({"until": "0001-01-01"}, "This day is past"),
        ({"until": "9999-12-31"}, "a year at most"),
    ):
        sent = {"until": SOON, "confirmed": "y"} | changes
        filled_in = {name: value for name, value in sent.items() if value}
        answer = draft.send(f"{WAVE}/launch", filled_in)
        assert (answer.status_code, told in answer.text) == (422, True), changes

    assert state(installation)[0] == "draft"


def test_a_launch_opens_the_wave_and_leads_to_its_links(
    draft: Browser, installation: Installation
) -> None:
    answer = draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{WAVE}/links")
    assert state(installation) == ("open", date.fromisoformat(SOON))
    assert "Download the links" in draft.get("/consult/").text


def test_a_launch_freezes_the_notice_that_its_page_foretold(
    draft: Browser, installation: Installation
) -> None:
    foretold = draft.get(f"{WAVE}/launch").text
    assert "The smallest group of them that may be reported on its own has 10 people." in foretold
    assert "What we do not promise" in foretold
    assert "/notice/" not in draft.get(STUDY).text

    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})

    [address] = set(re.findall(r'href="(/notice/[0-9a-f]{64})"', draft.get(STUDY).text))
    notice = Browser(installation).get(address)
    assert "The smallest group of them that may be reported on its own has 10" in notice.text
    assert notice.headers.get("Set-Cookie") is None


def test_a_second_launch_changes_nothing(draft: Browser, installation: Installation) -> None:
    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})
    before = key_files(installation)

    again = draft.send(f"{WAVE}/launch", {"until": "2027-12-01", "confirmed": "y"})

    assert again.status_code == 409
    assert "only a draft can be launched" in again.text
    assert key_files(installation) == before
    assert state(installation) == ("open", date.fromisoformat(SOON))


def test_the_links_are_handed_out_as_a_file_that_nobody_keeps(draft: Browser) -> None:
    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})

    answer = draft.send(f"{WAVE}/links")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{NAME}-links.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    rows = rows_of(answer)
    assert list(rows[0]) == ["contact", "email", "url"]
    assert len({row["url"] for row in rows}) == 20


def test_links_are_not_drawn_by_looking(draft: Browser, installation: Installation) -> None:
    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})

    draft.get(f"{WAVE}/links")
    draft.client.head(f"{WAVE}/links")

    with installation.roll() as roll:
        assert roll.scalar(select(func.count()).select_from(LinkToken)) == 0


def test_a_second_download_makes_new_links_and_the_older_go_on_working(
    draft: Browser, installation: Installation
) -> None:
    draft.send(f"{WAVE}/launch", {"until": SOON, "confirmed": "y"})
    first, second = (rows_of(draft.send(f"{WAVE}/links")) for _ in range(2))
    anybody = installation.app.test_client(use_cookies=False)
    old, new = (f"/r/{rows[0]['url'].split('/r/')[1]}" for rows in (first, second))

    answers = [anybody.post(path, data=answer_of(contact(0))) for path in (old, new)]

    assert not {row["url"] for row in first} & {row["url"] for row in second}
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert "They have been downloaded before" in draft.get(f"{WAVE}/links").text


def test_a_draft_has_no_links(draft: Browser) -> None:
    assert draft.get(f"{WAVE}/links").status_code == 409
    assert draft.send(f"{WAVE}/links").status_code == 409


def test_the_study_page_leads_to_a_preview_that_answers(draft: Browser) -> None:
    page = draft.get(STUDY).text

    address = page.split('href="/preview/')[1].split('"')[0]

    assert draft.get(f"/preview/{address}").status_code == 200
