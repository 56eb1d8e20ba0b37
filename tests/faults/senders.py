"""Many respondents at once against the real server: each sends until it is acknowledged."""

import http.client
import random
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_SECONDS = 60


@dataclass
class Senders:
    """What is sent to which path, and what came of it."""

    port: int
    work: Sequence[tuple[str, Mapping[str, str]]]
    concurrency: int
    receipts: dict[str, set[str]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    broken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def acknowledged(self) -> int:
        """Return how many paths have a receipt so far."""
        return len(self.receipts)

    def run(self) -> None:
        """Send everything, in random order, and return when all is acknowledged."""
        order = list(self.work)
        random.Random(1).shuffle(order)
        shares = [order[n :: self.concurrency] for n in range(self.concurrency)]
        with ThreadPoolExecutor(self.concurrency) as pool:
            list(pool.map(self._work_through, shares))

    def _work_through(self, share: Sequence[tuple[str, Mapping[str, str]]]) -> None:
        for path, fields in share:
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
