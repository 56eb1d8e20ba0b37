"""Reports in the browser: released once, drawn beside, handed out whole and to nobody else."""

import io
import json
import time
from contextlib import closing

import pypdfium2
import pytest
from sqlalchemy import delete, select, update

from survey_app.consult import drawing, reports
from survey_app.extensions import roll_engine, urn_engine
from survey_app.roll.models import Edition, ResponseSnapshot
from survey_app.roll.reports import ReportFile
from survey_app.services import editions
from survey_app.services.editions import record_edition
from tests.factories import Installation, Launched, StudyFiles, answer_of, contact, contacts
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
WAVE = "/consult/waves/relationship-study-1"
REPORTS, EDITION = f"{WAVE}/reports", f"{WAVE}/reports/1"
ANY_PDF = b"%PDF-1.7 drawn"


@pytest.fixture
def counted(installation: Installation) -> Launched:
    """Return a counted study: enough answers about one account manager, none about another."""
    people = contacts(12, account_managers=("am1",))
    silent = contact(12, account_managers=("am2",))
    launched = installation.launch(installation.load(StudyFiles(contacts=[*people, silent])))
    for person in people:
        launched.send(person.contact, answer_of(person))
    launched.close()
    return launched


@pytest.fixture
def browser(counted: Launched) -> Browser:
    """Return a consultant's browser."""
    return signed_in(counted.installation, practice=OURS)


@pytest.fixture
def undrawn(counted: Launched) -> None:
    """Release an edition as a server would that is killed before it draws."""
    with counted.wave() as (roll, wave):
        record_edition(roll, urn_engine(), wave, counted.installation.keys)
        roll.commit()


def kept(counted: Launched) -> dict[str, bytes | None]:
    with counted.installation.roll() as roll:
        rows = roll.scalars(select(ReportFile).order_by(ReportFile.position))
        return {row.file: row.content for row in rows}


def keep(counted: Launched, file: str) -> None:
    with counted.installation.roll() as roll:
        roll.execute(update(ReportFile).where(ReportFile.file == file).values(content=ANY_PDF))
        roll.commit()


def text_of(content: bytes) -> str:
    with closing(pypdfium2.PdfDocument(io.BytesIO(content))) as document:  # type: ignore[no-untyped-call]
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_reports_are_released_drawn_and_downloaded(browser: Browser, counted: Launched) -> None:
    assert browser.send(REPORTS).headers["Location"] == EDITION
    deadline = time.monotonic() + 60
    while None in kept(counted).values() and time.monotonic() < deadline:
        time.sleep(0.2)

    page = browser.get(EDITION)

    assert "Refresh" not in page.headers
    assert list(kept(counted)) == ["supplier.pdf", "manager-am1.pdf"]
    answer = browser.get(f"{EDITION}/supplier.pdf")
    assert answer.mimetype == "application/pdf"
    assert "Client Components" in text_of(answer.data)
    assert "First Manager" in text_of(browser.get(f"{EDITION}/manager-am1.pdf").data)


@pytest.mark.usefixtures("undrawn")
def test_a_report_that_is_missing_is_drawn_when_it_is_asked_for(
    browser: Browser, counted: Launched
) -> None:
    answer = browser.get(f"{EDITION}/manager-am1.pdf")

    assert "First Manager" in text_of(answer.data)
    assert kept(counted) == {"supplier.pdf": None, "manager-am1.pdf": answer.data}
    assert browser.get(f"{EDITION}/manager-am1.pdf").data == answer.data


@pytest.mark.usefixtures("undrawn")
def test_the_page_says_how_far_the_drawing_is_and_asks_again_by_itself(
    browser: Browser, counted: Launched
) -> None:
    keep(counted, "supplier.pdf")

    page = browser.get(EDITION)

    assert "1 of 2 drawn" in page.text
    assert page.headers["Refresh"] == f"3; url={EDITION}?drawn=1&waited=1"
    assert f'href="{EDITION}/supplier.pdf"' in page.text
    assert f'href="{EDITION}/manager-am1.pdf"' not in page.text


@pytest.mark.usefixtures("undrawn")
def test_a_drawing_that_stands_still_is_offered_to_be_gone_on_with(
    browser: Browser, counted: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(reports, "draw_beside", lambda _, drafts: begun.append(list(drafts)))
    keep(counted, "supplier.pdf")

    still = browser.get(f"{EDITION}?drawn=1&waited={reports.PATIENCE}")

    assert "Refresh" not in still.headers
    assert "1 of 2 drawn, and no further" in still.text
    assert f'href="{EDITION}/manager-am1.pdf"' in still.text
    assert browser.send(f"{EDITION}/draw").headers["Location"] == EDITION
    assert begun == [["manager-am1.pdf"]]


@pytest.mark.usefixtures("undrawn")
def test_a_made_up_count_of_waiting_begins_anew(browser: Browser) -> None:
    for query in ("drawn=x&waited=y", "drawn=0&waited=-7", "drawn=0&waited=999"):
        page = browser.get(f"{EDITION}?{query}")
        assert page.headers["Refresh"] == f"3; url={EDITION}?drawn=0&waited=1"


@pytest.mark.usefixtures("undrawn")
def test_equal_facts_are_the_same_edition_again(
    browser: Browser, counted: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    monkeypatch.setattr(reports, "draw_beside", lambda edition, _: begun.append(edition))

    again = browser.send(REPORTS)

    assert again.headers["Location"] == EDITION
    assert "so this is the same edition" in browser.get(EDITION).text
    with counted.installation.roll() as roll:
        assert len(roll.scalars(select(Edition)).all()) == 1
    assert len(begun) == 1


def test_what_is_released_is_committed_before_it_is_drawn(
    browser: Browser, counted: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[int] = []

    def look(edition: int, _: object) -> None:
        with counted.installation.roll() as roll:
            recorded.extend(roll.scalars(select(Edition.id).filter_by(id=edition)))

    monkeypatch.setattr(reports, "draw_beside", look)

    browser.send(REPORTS)

    assert len(recorded) == 1


@pytest.mark.usefixtures("undrawn")
def test_who_gets_no_report_is_told_with_the_one_reason_there_is(browser: Browser) -> None:
    page = browser.get(EDITION).text

    silent = page.split('id="silent"')[1]
    assert "there are not enough answers for a report" in silent
    assert "Second Manager" in silent
    assert "First Manager" not in silent


@pytest.mark.usefixtures("undrawn")
def test_about_whom_nobody_was_asked_is_not_told_as_a_lack_of_answers(
    browser: Browser, counted: Launched
) -> None:
    with counted.wave() as (roll, wave):
        roll.execute(delete(ResponseSnapshot).filter_by(wave_id=wave.id, group="am2"))
        roll.commit()

    page = browser.get(EDITION).text

    assert 'id="silent"' not in page
    unasked = page.split('id="unasked"')[1]
    assert "nobody was asked" in unasked
    assert "Second Manager" in unasked


@pytest.mark.usefixtures("undrawn")
def test_a_report_leaves_as_one_whole_file_that_no_cache_keeps(
    browser: Browser, counted: Launched
) -> None:
    keep(counted, "supplier.pdf")
    asked = {"Range": "bytes=0-3", "If-None-Match": "*", "If-Range": "x"}

    for file in ("supplier.pdf", "release.json"):
        answer = browser.client.get(f"{EDITION}/{file}", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Accept-Ranges"] == "none"
        assert not {"ETag", "Last-Modified", "Content-Range"} & set(answer.headers.keys())
        name = f"relationship-study-1-edition-1-{file}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert len(answer.data) == answer.content_length


@pytest.mark.usefixtures("undrawn")
def test_the_facts_are_those_that_were_recorded(browser: Browser, counted: Launched) -> None:
    document = json.loads(browser.get(f"{EDITION}/release.json").data)

    assert {report["file"] for report in document["reports"]} == set(kept(counted))
    assert (document["wave"], document["edition"]) == ("relationship-study-1", 1)


@pytest.mark.usefixtures("undrawn")
def test_an_edition_of_other_rules_is_not_drawn_with_these(
    browser: Browser, counted: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions.Cut, "digest", "0" * 64)

    for answer in (browser.get(f"{EDITION}/supplier.pdf"), browser.send(f"{EDITION}/draw")):
        assert answer.status_code == 409
        assert "Make the reports again" in answer.text
    assert kept(counted) == {"supplier.pdf": None, "manager-am1.pdf": None}


def test_a_wave_that_is_not_counted_has_no_reports(launched: Launched) -> None:
    browser = signed_in(launched.installation, practice=OURS)

    for answer in (browser.get(REPORTS), browser.send(REPORTS)):
        assert answer.status_code == 409
        assert "only a counted one has reports" in answer.text
    assert browser.get(EDITION).status_code == 404
    with launched.installation.roll() as roll:
        assert roll.scalars(select(Edition)).all() == []


@pytest.mark.usefixtures("undrawn")
def test_a_drawing_that_breaks_leaves_no_half_report(
    counted: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> object:
        raise OSError("no room")

    monkeypatch.setattr(drawing, "drawn", broken)
    with counted.installation.roll() as roll:
        edition = roll.scalars(select(Edition.id)).one()
    with counted.installation.app.app_context():
        drawing._draw(roll_engine(), edition, {})

    assert kept(counted) == {"supplier.pdf": None, "manager-am1.pdf": None}
