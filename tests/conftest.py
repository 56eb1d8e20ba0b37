"""What tests of every level share: two databases, an installation, a launched wave, a server."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from survey_app.config import Settings
from survey_app.server import free_port, running
from tests.factories import Installation, Launched, StudyFiles, installed
from tests.postgres import Cluster, cluster

DATABASES = ("sqlite", "postgresql")

# For a test of what only one of the two has: its files, its settings, its accounts.
on_sqlite_alone = pytest.mark.parametrize("new_books", ["sqlite"], indirect=True)
on_postgresql_alone = pytest.mark.parametrize("new_books", ["postgresql"], indirect=True)


class NewBooks(Protocol):
    """What makes the databases of one more installation, and returns their settings."""

    def __call__(self, *, migrated: bool = True) -> Mapping[str, str]: ...


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Run a PostgreSQL for as long as the tests."""
    with cluster() as running_cluster:
        yield running_cluster


@contextmanager
def books_of(request: pytest.FixtureRequest) -> Iterator[NewBooks]:
    """Make books on the database that a fixture's parameter names; remove them at the end."""
    if request.param == "sqlite":
        yield two_files
        return
    postgres: Cluster = request.getfixturevalue("postgres")
    with ExitStack() as stack:
        yield lambda *, migrated=True: stack.enter_context(postgres.books(migrated=migrated))


def two_files(*, migrated: bool = True) -> Mapping[str, str]:  # noqa: ARG001 - see NewBooks
    """Return the settings of SQLite: none, for its files are made in any new data folder."""
    return {}


@pytest.fixture(params=DATABASES)
def new_books(request: pytest.FixtureRequest) -> Iterator[NewBooks]:
    """Return what makes databases: whatever test has any runs on both kinds of them."""
    with books_of(request) as make:
        yield make


@pytest.fixture
def installation(
    new_books: NewBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """Return an empty installation, which a command finds by its data folder as well."""
    environment = new_books()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with installed(tmp_path, environment) as made:
        yield made


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
