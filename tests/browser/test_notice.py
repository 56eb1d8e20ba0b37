"""The notice and the receipts on a phone and a desktop, without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SMALLEST, Open

pytestmark = pytest.mark.browser

DEVICES = {"phone": PHONE, "desktop": DESKTOP, "smallest": SMALLEST}


def overflow(page: Page) -> Any:
    script = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    return page.evaluate(script)


def notice_of(page: Page) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Read the whole promise").click()
    opened.value.wait_for_load_state()
    return opened.value


def test_the_notice_opens_beside_the_form_and_what_was_typed_stays(visit: Open) -> None:
    made = visit(PHONE, java_script_enabled=False)
    made.page.get_by_label("What should change?").fill("Keep this.")
    notice = notice_of(made.page)

    expect(notice.get_by_role("heading", name="What we promise", exact=True)).to_be_visible()
    expect(made.page.get_by_label("What should change?")).to_have_value("Keep this.")
    assert made.page.context.cookies() == []


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_of_the_notice_is_cut_off_at_the_side(
    visit: Open, device: dict[str, Any], language: str
) -> None:
    page = notice_of(visit(device).page)
    address = page.url.split("?")[0]
    for place in ("", "/receipts"):
        page.goto(f"{address}{place}?language={language}")
        assert overflow(page) <= 0, place


def test_the_notice_changes_its_language_by_a_link(visit: Open) -> None:
    page = notice_of(visit(PHONE, java_script_enabled=False).page)
    page.get_by_role("link", name="Deutsch").click()

    expect(page.get_by_role("heading", name="Was wir zusagen", exact=True)).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="What we promise", exact=True)).to_be_visible()


def test_the_headings_of_the_notice_leave_out_no_level(visit: Open) -> None:
    page = notice_of(visit(DESKTOP).page)
    tags = page.eval_on_selector_all("h1, h2, h3", "all => all.map(each => each.tagName)")

    assert tags[0] == "H1"
    assert "H2" in tags[: tags.index("H3")]
    assert tags.count("H1") == 1


def test_a_receipt_leads_to_the_list_that_is_not_there_yet(visit: Open) -> None:
    page = visit(PHONE, java_script_enabled=False).page
    page.get_by_role("radio", name="No", exact=True).tap()
    page.get_by_role("button", name="Send my answers").tap()
    expect(page).to_have_url(re.compile(r"/receipt/[0-9a-f]{64}/[A-Z2-7-]{24}$"))
    assert overflow(page) <= 0

    page.get_by_role("link", name="the list of all receipts").tap()
    expect(page.get_by_text("The list will be here after the count.")).to_be_visible()
