"""Requests no browser sends, byte by byte, to the real web server: each gets an answer."""

import gzip
import socket
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

import pytest

from survey_app.server import free_port
from tests.ballots import ballots
from tests.conftest import Server
from tests.factories import Installation
from tests.waves import ANSWER, Wave, of_every_kind

FORM = "application/x-www-form-urlencoded"
BODY = urlencode(ANSWER, doseq=True).encode()
REFUSED = {400, 404, 405, 413, 414, 415, 422, 431, 501, 505}
OPENED, CAST = {200}, {303}


@pytest.fixture(scope="module")
def wave(shared: Installation) -> Wave:
    """Return an open wave with every kind of question."""
    return of_every_kind(shared)


@pytest.fixture(scope="module")
def web(shared: Installation) -> Iterator[Server]:
    """Serve the installation once for all requests."""
    serving = Server(shared.settings, free_port())
    serving.start()
    yield serving
    serving.stop()


def spoken(server: Server, request: bytes) -> bytes:
    """Send bytes and return all that comes back until the server has no more to say."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(request)
        line.settimeout(1)
        try:
            while part := line.recv(65_536):
                answer += part
        except (TimeoutError, ConnectionResetError):
            pass
    return answer


def status(answer: bytes) -> int:
    """Return the status that ends it: not that of `100 Continue`. 0 is none."""
    lines = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.")]
    return int(lines[-1].split()[1]) if lines else 0


def head(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    named = {"Connection": "close", **headers}
    lines = [f"{method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def posted(link: str, host: str, body: bytes = BODY, **headers: str) -> bytes:
    """Return a sending with these headers changed; an empty one is left out."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    all_headers = {
        "Host": host,
        "Content-Type": FORM,
        "Content-Length": str(len(body)),
        **named,
    }
    return head("POST", link, {k: v for k, v in all_headers.items() if v}) + body


def chunked(link: str, host: str, *, length: str = "") -> bytes:
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    return posted(link, host, body, Transfer_Encoding="chunked", Content_Length=length)


Sending = Callable[[str, str], bytes]
SENDINGS: Mapping[str, tuple[Sending, set[int]]] = {
    "as a browser would": (posted, CAST),
    "in chunks": (chunked, {*CAST, 400, 411}),
    "in chunks, and with a length": (lambda r, h: chunked(r, h, length="5"), {*REFUSED, 0, *CAST}),
    "with a length that is no number": (lambda r, h: posted(r, h, Content_Length="many"), {400, 0}),
    "with a length below nought": (lambda r, h: posted(r, h, Content_Length="-1"), {400, 0}),
    "without a length": (lambda r, h: posted(r, h, Content_Length=""), REFUSED),
    "compressed": (
        lambda r, h: posted(r, h, gzip.compress(BODY), Content_Encoding="gzip"),
        REFUSED,
    ),
    "as JSON": (
        lambda r, h: posted(r, h, b'{"q.rate": "4"}', Content_Type="application/json"),
        {415},
    ),
    "in parts without a boundary": (
        lambda r, h: posted(r, h, Content_Type="multipart/form-data"),
        {415},
    ),
    "in UTF-16": (lambda r, h: posted(r, h, BODY.decode().encode("utf-16")), {422}),
    "in the address and not in the body": (
        lambda r, h: posted(f"{r}?{BODY.decode()}", h, b""),
        {422, 414},
    ),
    "after being asked to wait": (lambda r, h: posted(r, h, Expect="100-continue"), CAST),
    "by another method under its name": (
        lambda r, h: posted(r, h, X_HTTP_Method_Override="DELETE"),
        CAST,
    ),
    "with a cookie of somebody": (lambda r, h: posted(r, h, Cookie="session=x; a=b" * 99), CAST),
}


@pytest.mark.parametrize("way", SENDINGS)
def test_c_a_form_sent_in_odd_ways_is_one_ballot_or_none(wave: Wave, web: Server, way: str) -> None:
    made, allowed = SENDINGS[way]
    before = len(ballots(wave.launched))

    answer = spoken(web, made(wave.new_link(), f"127.0.0.1:{web.port}"))

    assert status(answer) in allowed, answer[:300]
    assert len(ballots(wave.launched)) - before == int(status(answer) in CAST)
    assert b"Traceback" not in answer
    assert is_well(web)


TARGETS: Mapping[str, tuple[Callable[[str, str], bytes], set[int]]] = {
    "no header that it need not have": (
        lambda r, h: f"GET {r} HTTP/1.1\r\nHost: {h}\r\n\r\n".encode(),
        OPENED,
    ),
    "the whole address": (lambda r, h: head("GET", f"http://{h}{r}", {"Host": h}), {200, 400, 404}),
    "another host in the whole address": (
        lambda r, h: head("GET", f"http://evil.example{r}", {"Host": h}),
        {200, 400, 404},
    ),
    "no host": (lambda r, _: head("GET", r, {"X": "y"}), {400, 0}),
    "two hosts": (
        lambda r, h: head("GET", r, {"Host": h, "host": "evil.example"}),
        {400, 0},
    ),
    "an unknown method": (lambda r, h: head("BREW", r, {"Host": h}), {400, 405, 501}),
    "a method in small letters": (lambda r, h: head("get", r, {"Host": h}), {200, 400, 405, 501}),
    "TRACE": (lambda r, h: head("TRACE", r, {"Host": h}), {405}),
    "sixteen kilobytes of a token": (
        lambda r, h: head("GET", r + "a" * 16_384, {"Host": h}),
        {404, 414, 431},
    ),
    "bytes beyond ASCII": (lambda r, h: head("GET", f"{r}\xff\xfe", {"Host": h}), {400, 404, 0}),
    "escapes that are none": (lambda r, h: head("GET", f"{r}%zz%", {"Host": h}), {400, 404}),
    "a token escaped twice": (
        lambda r, h: head("GET", r.replace("/r/", "/r/%25") + "%2572", {"Host": h}),
        {404},
    ),
    "a part of the page": (lambda r, h: head("GET", r, {"Host": h, "Range": "bytes=0-9"}), OPENED),
    "only what has changed": (
        lambda r, h: head("GET", r, {"Host": h, "If-None-Match": "*"}),
        OPENED,
    ),
    "a hundred headers": (
        lambda r, h: head("GET", r, {"Host": h, **{f"X-{n}": "y" for n in range(99)}}),
        {200, 400, 431},
    ),
    "a line break in the address": (
        lambda r, h: head("GET", f"{r}%0d%0aX-Y:%20z", {"Host": h}),
        {404},
    ),
}


@pytest.mark.parametrize("way", TARGETS)
def test_d_an_address_asked_for_in_odd_ways_opens_the_page_or_nothing(
    wave: Wave, web: Server, way: str
) -> None:
    made, allowed = TARGETS[way]
    before = len(ballots(wave.launched))

    answer = spoken(web, made(wave.new_link(), f"127.0.0.1:{web.port}"))

    assert status(answer) in allowed, answer[:300]
    assert len(ballots(wave.launched)) == before
    assert b"X-Y" not in answer.split(b"\r\n\r\n")[0]
    assert b"evil.example" not in answer
    assert b"Traceback" not in answer
    assert is_well(web)


def is_well(server: Server) -> bool:
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:  # noqa: S310 - ours
        return bool(answer.status == 200)
