"""Tallies by segment of the contacts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = ("wave", "question", "subject")


def _within(*, segments: bool) -> list[sa.Column[str]]:
    return [sa.Column("within", sa.String(length=240), nullable=False)] if segments else []


def _key(*, segments: bool) -> list[str]:
    return [*KEY, "within"] if segments else list(KEY)


def _tally_row(*, segments: bool) -> sa.Table:
    return op.create_table(
        "tally_row",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=65), nullable=False),
        *_within(segments=segments),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.CheckConstraint("2 * largest <= respondents", name=op.f("ck_tally_row_largest")),
        sa.CheckConstraint("customers >= 3", name=op.f("ck_tally_row_customers")),
        sa.CheckConstraint("respondents >= 5", name=op.f("ck_tally_row_respondents")),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_tally_row_wave")),
        sa.PrimaryKeyConstraint(*_key(segments=segments), name=op.f("pk_tally_row")),
        sqlite_with_rowid=False,
    )


def _tally_count(*, segments: bool) -> sa.Table:
    key = _key(segments=segments)
    return op.create_table(
        "tally_count",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=65), nullable=False),
        *_within(segments=segments),
        sa.Column("option", sa.String(length=400), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_tally_count_number")),
        sa.ForeignKeyConstraint(
            key,
            [f"tally_row.{column}" for column in key],
            name=op.f(f"fk_tally_count_{'_'.join(key)}"),
        ),
        sa.PrimaryKeyConstraint(*key, "option", name=op.f("pk_tally_count")),
        sqlite_with_rowid=False,
    )


def _rebuild(*, segments: bool) -> None:
    """Make both tables anew: SQLite changes no primary key, and few rows ever stand in them."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT * FROM tally_row")).mappings().all()
    counts = bind.execute(sa.text("SELECT * FROM tally_count")).mappings().all()
    op.drop_table("tally_count")
    op.drop_table("tally_row")
    _insert(_tally_row(segments=segments), rows, segments=segments)
    _insert(_tally_count(segments=segments), counts, segments=segments)


def _insert(table: sa.Table, rows: Sequence[sa.RowMapping], *, segments: bool) -> None:
    """Put back what has a place; a table without segments holds none."""
    if segments:
        values = [{**row, "within": ""} for row in rows]
    else:
        whole = (dict(row) for row in rows if not row["within"])
        values = [{name: row[name] for name in row if name != "within"} for row in whole]
    if values:
        op.get_bind().execute(sa.insert(table), values)


def upgrade() -> None:
    _rebuild(segments=True)


def downgrade() -> None:
    _rebuild(segments=False)
