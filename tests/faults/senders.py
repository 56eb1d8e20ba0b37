"""Many respondents at once against the real server, each in its own manner, until acknowledged."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlencode

from tests.factories import Launched, answer_of, contact

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_SECONDS = 60
CONCURRENCY = 16
OTHERWISE = ", on second thoughts"

# Once · the same form twice at the same time · two different forms at the same time · the old
# form once more after its receipt · gone before the answer came, then again · once, and no more
# whatever came of it.
Manner = Literal["once", "twice", "race", "replay", "cut", "timid"]
MANNERS: Sequence[Manner] = get_args(Manner)


@dataclass(frozen=True)
class Respondent:
    """A contact with its link and its form, and the manner in which it sends."""

    number: int
    path: str
    form: Mapping[str, str]
    manner: Manner = "once"

    @property
    def body(self) -> str:
        """Return the form as it is posted."""
        return urlencode(self.form)

    @property
    def other_body(self) -> str:
        """Return another form of the same respondent, which must not count beside the first."""
        return urlencode({**self.form, "q.why": self.form["q.why"] + OTHERWISE})


@dataclass
class Senders:
    """Who sends, and what came of it."""

    port: int
    respondents: Sequence[Respondent]
    concurrency: int = CONCURRENCY
    receipts: dict[int, set[str]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    broken: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Send everything, in random order, and return when all is acknowledged."""
        with self.at_work():
            pass

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Send everything, and then other answers with the same links until the block has ended."""
        order = list(self.respondents)
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

    def wait_for_more(self, number: int, status: int = 303) -> None:
        """Wait until so many more sends are acknowledged, or get another answer."""
        enough = self.statuses.count(status) + number
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.statuses.count(status) < enough and time.monotonic() < deadline:
            time.sleep(0.001)

    def acknowledged(self) -> set[int]:
        """Return whose answers are acknowledged by now."""
        with self.lock:
            return set(self.receipts)

    def figures(self) -> list[tuple[str, object]]:
        """Return how much was sent and what came back, for the record."""
        with self.lock:
            counts = Counter(self.statuses)
        sends = counts.total() + self.broken
        return [("sends", sends), ("acknowledged", counts[303]), ("cut or refused", self.broken)]

    def try_the_unheard_again(self) -> int:
        """Let those who gave up send another form; return how many they were."""
        unheard = [one for one in self.respondents if one.number not in self.receipts]
        for one in unheard:
            self._persist(one, one.other_body)
        return len(unheard)

    def _work_through(self, share: Sequence[Respondent], busy: threading.Event) -> None:
        chance = random.Random(share[0].number)
        for one in share:
            if self.stopped.is_set():
                return
            self._take_turn(one)
        while busy.is_set():
            one = chance.choice(share)
            self._persist(one, one.other_body)

    def _take_turn(self, one: Respondent) -> None:
        if one.manner == "timid":
            self._attempt(one, one.body)
            return
        if one.manner == "cut" and (connection := asked(self.port, one.path, one.body)):
            connection.close()
        more = {"twice": [one.body], "race": [one.other_body]}.get(one.manner, [])
        self._persist(one, one.body, *more)
        if one.manner == "replay":
            self._persist(one, one.body)

    def _persist(self, one: Respondent, *bodies: str) -> None:
        """Send until it is acknowledged, or the wave is closed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._attempt(one, *bodies):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no acknowledgement in {PATIENCE_SECONDS} s")
            time.sleep(0.1)

    def _attempt(self, one: Respondent, *bodies: str) -> bool:
        """Send all bodies before any answer is read; say whether one of them settles it."""
        connections = [asked(self.port, one.path, body) for body in bodies]
        heard = [self._heard(one, connection) for connection in connections]
        return any(status in (303, 410) for status in heard)

    def _heard(self, one: Respondent, connection: http.client.HTTPConnection | None) -> int | None:
        try:
            if connection is None:
                raise ConnectionError
            answer = connection.getresponse()
            location = answer.getheader("Location") or ""
            answer.read()
        except (OSError, http.client.HTTPException):
            with self.lock:
                self.broken += 1
            return None
        finally:
            if connection is not None:
                connection.close()
        with self.lock:
            self.statuses.append(answer.status)
            if answer.status == 303:
                self.receipts.setdefault(one.number, set()).add(location)
        return answer.status


def asked(port: int, path: str, body: str) -> http.client.HTTPConnection | None:
    """Send a form and leave the answer unread; None where nobody takes it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("POST", path, body, FORM)
    except (OSError, http.client.HTTPException):
        connection.close()
        return None
    return connection


def posted(port: int, path: str, body: str) -> tuple[int, str]:
    """Send a form once; return the status and the page."""
    connection = asked(port, path, body)
    assert connection is not None
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page


def respondents(
    launched: Launched, numbers: range, manners: Sequence[Manner] = ("once",)
) -> Sequence[Respondent]:
    """Return these contacts, each with a comment of its own and one of the manners in turn."""
    return [
        Respondent(
            n,
            launched.path(f"c{n}"),
            answer_of(contact(n), **{"q.why": f"Contact {n}"}),
            manners[n % len(manners)],
        )
        for n in numbers
    ]
