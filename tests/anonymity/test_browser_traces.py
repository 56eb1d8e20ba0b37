"""What a respondent's own browser is told to keep: nothing, whatever the answer is."""

from collections.abc import Iterator
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from survey_app.application import MAX_BODY
from survey_app.extensions import urn_engine
from tests.factories import FULL_ANSWER, Launched


def every_answer(launched: Launched) -> Iterator[TestResponse]:
    """Yield an answer of each status that a respondent can get."""
    client, path = launched.client, launched.path("c0")
    yield client.get(path)
    yield client.head(path)
    yield client.get("/r/unknown")
    yield client.put(path)
    yield client.post(path, data={"q.why": "half"})
    yield client.post(path, data=b"{}", content_type="application/json")
    yield client.post(path, data={"q.why": "x" * MAX_BODY})
    yield client.get(path, headers={"Host": "elsewhere.example.com"})
    sent = client.post(path, data=FULL_ANSWER)
    yield sent
    yield client.post(path, data=FULL_ANSWER)
    yield client.get(sent.headers["Location"])
    yield client.get("/receipt/unknown")
    with launched.installation.app.app_context(), urn_engine().begin() as connection:
        connection.execute(text("ALTER TABLE sealed_ballot RENAME TO away"))
    yield client.post(launched.path("c1"), data=FULL_ANSWER)
    yield from after_its_last_day(launched, client)


def after_its_last_day(launched: Launched, client: FlaskClient) -> Iterator[TestResponse]:
    with launched.wave() as (roll, wave):
        wave.closes_on = date(2001, 1, 1)
        roll.commit()
    yield client.get(launched.path("c0"))
    yield client.post(launched.path("c0"), data=FULL_ANSWER)


def test_no_answer_to_a_respondent_may_be_kept_refers_anywhere_or_sets_a_cookie(
    launched: Launched,
) -> None:
    answers = list(every_answer(launched))

    statuses = {answer.status_code for answer in answers}
    assert statuses == {200, 303, 400, 404, 405, 410, 413, 415, 422, 503}
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert not {"Set-Cookie", "ETag", "Last-Modified", "Expires"} & set(answer.headers.keys())
