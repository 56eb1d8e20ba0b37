"""A real browser, and the real web server with one open wave that all journeys share."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from survey_app.server import free_port, running
from tests.factories import StudyFiles, contacts, installed

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
SMALLEST = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=program, args=ARGUMENTS)) as started,
    ):
        yield started


def chromium() -> str:
    """Return the browser's program; a run without it has tested nothing, so it fails."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        pytest.fail(f"No {' or '.join(PROGRAMS)} is on the path; `make setup` installs it.", False)
    return found


@pytest.fixture(scope="session")
def next_link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Return what gives a link that nobody has opened yet, of one wave in the field."""
    port = free_port()
    with installed(tmp_path_factory.mktemp("browser")) as installation:
        launched = installation.launch(
            installation.load(StudyFiles(contacts=contacts(60, account_managers=("am1",))))
        )
        unused = iter(launched.tokens)
        with running(installation.settings, port):
            yield lambda: f"http://127.0.0.1:{port}{launched.path(next(unused))}"


@dataclass
class Visit:
    """One respondent's window, with all it asked for and complained about."""

    page: Page
    link: str
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        # A refused form comes with status 422, which the console calls a failure to load.
        if "status of 422" not in message.text:
            self.complaints.append(message.text)

    @property
    def sent(self) -> list[Request]:
        return [request for request in self.requests if request.method == "POST"]


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, next_link: Callable[[], str]) -> Iterator[Open]:
    """Return what opens a fresh link in a window of its own; none may leave complaints behind."""
    opened: list[Visit] = []

    def open_link(device: dict[str, Any] = PHONE, **options: Any) -> Visit:
        page = browser.new_context(**device, **options).new_page()
        made = Visit(page, next_link())
        opened.append(made)
        page.set_default_timeout(10_000)
        page.on("request", lambda request: made.requests.append(request))
        page.on("console", made.hear)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.goto(made.link)
        return made

    yield open_link
    for made in opened:
        made.page.context.close()
    assert [complaint for made in opened for complaint in made.complaints] == []
