"""The documented nginx in front of the real server: what it writes tells of nobody either."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from survey_app.server import free_port
from tests.anonymity.canaries import grep
from tests.anonymity.nginx import Nginx, nginx
from tests.anonymity.walk import Walk
from tests.conftest import Server, only_on
from tests.factories import Launched
from tests.faults.warm import group_of

pytestmark = only_on("sqlite", because="nginx knows nothing of the database behind the server")

LARGE, TOO_LARGE = 3_000_000, 6_000_000


@pytest.fixture
def server(launched: Launched, tmp_path: Path) -> Iterator[Server]:
    """Return a server of the wave, which is not running yet."""
    made = Server(launched.installation.settings, free_port(), tmp_path / "server.log")
    yield made
    made.stop()


@pytest.fixture
def walk(launched: Launched, server: Server) -> Walk:
    """Return a walk that has not been taken yet."""
    return Walk(launched, server.port)


def traces(walk: Walk, front: Nginx, *others: Path) -> set[str]:
    """Return the files that tell of somebody."""
    halves = [token[:13] for token in walk.launched.tokens.values()]
    words = [walk.flock.silent, walk.flock.spoken, walk.flock.net, *halves]
    return {file.name for file in grep(words, [*front.files(), *others])}


def test_a_walk_over_every_route_leaves_nothing_but_the_days_of_the_workspace(
    walk: Walk, server: Server, tmp_path: Path
) -> None:
    server.start()
    with nginx(tmp_path / "nginx", server.port) as front:
        before = front.changes()
        walk.port, walk.tls = front.secure, front.tls
        walk.everywhere(["GET", "POST"])
        walk.answer("c0")
        everything_goes_wrong(walk, front, server)

        assert traces(walk, front, tmp_path / "server.log") == set()
        assert front.changes() == before  # a file that came and went would have moved them

    lines = (front.folder / "log" / "workspace.log").read_text().splitlines()
    own = [line for line in walk.asked.elements() if str(line[1]).startswith(OWN)]
    assert len(lines) >= len(own) > 50
    for line in map(json.loads, lines):
        assert list(line) == ["event", "method", "status", "day"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["day"])
    noted = (front.folder / "log" / "error.log").read_text()
    assert "start worker process" in noted
    assert not re.search("client|request|upstream", noted)
    assert not (front.folder / "log" / "said").read_text()


OWN = ("/account/", "/consult/", "/supplier/")


def test_without_that_care_the_same_search_finds_what_was_written(
    walk: Walk, server: Server, tmp_path: Path
) -> None:
    server.start()
    with nginx(tmp_path / "nginx", server.port, careless=True) as front:
        before = front.changes()
        walk.port, walk.tls = front.secure, front.tls
        everything_goes_wrong(walk, front, server)

        assert traces(walk, front) == {"requests.log", "all.log"}
        # An answer is put aside only where its reader is slower than the server: not every time.
        assert front.changes()["body"] != before["body"]


def test_what_the_application_hears_of_a_respondent_is_that_there_is_one(
    walk: Walk, tmp_path: Path
) -> None:
    with listener() as (port, heard), nginx(tmp_path / "nginx", port) as front:
        walk.port, walk.tls = front.secure, front.tls
        walk.ask("GET", "/r/token")

    names = {line.split(":")[0].lower() for line in heard[0].splitlines()[1:] if line}
    assert names == {"host", "forwarded", "accept-encoding", "x-request-id"}
    assert walk.flock.net not in heard[0]


def test_an_application_that_does_not_answer_in_time_leaves_no_trace_of_who_asked(
    walk: Walk, tmp_path: Path
) -> None:
    with (
        listener(deaf=True) as (port, heard),
        nginx(tmp_path / "nginx", port, patience="1s") as front,
    ):
        walk.port, walk.tls = front.secure, front.tls
        answer = walk.ask("POST", walk.launched.path("c0"), "q.why=typed")

        assert heard
        assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
        assert traces(walk, front) == set()


def test_nginx_leaves_no_process_behind(server: Server, tmp_path: Path) -> None:
    with nginx(tmp_path / "nginx", server.port) as front:
        master = int((front.folder / "pid").read_text())
        assert len(group_of(master)) > 1

    assert group_of(master) == []


def everything_goes_wrong(walk: Walk, front: Nginx, server: Server) -> None:
    """Send what is too large, too slow, cut off or not HTTP, with the application up and away."""
    path, word = walk.launched.path("c1"), walk.flock.silent
    typed = urlencode({"q.why": walk.flock.draft(1)})
    assert walk.ask("POST", path, typed + "&x=" + "1" * LARGE).status == 422
    large = walk.ask("POST", path, typed + "&x=" + "1" * TOO_LARGE)
    assert (large.status, large.headers["Cache-Control"]) == (413, "no-store")
    assert "Nothing was stored" in large.text
    read_slowly(front, path, f"q.why={word}" + "+word" * (LARGE // 5))
    for raw in broken(path, word):
        over_tls(front, walk.flock.address(3), raw)
    over_http(front, walk, path)
    server.stop()
    assert walk.ask("GET", path).status == 503
    away = walk.ask("POST", path, typed)
    assert (away.status, away.headers["Cache-Control"]) == (503, "no-store")


def broken(path: str, word: str) -> Iterator[bytes]:
    """Yield requests that end early or are none."""
    head = f"{path}?{word} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {word}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 400000\r\n\r\n"
    yield f"POST {head}{form}q.why={word}{'x' * 100_000}".encode()
    yield f"G\0T {head}\r\n".encode()
    yield f"GET {path}?{'x' * 100_000} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    yield f"GET {path} HTTP/9.9\r\nHost: {word}\r\n\r\n".encode()
    yield f"GET {path} HTTP/1.1\r\nHost: {word} {word}\r\n\r\n".encode()
    yield f"GET {path} HTTP/1.1\r\nHost: {word}.example.com\r\n\r\n".encode()
    yield f"GET {head}".encode()
    yield f"POST {head}Content-Length: {word}\r\n\r\nq.why={word}".encode()
    yield f"POST {head}Transfer-Encoding: chunked\r\n\r\n{word}\r\n".encode()


def over_tls(front: Nginx, address: str, raw: bytes) -> None:
    with suppress(OSError), connected(front, address) as connection:
        connection.sendall(raw)
        connection.settimeout(0.1)
        connection.recv(4096)


@contextmanager
def connected(front: Nginx, address: str) -> Iterator[ssl.SSLSocket]:
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # little is on its way at once
        plain.settimeout(60)
        plain.bind((address, 0))
        plain.connect(("127.0.0.1", front.secure))
        with front.tls.wrap_socket(plain, server_hostname="localhost") as connection:
            yield connection


def read_slowly(front: Nginx, path: str, body: str) -> None:
    """Send what comes back whole, and let the answer wait until it no longer fits into memory."""
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{form}Content-Length: {len(body)}\r\n\r\n"
    with connected(front, "127.0.0.1") as connection:
        connection.sendall((head + body).encode())
        time.sleep(0.5)
        assert b" 422 " in connection.recv(4096)


def over_http(front: Nginx, walk: Walk, path: str) -> None:
    """Ask without TLS: on to the same address with it, and nothing kept; no TLS at all: 400."""
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, 5)
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://localhost{path}")
    assert answer.headers["Cache-Control"] == "no-store"
    connection.close()
    with socket.create_connection(("127.0.0.1", front.secure), 5) as plain:
        plain.sendall(
            f"GET {path}?{walk.flock.silent} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        assert b" 400 " in plain.recv(4096)


@contextmanager
def listener(*, deaf: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Listen in place of the application: answer with nothing, or never."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    heard.append(connection.recv(65536).decode())
                    if deaf:
                        time.sleep(2)
                    else:
                        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                    connection.close()

        Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
