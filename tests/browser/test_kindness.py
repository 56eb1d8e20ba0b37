"""What scripts add, and what the page must be on every screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SMALLEST, Open
from tests.browser.test_journeys import BUYS, QUALITY, answer_everything, radio, send_button

pytestmark = pytest.mark.browser


def test_a_question_is_shown_once_its_condition_holds(visit: Open) -> None:
    page = visit().page
    grid = page.get_by_role("group", name=QUALITY)
    expect(grid).to_be_hidden()
    radio(page, BUYS, "Yes").tap()
    expect(grid).to_be_visible()
    radio(page, BUYS, "No").tap()
    expect(grid).to_be_hidden()


def test_without_scripts_every_question_is_there_with_its_condition(visit: Open) -> None:
    page = visit(PHONE, java_script_enabled=False).page
    grid = page.get_by_role("group", name=QUALITY)
    expect(grid).to_be_visible()
    expect(grid).to_contain_text(f"Only if you answered “Yes” to “{BUYS}”")


def test_progress_counts_what_is_answered_of_what_is_asked(visit: Open) -> None:
    page = visit().page
    progress = page.locator(".progress")
    expect(progress).to_contain_text("0 of 4 answered")
    radio(page, BUYS, "Yes").tap()
    expect(progress).to_contain_text("1 of 5 answered")
    radio(page, "Client Components", "3").tap()
    expect(progress).to_contain_text("1 of 5 answered")
    answer_everything(page)
    expect(progress).to_contain_text("All 5 answered")


def test_the_next_open_question_is_one_tap_away(visit: Open) -> None:
    page = visit().page
    following = page.get_by_role("button", name="Next open question")
    radio(page, BUYS, "Yes").tap()
    first, second = page.locator("[id^='q.quality.'][type='radio']").all()
    first.check()
    left_open = second.get_attribute("id")
    for name in (left_open, "q.recommend", "q.why", "q.responsive@am1", left_open):
        following.tap()
        expect(page.locator(f"[id='{name}']")).to_be_focused()
    row = page.get_by_role("radiogroup").filter(has=page.locator(f"[id='{left_open}']"))
    expect(row).to_be_in_viewport(ratio=1)


def test_the_room_left_in_a_comment_is_counted_in_characters(visit: Open) -> None:
    page = visit().page
    box, told = page.get_by_label("What should change?"), page.locator("[id='q.why-limit']")
    expect(told).to_have_text("Up to 2,000 characters")
    box.fill("e\u0301" * 10 + "👍" * 10)
    expect(told).to_have_text("1,980 characters left")
    box.fill("x" * 2003)
    expect(told).to_have_text("3 characters too many")


def test_an_optional_answer_without_a_way_out_can_be_cleared(visit: Open) -> None:
    page = visit().page
    question = "How likely are you to recommend Client Components?"
    clear = page.get_by_role("radiogroup", name=question).get_by_role("button")
    expect(clear).to_be_hidden()
    radio(page, question, "3").tap()
    clear.tap()
    expect(radio(page, question, "3")).not_to_be_checked()
    expect(clear).to_be_hidden()


def test_leaving_with_unsent_answers_asks_first(visit: Open) -> None:
    page = visit().page
    page.on("dialog", lambda dialog: dialog.accept())
    radio(page, BUYS, "No").tap()
    with page.expect_event("dialog") as asked:
        page.reload()
    assert asked.value.type == "beforeunload"


def overflow(page: Page) -> int:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))


def test_nothing_sticks_out_of_the_smallest_phone(visit: Open) -> None:
    page = visit(SMALLEST).page
    assert overflow(page) == 0
    radio(page, BUYS, "Yes").tap()
    page.get_by_label("What should change?").fill("x" * 2500)
    assert overflow(page) == 0
    send_button(page).tap()
    expect(page.get_by_role("alert")).to_be_focused()
    assert overflow(page) == 0


@pytest.mark.parametrize("device", [PHONE, SMALLEST], ids=["phone", "smallest phone"])
def test_everything_to_touch_is_44_pixels_large(visit: Open, device: dict[str, object]) -> None:
    page = visit(device).page
    radio(page, BUYS, "Yes").tap()
    answer_everything(page)
    touched = page.locator("form label:has(input), form button:visible, textarea")
    boxes = [place for one in touched.all() if (place := one.bounding_box())]
    assert len(boxes) > 20
    assert [box for box in boxes if min(box["width"], box["height"]) < 43.9] == []


def test_a_grid_stands_in_aligned_columns_on_a_desktop(visit: Open) -> None:
    page = visit(DESKTOP).page
    radio(page, BUYS, "Yes").check()
    for value in ("1", "7", "na"):
        places = [
            page.locator(f"input[name='q.quality.{supplier}'][value='{value}']").bounding_box()
            for supplier in ("client", "rival")
        ]
        assert len({place["x"] for place in places if place}) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_colour_scheme_is_used(visit: Open, scheme: str) -> None:
    page = visit(DESKTOP, color_scheme=scheme).page
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in re.findall(r"\d+", colour)[:3])
    assert (brightness > 600) == (scheme == "light")


def test_the_first_page_is_four_requests_of_this_site_alone(visit: Open) -> None:
    made = visit()
    made.page.wait_for_load_state("networkidle")
    home = made.link.split("/r/")[0]
    assert len(made.requests) <= 4
    assert all(request.url.startswith(home) for request in made.requests)
