"""A consultant's walk without scripts: from the one-time link to a report that opens."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from survey_app.clock import now
from survey_app.server import free_port, running
from survey_app.services import accounts
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import QUESTIONNAIRE, Installation, StudyFiles, answer_of, contacts, installed

pytestmark = pytest.mark.browser

PASSWORD = "seven quiet harbour lamps"
PEOPLE = contacts(20, account_managers=("am1", "am2"))
MISTAKE = (",am1;am2,", ",am1;am3,")


@dataclass
class Walk:
    """A window without scripts on a server with one consultant who has never signed in."""

    page: Page
    address: str
    welcome: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.expect_to_fit()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.expect_to_fit()

    def expect_to_fit(self) -> None:
        """Nothing is wider than the window."""
        self.page.wait_for_load_state()
        wide = self.page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wide <= 0, self.page.title()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def walk(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Walk]:
    port = free_port()
    complaints: list[str] = []
    with installed(tmp_path) as installation, running(installation.settings, port):
        page = browser.new_context(**request.param, java_script_enabled=False).new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(message.text))
        yield Walk(page, f"http://127.0.0.1:{port}", _welcome(installation))
        page.context.close()
    # A refused form comes with status 422, which the console calls a failure to load.
    assert [text for text in complaints if "status of 422" not in text] == []


def _welcome(installation: Installation) -> str:
    with installation.roll() as roll:
        account = accounts.add(roll, "ada@practice.example", "North Row Insight")
        token = accounts.new_welcome(roll, installation.keys, account, now())
        roll.commit()
    return f"/account/welcome/{token}"


def test_a_study_goes_from_its_files_to_an_opened_report(walk: Walk, tmp_path: Path) -> None:
    _sign_in(walk)
    _load(walk, tmp_path / "files")
    _check_and_launch(walk)
    _answer(_links(walk), walk.address)
    _count(walk)
    text = _supplier_report(walk)

    assert "Client Components" in text
    assert "Relationship study" in text
    assert not [person.name for person in PEOPLE if person.name in text]


def _sign_in(walk: Walk) -> None:
    walk.open(walk.welcome)
    walk.page.get_by_label("New password", exact=True).fill(PASSWORD)
    walk.page.get_by_label("New password again").fill(PASSWORD)
    walk.page.get_by_role("main").get_by_role("button").click()
    expect(walk.page.get_by_role("heading", name="There is no study yet")).to_be_visible()


def _load(walk: Walk, folder: Path) -> None:
    """Upload three files of which one has a mistake, and mend it in the box."""
    StudyFiles(contacts=PEOPLE).write(folder)
    walk.follow("New study")
    right, wrong = MISTAKE
    listed = (folder / "contacts.csv").read_text().replace(right, wrong, 1)
    for part, name, content in (
        ("study", "study.json", (folder / "study.json").read_bytes()),
        ("questionnaire", "asked.json", json.dumps(QUESTIONNAIRE, indent=1).encode()),
        ("contacts", "people.csv", listed.encode()),
    ):
        given: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content}
        walk.page.locator(f"#{part}-file").set_input_files(given)
    walk.press("Check and load")

    expect(walk.page.get_by_role("alert")).to_contain_text("One thing is wrong")
    told = walk.page.locator("#contacts-wrong")
    expect(told).to_contain_text("line 2, account_managers")
    expect(told).to_contain_text("Contact Number 0")
    box = walk.page.get_by_label("Or change people.csv here")
    box.fill(box.input_value().replace(wrong, right))
    walk.press("Check and load")

    expect(walk.page.get_by_role("heading", name="Relationship study")).to_be_visible()
    expect(walk.page.get_by_role("status")).to_contain_text("loaded with 20 contacts")


def _check_and_launch(walk: Walk) -> None:
    walk.follow("Check who could be reported")
    first = walk.page.get_by_role("row", name="First Manager")
    expect(first).to_contain_text("Likely")
    expect(first.get_by_role("img", name="over 99 % at any response")).to_be_visible()
    walk.follow("Go on to the launch")
    walk.press("Launch")
    expect(walk.page.get_by_role("alert")).to_contain_text("tick that you have checked them")
    walk.page.get_by_role("checkbox").check()
    walk.press("Launch")
    expect(walk.page.get_by_role("heading", name="Links for your mail merge")).to_be_visible()


def _links(walk: Walk) -> list[dict[str, str]]:
    with walk.page.expect_download() as download:
        walk.press("Download the links")
    assert download.value.suggested_filename == "relationship-study-1-links.csv"
    return list(csv.DictReader(io.StringIO(download.value.path().read_text())))


def _answer(rows: list[dict[str, str]], address: str) -> None:
    by_contact = {person.contact: person for person in PEOPLE}
    with httpx.Client(base_url=address, timeout=30) as anybody:
        for row in rows[:18]:
            path = urlsplit(row["url"]).path
            sent = anybody.post(path, data=answer_of(by_contact[row["contact"]]))
            assert sent.status_code == 303


def _count(walk: Walk) -> None:
    walk.open("/consult/")
    expect(walk.page.get_by_text("At least 15 of 20 have answered")).to_be_visible()
    walk.follow("Relationship study")
    walk.follow("Close and count")
    for box in walk.page.get_by_role("checkbox").all():
        box.check()
    walk.press("Close and count")
    expect(walk.page.get_by_role("status")).to_contain_text("is counted")


def _supplier_report(walk: Walk) -> str:
    walk.press("Make the reports")
    # The page asks again by itself until all is drawn.
    expect(walk.page.get_by_role("link", name="manager-am2.pdf")).to_be_visible(timeout=90_000)
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="supplier.pdf").click()
    assert download.value.suggested_filename == "relationship-study-1-edition-1-supplier.pdf"
    with closing(pypdfium2.PdfDocument(download.value.path())) as document:  # type: ignore[no-untyped-call]
        return "\n".join(page.get_textpage().get_text_range() for page in document)
