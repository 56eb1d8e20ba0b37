"""Bad inputs to a respondent's form (C) and address (D): each gets a sentence, and stores nothing.

What other tests hold is not repeated here: C01, C05, C13, C21's 5 MB and D03, D05 in test_cast.
"""

import re
import socket
import time
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from survey_app.application import build
from tests.ballots import answers, ballots
from tests.conftest import Server
from tests.factories import Installation, Launched, StudyFiles, contacts, installed
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS, full_answer

ANSWER = full_answer(["am1"])
SINGLE = sorted(name for name, values in ANSWER.items() if "several" not in name)
Fields = Mapping[str, str | Sequence[str]]


@pytest.fixture
def open_wave(installation: Installation) -> Launched:
    """Return an open wave with every kind of question, everybody dealing with one manager."""
    return opened(installation)


def opened(installation: Installation, number: int = 20) -> Launched:
    files = StudyFiles(
        contacts=contacts(number, account_managers=("am1",)),
        questionnaire=ALL_KINDS,
        suppliers=SUPPLIERS,
        languages=LANGUAGES,
    )
    return installation.launch(installation.load(files))


def sent(launched: Launched, changes: Fields, contact: str = "c0") -> TestResponse:
    return launched.client.post(launched.path(contact), data={**ANSWER, **changes})


def refused(launched: Launched, changes: Fields) -> str:
    """Return the page of a refusal that stored nothing."""
    response = sent(launched, changes)
    assert response.status_code == 422
    assert ballots(launched) == []
    return response.text


def said(launched: Launched, words: str) -> str | None:
    """Return the comment that was sealed, if any."""
    assert sent(launched, {"q.words": words}).status_code == 303
    return answers(launched).get("words", {}).get("")


def test_c03_of_two_tabs_at_once_one_counts_and_both_are_told(open_wave: Launched) -> None:
    with ThreadPoolExecutor(2) as tabs:
        both = list(tabs.map(lambda point: sent(open_wave, {"q.rate": point}), "15"))

    assert [response.status_code for response in both] == [303, 303]
    assert len({response.headers["Location"] for response in both}) == 1
    assert answers(open_wave)["rate"][""] in {"1", "5"}
    receipt = open_wave.client.get(both[0].headers["Location"])
    assert "from a second window, the first counts" in receipt.text


def test_c07_a_page_opened_before_a_new_start_of_the_server_still_sends(
    open_wave: Launched,
) -> None:
    restarted = build(open_wave.installation.settings)

    response = restarted.test_client().post(open_wave.path("c0"), data=ANSWER)

    assert response.status_code == 303
    assert len(ballots(open_wave)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("q.one", "yes"),
        ("q.one", "client"),
        ("q.several", "client"),
        ("q.several_suppliers", "price"),
        ("q.rank.client", "4"),
        ("q.rank.client", "0"),
        ("q.rank_options.price", "5"),
        ("q.duel_options.price.quality", "na"),
        ("q.duel.client.rival", "client"),
        ("q.extremes.best", "price"),
        ("q.extremes_options.worst", "client"),
        ("q.weigh.price", "na"),
        ("q.grid.client", "6"),
        ("q.likely", "11"),
        ("q.rate", "01"),
        ("q.rate", "１"),
        ("q.rate", "1 "),
        ("q.rate", "1e0"),
        ("q.person_several@am1", "client"),
    ],
)
def test_c15_a_value_of_another_question_is_refused(
    open_wave: Launched, field: str, value: str
) -> None:
    page = refused(open_wave, {field: value})

    assert "not one of those offered" in page


@pytest.mark.parametrize(
    "field", ["q.rate@am1", "q.grid.fourth", "q.rank.price", "q.person_rate", "q.person_rate@am2"]
)
def test_c15_a_field_of_another_question_or_person_is_dropped(
    open_wave: Launched, field: str
) -> None:
    assert sent(open_wave, {field: "1"}).status_code == 303
    assert "1" not in answers(open_wave).get(field.removeprefix("q."), {}).values()


@pytest.mark.parametrize("field", SINGLE)
def test_c17_a_field_sent_twice_is_refused(open_wave: Launched, field: str) -> None:
    page = refused(open_wave, {field: [*ANSWER[field], *ANSWER[field]]})

    assert "More than one answer arrived" in page


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "...!?", "\u200b\u200b", "\u00a0", "\u3164"])
def test_c29_blanks_and_punctuation_alone_count_as_no_comment(
    open_wave: Launched, typed: str
) -> None:
    assert said(open_wave, typed) is None


def test_c19_a_missing_required_answer_is_asked_for_again(open_wave: Launched) -> None:
    page = refused(open_wave, {"q.rate": ""})

    assert "Please give an answer here." in page
    assert "Deliver on Fridays, too." in page


def test_c19_the_answer_to_a_hidden_question_is_dropped(installation: Installation) -> None:
    launched = installation.launch(installation.load(StudyFiles()))

    response = launched.send(
        "c0", {"q.buys": "no", "q.quality.client": "7", "q.quality.rival": "1", "q.recommend": "5"}
    )

    assert response.status_code == 303
    assert answers(launched) == {"buys": {"": "no"}, "recommend": {"": "5"}}


def long_comments(installation: Installation) -> Launched:
    """Return an open wave whose only question takes a comment of 20,000 characters."""
    words = {"id": "words", "kind": "text", "text": {"en": "Anything?"}, "max_length": 20_000}
    section = {"id": "all", "title": {"en": "All"}, "questions": [words]}
    questionnaire = {"title": {"en": "Comments"}, "sections": [section]}
    return installation.launch(installation.load(StudyFiles(questionnaire=questionnaire)))


def test_c21_one_character_too_many_is_told_and_the_text_kept(installation: Installation) -> None:
    launched = long_comments(installation)
    typed = "x" * 20_001

    response = launched.send("c0", {"q.words": typed})

    assert response.status_code == 422
    assert "This has 20,001 characters and 20,000 fit. Please shorten it by 1." in response.text
    assert typed in response.text
    assert ballots(launched) == []


@pytest.mark.parametrize("body", [b"&" * 3_000_000, b"q.words=%41%42&" * 260_000], ids=["&", "%"])
def test_c21_a_form_of_more_fields_than_any_questionnaire_is_refused(
    open_wave: Launched, body: bytes
) -> None:
    form = "application/x-www-form-urlencoded"
    response = open_wave.client.post(open_wave.path("c0"), data=body, content_type=form)

    assert response.status_code == 413
    assert ballots(open_wave) == []


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Z" + "\u0351" * 100 + "algo", 105),
        (FAMILY * 3_900, 19_500),
        ("x" * 500, 500),
        ("e\u0301" * 10_000, 10_000),
    ],
    ids=["zalgo", "family", "one long word", "decomposed"],
)
def test_c23_odd_but_legal_comments_are_stored(
    installation: Installation, typed: str, kept: int
) -> None:
    launched = long_comments(installation)

    started = time.monotonic()
    response = launched.send("c0", {"q.words": typed})

    assert time.monotonic() - started < 5
    assert response.status_code == 303
    [stored] = answers(launched)["words"].values()
    assert len(stored) == kept
    assert unicodedata.is_normalized("NFC", stored)


def test_c23_a_megabyte_of_one_emoji_is_told_its_length_and_kept(
    installation: Installation,
) -> None:
    launched = long_comments(installation)
    typed = FAMILY * 55_000  # one megabyte

    started = time.monotonic()
    response = launched.send("c0", {"q.words": typed})

    assert time.monotonic() - started < 5
    assert response.status_code == 422
    assert typed in response.text


@pytest.mark.parametrize("typed", ["Асmе", "раураl", "ﬁne", "Ｆｕｌｌ", "naïve – “quoted”"])
def test_c25_look_alike_letters_are_stored_as_typed(open_wave: Launched, typed: str) -> None:
    assert said(open_wave, typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\U000e0041", "\x00", "\x1b"],
)
def test_c27_invisible_marks_are_removed(open_wave: Launched, mark: str) -> None:
    assert said(open_wave, f"Trace{mark} me{mark}") == "Trace me"


@pytest.mark.parametrize(
    "typed",
    ["=cmd|' /C calc'!A0", "@SUM(1)", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "'; DROP TABLE"],
)
def test_c30_what_would_be_code_elsewhere_is_text_here(open_wave: Launched, typed: str) -> None:
    assert said(open_wave, typed) == typed


class Probe:
    """A web server that remembers whether anybody asked it for anything."""

    def __enter__(self) -> "Probe":
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(204)
                self.end_headers()

        self.asked, self.server = asked, ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/probe.png"


def test_c31_an_address_in_a_comment_is_text_and_nobody_fetches_it(open_wave: Launched) -> None:
    with Probe() as probe:
        typed = f"file:///etc/passwd <img src={probe.url}> http://169.254.169.254/"
        again = sent(open_wave, {"q.words": typed, "q.rate": ""}).text
        assert said(open_wave, typed) == typed
        for n in range(1, 10):
            sent(open_wave, {"q.words": typed}, f"c{n}")
        open_wave.close()
        assert probe.asked == []

    assert f"&lt;img src={probe.url}&gt;" in again
    assert outside(again) == []


def outside(page: str) -> list[str]:
    """Return every address of a page that would lead a browser off this site."""
    named = re.findall(r'\s(?:href|src|action|formaction|poster|srcset)="([^"]*)"', page)
    return [address for address in named if urlsplit(address).netloc or "://" in address]


def test_c33_three_hundred_colleagues_behind_one_address_are_all_served(
    installation: Installation,
) -> None:
    launched = opened(installation, 300)
    office = {"REMOTE_ADDR": "203.0.113.7"}

    started = time.monotonic()
    statuses = {
        launched.client.post(launched.path(f"c{n}"), data=ANSWER, environ_base=office).status_code
        for n in range(300)
    }

    assert statuses == {303}
    assert len(ballots(launched)) == 300
    assert time.monotonic() - started < 60


def test_c35_headers_of_eight_kilobytes_are_served_and_kept_nowhere(open_wave: Launched) -> None:
    marks = {"Accept-Language": "qqx-mark" * 1000, "User-Agent": "zzagent!" * 1000}
    client, path = open_wave.client, open_wave.path("c0")

    assert client.get(path, headers=marks).status_code == 200
    assert client.post(path, data=ANSWER, headers=marks).status_code == 303

    stored = everything_in(open_wave.installation.settings.data)
    assert b"qqx-mark" not in stored
    assert b"zzagent!" not in stored


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_c35_a_request_without_any_header_it_need_not_have_is_served(
    launched: Launched, server: Server
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        host = f"Host: 127.0.0.1:{server.port}"
        line.sendall(f"GET {launched.path('c0')} HTTP/1.1\r\n{host}\r\n\r\n".encode())
        answer = line.recv(1024)

    assert answer.startswith(b"HTTP/1.1 200")


def test_c37_answers_to_a_questionnaire_that_has_changed_are_asked_again(
    open_wave: Launched,
) -> None:
    old = {"q.rating": "4", "q.one": "price", "q.grid.former": "5", "q.why": "Because."}

    response = open_wave.client.post(open_wave.path("c0"), data=old)

    assert response.status_code == 422
    assert "How do you rate our industry?" in response.text.split("<form")[0]
    assert ballots(open_wave) == []


def test_c37_answers_of_former_questions_are_mapped_to_no_other(open_wave: Launched) -> None:
    old = {"q.rating": "1", "q.rate": "5", "q.grid.former": "5", "q.why": "Because."}

    assert open_wave.client.post(open_wave.path("c0"), data=old).status_code == 303
    assert answers(open_wave) == {"rate": {"": "5"}}


def test_d01_the_link_of_another_installation_gets_the_page_of_an_unknown_one(
    launched: Launched, tmp_path: Path
) -> None:
    with installed(tmp_path / "elsewhere") as elsewhere:
        foreign = elsewhere.launch(elsewhere.load(StudyFiles())).path("c0")
    paths = [foreign, "/r/" + "0" * 26, "/r/x", "/r/" + "é" * 26, "/r/" + "a" * 5000]

    pages = [launched.client.get(path) for path in paths]

    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1
    assert len({page.headers["Content-Length"] for page in pages}) == 1


@pytest.mark.parametrize(
    "around",
    [
        *("../{}", "{}/..", "..%2f{}", "%2e%2e/{}", "{};x=1", "{}%3Bx=1", "/{}", "{}/", "\\{}"),
        *("{}\\", "{}/x", "./{}%00", "{}%00", "{}%2Fx", "{}?/x/../y#z.", "{}%0d%0aX-Y:1"),
    ],
)
def test_d07_a_path_that_is_bent_leads_to_nothing_or_to_the_form(
    launched: Launched, around: str
) -> None:
    response = launched.client.get("/r/" + around.format(launched.tokens["c0"]))

    assert response.status_code in ({200} if "?" in around else {404})
    assert "X-Y" not in response.headers


@pytest.mark.parametrize("form", ["fullwidth", "zero width", "digits", "combining"])
def test_d09_a_token_in_other_characters_opens_nothing(launched: Launched, form: str) -> None:
    token = launched.tokens["c0"]
    written = {
        "fullwidth": "".join(chr(ord(c) + 0xFEE0) for c in token),
        "zero width": f"{token[:9]}\u200b{token[9:]}",
        "digits": f"{token[:-1]}\u0663",
        "combining": f"{token}\u0301",
    }

    assert launched.client.get(f"/r/{written[form]}").status_code == 404


def test_d17_twenty_fetches_of_a_link_by_a_scanner_leave_no_trace(open_wave: Launched) -> None:
    path, data = open_wave.path("c0"), open_wave.installation.settings.data
    before = everything_in(data)
    scanner = {"User-Agent": "scanner", "X-Forwarded-For": "198.51.100.9", "Purpose": "prefetch"}

    pages = {open_wave.client.get(path, headers=scanner).data for _ in range(20)}

    assert len(pages) == 1
    assert everything_in(data) == before


@pytest.mark.parametrize("path", ["/r/{}", "/r/unknown", "/receipt/AAAA-AAAA-AAAA-AAAA-AAAA", "/"])
def test_d19_no_page_leads_or_asks_elsewhere_or_says_where_one_came_from(
    launched: Launched, path: str
) -> None:
    referrer = {"Referer": "https://mail.example.com/inbox?secret"}
    response = launched.client.get(path.format(launched.tokens["c0"]), headers=referrer)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert outside(response.text) == []
    assert "mail.example.com" not in response.text


@pytest.mark.parametrize("path", ["/r/{}", "/r/unknown", "/receipt/AAAA-AAAA-AAAA-AAAA-AAAA"])
def test_d21_no_search_engine_may_list_a_page(launched: Launched, path: str) -> None:
    response = launched.client.get(path.format(launched.tokens["c0"]))

    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_d21_robots_txt_names_no_address_of_a_link(launched: Launched) -> None:
    robots = launched.client.get("/robots.txt")

    assert "/r" not in robots.text.replace("/robots", "")
