"""German throughout: pages that belong to no study, the workspace, a study and its reports."""

import pytest

from survey_app.extensions import urn_engine
from survey_app.services.editions import cut_of
from tests.consulting import EXAMPLE, STUDY, load
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
