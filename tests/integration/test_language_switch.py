"""A respondent changes the language: nothing is lost, nothing is sent, nothing is remembered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from werkzeug.test import TestResponse

from tests.ballots import ballots
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS, full_answer

ANSWER = full_answer(["am1"])
ENGLISH, GERMAN = "Every kind of question", "Jede Art von Frage"


def launch(
    installation: Installation, name: str, language: str, until: date | None = None
) -> Launched:
    """Open a wave in English and German, whose contacts read one of them."""
    files = StudyFiles(
        name=name,
        contacts=contacts(40, language=language, account_managers=("am1",)),
        questionnaire=ALL_KINDS,
        suppliers=SUPPLIERS,
        languages=LANGUAGES,
    )
    return installation.launch(installation.load(files), until=until)


@dataclass
class Link:
    """A link that nobody has opened yet."""

    launched: Launched
    path: str
    before: int

    def opened(self, query: str = "") -> TestResponse:
        return self.launched.client.get(self.path + query)

    def sent(self, query: str = "", **more: str) -> TestResponse:
        return self.launched.client.post(self.path + query, data={**ANSWER, **more})

    @property
    def cast(self) -> int:
        """Return how many ballots there are that were not when the link was new."""
        return len(ballots(self.launched)) - self.before


@pytest.fixture(scope="module")
def bilingual(shared: Installation) -> tuple[Launched, Iterator[str]]:
    """Return an open wave whose contacts read English, and its unused links."""
    launched = launch(shared, "In two languages", "en")
    return launched, map(launched.path, launched.tokens)


@pytest.fixture
def link(bilingual: tuple[Launched, Iterator[str]]) -> Link:
    """Return a link of its own for each test."""
    launched, unused = bilingual
    return Link(launched, next(unused), len(ballots(launched)))


def test_a_contact_meets_the_page_in_their_own_language(shared: Installation) -> None:
    launched = launch(shared, "For German readers", "de")

    page = launched.client.get(launched.path("c0")).text

    assert GERMAN in page
    assert '<html lang="de" dir="ltr">' in page


def test_the_address_can_ask_for_another_language(link: Link) -> None:
    page = link.opened("?language=de").text

    assert GERMAN in page
    assert 'action="?language=de"' in page


@pytest.mark.parametrize("unknown", ["fr", "", "DE", "en-GB", "x" * 5000, "../de", "%00"])
def test_an_unknown_language_is_ignored(link: Link, unknown: str) -> None:
    plain = link.opened()
    asked = link.opened(f"?language={unknown}")

    assert (asked.status_code, asked.data) == (200, plain.data)


def test_the_button_shows_the_page_in_the_other_language_with_everything_kept(
    link: Link,
) -> None:
    response = link.sent(language="de")

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
def test_a_sending_with_a_language_is_never_cast(link: Link, language: str) -> None:
    response = link.sent(language=language)

    assert response.status_code == 200
    assert link.cast == 0


def test_what_is_wrong_is_not_told_before_it_is_sent(link: Link) -> None:
    fields = {"q.amount": "many", "language": "de"}

    page = link.launched.client.post(link.path, data=fields).text

    assert 'value="many"' in page
    assert "q.amount-error" not in page


def test_the_button_wins_over_the_address(link: Link) -> None:
    assert ENGLISH in link.sent("?language=de", language="en").text


def test_errors_are_told_on_a_page_in_the_language_chosen(link: Link) -> None:
    refused = link.sent("?language=de", **{"q.amount": "61"})

    assert refused.status_code == 422
    assert GERMAN in refused.text
    assert "60\u00a0Tage" in refused.text


def test_the_receipt_is_in_the_language_chosen(link: Link) -> None:
    taken = link.sent("?language=de")

    assert taken.status_code == 303
    assert taken.headers["Location"].endswith("?language=de")
    receipt = link.launched.client.get(taken.headers["Location"])
    assert '<html lang="de"' in receipt.text


def test_one_invitation_gets_one_receipt_in_any_language(link: Link) -> None:
    receipts = [link.sent(query).headers["Location"] for query in ("?language=de", "")]

    assert receipts[0].removesuffix("?language=de") == receipts[1]
    assert link.cast == 1


def test_no_page_sets_a_cookie(link: Link) -> None:
    responses = [
        link.opened("?language=de"),
        link.sent(language="de"),
        link.sent("?language=de"),
    ]

    assert [response.headers.get("Set-Cookie") for response in responses] == [None] * 3


def test_a_closed_survey_says_so_in_the_contacts_language(shared: Installation) -> None:
    launched = launch(shared, "Closed for German readers", "de", date(2026, 3, 2))

    closed = launched.client.get(launched.path("c0"))

    assert closed.status_code == 410
    assert '<html lang="de"' in closed.text
