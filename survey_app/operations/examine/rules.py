"""What must hold of everything stored, whatever anybody could guess from it."""

from collections.abc import Iterable, Iterator, Sequence

from survey_app.operations.examine.evidence import Evidence, File, Table
from survey_app.operations.examine.looking import Known, names_in
from survey_app.roll import accounts, ledger, reports
from survey_app.roll.models import RollBase
from survey_app.urn.models import UrnBase

HIDDEN = {"rowid", "xmin", "xmax"}
METADATA = {"roll": RollBase.metadata, "urn": UrnBase.metadata}
SPOKEN = ("logs/", "tmp/", "server log")
KEPT_FOR_NOISE = "pg_wal"
SAMPLE = 10
# Named, so that the roll's metadata is whole.
MODULES = (accounts, ledger, reports)


def unforeseen(tables: Iterable[Table]) -> Iterator[str]:
    """Yield the tables and columns that the models know nothing of: anything could be in them."""
    for table in tables:
        known = METADATA[table.book].tables
        if table.name == "alembic_version":
            continue
        if table.name not in known:
            yield f"there is a table {table.book}.{table.name} that no model has"
            continue
        for column in sorted(set(table.columns) - HIDDEN - set(known[table.name].columns.keys())):
            yield f"{table.book}.{table.name} has a column {column} that no model has"


def changed_by_sending(before: Sequence[Table], after: Sequence[Table]) -> Iterator[str]:
    """Yield the tables of the roll that are not as they were before anybody sent."""
    rows = {table.name: sorted(map(repr, table.rows)) for table in before if table.book == "roll"}
    for table in after:
        if table.book == "roll" and sorted(map(repr, table.rows)) != rows.get(table.name):
            yield f"sending changed roll.{table.name}"


def spoken_of(files: Iterable[File], known: Known) -> Iterator[str]:
    """Yield the logs and files put aside that name a person, or hold the token of a link."""
    for file in files:
        if file.name.startswith(SPOKEN) and names_in(file.content, known):
            yield f"{file.name} names people"


def left_of_ballots(before: Evidence, after: Evidence) -> Iterator[str]:
    """Yield where a ballot of before the count, or its name, is left after it.

    A server's log of what it wrote holds both, as noise; so do the copies made before.
    """
    rows = before.rows("sealed_ballot")[:SAMPLE]
    parts = [_bytes(row["nullifier"]) for row in rows] + [
        _bytes(row["sealed"])[:48] for row in rows
    ]
    spelt = [*parts, *(part.hex().encode() for part in parts)]
    for file in after.files:
        noise = file.name == KEPT_FOR_NOISE or "of-the-field" in file.name
        if not noise and any(part in file.content for part in spelt):
            yield f"ballots are left in {file.name}"


def left_of_keys(at_first: Iterable[File], after: Iterable[File]) -> Iterator[str]:
    """Yield the files of the key folder that the count ought to have destroyed."""
    for name in sorted({file.name for file in after} - {file.name for file in at_first}):
        yield f"the key file {name.rpartition('.')[2]} of a wave is left"


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else b""
