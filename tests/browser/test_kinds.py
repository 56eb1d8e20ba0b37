"""Every kind of question in a real browser: what is sealed is what was clicked and typed."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from survey_app.server import free_port, running
from survey_app.services.previews import preview_token
from tests.ballots import ballots
from tests.browser.conftest import DESKTOP, PHONE, SMALLEST, Open
from tests.browser.test_journeys import RECEIPT, WITHOUT_SCRIPTS, send_button
from tests.browser.test_kindness import overflow
from tests.factories import Launched, StudyFiles, contacts, installed
from tests.kinds_study import ALL_KINDS, SUPPLIERS, full_answer

pytestmark = pytest.mark.browser

Fields = Mapping[str, Sequence[str]]
ENGLISH, GERMAN = "Every kind of question", "Jede Art von Frage"
FULL = full_answer(["am1"])
TURNED: Fields = {
    **FULL,
    "q.rate": ["na"],
    "q.likely": ["0"],
    "q.one": ["advice"],
    "q.several": ["price", "quality", "delivery", "advice"],
    "q.rank.client": ["3"],
    "q.rank.rival": ["1"],
    "q.rank.third": ["2"],
    "q.duel.client.rival": ["worse"],
    "q.duel.client.third": ["worse"],
    "q.duel.rival.third": ["better"],
    "q.extremes.best": ["third"],
    "q.extremes.worst": ["client"],
    "q.several_suppliers": ["rival"],
    "q.amount": ["60"],
    "q.grid.client": ["1"],
    "q.why_price": ["Zu teuer\nund zu spät 👎"],
    "q.person_likely@am1": ["0"],
    "q.person_amount@am1": ["30"],
}
SPARSE: Fields = {
    "q.rate": ["1"],
    "q.rank.rival": ["1"],
    "q.rank_options.advice": ["1"],
    "q.rank_options.price": ["2"],
    "q.duel.client.rival": ["na"],
    "q.several": ["delivery"],
    "q.extremes_options.best": ["price"],
    "q.extremes_options.worst": ["quality"],
    "q.amount": ["0.5"],
    "q.person_several@am1": ["price"],
}


def questionnaire() -> dict[str, Any]:
    """Return every kind in three languages, with one question that depends on several ticks."""
    asked = deepcopy(dict(ALL_KINDS))
    condition = {"question": "several", "is": ["price", "advice"]}
    text = {"en": "Why that?", "de": "Warum das?"}
    why = {"id": "why_price", "kind": "text", "text": text, "show_if": condition}
    asked["sections"][0]["questions"].insert(4, why)
    arabic: dict[str, Any] = json.loads(
        json.dumps(asked), object_hook=lambda v: {**v, "ar": f"نص {v['en']}"} if "en" in v else v
    )
    return arabic


@dataclass
class Field:
    """The wave in the field, and the links nobody has opened yet."""

    launched: Launched
    home: str
    unused: Iterator[str]

    def next_link(self) -> str:
        return self.home + self.launched.path(next(self.unused))


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    port = free_port()
    files = StudyFiles(
        contacts=contacts(60, account_managers=("am1",)),
        questionnaire=questionnaire(),
        suppliers=SUPPLIERS,
        languages=("en", "de", "ar"),
    )
    with installed(tmp_path_factory.mktemp("kinds")) as installation:
        launched = installation.launch(installation.load(files))
        with running(installation.settings, port):
            yield Field(launched, f"http://127.0.0.1:{port}", iter(launched.tokens))


@pytest.fixture(scope="module")
def next_link(field: Field) -> Callable[[], str]:
    return field.next_link


def box(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


def answer(page: Page, fields: Fields) -> None:
    """Tick, choose and type as a person would, from the top of the page to its end."""
    for name, values in fields.items():
        kind = box(page, name).first.evaluate("field => field.tagName + (field.type || '')")
        if kind.startswith("SELECT"):
            box(page, name).select_option(values[0])
        elif kind in ("INPUTradio", "INPUTcheckbox"):
            for value in values:
                tick(page, name, value)
        else:
            box(page, name).press_sequentially(values[0])


def expected(fields: Fields) -> dict[str, dict[str, str]]:
    """Return what must be sealed of these fields."""
    made: dict[str, dict[str, str]] = {}
    for name, values in fields.items():
        key, _, row = name.removeprefix("q.").partition(".")
        if "several" in key:
            made[key] = dict.fromkeys(values, "ticked")
        else:
            made.setdefault(key, {})[row] = values[0]
    return made


def sealed_since(field: Field, before: list[Any]) -> dict[str, dict[str, str]]:
    after = ballots(field.launched)
    for ballot in before:
        after.remove(ballot)
    [added] = after
    return added.answers


@pytest.mark.parametrize("fields", [FULL, TURNED, SPARSE], ids=["full", "turned", "sparse"])
@pytest.mark.parametrize("device", [PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def test_what_is_sealed_is_what_was_clicked(
    visit: Open, field: Field, device: dict[str, Any], fields: Fields
) -> None:
    before = ballots(field.launched)
    page = visit(device).page

    answer(page, fields)
    send_button(page).tap()

    expect(page).to_have_url(RECEIPT)
    assert sealed_since(field, before) == expected(fields)


def in_three_orders(field: Field) -> list[str]:
    """Return links whose pages name the suppliers in three different orders."""
    links: dict[tuple[str, ...], str] = {}
    while len(links) < 3:
        link = field.next_link()
        page = field.launched.client.get(link.removeprefix(field.home)).text
        links[tuple(re.findall(r'<select name="(q\.rank\.\w+)"', page))] = link
    return list(links.values())


def click_by_name(page: Page) -> None:
    """Answer as a reader of the page does, who knows no field's name."""
    radio = page.get_by_role("radiogroup", name="How do you rate our industry?").get_by_role(
        "radio"
    )
    radio.nth(2).check()
    for names, better in (
        (("Client Components", "Rival & Sons"), "Rival & Sons"),
        (("Client Components", "Third Works"), "Client Components"),
    ):
        either = re.compile(f"{' – '.join(names)}|{' – '.join(reversed(names))}")
        pair = page.get_by_role("radiogroup", name=either)
        pair.get_by_role("radio", name=f"{better} is better").check()
    page.get_by_role("group", name="Who delivers to you today?").get_by_label("Third").check()
    place = page.get_by_role("combobox", name="Rival & Sons")
    place.select_option("1")


def test_the_names_clicked_are_the_answers_in_every_order_of_the_page(
    visit: Open, field: Field
) -> None:
    page = visit(DESKTOP).page
    for link in in_three_orders(field):
        before = ballots(field.launched)
        page.goto(link)
        click_by_name(page)
        send_button(page).click()
        expect(page).to_have_url(RECEIPT)
        assert sealed_since(field, before) == {
            "rate": {"": "3"},
            "duel": {"client.rival": "worse", "client.third": "better"},
            "several_suppliers": {"third": "ticked"},
            "rank": {"rival": "1"},
        }


@pytest.mark.parametrize("device", [PHONE, WITHOUT_SCRIPTS], ids=["scripts", "no scripts"])
def test_a_language_is_switched_in_place_with_everything_kept(
    visit: Open, field: Field, device: dict[str, Any]
) -> None:
    before = ballots(field.launched)
    made = visit(device)
    page = made.page
    answer(page, FULL)

    page.get_by_role("button", name="Deutsch").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(GERMAN)
    assert page.locator("html").get_attribute("lang") == "de"
    assert ballots(field.launched) == before
    page.get_by_role("button", name="العربية").tap()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("button", name="Deutsch").tap()
    page.locator("button.main").tap()
    expect(page).to_have_url(re.compile(r"/receipt/[0-9a-f]{64}/[A-Z2-7-]+\?language=de$"))
    assert sealed_since(field, before) == expected(FULL)
    assert page.context.cookies() == []


def test_after_a_switch_of_language_leaving_with_unsent_answers_asks_first(visit: Open) -> None:
    page = visit(PHONE).page
    tick(page, "q.rate", "3")
    page.get_by_role("button", name="Deutsch").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(GERMAN)
    page.locator("h1").tap()
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_event("dialog") as asked:
        page.reload()
    assert asked.value.type == "beforeunload"


def test_the_enter_key_in_a_number_sends_and_chooses_no_language(visit: Open, field: Field) -> None:
    before = ballots(field.launched)
    page = visit(WITHOUT_SCRIPTS).page
    tick(page, "q.rate", "3")
    box(page, "q.amount").fill("2")
    box(page, "q.amount").press("Enter")
    expect(page).to_have_url(RECEIPT)
    assert sealed_since(field, before) == {"rate": {"": "3"}, "amount": {"": "2"}}


@pytest.mark.parametrize("name", ["q.amount", "q.several", "q.rate", "q.rank.client"])
def test_with_scripts_the_enter_key_in_an_answer_does_nothing(visit: Open, name: str) -> None:
    made = visit(DESKTOP)
    box(made.page, name).first.focus()
    made.page.keyboard.press("Enter")
    made.page.wait_for_timeout(300)
    assert made.sent == []


def test_a_question_is_shown_once_one_of_several_ticks_asks_for_it(visit: Open) -> None:
    page = visit(PHONE).page
    why = page.get_by_label("Why that?")
    expect(why).to_be_hidden()
    for value, shown in (("quality", False), ("advice", True), ("price", True)):
        tick(page, "q.several", value)
        expect(why).to_be_visible(visible=shown)
    box(page, "q.several").first.uncheck()
    expect(why).to_be_visible()
    page.locator("input[name='q.several'][value='advice']").uncheck()
    expect(why).to_be_hidden()


def test_a_position_given_twice_is_told_at_once_and_taken_back(visit: Open) -> None:
    page = visit(PHONE).page
    told = page.get_by_role("group", name="Put the suppliers in order").get_by_role("status")
    expect(told).to_have_text("")
    box(page, "q.rank.client").select_option("2")
    box(page, "q.rank.third").select_option("2")
    expect(told).to_have_text("Position 2 is given twice.")
    box(page, "q.rank.third").select_option("1")
    expect(told).to_have_text("")


def test_the_same_one_as_best_and_worst_is_told_at_once(visit: Open) -> None:
    page = visit(PHONE).page
    told = page.get_by_role("group", name="What do we do best").get_by_role("status")
    tick(page, "q.extremes_options.best", "price")
    tick(page, "q.extremes_options.worst", "price")
    expect(told).to_have_text("The best and the worst must be two different ones.")
    tick(page, "q.extremes_options.worst", "advice")
    expect(told).to_have_text("")


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("Put the suppliers in order", {"q.rank.client": ["2"], "q.rank.rival": ["2"]}),
        ("Which supplier is the best", {"q.extremes.best": ["client"]}),
        ("What do you look at", {"q.several": ["quality", "delivery"]}),
        ("Which of the two matters", {"q.duel_options.price.quality": ["same"]}),
        ("How important is each of these", {"q.weigh.price": ["2"]}),
    ],
)
def test_an_answer_of_every_new_kind_can_be_cleared(
    visit: Open, question: str, fields: Fields
) -> None:
    page = visit(PHONE).page
    group = page.get_by_role("group", name=question)
    clear = group.get_by_role("button", name="Clear this answer")
    expect(clear).to_be_hidden()
    answer(page, fields)
    clear.tap()
    expect(clear).to_be_hidden()
    for name in fields:
        data = "name => new FormData(document.forms[0]).getAll(name).filter(Boolean)"
        assert page.evaluate(data, name) == []
    for status in group.get_by_role("status").all():
        expect(status).to_have_text("")


def test_progress_counts_every_kind(visit: Open) -> None:
    page = visit(PHONE).page
    progress = page.locator(".progress")
    expect(progress).to_contain_text("0 of 21 answered")
    answer(page, {"q.several": ["quality"], "q.amount": ["3"]})
    expect(progress).to_contain_text("2 of 21 answered")
    box(page, "q.rank.client").select_option("1")
    expect(progress).to_contain_text("3 of 21 answered")
    tick(page, "q.extremes.best", "client")
    tick(page, "q.duel.client.rival", "same")
    expect(progress).to_contain_text("3 of 21 answered")
    answer(page, FULL)
    expect(progress).to_contain_text("21 of 22 answered")
    box(page, "q.why_price").fill("Because.")
    expect(progress).to_contain_text("All 22 answered")


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize(
    "device", [SMALLEST, PHONE, DESKTOP], ids=["smallest phone", "phone", "desktop"]
)
def test_nothing_sticks_out(visit: Open, device: dict[str, Any], language: str) -> None:
    made = visit(device)
    made.page.goto(f"{made.link}?language={language}")
    tick(made.page, "q.several", "price")
    box(made.page, "q.why_price").fill("x" * 200)
    assert overflow(made.page) == 0


@pytest.mark.parametrize("device", [SMALLEST, PHONE], ids=["smallest phone", "phone"])
def test_everything_to_touch_is_44_pixels_large(visit: Open, device: dict[str, Any]) -> None:
    page = visit(device).page
    answer(page, TURNED)
    touched = page.locator("label:has(input), button:visible, textarea, select, input[type='text']")
    places = [place for one in touched.all() if (place := one.bounding_box())]
    assert len(places) > 100
    assert [place for place in places if min(place["width"], place["height"]) < 43.9] == []


def side(page: Page, locator: str) -> float:
    place = page.locator(locator).first.bounding_box()
    assert place is not None
    return place["x"]


def test_a_page_from_right_to_left_begins_at_the_right(visit: Open) -> None:
    made = visit(DESKTOP)
    made.page.goto(f"{made.link}?language=ar")
    page = made.page
    for low, high in (
        ("input[name='q.rate'][value='1']", "input[name='q.rate'][value='5']"),
        ("input[name='q.grid.client'][value='1']", "input[name='q.grid.client'][value='na']"),
        ("[name='q.extremes.best']", "[name='q.extremes.worst']"),
        ("[name='q.rank.client']", "label[for='q.rank.client']"),
        (".progress span", ".progress button"),
    ):
        assert side(page, low) > side(page, high)


def test_best_and_worst_stand_side_by_side_in_aligned_rows(visit: Open) -> None:
    page = visit(DESKTOP).page
    for value in ("price", "quality", "delivery", "advice"):
        places = [
            page.locator(f"input[name='q.extremes_options.{end}'][value='{value}']").bounding_box()
            for end in ("best", "worst")
        ]
        assert len({place["y"] for place in places if place}) == 1


def test_a_preview_lets_its_reader_choose_and_stores_nothing(visit: Open, field: Field) -> None:
    before = ballots(field.launched)
    page = visit(WITHOUT_SCRIPTS).page
    with field.launched.wave() as (_, wave):
        token = preview_token(field.launched.installation.keys, wave)
    page.goto(f"{field.home}/preview/{token}")
    expect(page.get_by_text("This is a preview.")).to_be_visible()

    page.get_by_label("Account manager 1").select_option("Second Manager")
    page.get_by_label("Account manager 2").select_option("–")
    page.get_by_role("combobox", name="Language").select_option("de")
    page.get_by_role("button", name="Show").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(GERMAN)
    assert box(page, "q.person_rate@am2").count() == 6
    assert box(page, "q.person_rate@am1").count() == 0
    tick(page, "q.rate", "5")
    page.locator("button.main").tap()
    # What is said of the preview itself is in the language of the browser.
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert box(page, "q.rate").count() == 0
    assert ballots(field.launched) == before
