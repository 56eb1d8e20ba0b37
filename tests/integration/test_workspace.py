"""The frame of the workspace: its cookie, its tokens, where it leads, and its errors."""

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from survey_app import workspace
from survey_app.services import accounts
from tests.conftest import NewBooks
from tests.factories import Installation, installed
from tests.workspace import ADA, PASSWORD, PRACTICE, Browser, register, signed_in

BEN = "ben@example.com"
HTTPS = {"SURVEY_APP_BASE_URL": "https://survey.example.com"}


def cookie_of(answer: Any) -> dict[str, str]:
    """Return the name and the attributes of the cookie an answer sets."""
    (header,) = answer.headers.getlist("Set-Cookie")
    name, *attributes = (part.partition("=") for part in header.split("; "))
    return {"name": name[0], **{key: value for key, _, value in attributes}}


def test_over_http_the_cookie_is_for_this_site_and_no_script(installation: Installation) -> None:
    cookie = cookie_of(Browser(installation).get("/account/sign-in"))

    assert cookie == {"name": "session", "HttpOnly": "", "Path": "/", "SameSite": "Lax"}


def test_over_https_the_cookie_is_bound_to_the_host(new_books: NewBooks, tmp_path: Path) -> None:
    with installed(tmp_path, {**new_books(tmp_path / "data"), **HTTPS}) as installation:
        answer = Browser(installation).get("/account/sign-in")

    assert cookie_of(answer) == {
        "name": "__Host-session",
        "HttpOnly": "",
        "Path": "/",
        "SameSite": "Lax",
        "Secure": "",
    }
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_over_https_a_consultant_can_sign_in(new_books: NewBooks, tmp_path: Path) -> None:
    with installed(tmp_path, {**new_books(tmp_path / "data"), **HTTPS}) as installation:
        register(installation)
        client = installation.app.test_client()
        there: dict[str, Any] = {"base_url": "https://survey.example.com"}
        with client.session_transaction("/account/sign-in", **there) as session:
            session["csrf_token"] = "x"
        page = client.get("/account/sign-in", **there).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        values = {"email": ADA, "password": PASSWORD, "csrf_token": token}

        assert client.post("/account/sign-in", data=values, **there).status_code == 303
        assert client.get("/account/password", **there).status_code == 200


def test_the_way_back_survives_the_sign_in(installation: Installation) -> None:
    register(installation)
    browser = Browser(installation)

    led = browser.get("/account/password?from=here").headers["Location"]
    values = {"email": ADA, "password": PASSWORD}

    assert parse_qs(urlsplit(led).query) == {"next": ["/account/password?from=here"]}
    assert browser.send(led, values).headers["Location"] == "/account/password?from=here"
    assert browser.get(led).headers["Location"] == "/account/password?from=here"


def test_nobody_is_led_out_of_the_workspace(installation: Installation) -> None:
    register(installation)
    browser = Browser(installation)
    values = {"email": ADA, "password": PASSWORD}

    done = browser.send("/account/sign-in?next=//evil.example", values)

    assert done.headers["Location"] == "/consult/"


@pytest.fixture
def notes(installation: Installation) -> list[str]:
    """Return what a form for consultants has stored; the form is at /consult/test-notes."""
    stored: list[str] = []

    @workspace.signed_in
    def store() -> ResponseReturnValue:
        stored.append(request.form["note_text"])
        workspace.tell("Stored <it>.")
        return redirect("/account/password", 303)

    installation.app.add_url_rule("/consult/test-notes", "notes", store, methods=["POST"])
    return stored


NOTE = {"note_text": "Two lines,\r\n<b>kept</b>", "password_hint": "not shown"}


def test_a_form_with_its_token_is_taken_and_the_next_page_says_so(
    installation: Installation, notes: list[str]
) -> None:
    browser = signed_in(installation)

    assert browser.send("/consult/test-notes", NOTE).status_code == 303

    assert notes == [NOTE["note_text"]]
    page = browser.get("/account/password").text
    assert '<p class="told" role="status">Stored &lt;it&gt;.</p>' in page
    assert "Stored" not in browser.get("/account/password").text


@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "IjAi.x.y"}])
def test_a_form_without_its_token_is_shown_again_and_not_stored(
    installation: Installation, notes: list[str], token: dict[str, str]
) -> None:
    browser = signed_in(installation)

    page = browser.client.post("/consult/test-notes?x=1", data=NOTE | token)

    assert page.status_code == 400
    assert notes == []
    assert "This form had expired" in page.text
    assert 'action="/consult/test-notes?x=1"' in page.text
    assert 'value="Two lines,\r\n&lt;b&gt;kept&lt;/b&gt;"' in page.text
    assert "Note text" in page.text
    assert "not shown" not in page.text


def test_a_token_of_another_session_is_none(installation: Installation, notes: list[str]) -> None:
    browser, other = signed_in(installation), signed_in(installation, BEN, PRACTICE)

    page = browser.client.post("/consult/test-notes", data=NOTE | {"csrf_token": other.token()})

    assert (page.status_code, notes) == (400, [])


def test_what_was_typed_outlives_the_session_it_was_typed_in(
    installation: Installation, notes: list[str]
) -> None:
    browser = signed_in(installation)
    token = browser.token()
    with installation.roll() as roll:
        ada = accounts.find(roll, ADA)
        assert ada is not None
        accounts.end_sessions(roll, ada)
        roll.commit()

    page = browser.client.post("/consult/test-notes", data=NOTE | {"csrf_token": token})

    assert page.status_code == 403
    assert "You have been signed out" in page.text
    assert "&lt;b&gt;kept&lt;/b&gt;" in page.text
    browser.sign_in()
    assert browser.send("/consult/test-notes", NOTE).status_code == 303
    assert notes == [NOTE["note_text"]]


def test_a_file_is_asked_for_again(installation: Installation, notes: list[str]) -> None:
    file = (BytesIO(b"contact,name"), "contacts.csv")

    page = signed_in(installation).client.post("/consult/test-notes", data={"contacts": file})

    assert page.status_code == 400
    assert 'type="file" id="file-1" name="contacts"' in page.text
    assert 'enctype="multipart/form-data"' in page.text
    assert notes == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_not_offered_to_be_sent_on(
    installation: Installation, notes: list[str], site: str
) -> None:
    browser = signed_in(installation)

    page = browser.client.post("/consult/test-notes", data=NOTE, headers={"Sec-Fetch-Site": site})

    assert (page.status_code, notes) == (400, [])
    assert "kept" not in page.text
    assert "Send it again" not in page.text


def test_the_sign_in_without_its_token_is_shown_again_with_the_address(
    installation: Installation,
) -> None:
    register(installation)
    browser = Browser(installation)

    page = browser.client.post("/account/sign-in", data={"email": ADA, "password": PASSWORD})

    assert page.status_code == 422
    assert "This page had expired" in page.text
    assert f'value="{ADA}"' in page.text
    assert PASSWORD not in page.text
    assert not browser.is_signed_in()


def test_a_sign_out_without_its_token_signs_nobody_out(installation: Installation) -> None:
    browser = signed_in(installation)

    assert browser.client.post("/account/sign-out").status_code == 400
    assert browser.client.get("/account/sign-out").status_code == 405
    assert browser.is_signed_in()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[1]"),
        ("application/json", b'{"email": 1, "password": 2}'),
        ("text/plain", b"email=x"),
        ("multipart/form-data", b"--"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="email"; '
            b'filename="x"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name="password"; '
            b'filename="x"\r\n\r\nx\r\n--b--',
        ),
    ],
)
def test_a_body_that_is_no_such_form_is_refused(
    shared: Installation, kind: str, body: bytes
) -> None:
    browser = Browser(shared)
    headers = {"X-CSRFToken": browser.token(), "Content-Type": kind}

    page = browser.client.post("/account/sign-in", data=body, headers=headers)

    assert page.status_code == 422
    assert "Please enter your e-mail address." in page.text


def test_the_wrong_address_is_shown_in_the_workspace_s_own_look(shared: Installation) -> None:
    browser = signed_in(shared)
    for method, path, status, sentence in (
        ("GET", "/consult/nothing-here", 404, "There is nothing at this address"),
        ("GET", "/account", 404, "There is nothing at this address"),
        ("DELETE", "/account/password", 405, "cannot be used like that"),
        ("GET", "/account/sign-out", 405, "cannot be used like that"),
    ):
        page = browser.client.open(path, method=method)
        assert page.status_code == status, path
        assert sentence in page.text
        assert "workspace.css" in page.text
        assert ADA in page.text


def test_too_much_at_once_is_refused_with_the_limit(shared: Installation) -> None:
    page = signed_in(shared).client.post("/account/password", data={"new": "x" * 4_600_000})

    assert page.status_code == 413
    assert "at most 4 MB" in page.text


def test_another_host_is_refused(shared: Installation) -> None:
    page = Browser(shared).client.get("/account/sign-in", base_url="http://evil.example")

    assert page.status_code == 400
    assert "evil.example" not in page.text


def test_a_database_that_does_not_answer_gets_a_sentence(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(installation)

    def broken(*_: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("secret"))

    monkeypatch.setattr(accounts, "session_of", broken)
    page = browser.get("/account/password")

    assert page.status_code == 503
    assert "Nothing was stored" in page.text
    assert "secret" not in page.text


def test_pages_of_the_workspace_are_kept_in_no_cache_and_run_no_foreign_script(
    shared: Installation,
) -> None:
    page = signed_in(shared).get("/account/password")

    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_the_frame_names_practice_and_consultant_escaped(shared: Installation) -> None:
    page = signed_in(shared, BEN, "Rows & <Sons>").get("/account/password")

    assert "Rows &amp; &lt;Sons&gt;" in page.text
    assert "<Sons>" not in page.text
    assert BEN in page.text
