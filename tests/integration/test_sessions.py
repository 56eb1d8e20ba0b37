"""Sessions at the server: begun anew at each sign-in, and dead at once when they should be."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from survey_app.roll.accounts import Account, SignIn
from tests.factories import Installation
from tests.integration.test_accounts import CHANGE, NEW, OTHER, later, rows, told
from tests.integration.test_cli import run
from tests.workspace import ADA, Browser, invite, signed_in


def test_signing_in_gives_a_new_session_and_keeps_nothing_of_the_old_cookie(
    installation: Installation,
) -> None:
    browser = signed_in(installation)
    assert browser.is_signed_in()
    with browser.client.session_transaction("/account/") as session:
        first = dict(session)
    link = invite(installation, "ben@example.com")
    assert browser.send(link, NEW).status_code == 303
    assert browser.is_signed_in()
    with browser.client.session_transaction("/account/") as session:
        second = dict(session)

    assert first["_user_id"] != second["_user_id"]
    assert first["csrf_token"] != second["csrf_token"]
    assert rows(installation, SignIn) == 1


def test_a_copied_cookie_is_dead_after_signing_out(installation: Installation) -> None:
    browser, thief = signed_in(installation), Browser(installation)
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    thief.client.set_cookie("session", cookie.value)
    assert thief.is_signed_in()

    done = browser.send("/account/sign-out")

    assert (done.status_code, done.headers["Location"]) == (303, "/account/sign-in")
    assert "You are signed out." in browser.get("/account/sign-in").text
    assert not browser.is_signed_in()
    assert not thief.is_signed_in()
    assert rows(installation, SignIn) == 0


def test_changing_the_password_ends_every_other_session(installation: Installation) -> None:
    browser, other = signed_in(installation), Browser(installation)
    other.sign_in()

    assert browser.send("/account/password", CHANGE).status_code == 303

    assert browser.is_signed_in()
    assert not other.is_signed_in()
    assert Browser(installation).sign_in().status_code == 422
    assert Browser(installation).sign_in(password=OTHER).status_code == 303


def test_the_password_is_changed_only_by_who_knows_the_present_one(
    installation: Installation,
) -> None:
    browser = signed_in(installation)

    refused = browser.send("/account/password", CHANGE | {"present": "a guess, no more"})

    assert refused.status_code == 422
    assert "not your present password" in told(refused)
    assert Browser(installation).sign_in().status_code == 303


def test_a_disabled_account_is_out_at_once(installation: Installation) -> None:
    browser, link = signed_in(installation), invite(installation)

    run("user", "disable", ADA, data=installation.settings.data)

    assert not browser.is_signed_in()
    assert Browser(installation).sign_in().status_code == 422
    assert Browser(installation).get(link).status_code == 404


def test_a_session_of_a_disabled_account_opens_nothing(installation: Installation) -> None:
    browser = signed_in(installation)
    with installation.roll() as roll:
        roll.execute(update(Account).values(disabled=True))
        roll.commit()

    assert rows(installation, SignIn) == 1
    assert not browser.is_signed_in()


@pytest.mark.parametrize(
    ("ago", "lasts"),
    [
        ({"seen_at": timedelta(hours=1, minutes=59)}, True),
        ({"seen_at": timedelta(hours=2)}, False),
        ({"began_at": timedelta(hours=11, minutes=59)}, True),
        ({"began_at": timedelta(hours=12)}, False),
    ],
)
def test_a_session_lasts_two_idle_and_twelve_hours_in_all(
    installation: Installation, ago: dict[str, timedelta], lasts: bool
) -> None:
    browser = signed_in(installation)
    later(installation, SignIn, **ago)

    assert browser.is_signed_in() is lasts


def test_using_a_session_keeps_it_alive(installation: Installation) -> None:
    browser = signed_in(installation)
    for _ in range(3):
        later(installation, SignIn, seen_at=timedelta(hours=1, minutes=30))
        assert browser.is_signed_in()


def test_a_session_that_was_never_begun_opens_nothing(installation: Installation) -> None:
    browser = signed_in(installation)
    with browser.client.session_transaction("/account/") as session:
        session["_user_id"] = "x" * 43

    assert not browser.is_signed_in()
