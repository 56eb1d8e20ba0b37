"""Evidence: everything that is stored at one moment, as bytes of files and as rows of tables."""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from survey_app.config import Settings
from survey_app.operations.postgres import Cluster, cluster_of, database_of

Cell = object
HIDDEN = SQL("xmin::text::bigint AS xmin, xmax::text::bigint AS xmax")
"""What every row of a PostgreSQL has beside its columns: the transactions that wrote it."""
SERVER_FOLDERS = (
    "pg_xact",
    "pg_commit_ts",
    "pg_stat",
    "pg_logical",
    "pg_replslot",
    "base/pgsql_tmp",
)


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of one file, under a name that every study's counterpart has too."""

    name: str
    content: bytes = field(repr=False)
    changed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows of one table in the order the database gives them, hidden columns included."""

    book: str
    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]] = field(repr=False)


@dataclass
class Evidence:
    """What was stored at a moment. `keys` are the files of the key folder, where it was had."""

    files: list[File] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    keys: list[File] = field(default_factory=list)

    def rows(self, name: str) -> list[dict[str, Cell]]:
        """Return the rows of all tables of that name."""
        return [
            dict(zip(table.columns, row, strict=True))
            for table in self.tables
            if table.name == name
            for row in table.rows
        ]


def tables_of(settings: Settings, scratch: Path) -> list[Table]:
    """Return the rows of both books."""
    found: list[Table] = []
    for book, url in (("roll", settings.roll_url), ("urn", settings.urn_url)):
        server = cluster_of(url)
        if server is None:
            found += _sqlite_tables(book, Path(database_of(url)), scratch)
        else:
            found += _postgres_tables(book, server, database_of(url))
    return found


def evidence_of(settings: Settings, scratch: Path, *folders: Path) -> Evidence:
    """Return all that an installation and its servers have stored; `folders` are searched too.

    Files are copied before anything is opened: a look must not tidy up what it looks at.
    """
    found = Evidence(keys=list(_files_in(settings.keys, "keys")))
    found.files += _files_in(settings.data, "data")
    for folder in folders:
        found.files += _files_in(folder, folder.name)
    found.tables = tables_of(settings, scratch)
    for book, url in (("roll", settings.roll_url), ("urn", settings.urn_url)):
        server = cluster_of(url)
        if server is not None:
            found.files += _postgres_files(book, server, database_of(url))
    server = cluster_of(settings.urn_url)
    if server is not None:
        found.files += _server_files(server)
    return found


def _files_in(folder: Path, name: str) -> Iterator[File]:
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            yield from _file(f"{name}/{file.relative_to(folder).as_posix()}", file)


def _file(name: str, file: Path) -> Iterator[File]:
    """Yield a file; a running server may remove one at any moment."""
    with suppress(FileNotFoundError):
        yield File(name, file.read_bytes(), file.stat().st_mtime_ns)


def _sqlite_tables(book: str, file: Path, scratch: Path) -> Iterator[Table]:
    scratch.mkdir(parents=True, exist_ok=True)
    copied = scratch / file.name
    for suffix in ("", "-wal", "-journal"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            shutil.copyfile(part, scratch / part.name)
    connection = sqlite3.connect(copied)
    try:
        names = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        for name, sql in names.fetchall():
            hidden = "" if "WITHOUT ROWID" in str(sql) else "rowid, "
            cursor = connection.execute(f'SELECT {hidden}* FROM "{name}"')  # noqa: S608
            columns = tuple(column[0] for column in cursor.description)
            yield Table(book, str(name), columns, cursor.fetchall())
    finally:
        connection.close()
        shutil.rmtree(scratch)


def _postgres_tables(book: str, server: Cluster, database: str) -> Iterator[Table]:
    with psycopg.connect(server.address(database)) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND oid >= 16384 ORDER BY relname"
        ).fetchall()
        for (name,) in names:
            cursor = connection.execute(
                SQL("SELECT {}, * FROM {}").format(HIDDEN, Identifier(name))
            )
            described = cursor.description or ()
            yield Table(book, name, tuple(column.name for column in described), cursor.fetchall())


def _postgres_files(book: str, server: Cluster, database: str) -> Iterator[File]:
    """Yield the files of a database, a table's under the table's name."""
    with psycopg.connect(server.address(database), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [oid] = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or (0,)
        named = connection.execute(
            "SELECT pg_relation_filenode(oid)::text, relname FROM pg_class WHERE oid >= 16384"
        )
        names: dict[str, str] = dict(named.fetchall())
    for file in sorted((server.data / "base" / str(oid)).iterdir()):
        known = names.get(re.split(r"[_.]", file.name)[0])
        # A catalogue goes by its number: one name for all would leave only the last to be seen.
        yield from _file(f"{book}/{known or file.name}", file)


def _server_files(server: Cluster) -> Iterator[File]:
    yield File("server log", server.log.read_bytes())
    segments = [each.content for each in _files_in(server.data / "pg_wal", "pg_wal")]
    yield File("pg_wal", b"".join(segments))
    for name in SERVER_FOLDERS:
        yield from _files_in(server.data / name, name)
