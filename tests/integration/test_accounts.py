"""Accounts: the one-time link, signing in and out, and what ends a session at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from survey_app.clock import now
from survey_app.roll.accounts import Account, Attempts, Welcome
from survey_app.services import accounts, attempts
from tests.anonymity.stored import stored
from tests.factories import Installation
from tests.integration.test_cli import run
from tests.workspace import ADA, PASSWORD, PRACTICE, Browser, invite, register, signed_in

NEW = {"new": PASSWORD, "repeated": PASSWORD}
OTHER = "seven brass lanterns humming"
CHANGE = {"present": PASSWORD, "new": OTHER, "repeated": OTHER}


def rows(installation: Installation, table: type[Any]) -> int:
    with installation.roll() as roll:
        return roll.scalar(select(func.count()).select_from(table)) or 0


def told(page: Any) -> str:
    """Return the summary of what is wrong."""
    found = re.search(r'id="errors".*?</div>', page.text, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else ""


def later(installation: Installation, table: type[Any], **moments: timedelta) -> None:
    """Move moments of all rows into the past."""
    with installation.roll() as roll:
        roll.execute(update(table).values({name: now() - ago for name, ago in moments.items()}))
        roll.commit()


def test_the_command_prints_a_link_with_which_a_person_signs_in(installation: Installation) -> None:
    data = installation.settings.data
    ended = run("user", "add", "Ada.Lovelace@Example.com", "--practice", PRACTICE, data=data)
    link = ended.stdout.splitlines()[-1]
    browser = Browser(installation)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/account/welcome/[\w-]{43}", link)
    page = browser.get(link.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert ADA in page.text
    assert PRACTICE in page.text


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@localhost"]
)
def test_what_is_no_address_gets_no_account(installation: Installation, email: str) -> None:
    ended = run("user", "add", email, "--practice", PRACTICE, data=installation.settings.data)

    assert ended.returncode == 1
    assert "is not an e-mail address" in ended.stderr
    assert rows(installation, Account) == 0


def test_one_address_belongs_to_one_practice(installation: Installation) -> None:
    register(installation)
    data = installation.settings.data

    refused = run("user", "add", ADA.upper(), "--practice", "Another Firm", data=data)
    assert refused.returncode == 1
    assert f"belongs to the practice “{PRACTICE}” already" in refused.stderr
    assert run("user", "add", ADA, data=data).returncode == 0
    assert rows(installation, Account) == 1


def test_the_list_says_who_may_sign_in(installation: Installation) -> None:
    register(installation)
    invite(installation, "ben@example.com", "Another Firm")
    data = installation.settings.data
    run("user", "disable", ADA, data=data)

    assert run("user", "list", data=data).stdout.splitlines() == [
        "ben@example.com\tAnother Firm\tinvited",
        f"{ADA}\t{PRACTICE}\tdisabled",
    ]
    assert "There is no account" in run("user", "disable", "x@example.com", data=data).stderr


def test_a_one_time_link_sets_a_password_once(installation: Installation) -> None:
    link, browser = invite(installation), Browser(installation)

    done = browser.send(link, NEW)
    assert (done.status_code, done.headers["Location"]) == (303, "/consult/")
    assert browser.is_signed_in()
    again = Browser(installation).send(link, {"new": OTHER, "repeated": OTHER})
    assert again.status_code == 404
    assert Browser(installation).sign_in().status_code == 303
    assert Browser(installation).sign_in(password=OTHER).status_code == 422


def test_of_several_who_spend_a_link_at_once_one_does(installation: Installation) -> None:
    link, number = invite(installation), 4
    chosen = [f"{PASSWORD} {n}" for n in range(number)]
    browsers = [Browser(installation) for _ in chosen]
    tokens = [browser.token() for browser in browsers]
    together = Barrier(number)

    def spend(n: int) -> int:
        values = {"csrf_token": tokens[n], "new": chosen[n], "repeated": chosen[n]}
        together.wait()
        return browsers[n].client.post(link, data=values).status_code

    with ThreadPoolExecutor(number) as pool:
        answers = list(pool.map(spend, range(number)))

    assert sorted(answers) == [303, 404, 404, 404]
    assert [browser.is_signed_in() for browser in browsers] == [code == 303 for code in answers]


def test_opening_a_one_time_link_does_not_spend_it(installation: Installation) -> None:
    link = invite(installation)
    for method in ("get", "head", "options"):
        for _ in range(3):
            getattr(Browser(installation).client, method)(link)

    assert Browser(installation).send(link, NEW).status_code == 303


def test_a_refused_password_does_not_spend_the_link(installation: Installation) -> None:
    link, browser = invite(installation), Browser(installation)

    for values, sentence in (
        ({}, "Please choose a password."),
        ({"new": "short", "repeated": "short"}, "at least 12 characters"),
        ({"new": "password1234", "repeated": "password1234"}, "among the first that are guessed"),
        ({"new": PASSWORD, "repeated": OTHER}, "The two passwords differ."),
        ({"new": "x\0" * 12, "repeated": "x\0" * 12}, "no keyboard types"),
        ({"new": "x" * 1_000_000, "repeated": "x" * 1_000_000}, "at most 1,024 characters"),
    ):
        page = browser.send(link, values)
        assert page.status_code == 422
        assert sentence in told(page)
        assert PASSWORD not in page.text
    assert browser.send(link, NEW).status_code == 303


@pytest.mark.parametrize("password", ["🎉 kettle 🌵 gravel  ", "kR7!vQ2#" * 128])
def test_a_password_is_taken_to_the_letter(installation: Installation, password: str) -> None:
    values = {"new": password, "repeated": password}
    assert Browser(installation).send(invite(installation), values).status_code == 303

    assert Browser(installation).sign_in(password=password).status_code == 303
    assert Browser(installation).sign_in(password=password.strip()[:-1]).status_code == 422


def test_a_newer_link_kills_the_older_one(installation: Installation) -> None:
    old, new = invite(installation), invite(installation)

    assert Browser(installation).get(old).status_code == 404
    assert Browser(installation).get(new).status_code == 200


def test_a_link_of_a_week_ago_opens_nothing(installation: Installation) -> None:
    link = invite(installation)
    later(installation, Welcome, expires_at=timedelta(seconds=1))

    page = Browser(installation).get(link)
    assert page.status_code == 404
    assert "This link opens nothing any more" in page.text
    assert Browser(installation).send(link, NEW).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "é", "x" * 5000, "..%2F..%2F"])
def test_an_unknown_link_gets_the_same_page_as_a_spent_one(
    installation: Installation, token: str
) -> None:
    page = Browser(installation).get(f"/account/welcome/{token}")

    assert page.status_code == 404
    assert installation.settings.data.name not in page.text


def test_a_new_link_and_password_end_every_session(installation: Installation) -> None:
    before = signed_in(installation)
    link = invite(installation)
    assert before.is_signed_in()

    Browser(installation).send(link, {"new": OTHER, "repeated": OTHER})

    assert not before.is_signed_in()


def test_tokens_stand_in_no_file_of_the_installation(installation: Installation) -> None:
    link, browser = invite(installation), signed_in(installation, "ben@example.com")
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    with browser.client.session_transaction("/account/") as session:
        held = str(session["_user_id"])
    token = link.rpartition("/")[2]
    kept = b"".join(stored(installation.settings).values())

    assert len(held) >= 43
    assert ADA.encode() in kept
    for secret in (token, held, cookie.value, PASSWORD):
        assert secret.encode() not in kept


def test_address_and_password_open_the_workspace(installation: Installation) -> None:
    register(installation)
    browser = Browser(installation)

    assert browser.sign_in(f"  {ADA.title()} ").status_code == 303
    assert browser.is_signed_in()


def refusals(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, int]]:
    """Return the answers to all who may not in, each with the number of hashes it took."""
    register(installation)
    register(installation, "shut@example.com")
    invite(installation, "invited@example.com")
    with installation.roll() as roll:
        shut = accounts.find(roll, "shut@example.com")
        assert shut is not None
        accounts.disable(roll, shut)
        roll.commit()
    hashes: list[str | bytes] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str | bytes, text: str | bytes) -> bool:
        hashes.append(text)
        return verify(hasher, kept, text)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    answers = []
    for email, password in (
        (ADA, "not this one, sorry"),
        ("nobody@example.com", PASSWORD),
        ("shut@example.com", PASSWORD),
        ("invited@example.com", PASSWORD),
        ("no\0body@example.com", PASSWORD),
        (ADA, PASSWORD + "x" * 2000),
    ):
        hashes.clear()
        page = Browser(installation).sign_in(email, password)
        answers.append((page, len(hashes)))
    return answers


def test_every_refusal_of_a_sign_in_is_the_same(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = refusals(installation, monkeypatch)

    assert {(page.status_code, told(page), count) for page, count in answers} == {
        (422, told(answers[0][0]), 1)
    }
    assert "do not fit together" in told(answers[0][0])


def fail(installation: Installation, times: int, email: str = ADA) -> None:
    """Let so many sign-ins in a row have failed, without hashing for each."""
    with installation.roll() as roll:
        for _ in range(times):
            attempts.begin(roll, attempts.at_address(installation.keys, email), now())
        roll.commit()


def test_after_ten_failures_an_address_waits_and_says_so_in_the_same_sentence(
    installation: Installation,
) -> None:
    register(installation)
    wrong = told(Browser(installation).sign_in(password="not this one, sorry"))
    fail(installation, 8)
    assert Browser(installation).sign_in(password="nor this one").status_code == 422

    waiting = Browser(installation).sign_in()

    assert waiting.status_code == 422
    assert told(waiting) == wrong
    assert "wait up to 15 minutes" in wrong


def test_the_wait_is_over_in_time_and_a_success_forgets_it(installation: Installation) -> None:
    register(installation)
    fail(installation, attempts.FREE)
    later(installation, Attempts, last_at=attempts.FIRST_WAIT)

    assert Browser(installation).sign_in().status_code == 303
    assert rows(installation, Attempts) == 0


def test_one_address_waiting_keeps_nobody_else_of_the_office_out(
    installation: Installation,
) -> None:
    register(installation, "ben@example.com")
    fail(installation, 50)

    assert Browser(installation).sign_in("ben@example.com").status_code == 303


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    minutes = [attempts.wait_after(failures) / timedelta(minutes=1) for failures in range(9, 18)]

    assert minutes == [0, 0.5, 1, 2, 4, 8, 15, 15, 15]
    assert attempts.wait_after(10_000) == attempts.LONGEST_WAIT


def test_what_fails_while_waiting_does_not_lengthen_the_wait(installation: Installation) -> None:
    fail(installation, attempts.FREE + 30)

    with installation.roll() as roll:
        assert roll.scalars(select(Attempts.failures)).all() == [attempts.FREE]


def test_many_attempts_at_once_are_no_more_than_many_in_a_row(installation: Installation) -> None:
    def attempt(_: int) -> bool:
        with installation.roll() as roll:
            may_try = attempts.begin(roll, attempts.at_address(installation.keys, ADA), now())
            roll.commit()
            return may_try

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == attempts.FREE


def test_an_attempt_that_queued_behind_a_later_one_is_no_attempt_too_soon(
    installation: Installation,
) -> None:
    moment = now()

    def attempt(seconds: int) -> bool:
        with installation.roll() as roll:
            when = moment + timedelta(seconds=seconds)
            may_try = attempts.begin(roll, attempts.at_address(installation.keys, ADA), when)
            roll.commit()
            return may_try

    assert [attempt(-n) for n in range(attempts.FREE)] == [True] * attempts.FREE
    with installation.roll() as roll:
        assert roll.scalars(select(Attempts.last_at)).all() == [moment]
    assert not attempt(1)


def test_a_link_helps_who_has_to_wait(installation: Installation) -> None:
    fail(installation, 50)

    assert Browser(installation).send(invite(installation), NEW).status_code == 303
    assert Browser(installation).sign_in().status_code == 303
