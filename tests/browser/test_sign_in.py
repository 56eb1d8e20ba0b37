"""From the one-time link to the sign-out, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_app.server import free_port, running
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import Installation, installed
from tests.workspace import ADA, PASSWORD, PRACTICE, invite, register

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """Serve an installation with one consultant; return it with its address."""
    port = free_port()
    folder: Path = tmp_path_factory.mktemp("workspace")
    with installed(folder) as installation:
        register(installation)
        with running(installation.settings, port):
            yield installation, f"http://127.0.0.1:{port}"


@pytest.fixture(
    params=[PHONE, {**DESKTOP, "java_script_enabled": False}], ids=["phone", "no scripts"]
)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Return a window that no script was refused in."""
    context = browser.new_context(**request.param)
    opened = context.new_page()
    refused: list[str] = []
    opened.on("console", lambda told: refused.append(told.text))
    yield opened
    context.close()
    assert [told for told in refused if "Content Security Policy" in told] == []


def sign_in(page: Page, home: str, password: str = PASSWORD) -> None:
    page.goto(f"{home}/account/password")
    page.get_by_label("E-mail address").fill(ADA)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_one_time_link_leads_into_the_workspace(
    page: Page, site: tuple[Installation, str]
) -> None:
    installation, home = site
    page.goto(home + invite(installation, "ben@example.com"))
    expect(page.get_by_label("E-mail address")).to_have_value("ben@example.com")
    page.get_by_label("New password", exact=True).fill("too short")
    page.get_by_label("New password again").fill("too short")
    page.get_by_role("button", name="Set password and sign in").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    first = page.get_by_label("New password", exact=True)
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description(
        "At least 12 characters. A few words that have nothing to do with each other are easy to "
        "remember and hard to guess. "
        "Please choose a password of at least 12 characters; a few words are fine."
    )
    first.fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()

    expect(page).to_have_url(f"{home}/consult/")
    expect(page.get_by_role("status")).to_contain_text("Your password is set")


def test_signing_in_leads_to_the_page_that_was_asked_for_and_out_again(
    page: Page, site: tuple[Installation, str]
) -> None:
    home = site[1]
    sign_in(page, home, "not this one, sorry")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    expect(page.get_by_label("E-mail address")).to_have_value(ADA)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{home}/account/password")

    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    page.get_by_text(ADA).click()
    expect(page.get_by_text(PRACTICE).locator("visible=true")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.go_back()
    page.goto(f"{home}/account/password")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_keyboard_skips_the_masthead(page: Page, site: tuple[Installation, str]) -> None:
    sign_in(page, site[1])
    expect(page.get_by_role("heading", name="Change your password")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Present password")).to_be_focused()


def test_on_the_smallest_phone_nothing_sticks_out_and_all_can_be_touched(
    browser: Browser, site: tuple[Installation, str]
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    sign_in(page, site[1])
    page.get_by_text(ADA).click()
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_be_visible()

    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0
    page.get_by_text(ADA).click()
    touched = page.locator("main input, button, summary, .menu a, .brand, .button")
    places = [one.bounding_box() for one in touched.locator("visible=true").all()]
    assert len(places) > 6
    assert [place for place in places if place and place["height"] < 43.9] == []
    page.close()
