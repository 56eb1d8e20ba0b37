"""The two databases, and the settings of SQLite without which our promises do not hold."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, Executable, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from survey_app.errors import Refused

db = SQLAlchemy()

# FULL: the acknowledgement of an answer waits for the disk; NORMAL lost that guarantee.
# secure_delete: a deleted ballot is overwritten in its page at once.
_PRAGMAS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 10_000,
}


# Without these an acknowledged answer may be lost with the power.
_POSTGRES: Mapping[str, str | int] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}


def roll_engine() -> Engine:
    """Return the engine of the book of who."""
    return db.engines["roll"]


def urn_engine() -> Engine:
    """Return the engine of the book of what."""
    return db.engines["urn"]


def reading(engine: Engine) -> Connection:
    """Return a connection that only reads, and so waits for no writer."""
    return engine.connect().execution_options(sqlite_begin="BEGIN")


def outside_transactions(engine: Engine) -> Connection:
    """Return a connection for what no transaction may surround: the rewriting of storage."""
    if engine.dialect.name == "sqlite":
        return engine.connect().execution_options(sqlite_begin=None)
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def prepare(engine: Engine) -> None:
    """Make every connection of a SQLite engine durable and its transactions immediate.

    A PostgreSQL is asked at every connection: it may come back from a restart with other settings.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _refuse_unsafe_server)


def refuse_unsafe(engine: Engine) -> None:
    """Ask the database for its settings, and refuse to start on any that breaks a promise."""
    sqlite_speaks = engine.dialect.name == "sqlite"
    question, settings = ("PRAGMA", _PRAGMAS) if sqlite_speaks else ("SHOW", _POSTGRES)
    with reading(engine) as connection:
        for name, wanted in settings.items():
            _refuse_other(name, connection.exec_driver_sql(f"{question} {name}").scalar(), wanted)


def hold_wave(connection: Connection, wave: str, *, alone: bool) -> None:
    """Keep a cast and a close of one wave from crossing, until the transaction ends.

    SQLite has one writer anyway. In PostgreSQL it is a lock in memory: one on the wave's row
    would write to it who took it.
    """
    if connection.dialect.name == "postgresql":
        shared = "" if alone else "_shared"
        statement = text(f"SELECT pg_advisory_xact_lock{shared}(hashtextextended(:wave, 0))")
        connection.execute(statement, {"wave": wave})


def _refuse_unsafe_server(connection: Any, _: ConnectionPoolEntry) -> None:  # the driver's type
    try:
        for name, wanted in _POSTGRES.items():
            _refuse_other(name, connection.execute(f"SHOW {name}").fetchone()[0], wanted)
        connection.rollback()
    except BaseException:
        connection.close()
        raise


def _refuse_other(name: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise Refused(f"The database's {name} is {found} where it must be {wanted}.")


def _set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:  # the driver's own type
    connection.isolation_level = None
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    """Begin with the write lock: deferred transactions failed by the hundred at 16 writers."""
    statement = connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE")
    if statement is not None:
        connection.exec_driver_sql(statement)


@cache
def insert_ignoring_conflict(dialect: str, table: type[DeclarativeBase]) -> Executable:
    """Return an INSERT of whole rows that changes nothing where one of the same key exists."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
