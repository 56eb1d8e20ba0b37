"""What tests of every level share: an installation, a launched wave, a real web server."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories import Installation, Launched, StudyFiles, installed


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Return an empty installation."""
    with installed(tmp_path) as made:
        yield made


@pytest.fixture
def launched(installation: Installation) -> Launched:
    """Return the sample study with twenty contacts, open for answers."""
    return installation.launch(installation.load(StudyFiles()))


@dataclass
class Server:
    """The real web server on a free port, in a process group of its own."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "survey_app", "--data", str(self.data), "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def answers(self) -> bool:
        """Say whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End the whole group at once."""
        if self.process is not None:
            os.killpg(self.process.pid, number)
            self.process.wait(timeout=15)
            self.process = None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(launched: Launched) -> Iterator[Server]:
    """Serve the launched wave's installation."""
    running = Server(launched.installation.settings.data, free_port())
    running.start()
    yield running
    running.kill()
