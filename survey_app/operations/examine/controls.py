"""Positive controls: each does on purpose what the product must not, and must be caught.

An examiner that cannot catch these is blind, and his finding nothing is worth nothing.
"""

import random
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from survey_app.config import Settings
from survey_app.operations.examine.people import Person, Truth
from survey_app.operations.postgres import cluster_of, database_of

Run = Callable[..., object]
"""`execute` of a connection, with the placeholders of PostgreSQL."""
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANSWER = "CREATE TABLE answer (key text PRIMARY KEY, comment text, code text)"


@dataclass(frozen=True, slots=True)
class Control:
    """One fault: what is stored by it, and whether its people share a customer with nobody."""

    name: str
    store: Callable[["Books", Truth], None]
    unique: bool = False

    @contextmanager
    def stored(self, truth: Truth, settings: Settings, folder: Path) -> Iterator[Settings]:
        """Store a study by this fault in books of its own; these are gone afterwards."""
        with _books(settings, folder) as (books, places):
            self.store(books, truth)
            yield places


@dataclass(frozen=True)
class Books:
    """Two open books, or one twice, each transaction of which is committed by itself."""

    sqlite: bool
    roll: "Book"
    urn: "Book"


@dataclass(frozen=True)
class Book:
    """One database: statements that are run together in one transaction."""

    connection: sqlite3.Connection | psycopg.Connection

    def run(self, *statements: tuple[str, Sequence[object]] | str) -> None:
        """Run statements in one transaction."""
        for statement in statements:
            text, values = (statement, ()) if isinstance(statement, str) else statement
            if isinstance(self.connection, sqlite3.Connection):
                self.connection.execute(text.replace("%s", "?"), tuple(values))
            else:
                self.connection.execute(text.encode(), tuple(values))
        self.connection.commit()


@contextmanager
def _books(settings: Settings, folder: Path) -> Iterator[tuple[Books, Settings]]:
    server = cluster_of(settings.urn_url)
    if server is None:
        folder.mkdir()
        urls = {book: f"sqlite:///{folder / book}.sqlite" for book in ("roll", "urn")}
        with (
            closing(sqlite3.connect(folder / "roll.sqlite")) as roll,
            closing(sqlite3.connect(folder / "urn.sqlite")) as urn,
        ):
            for connection in (roll, urn):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA wal_autocheckpoint = 0")
            yield Books(True, Book(roll), Book(urn)), _placed(settings, folder, urls)
        _removed(folder)
        return
    with server.books(migrated=False) as names:
        urls = {"roll": names["SURVEY_APP_ROLL_URL"], "urn": names["SURVEY_APP_URN_URL"]}
        with (
            psycopg.connect(server.address(database_of(urls["roll"]))) as roll_,
            psycopg.connect(server.address(database_of(urls["urn"]))) as urn_,
        ):
            yield Books(False, Book(roll_), Book(urn_)), _placed(settings, folder, urls)


def _placed(settings: Settings, folder: Path, urls: dict[str, str]) -> Settings:
    return replace(
        settings, data=folder, keys=folder / "none", roll_url=urls["roll"], urn_url=urls["urn"]
    )


def _removed(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _rewritten(books: Books, table: str) -> None:
    """Rewrite a table, so that where its rows lie says nothing any more."""
    connection = books.urn.connection
    if isinstance(connection, sqlite3.Connection):
        connection.execute("VACUUM")
        return
    connection.autocommit = True
    connection.execute(f'VACUUM FULL "{table}"'.encode())
    connection.autocommit = False


def _in_order(truth: Truth) -> Iterator[Person]:
    return (truth.people[place] for place in truth.sent)


def _insert(person: Person) -> tuple[str, Sequence[object]]:
    values = (secrets.token_hex(16), person.comment, person.number)
    return "INSERT INTO answer VALUES (%s, %s, %s)", values


def _naive(books: Books, truth: Truth) -> None:
    """An ordinary table with a random key, as a framework makes it, tidied up at the end."""
    books.urn.run(ANSWER)
    for person in _in_order(truth):
        books.urn.run(_insert(person))
    if books.sqlite:
        _rewritten(books, "answer")


def _log_kept(books: Books, truth: Truth) -> None:
    """A table without an order of its own, rewritten, with the write-ahead log left as it is."""
    books.urn.run(f"{ANSWER} WITHOUT ROWID" if books.sqlite else ANSWER)
    for person in _in_order(truth):
        books.urn.run(_insert(person))
    if not books.sqlite:
        books.urn.run("CREATE TABLE kept AS SELECT * FROM answer ORDER BY key", "DROP TABLE answer")


def _one_transaction(books: Books, truth: Truth) -> None:
    """Who has answered, and what, written in one transaction, and both tables rewritten."""
    answer = ANSWER + (" WITHOUT ROWID" if books.sqlite else "")
    books.urn.run("CREATE TABLE answered (email text PRIMARY KEY)", answer)
    for person in _in_order(truth):
        books.urn.run(("INSERT INTO answered VALUES (%s)", (person.email,)), _insert(person))
    if not books.sqlite:
        for table in ("answered", "answer"):
            _rewritten(books, table)


def _times(books: Books, truth: Truth) -> None:
    """The time of an answer beside it, and in the other book the time when a link was used."""
    books.roll.run("CREATE TABLE used (email text PRIMARY KEY, at text)")
    books.urn.run("CREATE TABLE answer (key text PRIMARY KEY, comment text, code text, at text)")
    moment = START
    rows = []
    for person in _in_order(truth):
        moment += timedelta(seconds=random.uniform(1, 300))  # noqa: S311 - no secret
        later = moment + timedelta(milliseconds=3)
        used = ("INSERT INTO used VALUES (%s, %s)", (person.email, moment.isoformat()))
        values = (secrets.token_hex(16), person.comment, person.number, later.isoformat())
        rows.append((used, ("INSERT INTO answer VALUES (%s, %s, %s, %s)", values)))
    # Shuffled before they are written: nothing but the times is left to go by.
    for used, _ in random.sample(rows, len(rows)):
        books.roll.run(used)
    for _, answer in random.sample(rows, len(rows)):
        books.urn.run(answer)


def _slips(books: Books, truth: Truth) -> None:
    """Single answers, shuffled, with customer and account managers beside them."""
    names = "key text PRIMARY KEY, customer text, managers text, code text"
    books.urn.run(f"CREATE TABLE slip ({names})")
    for person in random.sample(list(truth.people), len(truth.people)):
        values = (secrets.token_hex(16), person.customer, ";".join(person.managers), person.number)
        books.urn.run(("INSERT INTO slip VALUES (%s, %s, %s, %s)", values))


def controlled(database: str) -> Sequence[Control]:
    """Return the controls of a database."""
    log = "SQLite's log kept" if database == "sqlite" else "the server's log read"
    return (
        Control("an ordinary table", _naive),
        Control(log, _log_kept),
        Control("one transaction for who and what", _one_transaction),
        Control("times in both books", _times),
        Control("single slips with customer and managers", _slips, unique=True),
    )
