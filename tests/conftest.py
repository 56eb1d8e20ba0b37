"""What tests of every level share: two databases, an installation, a launched wave, a server."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from survey_app.application import bare, dispose
from survey_app.config import Settings
from survey_app.extensions import roll_engine, urn_engine
from survey_app.migrations import upgrade
from survey_app.server import free_port, running
from tests.factories import Installation, Launched, StudyFiles, installed
from tests.postgres import Cluster, cluster

DATABASES = ("sqlite", "postgresql")

# For a test of what only one of the two has: its files, its settings, its accounts.
on_sqlite_alone = pytest.mark.parametrize("new_books", ["sqlite"], indirect=True)
on_postgresql_alone = pytest.mark.parametrize("new_books", ["postgresql"], indirect=True)


# Tests that share a browser, drawn reports or a busy web server run in one process, one by one.
TOGETHER = ("tests/browser/", "tests/faults/", "tests/pdf/")


class ByPlace(LoadScopeScheduling):
    """Deals tests out to processes by module, or by folder where a folder shares something."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if module.startswith(folder)), module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByPlace:
    """Deal out by place. The groups that can be marked go unheeded by pytest 9.2."""
    return ByPlace(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have put on record."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.user_properties and report.when == "call":
            figures = ", ".join(f"{name} {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"{report.nodeid.partition('::')[2]}: {figures}")


class NewBooks(Protocol):
    """What makes the databases of an installation in a data folder, and returns their settings."""

    def __call__(self, data: Path, *, migrated: bool = True) -> Mapping[str, str]: ...


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Run a PostgreSQL for as long as the tests."""
    with cluster() as running_cluster:
        yield running_cluster


@pytest.fixture(scope="session")
def migrated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with both books as SQLite files: a test copies it, for speed."""
    folder = tmp_path_factory.mktemp("migrated")
    app = bare(Settings.read({}, str(folder)))
    with app.app_context():
        upgrade(roll_engine(), "roll")
        upgrade(urn_engine(), "urn")
        dispose()
    for file in folder.iterdir():
        file.chmod(0o600)
    return folder


@contextmanager
def books_of(request: pytest.FixtureRequest) -> Iterator[NewBooks]:
    """Make books on the database that a fixture's parameter names; remove them at the end."""
    with ExitStack() as stack:

        def files(data: Path, *, migrated: bool = True) -> Mapping[str, str]:
            if migrated:
                shutil.copytree(request.getfixturevalue("migrated_files"), data)
            return {}

        def databases(data: Path, *, migrated: bool = True) -> Mapping[str, str]:  # noqa: ARG001
            postgres: Cluster = request.getfixturevalue("postgres")
            return stack.enter_context(postgres.books(migrated=migrated))

        yield files if request.param == "sqlite" else databases


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
    environment = new_books(tmp_path / "data")
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
