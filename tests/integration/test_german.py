"""German throughout: pages that belong to no study, the workspace, a study and its reports."""

import re

import pytest

from survey_app.extensions import urn_engine
from survey_app.services.editions import cut_of
from tests.consulting import EXAMPLE, STUDY, WAVE, load
from tests.factories import Installation, StudyFiles, contacts
from tests.kinds_study import ALL_KINDS, SUPPLIERS, full_answer
from tests.workspace import Browser, signed_in

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
FRENCH = {"Accept-Language": "fr"}


def page(installation: Installation, path: str, method: str, headers: dict[str, str]) -> str:
    client = installation.app.test_client(use_cookies=False)
    return client.open(path, method=method, headers=headers).text


@pytest.mark.parametrize(
    ("path", "method", "sentence"),
    [
        ("/", "GET", "Kundenumfragen"),
        ("/r/unknown", "GET", "Unter dieser Adresse gibt es nichts"),
        ("/nothing", "GET", "Unter dieser Adresse gibt es nichts"),
        ("/r/unknown", "PUT", "Diese Adresse lässt sich so nicht verwenden"),
        ("/account/sign-in", "GET", "Anmelden"),
        ("/account/welcome/unknown", "GET", "Dieser Link öffnet nichts mehr"),
        ("/account/sign-in", "PUT", "Diese Adresse lässt sich so nicht verwenden"),
    ],
)
def test_a_page_of_no_study_is_in_the_browsers_language(
    shared: Installation, path: str, method: str, sentence: str
) -> None:
    german = page(shared, path, method, GERMAN)
    assert sentence in german
    assert '<html lang="de"' in german
    french = page(shared, path, method, FRENCH)
    assert sentence not in french
    assert '<html lang="en"' in french


def in_german(browser: Browser) -> Browser:
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = GERMAN["Accept-Language"]
    return browser


def test_the_workspace_speaks_german_with_german_dates(shared: Installation) -> None:
    browser = in_german(signed_in(shared))
    assert load(browser, EXAMPLE).status_code == 303
    study = browser.get(STUDY).text
    assert "Vor dem Start" in study
    assert "Before the launch" not in study


def test_a_form_says_in_german_what_is_missing(shared: Installation) -> None:
    browser = in_german(Browser(shared))
    refused = browser.send("/account/sign-in", {"email": "", "password": "x"})
    assert "Bitte geben Sie Ihre E-Mail-Adresse ein." in refused.text
    assert "E-Mail-Adresse" in refused.text


def test_what_is_wrong_with_a_file_is_said_in_german(installation: Installation) -> None:
    browser = in_german(signed_in(installation))
    contacts_ = EXAMPLE["contacts"].replace(b"c2,", b"c1,").replace(b"c4,", b"c3,")
    study = EXAMPLE["study"].replace(b"min_respondents: 5", b"min_respondents: 2")
    lax = load(browser, {**EXAMPLE, "study": study}).text
    assert "min_respondents ist 2; die Untergrenze ist 5" in lax
    assert "Zeile 13, policy.min_respondents" in lax
    twice = load(browser, {**EXAMPLE, "contacts": contacts_}).text
    assert "c1 steht schon in Zeile 2 – und ein weiterer Fehler" in twice
    odd = load(browser, {**EXAMPLE, "questionnaire": b"title: {en: x}\nsections: {}\n"}).text
    assert "muss eine Liste sein" in odd


def test_what_cannot_be_done_now_is_said_in_german(installation: Installation) -> None:
    browser = in_german(signed_in(installation))
    load(browser, EXAMPLE)
    refused = browser.get(f"{WAVE}/links")
    assert refused.status_code == 409
    assert "Die Welle example-study-2027-1 ist ein Entwurf; Links hat nur eine offene." in (
        refused.text
    )
    again = load(browser, EXAMPLE).text
    assert "Die Studie „Example study 2027“ gibt es schon." in again


def test_a_ready_made_questionnaire_is_called_as_it_calls_itself(
    installation: Installation,
) -> None:
    browser = signed_in(installation)
    assert "Ready-made: “How do your suppliers compare?”" in browser.get("/consult/new").text
    german = in_german(browser).get("/consult/new").text
    assert "Fertig: „Wie schneiden Ihre Lieferanten im Vergleich ab?“" in german


def test_the_bar_of_a_preview_is_in_the_language_of_its_reader(
    installation: Installation,
) -> None:
    browser = in_german(signed_in(installation))
    load(browser, EXAMPLE)
    address = re.search(r'href="(/preview/[^"]+)"', browser.get(STUDY).text)
    assert address is not None
    shown = browser.get(address[1]).text
    assert '<html lang="en"' in shown
    assert '<aside class="preview" lang="de" dir="ltr"' in shown
    assert "Dies ist eine Vorschau." in shown


def test_a_study_in_german_gives_german_reports(shared: Installation) -> None:
    listed = contacts(20, language="de", account_managers=("am1",))
    files = StudyFiles(
        contacts=listed, questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=["de"]
    )
    launched = shared.launch(shared.load(files))
    for contact in listed:
        sent = launched.client.post(launched.path(contact.contact), data=full_answer(["am1"]))
        assert sent.status_code == 303
    launched.close()
    with launched.wave() as (_, wave):
        drafts = cut_of(urn_engine(), wave).drafts
    supplier = drafts["supplier.pdf"]
    assert supplier.language == "de"
    assert supplier.title == "Relationship study: Lieferantenbericht"
    facts = [
        fact for block in supplier.blocks for fact in block.facts() if fact.key.measure == "mean"
    ]
    texts = [fact.text for fact in facts if fact.text != "–"]
    assert any("," in text for text in texts)
    assert not any("." in text for text in texts)
