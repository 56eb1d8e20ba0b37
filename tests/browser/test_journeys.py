"""From the link to the receipt: by thumb, by keyboard, with scripts and without."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open, Visit

pytestmark = pytest.mark.browser

BUYS = "Do you buy from Client Components today?"
QUALITY = "How do you rate the quality of what each delivers?"
RECEIPT = re.compile(r"/receipt/[0-9a-f]{64}/[A-Z2-7]{4}(-[A-Z2-7]{4}){4}(#.*)?$")
WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}


def radio(page: Page, question: str, value: str) -> Locator:
    named = re.compile(f"^{re.escape(question)}( required)?$")
    group = page.get_by_role("radiogroup", name=named)
    return group.get_by_role("radio", name=value, exact=True)


def send_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Send my answers")


def answer_everything(page: Page) -> None:
    radio(page, BUYS, "Yes").tap()
    radio(page, "Client Components", "7 excellent").tap()
    radio(page, "Rival & Sons", "No experience").tap()
    radio(page, "How likely are you to recommend Client Components?", "9").tap()
    page.get_by_label("What should change?").fill("Nothing, thank you.")
    people = page.get_by_role("radiogroup", name=re.compile("How responsive"))
    people.get_by_role("radio", name="4").tap()


def expect_receipt(visit: Visit) -> None:
    expect(visit.page).to_have_url(RECEIPT)
    expect(visit.page.get_by_role("heading", name="Thank you. Your answer is in.")).to_be_visible()
    assert visit.page.context.cookies() == []


@pytest.mark.parametrize("device", [PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def test_a_phone_comes_from_the_link_to_the_receipt(visit: Open, device: dict[str, object]) -> None:
    made = visit(device)
    answer_everything(made.page)
    send_button(made.page).tap()
    expect_receipt(made)


@pytest.mark.parametrize("device", [PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def test_a_link_of_the_summary_leads_to_its_field_with_everything_kept(
    visit: Open, device: dict[str, object]
) -> None:
    page = visit(device).page
    radio(page, BUYS, "Yes").tap()
    radio(page, "Rival & Sons", "3").tap()
    page.get_by_label("What should change?").fill("Keep this.")
    send_button(page).tap()

    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("One question needs another look")
    expect(radio(page, BUYS, "Yes")).to_be_checked()
    expect(radio(page, "Rival & Sons", "3")).to_be_checked()
    expect(page.get_by_label("What should change?")).to_have_value("Keep this.")

    summary.get_by_role("link", name="Client Components").tap()
    first = page.locator("[id='q.quality.client']")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(page.get_by_text("Please give an answer here.").last).to_be_in_viewport()

    radio(page, "Client Components", "5").tap()
    send_button(page).tap()
    expect(page).to_have_url(RECEIPT)


def test_the_summary_has_the_focus_when_the_page_comes_back(visit: Open) -> None:
    page = visit().page
    send_button(page).tap()
    expect(page.get_by_role("alert")).to_be_focused()


def suppliers_on(page: Page) -> list[str]:
    """Return the suppliers in the order of this page, which is not that of every other."""
    legends = page.get_by_role("group", name=QUALITY).locator(".row legend")
    return legends.all_inner_texts()


def test_the_keyboard_alone_is_enough(visit: Open) -> None:
    made = visit(DESKTOP)
    page, press = made.page, made.page.keyboard.press
    page.locator("[id='q.buys']").focus()
    press("Space")
    first, second = suppliers_on(page)
    press("Tab")
    for _ in range(6):
        press("ArrowRight")
    expect(radio(page, first, "7 excellent")).to_be_checked()
    press("Tab")
    press("ArrowLeft")
    expect(radio(page, second, "No experience")).to_be_checked()
    press("Tab")
    press("Tab")
    expect(page.get_by_label("What should change?")).to_be_focused()
    page.keyboard.type("Typed.")
    press("Tab")
    press("Tab")
    expect(send_button(page)).to_be_focused()
    press("Enter")
    expect_receipt(made)


def test_the_enter_key_in_an_answer_does_not_send(visit: Open) -> None:
    made = visit()
    answer_everything(made.page)
    radio(made.page, BUYS, "Yes").focus()
    made.page.keyboard.press("Enter")
    made.page.wait_for_timeout(300)
    assert made.sent == []


def test_a_double_click_sends_once(visit: Open) -> None:
    made = visit(DESKTOP)
    radio(made.page, BUYS, "No").check()
    send_button(made.page).dblclick()
    expect_receipt(made)
    assert len(made.sent) == 1


def test_after_going_back_the_button_sends_again(visit: Open) -> None:
    made = visit()
    radio(made.page, BUYS, "No").tap()
    send_button(made.page).tap()
    expect_receipt(made)
    made.page.go_back()
    answer_everything(made.page)
    send_button(made.page).tap()
    expect_receipt(made)
    assert len(made.sent) == 2


def test_a_closed_door_says_nothing_of_the_address(visit: Open) -> None:
    made = visit()
    made.page.goto(f"{made.link}x")
    expect(made.page.get_by_role("heading")).to_have_text("There is nothing at this address")
    made.complaints.clear()  # a browser's console calls a 404 a failure to load
