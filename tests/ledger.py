"""Facts for the ledger, and somebody who writes to its database past everything that guards it."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, text

from reports.disclosure.facts import Fact
from reports.disclosure.release import FactKey
from reports.tally import Base, Count
from survey_app.extensions import roll_engine, urn_engine
from survey_app.roll.ledger import LedgerFact
from survey_app.services.editions import record_edition
from survey_app.services.ledger import LedgerEntry, _chained, read
from tests.factories import Installation, Launched, answer_of, contacts

BASE = Base(12, 6, 2)


def a_fact(low: int = 3, **changes: Any) -> Fact:
    """Return a fact about the first account manager."""
    coefficients = ((Count("responsive", "am1", "4"), 1), (Count("responsive", "am1", "5"), -2))
    given = {"key": FactKey("share", "responsive", "am1", "4"), "coefficients": coefficients}
    return Fact(**{**given, "low": low, "high": low + 4, "base": BASE, **changes})


def counted(launched: Launched, number: int = 12) -> Launched:
    """Return the wave, answered by so many and counted."""
    for person in contacts(number):
        launched.send(person.contact, answer_of(person))
    launched.close()
    return launched


def release(launched: Launched) -> int:
    """Record an edition and return its number."""
    with launched.wave() as (roll, wave):
        number = record_edition(roll, urn_engine(), wave, launched.installation.keys).number
        roll.commit()
        return number


def entries(launched: Launched) -> list[LedgerEntry]:
    """Return the study's ledger."""
    with launched.wave() as (roll, wave):
        return read(roll, wave.study, launched.installation.keys)


def rows(installation: Installation) -> Sequence[Row[Any]]:
    """Return the ledger as it lies."""
    with installation.app.app_context(), roll_engine().connect() as connection:
        query = select(LedgerFact.__table__).order_by(LedgerFact.position)
        return connection.execute(query).all()


def tell(installation: Installation, *statements: str) -> None:
    """Tell the roll's database something, as its owner can."""
    with installation.app.app_context(), roll_engine().begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def meddle(installation: Installation, *statements: str) -> None:
    """Tell it the same with every trigger out of the way."""
    with installation.app.app_context(), roll_engine().begin() as connection:
        unguard(connection)
        for statement in statements:
            connection.execute(text(statement))


def unguard(connection: Connection) -> None:
    """Take the triggers out of the way."""
    if connection.dialect.name == "postgresql":
        for table in ("ledger_fact", "edition", "wave"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    query = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    for name in connection.scalars(text(query)).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def rechain(installation: Installation) -> None:
    """Work the whole chain out anew, as whoever knows this program can without its keys."""
    with installation.app.app_context(), roll_engine().begin() as connection:
        unguard(connection)
        before, heads = "0" * 64, {}
        table = LedgerFact.__table__
        for row in connection.execute(select(table).order_by(table.c.position)).all():
            found = _chained(before, dict(row._mapping))
            heads[row.hash] = found
            changed = {"previous_hash": before, "hash": found}
            statement = table.update().where(table.c.position == row.position)  # type: ignore[attr-defined]
            connection.execute(statement.values(**changed))
            before = found
        for old, new in heads.items():
            statement = text("UPDATE edition SET ledger_head = :new WHERE ledger_head = :old")
            connection.execute(statement, {"new": new, "old": old})


def renamed(definition: str | dict[str, Any]) -> str:
    """Return a frozen study whose first account manager goes by another name."""
    value = json.loads(definition) if isinstance(definition, str) else definition
    value["account_managers"][0]["name"] = "Somebody Else"
    return json.dumps(value)
