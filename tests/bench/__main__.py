"""`make bench`: what the web part and the count cost, as ratios within one run."""

import gzip
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from reports.disclosure.keep import keep
from reports.disclosure.policy import Policy
from survey_app.services.waves import find_wave, frozen
from tests.bench.ballots import ballots
from tests.bench.gate import two_editions
from tests.bench.scaling import report_scaling
from tests.factories import Launched, StudyFiles, answer_of, contact, contacts, installed

REQUESTS = 300
ROUNDS = 5
BALLOTS = 100_000
CONCURRENCY = 32
Wsgi = Callable[..., Iterable[bytes]]


def call(app: Wsgi, path: str, body: bytes = b"") -> tuple[str, bytes]:
    """Call a WSGI application directly, as a server would."""
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    content = b"".join(app(environ, lambda status, _: answered.append(status)))
    return answered[0], content


def cpu_of(work: Callable[[int], object]) -> float:
    """Return the median CPU seconds of one piece of work."""
    medians = []
    for turn in range(ROUNDS):
        begun = time.process_time()
        for n in range(REQUESTS):
            work(turn * REQUESTS + n)
        medians.append((time.process_time() - begun) / REQUESTS)
    return statistics.median(medians)


def empty_page() -> float:
    """Return what a Flask page with nothing on it costs."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "")
    return cpu_of(lambda _: call(app, "/"))


def committed_fsync(folder: Path) -> float:
    """Return the median seconds of one small write that waits for the disk."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as stream:
        for _ in range(100):
            begun = time.perf_counter()
            stream.write(b"x" * 1024)
            os.fsync(stream.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def web(folder: Path) -> None:
    """Measure the landing page and the send."""
    number = REQUESTS * ROUNDS + 2 * REQUESTS
    with installed(folder) as installation:
        launched = installation.launch(installation.load(StudyFiles(contacts=contacts(number))))
        app, empty = installation.app, empty_page()
        landing = cpu_of(lambda _: call(app, launched.path("c0")))
        send = cpu_of(lambda n: posted(launched, n))
        page = call(app, launched.path("c0"))[1]
        say("landing_ratio", landing / empty, "x")
        say("send_ratio", send / empty, "x")
        say("first_page_kb", first_page(app, page) / 1024, "kB")
        say("first_page_requests", 1 + len(assets(page)), "requests")
        p95 = busy_send(launched, first=REQUESTS * ROUNDS, number=2 * REQUESTS)
        say("send_p95_ms", p95 * 1000, "ms")
        say("fsync_ms", committed_fsync(folder) * 1000, "ms")


def posted(launched: Launched, number: int) -> str:
    """Send one contact's answers and return the status."""
    body = urlencode(answer_of(contact(number))).encode()
    status, _ = call(launched.installation.app, launched.path(f"c{number}"), body)
    assert status.startswith("303"), status
    return status


def assets(page: bytes) -> list[str]:
    """Return the addresses the page itself makes a browser fetch."""
    words = page.decode().replace('"', " ").split()
    return sorted({word.split("?")[0] for word in words if word.startswith("/static/")})


def first_page(app: Wsgi, page: bytes) -> int:
    """Return the compressed bytes of the first page with everything it fetches."""
    return sum(
        len(gzip.compress(part)) for part in [page, *(call(app, a)[1] for a in assets(page))]
    )


def busy_send(launched: Launched, *, first: int, number: int) -> float:
    """Return the 95th percentile of a send's seconds at 32 concurrent."""

    def timed(n: int) -> float:
        begun = time.perf_counter()
        posted(launched, n)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(CONCURRENCY) as pool:
        times = sorted(pool.map(timed, range(first, first + number)))
    return times[int(0.95 * len(times))]


def count(folder: Path) -> None:
    """Measure the tear of a hundred thousand ballots (without opening their seals)."""
    with installed(folder) as installation:
        name = installation.load(StudyFiles())
        with installation.roll() as roll:
            menu = frozen(find_wave(roll, name)).menu
        begun = time.perf_counter()
        kept = keep(
            ballots(menu, BALLOTS),
            menu,
            Policy(),
            invited=BALLOTS,
            response_by_manager={},
        )
        assert kept.counted == BALLOTS
        say("tear_100k_s", time.perf_counter() - begun, "s")


def say(name: str, value: float, unit: str) -> None:
    """Print one figure."""
    print(f"bench {name} {value:.2f} {unit}")


def main() -> None:
    """Measure everything once; first the gate, whose memory is the most that there ever was."""
    two_editions(say)
    with tempfile.TemporaryDirectory() as folder:
        web(Path(folder) / "web")
        count(Path(folder) / "count")
        report_scaling(Path(folder) / "scaling", say)


if __name__ == "__main__":
    main()
