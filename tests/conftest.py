"""What tests of every level share: an installation, a launched wave, a real web server."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from survey_app.config import Settings
from survey_app.server import free_port, running
from tests.factories import Installation, Launched, StudyFiles, installed
from tests.postgres import Cluster, cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Run a PostgreSQL for as long as the tests."""
    with cluster() as running_cluster:
        yield running_cluster


@pytest.fixture
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Return an empty installation, on SQLite unless a test asks for PostgreSQL."""
    with ExitStack() as stack:
        environment = {}
        if getattr(request, "param", "sqlite") == "postgresql":
            postgres: Cluster = request.getfixturevalue("postgres")
            environment = stack.enter_context(postgres.books())
        yield stack.enter_context(installed(tmp_path, environment))


@pytest.fixture
def launched(installation: Installation) -> Launched:
    """Return the sample study with twenty contacts, open for answers."""
    return installation.launch(installation.load(StudyFiles()))


@dataclass
class Server:
    """The real web server on a free port, in a process group of its own."""

    settings: Settings
    port: int
    stack: ExitStack = field(default_factory=ExitStack)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = self.stack.enter_context(running(self.settings, self.port))

    def kill(self) -> None:
        """End the whole group at once, without a word of warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)
        self.stop()

    def stop(self) -> None:
        """End it as its owner would."""
        self.stack.close()
        self.process = None


@pytest.fixture
def server(launched: Launched) -> Iterator[Server]:
    """Serve the launched wave's installation."""
    serving = Server(launched.installation.settings, free_port())
    serving.start()
    yield serving
    serving.stop()
