"""The receipts of a counted wave: what was cast, and nothing of who or what."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, insert, select

from survey_app.extensions import reading
from survey_app.urn.models import Receipt


def write_receipts(connection: Connection, wave: str, codes: Iterable[str]) -> None:
    """Write down the receipts of the ballots that were cast, in the order of their codes."""
    rows = [{"wave": wave, "code": code} for code in sorted(codes)]
    if rows:
        connection.execute(insert(Receipt), rows)


def read_receipts(urn: Engine, wave: str) -> list[str]:
    """Return the receipts of a counted wave, sorted; none before the count."""
    query = select(Receipt.code).where(Receipt.wave == wave).order_by(Receipt.code)
    with reading(urn) as connection:
        return list(connection.scalars(query))
