"""A respondent changes the language: nothing is lost, nothing is sent, nothing is remembered."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from survey_app.extensions import urn_engine
from survey_app.urn.models import SealedBallot
from tests.conftest import on_sqlite_alone
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS, full_answer

pytestmark = on_sqlite_alone
ANSWER = full_answer(["am1"])
ENGLISH, GERMAN = "Every kind of question", "Jede Art von Frage"


@pytest.fixture
def bilingual(installation: Installation) -> Launched:
    """Return an open wave in English and German, whose contacts read English."""
    listed = contacts(20, account_managers=("am1",))
    files = StudyFiles(
        contacts=listed, questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=LANGUAGES
    )
    return installation.launch(installation.load(files))


def ballots(launched: Launched) -> int:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return connection.scalar(select(func.count()).select_from(SealedBallot)) or 0


def sent(launched: Launched, query: str = "", **more: str) -> TestResponse:
    return launched.client.post(launched.path("c0") + query, data={**ANSWER, **more})


def test_a_contact_meets_the_page_in_their_own_language(installation: Installation) -> None:
    listed = contacts(20, language="de")
    files = StudyFiles(
        contacts=listed, questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=LANGUAGES
    )
    launched = installation.launch(installation.load(files))

    page = launched.client.get(launched.path("c0")).text

    assert GERMAN in page
    assert '<html lang="de" dir="ltr">' in page


def test_the_address_can_ask_for_another_language(bilingual: Launched) -> None:
    page = bilingual.client.get(bilingual.path("c0") + "?language=de").text

    assert GERMAN in page
    assert 'action="?language=de"' in page


@pytest.mark.parametrize("unknown", ["fr", "", "DE", "en-GB", "x" * 5000, "../de", "%00"])
def test_an_unknown_language_is_ignored(bilingual: Launched, unknown: str) -> None:
    plain = bilingual.client.get(bilingual.path("c0"))
    asked = bilingual.client.get(f"{bilingual.path('c0')}?language={unknown}")

    assert (asked.status_code, asked.data) == (200, plain.data)


def test_the_button_shows_the_page_in_the_other_language_with_everything_kept(
    bilingual: Launched,
) -> None:
    response = sent(bilingual, language="de")

    assert response.status_code == 200
    assert GERMAN in response.text
    assert "Deliver on Fridays, too." in response.text
    typed = {name for name in ANSWER if re.search("words|amount", name)}
    placed = {name for name in ANSWER if name.startswith("q.rank")}
    ticked = [v for name, values in ANSWER.items() if name not in typed | placed for v in values]
    assert response.text.count(" checked>") == len(ticked)
    assert response.text.count(" selected>") == len(placed)
    assert 'value="2.5"' in response.text


@pytest.mark.parametrize("language", ["de", "en", "fr", ""])
def test_a_sending_with_a_language_is_never_cast(bilingual: Launched, language: str) -> None:
    response = sent(bilingual, language=language)

    assert response.status_code == 200
    assert ballots(bilingual) == 0


def test_what_is_wrong_is_not_told_before_it_is_sent(bilingual: Launched) -> None:
    page = bilingual.client.post(
        bilingual.path("c0"), data={"q.amount": "many", "language": "de"}
    ).text

    assert 'value="many"' in page
    assert "q.amount-error" not in page


def test_the_button_wins_over_the_address(bilingual: Launched) -> None:
    assert ENGLISH in sent(bilingual, "?language=de", language="en").text


def test_errors_are_told_on_a_page_in_the_language_chosen(bilingual: Launched) -> None:
    refused = sent(bilingual, "?language=de", **{"q.amount": "61"})

    assert refused.status_code == 422
    assert GERMAN in refused.text
    assert "60\u00a0Tage" in refused.text


def test_the_receipt_is_in_the_language_chosen(bilingual: Launched) -> None:
    taken = sent(bilingual, "?language=de")

    assert taken.status_code == 303
    assert taken.headers["Location"].endswith("?language=de")
    receipt = bilingual.client.get(taken.headers["Location"])
    assert '<html lang="de"' in receipt.text


def test_one_invitation_gets_one_receipt_in_any_language(bilingual: Launched) -> None:
    receipts = [sent(bilingual, query).headers["Location"] for query in ("?language=de", "")]

    assert receipts[0].removesuffix("?language=de") == receipts[1]
    assert ballots(bilingual) == 1


def test_no_page_sets_a_cookie(bilingual: Launched) -> None:
    path = bilingual.path("c0")
    responses = [
        bilingual.client.get(f"{path}?language=de"),
        sent(bilingual, language="de"),
        sent(bilingual, "?language=de"),
    ]

    assert [response.headers.get("Set-Cookie") for response in responses] == [None] * 3


def test_a_closed_survey_says_so_in_the_contacts_language(installation: Installation) -> None:
    files = StudyFiles(
        contacts=contacts(20, language="de"),
        questionnaire=ALL_KINDS,
        suppliers=SUPPLIERS,
        languages=LANGUAGES,
    )
    launched = installation.launch(installation.load(files), until=date(2026, 3, 2))

    closed = launched.client.get(launched.path("c0"))

    assert closed.status_code == 410
    assert '<html lang="de"' in closed.text
