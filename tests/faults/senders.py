"""Many respondents at once against the real server: each sends until it is acknowledged."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import select

from survey_app.extensions import urn_engine
from survey_app.urn.models import Comment
from survey_app.urn.tallies import Outcome, outcome
from tests.factories import Launched, answer_of, contact

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_SECONDS = 60
CONCURRENCY = 16

Work = Sequence[tuple[str, Mapping[str, str]]]


@dataclass
class Senders:
    """What is sent to which path, and what came of it."""

    port: int
    work: Work
    concurrency: int = CONCURRENCY
    receipts: dict[str, set[str]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    broken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Send everything, in random order, and return when all is acknowledged."""
        with self.at_work():
            pass

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Send everything, and then other answers with the same links until the block has ended."""
        order = list(self.work)
        random.Random(1).shuffle(order)
        busy = threading.Event()
        busy.set()
        with ThreadPoolExecutor(self.concurrency) as pool:
            shares = [order[n :: self.concurrency] for n in range(self.concurrency)]
            sending = [pool.submit(self._work_through, share, busy) for share in shares]
            try:
                yield
            finally:
                busy.clear()
        for each in sending:
            each.result()

    def wait_for_more(self, number: int) -> None:
        """Wait until so many more sends are acknowledged."""
        enough = self.statuses.count(303) + number
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.statuses.count(303) < enough and time.monotonic() < deadline:
            time.sleep(0.001)

    def _work_through(self, share: Work, busy: threading.Event) -> None:
        for path, fields in share:
            self._send_until_acknowledged(path, fields)
        while busy.is_set():
            path, fields = random.choice(share)
            self._send_until_acknowledged(path, {**fields, "q.why": "Something else"})

    def _send_until_acknowledged(self, path: str, fields: Mapping[str, str]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._send(path, urlencode(fields)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no acknowledgement in {PATIENCE_SECONDS} s")
            time.sleep(0.02)

    def _send(self, path: str, body: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("POST", path, body, FORM)
            answer = connection.getresponse()
            location = answer.getheader("Location") or ""
            answer.read()
        except (OSError, http.client.HTTPException):
            with self.lock:
                self.broken += 1
            return False
        finally:
            connection.close()
        with self.lock:
            self.statuses.append(answer.status)
            if answer.status == 303:
                self.receipts.setdefault(path, set()).add(location)
        return answer.status == 303


def marked(launched: Launched, numbers: range) -> Work:
    """Return the paths and the answers of these contacts, each with a comment of its own."""
    return [
        (launched.path(f"c{n}"), answer_of(contact(n), **{"q.why": f"Marker {n}"})) for n in numbers
    ]


def counted(launched: Launched) -> tuple[Outcome | None, Counter[str]]:
    """Close and count the wave; return its numbers, and how often each comment is there."""
    launched.close()
    with launched.wave() as (_, wave), urn_engine().connect() as connection:
        comments = Counter(connection.scalars(select(Comment.text)))
        return outcome(urn_engine(), wave.urn_wave), comments


def markers(numbers: range) -> Counter[str]:
    """Return the comments of these contacts, each once."""
    return Counter(f"Marker {n}" for n in numbers)
