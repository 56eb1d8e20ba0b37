"""What the web server says of requests: the day and the rule, and never who, where or when."""

import json
import re
import resource
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from survey_app.extensions import urn_engine
from survey_app.server import free_port
from tests.anonymity.canaries import grep
from tests.anonymity.walk import Line, Walk
from tests.conftest import Server, only_on
from tests.factories import Launched
from tests.faults.warm import group_of

on_sqlite_here = only_on("sqlite", because="what the web server says is the same on both")
TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d])")
LINE = {"event", "level", "timestamp", "method", "rule", "status"}
# What is set somewhere on a machine, and makes programs talk.
TALKATIVE = {
    "FLASK_DEBUG": "1",
    "GRANIAN_ACCESS_LOG": "true",
    "GRANIAN_ACCESS_LOG_ENABLED": "true",
    "GRANIAN_LOG_ACCESS": "true",
    "GRANIAN_LOG_ACCESS_ENABLED": "true",
    "GRANIAN_LOG_LEVEL": "debug",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONWARNINGS": "always",
    "RUST_BACKTRACE": "full",
    "RUST_LOG": "trace",
}
quiet_or_talkative = pytest.mark.parametrize(
    "environment", [{}, TALKATIVE], ids=["as it comes", "everything made to talk"]
)


@pytest.fixture
def environment() -> Mapping[str, str]:
    """Return what is set beside the settings: nothing."""
    return {}


@pytest.fixture
def walk(
    launched: Launched,
    tmp_path: Path,
    environment: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walk]:
    """Serve the wave, with all that is said written to a file."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    server = Server(launched.installation.settings, free_port(), tmp_path / "log")
    server.start()
    yield Walk(launched, server.port)
    server.stop()


def said(walk: Walk, tmp_path: Path) -> list[dict[str, Any]]:
    """Return the lines of the server's log, which must tell of nobody and of no hour."""
    log = tmp_path / "log"
    halves = [token[:13] for token in walk.launched.tokens.values()]
    assert grep([walk.flock.silent, walk.flock.net, *halves], [log]) == set()
    lines = log.read_text().splitlines()
    assert [line for line in lines if TIME.search(line)] == []
    return [json.loads(line) for line in lines if not line.startswith("Serving on ")]


def requests(lines: list[dict[str, Any]]) -> Counter[Line]:
    """Return the access lines, which must hold what they may and no more."""
    found = [line for line in lines if line["event"] == "request"]
    for line in found:
        own = str(line["rule"]).startswith(("/consult/", "/account/"))
        assert set(line) - ({"ms"} if own or line["rule"] is None else set()) == LINE
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["timestamp"])
    return Counter((line["method"], line["rule"], line["status"]) for line in found)


@on_sqlite_here
@quiet_or_talkative
def test_a_walk_over_every_route_leaves_lines_of_the_method_the_rule_the_status_and_the_day(
    walk: Walk, tmp_path: Path
) -> None:
    walk.everywhere()
    walk.answer("c0")

    lines = said(walk, tmp_path)

    assert len(walk.asked) > 100
    assert requests(lines) == walk.lines
    assert {line["event"] for line in lines if line.get("logger") is None} == {"request"}


@on_sqlite_here
def test_opening_a_link_leaves_a_line_and_whatever_tells_of_an_answer_leaves_none(
    walk: Walk, tmp_path: Path
) -> None:
    for name in ("c0", "c1", "c2"):
        walk.answer(name)

    assert walk.asked["POST", "/r/<token>", 303] == 6
    assert requests(said(walk, tmp_path)) == {("GET", "/r/<token>", 200): 3}


@on_sqlite_here
def test_an_answer_that_cannot_be_stored_is_noted_without_a_word_of_it(
    walk: Walk, tmp_path: Path
) -> None:
    with walk.launched.installation.app.app_context(), urn_engine().begin() as connection:
        connection.execute(text("ALTER TABLE sealed_ballot RENAME TO away"))

    with pytest.raises(AssertionError):
        walk.answer("c0")  # the whole form gets 503

    found = requests(said(walk, tmp_path))
    assert found == {("GET", "/r/<token>", 200): 1, ("POST", "/r/<token>", 503): 1}


@on_sqlite_here
@pytest.mark.parametrize("environment", [TALKATIVE], ids=["everything made to talk"])
def test_what_is_no_request_at_all_leaves_no_word_of_it(walk: Walk, tmp_path: Path) -> None:
    for number, raw in enumerate(broken(walk)):
        place = (walk.flock.address(number), 0)
        with suppress(OSError), socket.create_connection(("127.0.0.1", walk.port), 1, place) as to:
            to.settimeout(0.5)
            to.sendall(raw)
            to.recv(4096)

    route = "/r/<token>"  # where a request can be made out all the same
    allowed = {("POST", route, 400), ("GET", route, 200), ("GET", None, 400), ("GET", None, 404)}
    assert set(requests(said(walk, tmp_path))) <= allowed


def broken(walk: Walk) -> Iterator[bytes]:
    """Yield what no browser sends, each with a canary and a token in it."""
    path = f"{walk.launched.path('c1')}?{walk.flock.silent}"
    word, form = walk.flock.silent, "Content-Type: application/x-www-form-urlencoded\r\n"
    for text_ in (
        f"G\0T {path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET {path}{'x' * 500_000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET {path} HTTP/9.9\r\nHost: localhost\r\n\r\n",
        f"GET {path} HTTP/1.1\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: {word}.example.com\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: {word} {word}\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \0{word}\r\n\r\n",
        f"GET http://{word}.example.com{path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET %00%ff{path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{form}Content-Length: {word}\r\n\r\nq=1",
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{form}Content-Length: 999\r\n\r\nq={word}",
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{form}"
        f"Transfer-Encoding: chunked\r\n\r\n{word}\r\n{word}\r\n",
        f"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{word}",
        f"\x16\x03\x01{word}{path}\r\n\r\n",
    ):
        yield text_.encode("latin-1")


@on_sqlite_here
def test_a_worker_may_leave_no_picture_of_its_memory(launched: Launched) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    server = Server(launched.installation.settings, free_port())
    try:
        server.start()
        assert server.process is not None
        workers = set(group_of(server.process.pid)) - {server.process.pid}
        limits = [Path(f"/proc/{worker}/limits").read_text() for worker in workers]
    finally:
        server.stop()
        resource.setrlimit(resource.RLIMIT_CORE, before)

    kept = [re.search(r"Max core file size +0 +0 ", limit) for limit in limits]
    assert len([each for each in kept if each]) == launched.installation.settings.workers


RAISING = """
import sys
import time
from granian import Granian
from survey_app import logs

def app(environ, start):
    raise ValueError("the answer was " + environ["QUERY_STRING"])

if __name__ == "__main__":
    settings = logs.of_libraries() if sys.argv[2] == "ours" else None
    Granian("raising:app", port=int(sys.argv[1]), interface="wsgi", blocking_threads=1,
            log_dictconfig=settings).serve()
"""


@pytest.mark.parametrize(("settings", "quoted"), [("ours", False), ("of granian", True)])
def test_granian_quotes_an_exception_and_ours_does_not(
    tmp_path: Path, settings: str, quoted: bool
) -> None:
    (tmp_path / "raising.py").write_text(RAISING)
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as stream:
        command = [sys.executable, "raising.py", str(port), settings]
        server = subprocess.Popen(command, cwd=tmp_path, stdout=stream, stderr=stream)
    try:
        answer = eventually(port, b"GET /?Canary HTTP/1.1\r\nHost: localhost\r\n\r\n")
    finally:
        server.terminate()
        server.wait(timeout=15)

    assert b" 500 " in answer
    assert "error" in log.read_text().lower()
    assert ("Canary" in log.read_text()) is quoted


def eventually(port: int, raw: bytes) -> bytes:
    """Return the answer of a server that is about to start."""
    for _ in range(150):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)) as to:
            to.sendall(raw)
            return to.recv(4096)
        time.sleep(0.1)
    raise TimeoutError


STRAY = """
import logging, logging.config, threading, warnings
from survey_app import logs

class Broken:
    def __del__(self):
        raise ValueError("Canary")

def fail():
    raise ValueError("Canary")

logs.configure()
logging.config.dictConfig({"version": 1} | logs.of_libraries())
logs.silence_messages()
warnings.warn("Canary")
logging.getLogger("sqlalchemy.pool").error("Canary %s", "Canary")
logging.getLogger("sqlalchemy.engine").error("Canary %d", "Canary")
logging.getLogger("granian.access").critical("Canary")
threading.Thread(target=fail).start()
Broken()
fail()
"""


def test_no_exception_warning_or_library_gets_its_words_to_standard_error() -> None:
    done = subprocess.run([sys.executable, "-c", STRAY], capture_output=True, text=True)

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert "Canary" not in done.stderr + done.stdout
    assert [line.get("kind") for line in lines].count("ValueError") == 3
    assert {line.get("logger") for line in lines} >= {"py.warnings", "sqlalchemy.pool"}
