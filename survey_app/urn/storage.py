"""The urn's storage rewritten, so that nothing of what was deleted is left in its files."""

import re
from collections.abc import Iterable
from typing import Any

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from survey_app.urn.models import UrnBase

TRIES = 5


def rewrite(urn: Engine) -> bool:
    """Rewrite every table; False where somebody who still reads keeps deleted rows from going.

    A count that was killed may have left rows of every table behind, and what it would have said
    of the wave before more people answered.
    """
    if urn.dialect.name == "postgresql":
        return _rewrite_tables(urn)
    with urn.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("VACUUM")
        # The log still holds every ballot ever cast; somebody reading would keep it from emptying.
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.close()
    return not busy


def _rewrite_tables(urn: Engine) -> bool:
    with urn.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Whoever waits for a table keeps all others waiting behind: casts of other waves too.
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        try:
            return all(_is_clean(connection, name) for name in UrnBase.metadata.tables)
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _is_clean(connection: Connection, table: str) -> bool:
    """Rewrite a table until none of its deleted rows had to be kept for a reader elsewhere."""
    for _ in range(TRIES):
        if not any(_dead(told) for told in _told(connection, f"VACUUM (FULL, VERBOSE) {table}")):
            return True
        connection.exec_driver_sql("SELECT pg_sleep(0.1)")
    return False


def _told(connection: Connection, statement: str) -> Iterable[str]:
    """Execute a statement and return the details of what the server tells about it."""
    told: list[str] = []

    def listen(notice: Any) -> None:  # the driver's own type
        told.append(notice.message_detail or "")

    driver: Any = connection.connection.driver_connection
    driver.add_notice_handler(listen)
    try:
        connection.exec_driver_sql(statement)
    finally:
        driver.remove_notice_handler(listen)
    return told


def _dead(detail: str) -> int:
    """Return how many deleted rows could not go: the first number, whatever language it is in."""
    found = re.search(r"\d+", detail)
    return int(found[0]) if found else 0
