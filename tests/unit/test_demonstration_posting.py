import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs

import pytest

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import NumberBox, TextBox
from questionnaires.load import load_questionnaire
from questionnaires.routing import blocks
from questionnaires.schema import Questionnaire
from survey_app.demonstration.customers import simulated
from survey_app.demonstration.form import read_form
from survey_app.demonstration.names import SUPPLIERS
from survey_app.demonstration.posting import PostingError, answer_all
from survey_app.demonstration.roll import contacts
from survey_app.demonstration.study import SEED, write_study


@dataclass
class Site:
    """A stand-in for the web application: it draws the form and keeps what it is sent."""

    port: int = 0
    managers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    received: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    spoil: Callable[[str], str] = str
    status: int = 303
    stumbles: int = 0
    lock: Lock = field(default_factory=Lock)

    def links(self, file: Path, first: int = 240) -> Path:
        with file.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["contact", "email", "url"])
            for contact in contacts(SEED)[:first]:
                self.managers[contact.contact] = contact.account_managers
                url = f"http://127.0.0.1:{self.port}/r/{contact.contact}"
                rows.writerow([contact.contact, contact.email, url])
        return file


@cache
def questionnaire() -> Questionnaire:
    data = (files("survey_app.demonstration") / "questionnaire.yaml").read_bytes()
    return load_questionnaire("questionnaire.yaml", data)


@cache
def page(managers: tuple[str, ...]) -> str:
    drawn = []
    for block in blocks(questionnaire(), tuple(SUPPLIERS), managers):
        for asked in block.asked:
            control = KINDS[asked.question.kind].control(asked)
            if isinstance(control, TextBox | NumberBox):
                drawn.append(f"<textarea name='{control.name}'>\n</textarea>")
                continue
            shape = "checkbox" if control.layout == "several" else "radio"
            drawn += [
                f"<input type={shape} name='{row.name}' value='{escape(choice.value)}'>"
                for row in control.rows
                for choice in row.choices
            ]
    return f"<form method=post><input type=hidden name=care value=1>{''.join(drawn)}</form>"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.daemon_threads = True
    site.port = server.server_address[1]
    serving = Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    yield site
    server.shutdown()
    serving.join()
    server.server_close()


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, or each reply waits for an acknowledgement

        def do_GET(self) -> None:
            with site.lock:
                site.stumbles -= 1
                stumbling = site.stumbles >= 0
            if self.path.startswith("/receipt"):
                self.reply(200, "Thank you")
            elif stumbling:
                self.reply(503, "")
            else:
                managers = site.managers[self.path.removeprefix("/r/")]
                self.reply(200, site.spoil(page(managers)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            site.received[self.path.removeprefix("/r/")] = parse_qs(body, strict_parsing=True)
            self.reply(site.status, "")

        def reply(self, status: int, text: str) -> None:
            self.send_response(status)
            if status == 303:
                self.send_header("Location", "/receipt/1")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def test_everybody_who_answers_sends_the_simulated_answers(
    site: Site, study: Path, tmp_path: Path
) -> None:
    posted = answer_all(site.links(tmp_path / "links.csv"), study)

    assert (posted.sent, posted.skipped, posted.failed) == (132, 108, 0)
    expected = simulated(contacts(SEED), questionnaire(), tuple(SUPPLIERS), SEED)
    as_browsers_send = {
        contact: {
            name: [v.replace("\n", "\r\n") for v in values] for name, values in fields.items()
        }
        | {"care": ["1"]}
        for contact, fields in expected.items()
    }
    assert site.received == as_browsers_send


def test_progress_ends_with_all_who_answer(site: Site, study: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    links = site.links(tmp_path / "links.csv", 20)
    posted = answer_all(links, study, progress=lambda *step: told.append(step))
    assert told == [(number, posted.sent) for number in range(1, posted.sent + 1)]


def test_a_server_that_stumbles_is_asked_again(site: Site, study: Path, tmp_path: Path) -> None:
    site.stumbles = 2
    assert answer_all(site.links(tmp_path / "links.csv", 20), study).failed == 0


def test_a_page_without_a_field_is_an_error(site: Site, study: Path, tmp_path: Path) -> None:
    site.spoil = lambda text: text.replace("q.recommend", "q.other")
    with pytest.raises(PostingError, match=r"the form has no field q\.recommend"):
        answer_all(site.links(tmp_path / "links.csv"), study)


def test_a_page_that_does_not_offer_a_value_is_an_error(
    site: Site, study: Path, tmp_path: Path
) -> None:
    site.spoil = lambda text: text.replace("name='q.quality.aldermoor' value='6'", "")
    with pytest.raises(PostingError, match=r"q\.quality\.aldermoor does not offer 6"):
        answer_all(site.links(tmp_path / "links.csv"), study)


def test_an_answer_without_a_receipt_is_an_error(site: Site, study: Path, tmp_path: Path) -> None:
    site.status = 422
    with pytest.raises(PostingError, match="422 and no receipt"):
        answer_all(site.links(tmp_path / "links.csv"), study)


def test_a_link_of_somebody_unknown_is_an_error(study: Path, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("contact,email,url\nc999,x@example.org,http://127.0.0.1:1/r/x\n")
    with pytest.raises(PostingError, match="no contact c999"):
        answer_all(links, study)


def test_a_form_is_read_as_a_browser_reads_it() -> None:
    form = read_form(
        "<form method=get><input name=find></form><form method=POST action='/send'>"
        "<input type=hidden name=key value='a&amp;b'><input type=radio name=q.a value=1>"
        "<input type=radio name=q.a value=2 disabled><textarea name=q.t></textarea>"
        "<select name=q.s><option value=x></select><button name=b value=1></button></form>"
        "<input type=radio name=q.b value=1>"
    )
    assert form
    assert (form.action, form.hidden) == ("/send", {"key": "a&b"})
    assert (form.offered, form.boxes) == ({"q.a": {"1"}, "q.s": {"x"}}, {"q.t"})


def test_a_page_with_nothing_to_post_has_no_form() -> None:
    assert read_form("<form><input name=find></form>") is None
