"""A preview: the questionnaire as its respondents meet it, and nothing it is sent is stored."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.extensions import roll_engine, urn_engine
from survey_app.roll.models import RollBase, Study
from survey_app.services.previews import opened, preview_token
from survey_app.services.waves import latest_wave
from survey_app.urn.models import UrnBase
from tests.factories import FULL_ANSWER, Installation, Launched, StudyFiles
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS, full_answer

MANAGERS = tuple((f"am{n}", f"Manager {n}") for n in range(1, 6))


@pytest.fixture
def draft(installation: Installation) -> Installation:
    """Return an installation with a draft study: every kind, two languages, five managers."""
    files = StudyFiles(
        questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=LANGUAGES, managers=MANAGERS
    )
    installation.load(files)
    return installation


def address(installation: Installation, study_id: int = 1) -> str:
    return f"/preview/{token_of(installation, study_id)}"


def token_of(installation: Installation, study_id: int = 1) -> str:
    with installation.roll() as roll:
        wave = latest_wave(roll, roll.get_one(Study, study_id))
        assert wave is not None
        return preview_token(installation.keys, wave)


def shown(installation: Installation, query: str = "") -> str:
    response = installation.app.test_client().get(address(installation) + query)
    assert response.status_code == 200
    return response.text


def sent(
    installation: Installation, fields: Mapping[str, Any], query: str = "?manager=am1"
) -> TestResponse:
    return installation.app.test_client().post(address(installation) + query, data=fields)


def everything(installation: Installation) -> dict[str, list[Any]]:
    """Return every row of both books."""
    stored: dict[str, list[Any]] = {}
    with installation.app.app_context():
        for engine, base in ((roll_engine(), RollBase), (urn_engine(), UrnBase)):
            with engine.connect() as connection:
                for name, table in base.metadata.tables.items():
                    stored[name] = sorted(map(repr, connection.execute(select(table))))
    return stored


def test_a_draft_is_shown_as_a_respondent_would_meet_it(draft: Installation) -> None:
    page = shown(draft)

    assert "Every kind of question" in page
    assert "This is a preview. What is sent here goes nowhere." in page
    assert 'name="q.rank.rival"' in page


def test_a_launched_study_is_shown_as_it_was_frozen(launched: Launched) -> None:
    files = StudyFiles()
    with launched.installation.roll() as roll:
        study = roll.get_one(Study, 1)
        study.questionnaire = {**files.questionnaire, "title": {"en": "Changed since"}}
        roll.commit()

    page = shown(launched.installation)

    assert "How do we compare?" in page
    assert "20 people are invited" in page
    assert "Changed since" not in page


def test_at_first_it_is_about_three_account_managers(draft: Installation) -> None:
    page = shown(draft)

    assert "q.person_rate@am3" in page
    assert "q.person_rate@am4" not in page


def test_the_account_managers_can_be_chosen(draft: Installation) -> None:
    page = shown(draft, "?manager=am5&manager=am2&manager=")

    assert "q.person_rate@am5" in page
    assert "q.person_rate@am2" in page
    assert "q.person_rate@am1" not in page
    assert '<option value="am5" selected>' in page


@pytest.mark.parametrize("query", ["?manager=", "?manager=&manager=&manager=", "?manager=nobody"])
def test_nobody_can_be_chosen_too(draft: Installation, query: str) -> None:
    assert "q.person_rate@" not in shown(draft, query)


def test_the_language_can_be_chosen(draft: Installation) -> None:
    assert "Jede Art von Frage" in shown(draft, "?language=de")
    assert "Every kind of question" in shown(draft, "?language=fr")


def test_what_is_chosen_stays_when_the_form_is_sent(draft: Installation) -> None:
    page = shown(draft, "?language=de&manager=am2")

    assert 'action="?language=de&amp;manager=am2"' in page


def test_a_full_answer_is_told_it_would_have_been_sent(draft: Installation) -> None:
    taken = sent(draft, full_answer(["am1"]))

    assert taken.status_code == 200
    assert "That would have been sent. Nothing was stored." in taken.text


def test_it_is_checked_as_a_real_sending_is_and_keeps_what_was_typed(draft: Installation) -> None:
    refused = sent(draft, {"q.words": "Typed with care", "q.amount": "many"})

    assert refused.status_code == 422
    assert "Typed with care" in refused.text
    assert "q.amount-error" in refused.text
    assert "This is a preview" in refused.text


def test_a_language_is_switched_with_everything_typed_kept(draft: Installation) -> None:
    page = sent(draft, {"q.words": "Typed with care", "language": "de"})

    assert page.status_code == 200
    assert "Jede Art von Frage" in page.text
    assert "Typed with care" in page.text


@pytest.mark.parametrize("kind", ["application/json", None])
def test_what_is_no_form_is_refused_as_a_real_sending_would_be(
    draft: Installation, kind: str | None
) -> None:
    client = draft.app.test_client()

    assert client.post(address(draft), data=b"q.rate=1", content_type=kind).status_code == 415


def test_nothing_of_it_is_written_anywhere(launched: Launched) -> None:
    installation = launched.installation
    before = everything(installation)

    shown(installation)
    assert sent(installation, {"q.buys": ""}).status_code == 422
    assert sent(installation, FULL_ANSWER).status_code == 200
    assert sent(installation, {**FULL_ANSWER, "language": "en"}).status_code == 200

    assert before == everything(installation)
    assert sum(map(len, before.values())) > 50


def test_it_sets_no_cookie(draft: Installation) -> None:
    responses = [draft.app.test_client().get(address(draft)), sent(draft, full_answer(["am1"]))]

    assert [response.headers.get("Set-Cookie") for response in responses] == [None, None]


def test_the_token_of_a_draft_is_always_the_same_and_kept_nowhere(draft: Installation) -> None:
    token = token_of(draft)

    assert token_of(draft) == token
    assert token.split("-")[1] not in repr(everything(draft))


def test_a_token_outlives_a_change_of_the_draft_and_ends_at_the_launch(
    draft: Installation,
) -> None:
    def status(path: str) -> int:
        return draft.app.test_client().get(path).status_code

    before = address(draft)
    draft.load(StudyFiles(questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=LANGUAGES))
    assert status(before) == 200

    draft.launch("relationship-study-1")

    assert status(before) == 404
    assert status(address(draft)) == 200


def test_a_token_opens_its_own_study_alone(draft: Installation) -> None:
    draft.load(StudyFiles(name="Another study"))
    one, other = token_of(draft), token_of(draft, 2)

    with draft.roll() as roll:
        found = [opened(draft.keys, roll, token) for token in (one, other)]
        assert [study and study.slug for study in found] == ["relationship-study", "another-study"]
        assert opened(draft.keys, roll, "2" + one[1:]) is None
        assert opened(draft.keys, roll, "3" + one[1:]) is None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_token_that_opens_nothing_gets_the_page_of_an_unknown_address(
    draft: Installation, method: str
) -> None:
    token = token_of(draft)
    wrong = [token[:-1], token + "0", token.upper() + "x", "1-" + "0" * 32, "x", "²-" + token[2:]]
    client = draft.app.test_client()
    pages = [client.open(f"/preview/{path}", method=method) for path in wrong]

    assert {page.status_code for page in pages} == {404}
    assert {page.data for page in pages} == {client.get("/r/unknown").data}


def test_a_study_that_could_not_be_launched_says_so(draft: Installation) -> None:
    with draft.roll() as roll:
        study = roll.get_one(Study, 1)
        study.questionnaire = {"title": {"en": "Unfinished"}, "sections": []}
        roll.commit()

    response = draft.app.test_client().get(address(draft))

    assert response.status_code == 409
    assert "not finished" in response.text


def test_a_study_without_a_translation_says_so(draft: Installation) -> None:
    with draft.roll() as roll:
        study = roll.get_one(Study, 1)
        study.questionnaire = dict(StudyFiles().questionnaire)
        roll.commit()

    assert draft.app.test_client().get(address(draft)).status_code == 409
