"""The web server: granian with its workers, as one process group."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from survey_app import logs
from survey_app.config import Settings
from survey_app.errors import Refused

THREADS = 4
START_SECONDS = 30


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. granian logs no request; survey_app/access.py says what is."""
    refuse_busy(host, port)
    os.environ["SURVEY_APP_DATA"] = str(settings.data)
    _Server(
        "survey_app.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        log_access=False,
        log_dictconfig=logs.of_libraries(),
        workers_kill_timeout=5,
    ).serve()


class _Server(Granian):  # type: ignore[misc, valid-type]  # the library types it as a union
    """The server, deaf to a second signal: two at once, as make sends them, held it for good."""

    def signal_handler_interrupt(self, *arguments: object, **named: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        super().signal_handler_interrupt(*arguments, **named)


def refuse_busy(host: str, port: int) -> None:
    """Refuse a port that somebody serves: the two would share it, and half the links be unknown."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"The port {port} of {host} cannot be served ({error.strerror}); end the other "
                "server, or choose another port with --port."
            ) from None


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(
    settings: Settings, port: int, *, log: Path | None = None, temporary: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server as a process group of its own for a while; nothing of it stays.

    All it says is added to `log`, and what it puts aside lies in `temporary`, if these are given.
    """
    command = [sys.executable, "-m", "survey_app", "--data", str(settings.data), "serve"]
    environment = os.environ | _environment(settings)
    if temporary is not None:
        temporary.mkdir(parents=True, exist_ok=True)
        environment["TMPDIR"] = str(temporary)
    with Path(log or os.devnull).open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, "--port", str(port)],
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said if log else None,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        _end(process)


def _environment(settings: Settings) -> dict[str, str]:
    """Return what tells the server where the keys and the two books are; the rest it knows."""
    return {
        "SURVEY_APP_KEYS": str(settings.keys),
        "SURVEY_APP_ROLL_URL": settings.roll_url,
        "SURVEY_APP_URN_URL": settings.urn_url,
        "SURVEY_APP_BASE_URL": settings.base_url,
    }


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except OSError:
            time.sleep(0.1)
    raise Refused("The web server did not start; run `survey-app serve` to see why.")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to end, and end what is left of it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
