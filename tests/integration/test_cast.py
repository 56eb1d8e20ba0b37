"""From a link to one sealed ballot."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from survey_app.extensions import urn_engine
from survey_app.respond import views
from survey_app.urn.models import SealedBallot
from tests.factories import (
    FULL_ANSWER,
    QUESTIONNAIRE,
    Installation,
    Launched,
    StudyFiles,
    answer_of,
    contact,
)


def ballots(launched: Launched) -> list[bytes]:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return list(connection.scalars(select(SealedBallot.sealed)))


def test_a_link_opens_the_questionnaire_and_sets_no_cookie(launched: Launched) -> None:
    response = launched.client.get(launched.path("c0"))

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "How responsive do you find First Manager?" in response.text
    assert "Second Manager" not in response.text


def test_a_send_is_sealed_and_gets_a_receipt(launched: Launched) -> None:
    response = launched.send("c0", answer_of(contact(0)))

    assert response.status_code == 303
    assert launched.client.get(response.headers["Location"]).status_code == 200
    [sealed] = ballots(launched)
    assert b"Nothing" not in sealed


def test_a_second_send_changes_nothing_and_gets_the_same_receipt(launched: Launched) -> None:
    first = launched.send("c0", FULL_ANSWER)
    before = ballots(launched)
    second = launched.send("c0", FULL_ANSWER | {"q.recommend": "1"})

    assert second.headers["Location"] == first.headers["Location"]
    assert ballots(launched) == before


def test_sends_of_many_at_once_are_all_stored(launched: Launched) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: launched.send(f"c{n}", FULL_ANSWER), range(20)))

    assert [response.status_code for response in sent] == [303] * 20
    assert len(ballots(launched)) == 20


def test_sends_of_one_link_at_once_are_one_ballot_and_one_receipt(launched: Launched) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda _: launched.send("c0", FULL_ANSWER), range(20)))

    assert len({response.headers["Location"] for response in sent}) == 1
    assert len(ballots(launched)) == 1


def test_the_page_does_not_say_whether_its_link_was_used(launched: Launched) -> None:
    before = launched.client.get(launched.path("c0"))
    launched.send("c0", FULL_ANSWER)
    after = launched.client.get(launched.path("c0"))

    assert (after.data, after.status_code) == (before.data, before.status_code)
    assert dict(after.headers) == dict(before.headers)


def test_opening_a_link_any_number_of_times_stores_nothing(launched: Launched) -> None:
    for _ in range(20):
        launched.client.get(launched.path("c0"))
        launched.client.head(launched.path("c0"))

    assert ballots(launched) == []


def test_a_missing_answer_is_named_and_everything_typed_is_still_there(launched: Launched) -> None:
    answers = FULL_ANSWER | {"q.why": "Typed <b>with care</b>", "q.quality.rival": ""}

    response = launched.send("c0", answers)

    assert response.status_code == 422
    assert "Typed &lt;b&gt;with care&lt;/b&gt;" in response.text
    assert 'href="#q.quality.rival' in response.text
    assert ballots(launched) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"q.recommend": "11"},
        {"q.buys": "perhaps"},
        {"q.quality.client": "8"},
        {"q.quality.client": "6e0"},
    ],
)
def test_a_value_that_was_not_offered_is_refused(
    launched: Launched, changes: dict[str, str]
) -> None:
    assert launched.send("c0", FULL_ANSWER | changes).status_code == 422
    assert ballots(launched) == []


def test_a_field_sent_twice_is_refused(launched: Launched) -> None:
    answers = {name: [value] for name, value in FULL_ANSWER.items()}
    answers["q.recommend"] = ["1", "10"]

    assert launched.client.post(launched.path("c0"), data=answers).status_code == 422


def test_an_answer_to_a_question_that_is_not_asked_is_dropped(launched: Launched) -> None:
    answers = {"q.buys": "no", "q.quality.client": "not even a number"}

    assert launched.send("c0", answers).status_code == 303


@pytest.mark.parametrize("trailing", [".", ",", ")", ">", "=", "%20", "%0A", '"'])
def test_what_a_mail_client_hangs_on_a_link_is_trimmed(launched: Launched, trailing: str) -> None:
    assert launched.client.get(launched.path("c0") + trailing).status_code == 200


def test_a_token_typed_by_hand_may_take_o_for_zero_and_l_for_one(launched: Launched) -> None:
    typed = launched.tokens["c0"].replace("0", "O").replace("1", "l").upper()

    assert launched.client.get(f"/r/{typed}").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_link_that_opens_nothing_gets_the_same_page(launched: Launched, method: str) -> None:
    unknown = "0" * 26
    paths = [unknown, "x", unknown + "²", "a" * 2000, f"{launched.tokens['c0']}0", "%00", "{}"]

    pages = [launched.client.open(f"/r/{path}", method=method) for path in paths]

    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1


def test_after_the_last_day_a_link_says_that_it_is_closed(installation: Installation) -> None:
    launched = installation.launch(installation.load(StudyFiles()), until=date(2026, 3, 2))

    assert launched.client.get(launched.path("c0")).status_code == 410
    assert launched.send("c0", FULL_ANSWER).status_code == 410
    assert ballots(launched) == []


def test_a_send_that_cannot_be_stored_says_so_and_keeps_what_was_typed(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> str:
        raise OperationalError("INSERT", None, OSError("disk full"))

    monkeypatch.setattr(views, "cast", full_disk)

    response = launched.send("c0", FULL_ANSWER)

    assert response.status_code == 503
    assert "could not be stored" in response.text
    assert "Nothing, thank you." in response.text


def test_a_body_beyond_the_limit_is_refused_with_a_page(launched: Launched) -> None:
    response = launched.send("c0", FULL_ANSWER | {"q.why": "x" * 5_000_000})

    assert response.status_code == 413
    assert "Nothing was stored" in response.text


def test_the_longest_legal_comment_in_every_script_is_taken(installation: Installation) -> None:
    launched = installation.launch(installation.load(StudyFiles()))

    assert launched.send("c0", FULL_ANSWER | {"q.why": "界" * 2000}).status_code == 303
    assert launched.send("c1", FULL_ANSWER | {"q.why": "界" * 2001}).status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a@b"])
def test_a_foreign_host_name_is_refused(launched: Launched, host: str) -> None:
    response = launched.client.get(launched.path("c0"), headers={"Host": host})

    assert response.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(launched: Launched, method: str) -> None:
    response = launched.client.open(launched.path("c0"), method=method)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_respondents_pages_carry_the_strict_headers(launched: Launched) -> None:
    headers = launched.client.get(launched.path("c0")).headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", None])
def test_a_body_that_is_no_form_is_refused(launched: Launched, kind: str | None) -> None:
    response = launched.client.post(launched.path("c0"), data=b"q.buys=no", content_type=kind)

    assert response.status_code == 415
    assert ballots(launched) == []


def test_a_body_that_was_cut_short_is_refused_and_the_link_stays_good(launched: Launched) -> None:
    whole = urlencode(FULL_ANSWER).encode()
    cut = launched.client.post(
        launched.path("c0"),
        input_stream=io.BytesIO(whole[:20]),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": str(len(whole))},
    )

    assert cut.status_code == 400
    assert ballots(launched) == []
    assert launched.send("c0", FULL_ANSWER).status_code == 303


def test_a_form_without_any_answer_is_not_cast(installation: Installation) -> None:
    optional = {"id": "open", "kind": "text", "text": {"en": "Anything else?"}}
    section = {"id": "one", "title": {"en": "One"}, "questions": [optional]}
    questionnaire = {"title": {"en": "Short"}, "sections": [section]}
    launched = installation.launch(installation.load(StudyFiles(questionnaire=questionnaire)))

    response = launched.send("c0", {"q.open": "   "})

    assert response.status_code == 422
    assert "at least one question" in response.text
    assert ballots(launched) == []


def test_where_the_roll_is_gone_the_answer_is_503_and_says_that_nothing_was_stored(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("SELECT", None, OSError("gone"))

    monkeypatch.setattr(views, "open_link", gone)

    response = launched.send("c0", FULL_ANSWER)

    assert response.status_code == 503
    assert "Nothing was stored" in response.text


def test_a_doubled_slash_is_an_unknown_address_and_not_led_elsewhere(launched: Launched) -> None:
    response = launched.client.get("/r//" + launched.tokens["c0"])

    assert response.status_code == 404
    assert launched.tokens["c0"] not in response.text


def test_the_sample_questionnaire_is_the_one_served(launched: Launched) -> None:
    page = launched.client.get(launched.path("c0")).text

    for section in QUESTIONNAIRE["sections"]:
        assert section["title"]["en"] in page
