"""Bad inputs to a respondent's form (C): each gets a sentence, and stores nothing.

What other tests hold is not repeated here: C01, C05, C13, C21's 5 MB in test_cast, and what only
raw bytes can show in test_raw_requests.
"""

import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from werkzeug.test import TestResponse

from survey_app.application import build, dispose
from tests.anonymity.stored import stored
from tests.ballots import answers, ballots
from tests.factories import Installation, Launched, StudyFiles
from tests.waves import ANSWER, Wave, of_every_kind, opened, outside

SINGLE = sorted(name for name, values in ANSWER.items() if "several" not in name)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def wave(shared: Installation) -> Wave:
    """Return an open wave with more links than the tests of this module use up."""
    return of_every_kind(shared)


@pytest.fixture(scope="module")
def comments(shared: Installation) -> Wave:
    """Return an open wave whose only question takes a comment of 20,000 characters."""
    words = {"id": "words", "kind": "text", "text": {"en": "Anything?"}, "max_length": 20_000}
    section = {"id": "all", "title": {"en": "All"}, "questions": [words]}
    questionnaire = {"title": {"en": "Comments"}, "sections": [section]}
    return opened(shared, StudyFiles(name="Comments", questionnaire=questionnaire))


def test_c03_of_two_tabs_at_once_one_counts_and_both_are_told(wave: Wave) -> None:
    link, before = wave.new_link(), len(ballots(wave.launched))

    def send(point: str) -> TestResponse:
        return wave.client.post(link, data={**ANSWER, "q.rate": point})

    with ThreadPoolExecutor(2) as tabs:
        both = list(tabs.map(send, "15"))

    assert [response.status_code for response in both] == [303, 303]
    assert len({response.headers["Location"] for response in both}) == 1
    assert len(ballots(wave.launched)) == before + 1
    receipt = wave.client.get(both[0].headers["Location"])
    assert "from a second window, the first counts" in receipt.text


def test_c07_a_page_opened_before_a_new_start_of_the_server_still_sends(wave: Wave) -> None:
    restarted = build(wave.launched.installation.settings)

    response = restarted.test_client().post(wave.new_link(), data=ANSWER)

    assert response.status_code == 303
    with restarted.app_context():
        dispose()


def test_c07_a_page_opened_before_the_key_of_cookies_changed_still_sends(
    wave: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = wave.new_link()
    page = wave.client.get(link)
    monkeypatch.setattr(wave.launched.installation.app, "secret_key", b"changed" * 8)

    assert 'type="hidden"' not in page.text
    assert wave.client.post(link, data=ANSWER).status_code == 303


@pytest.mark.parametrize("cookie", [None, "session=nonsense", "session=; session=x; a"])
def test_c09_a_form_sent_without_cookies_or_with_odd_ones_is_taken(
    wave: Wave, cookie: str | None
) -> None:
    link, headers = wave.new_link(), {"Cookie": cookie} if cookie else {}

    page = wave.client.get(link, headers=headers)
    taken = wave.client.post(link, data=ANSWER, headers=headers)

    assert (page.status_code, taken.status_code) == (200, 303)
    assert page.headers.getlist("Set-Cookie") == taken.headers.getlist("Set-Cookie") == []


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
        ("q.rate", "\uff11"),
        ("q.rate", "1 "),
        ("q.rate", "1e0"),
        ("q.person_several@am1", "client"),
    ],
)
def test_c15_a_value_of_another_question_is_refused(wave: Wave, field: str, value: str) -> None:
    assert "not one of those offered" in wave.refuses({field: value})


@pytest.mark.parametrize(
    "field", ["q.rate@am1", "q.grid.fourth", "q.rank.price", "q.person_rate", "q.person_rate@am2"]
)
def test_c15_a_field_of_another_question_or_person_is_dropped(wave: Wave, field: str) -> None:
    assert wave.takes({"q.rate": "4", field: "1"}) == {"rate": {"": "4"}}


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("q.extremes.worst", "Please choose the worst as well, or clear the best."),
        ("q.extremes_options.best", "Please choose the best as well, or clear the worst."),
        ("q.rank.client", "Position 1 is not given. Please count from 1 without a gap."),
    ],
)
def test_c16_an_answer_that_would_not_count_is_never_taken_in_silence(
    wave: Wave, missing: str, sentence: str
) -> None:
    assert sentence in wave.refuses({missing: ""})


def test_c17_a_tick_sent_twice_is_refused_in_words_of_its_own(wave: Wave) -> None:
    page = wave.refuses({"q.several": ["price", "price"]})

    assert "One of your ticks arrived twice." in page


@pytest.mark.parametrize("typed", ["2 5", "1 00", "3  0"])
def test_c18_two_numbers_are_not_run_together(wave: Wave, typed: str) -> None:
    assert "Please write one number from 0 to 60" in wave.refuses({"q.amount": typed})


@pytest.mark.parametrize("field", SINGLE)
def test_c17_a_field_sent_twice_is_refused(wave: Wave, field: str) -> None:
    page = wave.refuses({field: [*ANSWER[field], *ANSWER[field]]})

    assert "More than one answer arrived" in page


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "...!?", "\u200b\u200b", "\u00a0", "\u3164"])
def test_c29_blanks_and_punctuation_alone_count_as_no_comment(wave: Wave, typed: str) -> None:
    assert wave.keeps(typed) is None


def test_c19_a_missing_required_answer_is_asked_for_again(wave: Wave) -> None:
    page = wave.refuses({"q.rate": ""})

    assert "Please give an answer here." in page
    assert "Deliver on Fridays, too." in page


def test_c19_the_answer_to_a_hidden_question_is_dropped(launched: Launched) -> None:
    hidden = {"q.quality.client": "7", "q.quality.rival": "1"}

    response = launched.send("c0", {"q.buys": "no", "q.recommend": "5", **hidden})

    assert response.status_code == 303
    assert answers(launched) == {"buys": {"": "no"}, "recommend": {"": "5"}}


def test_c21_one_character_too_many_is_told_and_the_text_kept(comments: Wave) -> None:
    typed = "x" * 20_001

    page = comments.refuses({"q.words": typed})

    assert "This has 20,001 characters and 20,000 fit. Please shorten it by 1." in page
    assert typed in page


@pytest.mark.parametrize("body", [b"&" * 3_000_000, b"q.words=%41%42&" * 260_000], ids=["&", "%"])
def test_c21_a_form_of_more_fields_than_any_questionnaire_is_refused(
    wave: Wave, body: bytes
) -> None:
    response = wave.client.post(wave.new_link(), data=body, content_type=FORM)

    assert response.status_code == 413


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
def test_c23_odd_but_legal_comments_are_stored(comments: Wave, typed: str, kept: int) -> None:
    started = time.monotonic()
    [stored] = comments.takes({"q.words": typed})["words"].values()

    assert time.monotonic() - started < 5
    assert len(stored) == kept
    assert unicodedata.is_normalized("NFC", stored)


def test_c23_a_megabyte_of_one_emoji_is_told_its_length_and_kept(comments: Wave) -> None:
    typed = FAMILY * 55_000  # one megabyte

    started = time.monotonic()
    page = comments.refuses({"q.words": typed})

    assert time.monotonic() - started < 5
    assert typed in page


@pytest.mark.parametrize(
    "typed", ["\u0410\u0441m\u0435", "\u0440\u0430ypal", "\ufb01ne", "\uff26ull", "nai\u0308ve"]
)
def test_c25_look_alike_letters_are_stored_as_typed(wave: Wave, typed: str) -> None:
    assert wave.keeps(typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\U000e0041", "\x00", "\x1b"],
)
def test_c27_invisible_marks_are_removed(wave: Wave, mark: str) -> None:
    assert wave.keeps(f"Trace{mark} me{mark}") == "Trace me"


@pytest.mark.parametrize(
    "typed",
    ["=cmd|' /C calc'!A0", "@SUM(1)", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "'; DROP TABLE"],
)
def test_c30_what_would_be_code_elsewhere_is_text_here(wave: Wave, typed: str) -> None:
    assert wave.keeps(typed) == typed


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


def test_c31_an_address_in_a_comment_is_text_and_nobody_fetches_it(wave: Wave) -> None:
    with Probe() as probe:
        typed = f"file:///etc/passwd <img src={probe.url}> http://169.254.169.254/"
        again = wave.refuses({"q.words": typed, "q.rate": ""})
        assert wave.keeps(typed) == typed
        assert probe.asked == []

    assert f"&lt;img src={probe.url}&gt;" in again
    assert outside(again) == []


def test_c33_three_hundred_colleagues_behind_one_address_are_all_served(wave: Wave) -> None:
    office = {"REMOTE_ADDR": "203.0.113.7"}
    links = [wave.new_link() for _ in range(300)]

    started = time.monotonic()
    sent = [wave.client.post(link, data=ANSWER, environ_base=office) for link in links]

    assert {response.status_code for response in sent} == {303}
    assert len({response.headers["Location"] for response in sent}) == 300
    assert time.monotonic() - started < 60


def test_c35_headers_of_eight_kilobytes_are_served_and_kept_nowhere(wave: Wave) -> None:
    marks = {"Accept-Language": "qqx-mark" * 1000, "User-Agent": "zzagent!" * 1000}
    link = wave.new_link()

    assert wave.client.get(link, headers=marks).status_code == 200
    assert wave.client.post(link, data=ANSWER, headers=marks).status_code == 303

    for content in stored(wave.launched.installation.settings).values():
        assert b"qqx-mark" not in content
        assert b"zzagent!" not in content


def test_c37_answers_to_a_questionnaire_that_has_changed_are_asked_again(wave: Wave) -> None:
    old = {"q.rating": "4", "q.one": "price", "q.grid.former": "5", "q.why": "Because."}

    response = wave.client.post(wave.new_link(), data=old)

    assert response.status_code == 422
    assert "How do you rate our industry?" in response.text.split("<form")[0]


def test_c37_answers_to_former_questions_are_mapped_to_no_other(wave: Wave) -> None:
    old = {"q.rating": "1", "q.rate": "5", "q.grid.former": "5", "q.why": "Because."}

    assert wave.takes(old) == {"rate": {"": "5"}}
