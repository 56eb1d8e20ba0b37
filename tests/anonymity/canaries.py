"""Words that nobody else says, in everything a browser tells of itself, and the search for them."""

import base64
import http.client
import json
import os
import secrets
import ssl
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.faults.senders import FORM

NUMBERS = 200


@dataclass(frozen=True)
class Flock:
    """The canaries of one test; those of a kind share a word, so that one search finds any."""

    silent: str = field(default_factory=lambda: secrets.token_hex(8))
    """Part of whatever must stand nowhere: agents, referrers, cookies, queries, drafts."""
    spoken: str = field(default_factory=lambda: secrets.token_hex(8))
    """Part of the comments that the count keeps."""
    net: str = field(
        default_factory=lambda: f"127.{secrets.randbelow(99) + 101}.{secrets.randbelow(99) + 101}."
    )
    """How the addresses of the respondents begin: this machine's, each of them."""

    def address(self, number: int) -> str:
        """Return a source address of this machine that nothing else connects from."""
        return f"{self.net}{number % NUMBERS + 11}"

    def comment(self, number: int) -> str:
        """Return what a respondent says; each way to write it down changes another part of it."""
        return f'Grün & "frei"/{self.spoken}-{number}'

    def draft(self, number: int) -> str:
        """Return what a respondent types and does not get through with."""
        return f'Grün & "frei"/{self.silent}-{number}'

    def headers(self, number: int) -> dict[str, str]:
        """Return what a browser, or a web server before ours, could tell of itself."""
        word = f"{self.silent}-{number}"
        return {
            "User-Agent": f"Agent/{word}",
            "Referer": f"https://mail.example.com/{word}",
            "Cookie": f"session={word}; other={word}",
            "X-Forwarded-For": self.address(number),
            "X-Real-IP": self.address(number),
            "X-Request-ID": word,
        }

    def query(self, number: int) -> str:
        """Return what a mail's link tracker adds to an address."""
        return f"?utm_source={self.silent}-{number}"


@dataclass
class Answered:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Browser:
    """One respondent's browser: an address, an agent and all the rest, each a canary."""

    flock: Flock
    number: int
    port: int
    tls: ssl.SSLContext | None = None

    def ask(self, method: str, path: str, body: bytes | str | None = None) -> Answered:
        """Send a request and return the answer."""
        connection = self._connection((self.flock.address(self.number), 0))
        try:
            headers = self.flock.headers(self.number) | (FORM if body is not None else {})
            query = "" if "?" in path else self.flock.query(self.number)
            connection.request(method, path + query, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return Answered(answer.status, answer.headers, text)
        finally:
            connection.close()

    def _connection(self, place: tuple[str, int]) -> http.client.HTTPConnection:
        if self.tls is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, 60, place)
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=60, source_address=place, context=self.tls
        )


def written(word: str) -> Iterator[bytes]:
    """Yield the ways in which a program could have written a word down."""
    plain = word.encode()
    yield plain
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield word.encode("utf-16-le")[:-1]  # stands in big-endian text as well
    yield quote(word, safe="").encode()
    yield "".join(f"%{byte:02x}" for byte in plain).encode()
    yield json.dumps(word)[1:-1].encode()
    for offset in range(3):  # what came before a word shifts its base64
        encoded = base64.b64encode(b"\0" * offset + plain)
        yield encoded[(offset * 8 + 5) // 6 : len(plain) * 8 // 6 + offset - 1]


def grep(words: Iterable[str], files: Collection[Path]) -> set[Path]:
    """Return the files that hold one of the words, in whatever way it is written down."""
    needles = sorted({needle for word in words for needle in written(word)})
    assert all(len(needle) > 7 and b"\n" not in needle for needle in needles)
    with tempfile.NamedTemporaryFile() as pattern:
        pattern.write(b"\n".join(needles) + b"\n")
        pattern.flush()
        found = _search(pattern.name, files)
        while found.returncode > 1 and b"No such file" in found.stderr:
            found = _search(pattern.name, files)  # another program has just removed a file
    assert found.returncode < 2, found.stderr
    return {Path(name.decode()) for name in found.stdout.split(b"\0") if name}


def _search(pattern: str, files: Collection[Path]) -> subprocess.CompletedProcess[bytes]:
    names = [str(file) for file in files if file.is_file()]
    command = ["grep", "-laF", "-Z", "-f", pattern, "--", os.devnull, *names]
    return subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, capture_output=True)
