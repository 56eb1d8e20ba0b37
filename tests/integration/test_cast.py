"""From a link to one sealed ballot."""

from sqlalchemy import select

from survey_app.extensions import urn_engine
from survey_app.urn.models import SealedBallot
from tests.factories import FULL_ANSWER, Launched, answer_of, contacts


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
    response = launched.send("c0", answer_of(contacts(1)[0]))

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
