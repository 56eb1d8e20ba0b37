"""What keeps the two books apart: no one database, and no one account that reaches both."""

import secrets
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, text

from survey_app.errors import Refused
from survey_app.extensions import reading

_ONE_DATABASE = (
    "SURVEY_APP_ROLL_URL and SURVEY_APP_URN_URL name the same database; who and what must be kept "
    "in two."
)
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_TRY = text("SELECT pg_try_advisory_xact_lock(:key)")
# The account that signed in, whatever role it takes; files of the server hold every database.
_ACCOUNT = text(
    """
    SELECT session_user AS name,
           current_database() AS database,
           rolsuper OR rolreplication
               OR pg_has_role(session_user, 'pg_read_server_files', 'MEMBER')
               OR pg_has_role(session_user, 'pg_write_server_files', 'MEMBER')
               OR pg_has_role(session_user, 'pg_execute_server_program', 'MEMBER') AS is_mighty
      FROM pg_roles WHERE rolname = session_user
    """
)
# Whoever owns a database may let themselves in.
_MAY_CONNECT = text(
    """
    SELECT has_database_privilege(account.oid, book.oid, 'CONNECT')
           OR pg_has_role(account.oid, book.datdba, 'MEMBER')
      FROM pg_roles AS account, pg_database AS book
     WHERE account.rolname = :account AND book.datname = current_database()
    """
)


class _Account(NamedTuple):
    """The account by which a book is reached."""

    name: str
    database: str
    is_mighty: bool


def refuse_together(roll: Engine, urn: Engine) -> None:
    """Refuse books that one database or one account would join. Writes nothing, creates nothing.

    One on SQLite and one on PostgreSQL is refused as well: whoever names a server for the roll and
    forgets the urn would leave the ballots on the disk of whichever web machine took them.
    """
    kinds = {engine.dialect.name for engine in (roll, urn)}
    if kinds == {"sqlite"}:
        _refuse_one_file(roll, urn)
    elif kinds == {"postgresql"}:
        with reading(roll) as roll_connection, reading(urn) as urn_connection:
            _refuse_joined(roll_connection, urn_connection)
    else:
        raise Refused(
            "SURVEY_APP_ROLL_URL and SURVEY_APP_URN_URL must both name a SQLite file or both a "
            "PostgreSQL database; set the two of them."
        )


def _refuse_one_file(roll: Engine, urn: Engine) -> None:
    files = [Path(engine.url.database or "") for engine in (roll, urn)]
    if files[0].resolve() == files[1].resolve() or _is_linked(*files):
        raise Refused(_ONE_DATABASE)


def _is_linked(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _refuse_joined(roll: Connection, urn: Connection) -> None:
    if _are_one(roll, urn):
        raise Refused(_ONE_DATABASE)
    accounts = {"roll": _account(roll, "roll"), "urn": _account(urn, "urn")}
    if accounts["roll"].name == accounts["urn"].name:
        raise Refused(
            f"Roll and urn are both reached by the account {accounts['roll'].name}; each needs one "
            "of its own that may not connect to the other's database."
        )
    _refuse_visitor(urn, accounts["roll"].name, accounts["urn"].database)
    _refuse_visitor(roll, accounts["urn"].name, accounts["roll"].database)


def _are_one(roll: Connection, urn: Connection) -> bool:
    """Say whether a lock by one way shuts out who comes by the other.

    Such a lock is the database's own, so neither names, accounts nor a pooler between matter.
    """
    key = {"key": secrets.randbits(62)}
    roll.execute(_LOCK, key)
    return not urn.scalar(_TRY, key)


def _account(connection: Connection, book: str) -> _Account:
    account = _Account(*connection.execute(_ACCOUNT).one())
    if account.is_mighty:
        raise Refused(
            f"The account {account.name} of the {book} is a superuser or may read every database "
            "of its server; give the book an account without such rights."
        )
    return account


def _refuse_visitor(book: Connection, account: str, database: str) -> None:
    if book.scalar(_MAY_CONNECT, {"account": account}):
        raise Refused(
            f"The account {account} may connect to the other book's database {database}; only that "
            f"book's own may: REVOKE ALL ON DATABASE {database} FROM PUBLIC, {account}"
        )
