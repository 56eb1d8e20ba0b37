"""Every address of the application says who may enter, and keeps everybody else out."""

from typing import Any
from urllib.parse import urlsplit

from flask import session
from werkzeug.routing import Rule

from tests.factories import FULL_ANSWER, Launched
from tests.workspace import Browser, signed_in

# Open to everybody who has the address; for each a reason stands in the contract.
PUBLIC = {
    "account.sign_in",
    "account.sign_out",
    "account.welcome",
    "notice.receipts",
    "notice.record",
    "notice.show",
    "notice.signature",
    "notice.text",
    "notice.verification_key",
    "preview.show",
    "respond.questionnaire",
    "respond.receipt",
    "respond.send",
    "site.healthz",
    "site.preview",
    "site.report",
    "site.welcome",
    "static",
}
NEXT_DOOR = ("ben@example.com", "Another Firm")


def path_of(launched: Launched, rule: Rule) -> str:
    """Return an address of the rule, with ids of things that exist wherever they can."""
    slug = launched.name.rpartition("-")[0]
    known = {"study": slug, "slug": slug, "wave": launched.name, "name": launched.name}
    numbers = {name for name, kind in rule._converters.items() if "Integer" in type(kind).__name__}
    values = {name: 1 if name in numbers else known.get(name, "x") for name in rule.arguments}
    with launched.installation.app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return built[1]


def ways_in(launched: Launched, within: str = "/") -> list[tuple[str, str]]:
    """Name each method and address that is for consultants."""
    return [
        (method, path_of(launched, rule))
        for rule in launched.installation.app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC and rule.rule.startswith(within)
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    ]


def asked(browser: Browser, method: str, path: str) -> Any:
    """Return the answer to a request that carries its token, so that only who asks matters."""
    return browser.client.open(path, method=method, data={"csrf_token": browser.token()})


def assert_tells_nothing(page: Any) -> None:
    assert "Relationship study" not in page.text
    assert "Client Components" not in page.text


def test_whoever_is_not_signed_in_gets_to_the_sign_in_or_nowhere(launched: Launched) -> None:
    browser = Browser(launched.installation)
    ways = ways_in(launched)
    assert ("GET", "/account/password") in ways

    for method, path in ways:
        answer = asked(browser, method, path)
        if method == "POST":
            assert answer.status_code == 403, path
            assert "You have been signed out" in answer.text
        else:
            assert answer.status_code == 303, path
            assert urlsplit(answer.headers["Location"]).path == "/account/sign-in"
        assert_tells_nothing(answer)


def test_what_belongs_to_another_practice_does_not_exist(launched: Launched) -> None:
    browser = signed_in(launched.installation, *NEXT_DOOR)
    slug = launched.name.rpartition("-")[0]

    for method, path in ways_in(launched, "/consult/"):
        if slug in path:
            answer = asked(browser, method, path)
            assert answer.status_code == 404, path
            assert_tells_nothing(answer)
    with launched.wave() as (_, wave):
        assert wave.state == "open"


def test_what_belongs_to_the_own_practice_is_there(launched: Launched) -> None:
    with launched.wave() as (_, wave):
        practice = wave.study.practice.name
    browser = signed_in(launched.installation, practice=practice)
    slug = launched.name.rpartition("-")[0]
    paths = [path for method, path in ways_in(launched, "/consult/") if method == "GET"]

    pages = [browser.get(path).text for path in paths if slug in path]

    assert any("Relationship study" in page for page in pages)


def test_every_form_of_a_consultant_asks_for_its_token(launched: Launched) -> None:
    with launched.wave() as (_, wave):
        practice = wave.study.practice.name
    browser = signed_in(launched.installation, practice=practice)

    for method, path in ways_in(launched):
        if method == "POST":
            assert browser.client.post(path).status_code in (400, 422), path
    with launched.wave() as (_, wave):
        assert wave.state == "open"


def open_to_all(launched: Launched) -> list[tuple[str, str]]:
    path = launched.path("c1")
    return [
        *(("GET", place) for place in (path, "/", "/healthz", "/notice/x", "/r/x", "/nothing")),
        *(("GET", place) for place in ("/static/workspace.css", "/static/icon.svg")),
        *(("GET", place) for place in ("/receipt/x", "/demonstration/preview", "/consulting")),
        ("POST", path),
        ("POST", "/r/x"),
        ("POST", "/demonstration/preview"),
    ]


def test_no_cookie_is_set_or_read_outside_the_workspace(launched: Launched) -> None:
    stranger, consultant = Browser(launched.installation), signed_in(launched.installation)
    for browser in (stranger, consultant):
        for method, path in open_to_all(launched):
            with browser.client.open(path, method=method, data=FULL_ANSWER) as answer:
                assert "Set-Cookie" not in answer.headers, path
                assert "Cookie" not in answer.headers.get("Vary", ""), path


def test_the_cookie_of_a_consultant_is_not_read_outside_the_workspace(launched: Launched) -> None:
    browser = signed_in(launched.installation)
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    there = {"headers": {"Cookie": f"session={cookie.value}"}}

    with launched.installation.app.test_request_context("/account/password", **there):
        assert "_user_id" in session
    with launched.installation.app.test_request_context(launched.path("c1"), **there):
        assert dict(session) == {}


def test_respondents_send_without_a_token(launched: Launched) -> None:
    assert launched.send("c1", FULL_ANSWER).status_code == 303
