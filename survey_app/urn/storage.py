"""The urn's storage rewritten, so that nothing of what was deleted is left in its files."""

import re
from collections.abc import Iterable
from typing import Any

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from survey_app.extensions import outside_transactions
from survey_app.urn.models import UrnBase

TRIES = 5
LONGEST_WAIT = "10s"


def rewrite(urn: Engine) -> bool:
    """Rewrite every table; False where somebody who still reads keeps deleted rows from going.

    A count that was killed may have left rows of every table behind, and what it would have said
    of the wave before more people answered.
    """
    with outside_transactions(urn) as connection:
        if urn.dialect.name == "postgresql":
            return _rewrite_tables(connection)
        connection.exec_driver_sql("VACUUM")
        # The log still holds every ballot ever cast; somebody reading would keep it from emptying.
        checkpoint = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not checkpoint.busy


def _rewrite_tables(connection: Connection) -> bool:
    # Whoever waits for a table keeps all others waiting behind: casts of other waves too.
    connection.exec_driver_sql(f"SET lock_timeout = '{LONGEST_WAIT}'")
    clean = all(_is_clean(connection, name) for name in UrnBase.metadata.tables)
    connection.exec_driver_sql("RESET lock_timeout")
    return clean


def _is_clean(connection: Connection, table: str) -> bool:
    """Rewrite a table until none of its deleted rows had to be kept for a reader elsewhere."""
    for _ in range(TRIES):
        try:
            told = _told(connection, f"VACUUM (FULL, VERBOSE) {table}")
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise
        if not any(_dead(detail) for detail in told):
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
