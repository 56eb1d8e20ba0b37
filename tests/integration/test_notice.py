"""The notice: frozen at launch, public, told apart from where the study stands today."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from survey_app.extensions import urn_engine
from survey_app.roll.models import Contact, Practice
from survey_app.services import count
from survey_app.services.waves import find_wave
from survey_app.urn.models import SealedBallot
from tests.factories import (
    DAY,
    QUESTIONNAIRE,
    Installation,
    Launched,
    StudyFiles,
    answer_of,
    contact,
    contacts,
)

PLACES = ("", "/receipts", "/notice.json", "/record.json", "/record.sig", "/verification-key.pem")
GERMAN = {"Accept-Language": "de"}
TITLES = {"en": "How do we compare?", "de": "Wie schneiden wir ab?"}
SCRIPT = "<script>alert('North & Row')</script>"


def notice_of(launched: Launched) -> str:
    with launched.wave() as (_, wave):
        assert wave.notice_hash
        return f"/notice/{wave.notice_hash}"


def page(launched: Launched, query: str = "") -> str:
    answer = launched.client.get(notice_of(launched) + query)
    assert answer.status_code == 200
    return answer.text


def frozen_text(html: str) -> str:
    return html.split('<article class="frozen"')[1].split("</article>")[0]


def promised(launched: Launched) -> Mapping[str, Any]:
    answer = launched.client.get(f"{notice_of(launched)}/notice.json")
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_the_address_is_the_fingerprint_of_the_exact_bytes(launched: Launched) -> None:
    address = notice_of(launched)
    answer = launched.client.get(f"{address}/notice.json")

    assert f"/notice/{hashlib.sha256(answer.data).hexdigest()}" == address
    assert answer.mimetype == "application/json"
    altered = answer.data.replace(b'"invited":20', b'"invited":21')
    assert len(altered) == len(answer.data)
    assert f"/notice/{hashlib.sha256(altered).hexdigest()}" != address


def test_the_bytes_hold_what_was_promised_and_its_keys(launched: Launched) -> None:
    told = promised(launched)

    with launched.wave() as (_, wave):
        assert wave.public_key
        assert told["public_key"] == wave.public_key.hex()
    keys = launched.installation.keys
    assert told["verification_key"] == keys.verification_key.hex()
    assert (told["practice"], told["client"]) == ("Independent Practice", "Client Components")
    assert (told["invited"], told["smallest_group"]) == (20, 10)
    assert (told["min_respondents"], told["min_customers"]) == (5, 3)
    assert (told["opens"], told["closes"], told["level"]) == ("2026-03-02", "2999-01-01", "1")


def test_the_page_says_every_word_that_is_in_the_bytes(launched: Launched) -> None:
    html = page(launched)
    for section in promised(launched)["words"]["en"]:
        assert section["heading"] in html
        for text in [*section["text"], *(text for point in section["points"] for text in point)]:
            assert text.replace("&", "&amp;") in html


@pytest.mark.parametrize("place", ["", "/receipts", "/notice.json", "/verification-key.pem"])
def test_nothing_of_the_notice_sets_a_cookie_or_leaves_the_strict_headers(
    launched: Launched, place: str
) -> None:
    answer = launched.client.get(notice_of(launched) + place, headers={"Cookie": "session=x"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_every_address_that_names_no_notice_gets_the_same_page(launched: Launched) -> None:
    known = notice_of(launched)
    unknown = ["0" * 64, known[8:].upper(), known[8:-1], f"{known[8:]}0", "x", "%00", "²" * 64]
    paths = [f"/notice/{name}{place}" for name in unknown for place in PLACES]
    paths += [f"{known}/record.json", f"{known}/record.sig", f"{known}/other"]

    answers = [launched.client.get(path) for path in paths]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_what_is_promised_stays_when_the_wave_is_extended(launched: Launched) -> None:
    before, address = page(launched), notice_of(launched)
    with launched.wave() as (roll, wave):
        count.extend(roll, urn_engine(), wave, until=date(2999, 2, 1), today=DAY)
    after = page(launched)

    assert notice_of(launched) == address
    assert frozen_text(after) == frozen_text(before)
    assert "answers are taken until 1 February 2999" in after
    assert "planned for 1 January 2999, and has been moved" in after
    assert "has been moved" not in before


def test_what_is_promised_stays_when_contacts_and_practice_change(launched: Launched) -> None:
    before = frozen_text(page(launched))
    with launched.installation.roll() as roll:
        roll.execute(update(Practice).values(name="Renamed"))
        roll.execute(update(Contact).values(customer="One and the same"))
        roll.commit()

    assert frozen_text(page(launched)) == before


def test_a_wave_whose_last_day_has_passed_is_over(installation: Installation) -> None:
    launched = installation.launch(installation.load(StudyFiles()), until=DAY + timedelta(1))

    assert "Over: the last day was 3 March 2026." in page(launched)


def test_a_wave_that_could_not_be_counted_is_closed(launched: Launched) -> None:
    with launched.wave() as (roll, wave):
        wave.state, wave.closed_on = "closed", date(2026, 3, 30)
        roll.commit()

    assert "Closed since 30 March 2026, and not counted." in page(launched)


def test_a_destroyed_wave_says_that_nobody_opened_it(launched: Launched) -> None:
    launched.send("c0", answer_of(contact(0)))
    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)

    html = page(launched)
    assert "Destroyed unopened." in html
    assert "answers were sent" not in html
    assert "There is no list." in page(launched, "/receipts")


def test_names_are_shown_as_they_are_written_and_never_as_markup(
    installation: Installation,
) -> None:
    files = StudyFiles(suppliers=[("client", SCRIPT), ("rival", "<b>Rival</b>")])
    name = installation.load(files)
    with installation.roll() as roll:
        find_wave(roll, name).study.practice.name = "<i>Firm</i>"
        roll.commit()
    launched = installation.launch(name)

    html = page(launched)
    assert "<script>" not in html
    assert "<i>Firm</i>" not in html
    assert "&lt;i&gt;Firm&lt;/i&gt;, an independent firm" in html
    assert promised(launched)["client"] == SCRIPT


def test_the_smallest_group_is_the_smallest_that_could_be_reported(
    installation: Installation,
) -> None:
    people = [contact(n, account_managers=("am1",)) for n in range(14)]
    people += [contact(n, account_managers=("am2",)) for n in range(14, 18)]
    launched = installation.launch(installation.load(StudyFiles(contacts=people)))

    assert promised(launched)["smallest_group"] == 14
    first = launched.client.get(launched.path("c0")).text
    assert "the 14 people who deal with <bdi>First Manager</bdi>" in first
    second = launched.client.get(launched.path("c15")).text
    assert "all 18 people who are invited" in second
    assert "Second Manager</bdi>." not in second.split("<form")[0]


def test_a_study_that_asks_about_nobody_has_no_group_but_everybody(
    installation: Installation,
) -> None:
    questionnaire = {**QUESTIONNAIRE, "sections": QUESTIONNAIRE["sections"][:1]}
    launched = installation.launch(installation.load(StudyFiles(questionnaire=questionnaire)))

    assert promised(launched)["smallest_group"] == 20
    assert "all 20 people who are invited" in launched.client.get(launched.path("c0")).text


def test_the_form_links_the_notice_and_opens_it_beside_itself(launched: Launched) -> None:
    form = launched.client.get(launched.path("c0")).text

    assert f'href="{notice_of(launched)}?language=en" target="_blank" rel="noopener"' in form


def test_a_wave_launched_before_there_were_notices_works_as_before(launched: Launched) -> None:
    with launched.wave() as (roll, wave):
        wave.notice = wave.notice_hash = None
        roll.commit()

    assert "/notice/" not in launched.client.get(launched.path("c0")).text
    sent = launched.send("c0", answer_of(contact(0)))
    assert sent.headers["Location"].count("/") == 2
    assert launched.client.get(sent.headers["Location"]).status_code == 200


def test_reading_the_notice_stores_nothing(launched: Launched) -> None:
    address = notice_of(launched)
    for place in PLACES:
        launched.client.get(address + place)
        launched.client.head(address + place)

    assert {launched.client.post(address + place).status_code for place in PLACES} == {405}
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        assert connection.scalar(select(func.count()).select_from(SealedBallot)) == 0


@pytest.fixture
def bilingual(installation: Installation) -> Launched:
    """Return an open wave whose title is in two languages."""
    questionnaire = {**QUESTIONNAIRE, "title": TITLES}
    for_all = json.loads(json.dumps(questionnaire).replace('{"en": ', '{"de": "Text", "en": '))
    for_all["title"] = TITLES
    files = StudyFiles(contacts=contacts(20), questionnaire=for_all, languages=["en", "de"])
    return installation.launch(installation.load(files))


def test_the_notice_is_in_the_language_asked_for_or_the_browsers(bilingual: Launched) -> None:
    address = notice_of(bilingual)
    asked = bilingual.client.get(f"{address}?language=de").text
    browsers = bilingual.client.get(address, headers=GERMAN).text

    assert asked == browsers
    for said in (TITLES["de"], "Unsere Zusage", "Wie die Umfrage heute steht", "Was wir nicht"):
        assert said in asked
    assert "1. Januar 2999" in asked
    assert "Our promise" not in asked
    assert '<a href="?language=en" lang="en"' in asked
    assert TITLES["en"] in bilingual.client.get(f"{address}?language=en", headers=GERMAN).text


@pytest.mark.parametrize("odd", ["fr", "", "DE", "x" * 5000, "%00", "<b>"])
def test_an_unknown_language_is_ignored(bilingual: Launched, odd: str) -> None:
    address = notice_of(bilingual)
    plain = bilingual.client.get(address)
    asked = bilingual.client.get(address, query_string={"language": odd})

    assert (asked.status_code, asked.data) == (200, plain.data)
