"""The real web server, started from a warm copy: loading it is done once, not at every start.

Otherwise everything is as `survey-app serve` does it: the same command, a process group of its
own, a master and its workers. A server may be altered before it begins: see broken.py.
"""

import multiprocessing
import os
import resource
import signal
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from survey_app.cli import main
from survey_app.config import Settings

COPIES = multiprocessing.get_context("forkserver")
# The tests' own modules too, since a copy looks them up by name.
COPIES.set_forkserver_preload(["survey_app.cli", "pytest", "tests.faults.warm"])
START_SECONDS = 30

Alteration = Callable[[], None]


def unaltered() -> None:
    """Leave the server as it is."""


@dataclass
class WarmServer:
    """A server with two workers that starts in a fraction of a second, again and again."""

    settings: Settings
    port: int
    alter: Alteration = unaltered
    process: ForkServerProcess | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        process = COPIES.Process(target=_serve, args=(self.settings, self.port, self.alter))
        process.start()
        self.process = process
        url = f"http://127.0.0.1:{self.port}/healthz"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.exitcode is None:
            with suppress(OSError), urllib.request.urlopen(url, timeout=5):
                return
            time.sleep(0.01)
        raise AssertionError("The web server did not start.")

    @property
    def group(self) -> int:
        """Return the number of its process group."""
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid

    def limit_files(self, size: int | None) -> None:
        """Let no file of it grow beyond so many bytes, as if the disk were full; None: any size."""
        soft = resource.RLIM_INFINITY if size is None else size
        for process in group_of(self.group):
            _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))

    def kill(self) -> None:
        """End the whole group at once, without a word of warning."""
        os.killpg(self.group, signal.SIGKILL)
        self._forget()

    def stop(self) -> None:
        """End it, if it runs, as its owner would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.kill(self.group, signal.SIGTERM)
            self.process.join(timeout=10)
            with suppress(ProcessLookupError):
                os.killpg(self.group, signal.SIGKILL)
            self._forget()

    def _forget(self) -> None:
        assert self.process is not None
        self.process.join(timeout=15)
        self.process.close()
        self.process = None


def _serve(settings: Settings, port: int, alter: Alteration) -> None:
    """Be the command in the copy, and a process group of its own."""
    os.setsid()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    os.environ.update(
        SURVEY_APP_KEYS=str(settings.keys),
        SURVEY_APP_ROLL_URL=settings.roll_url,
        SURVEY_APP_URN_URL=settings.urn_url,
        SURVEY_APP_WORKERS=str(settings.workers),
    )
    multiprocessing.set_start_method("fork", force=True)  # for the workers, as in the command
    alter()
    main(["--data", str(settings.data), "serve", "--port", str(port)])


def group_of(leader: int) -> list[int]:
    """Return the living processes of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                found += [int(entry.name)] if int(group) == leader and state != "Z" else []
    return found
