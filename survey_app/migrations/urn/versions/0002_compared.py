"""Room for pairs, rankings, and how ratings go together."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NARROW = 32


def _tally_row(subject: int) -> sa.Table:
    return op.create_table(
        "tally_row",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=subject), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.CheckConstraint("2 * largest <= respondents", name=op.f("ck_tally_row_largest")),
        sa.CheckConstraint("customers >= 3", name=op.f("ck_tally_row_customers")),
        sa.CheckConstraint("respondents >= 5", name=op.f("ck_tally_row_respondents")),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_tally_row_wave")),
        sa.PrimaryKeyConstraint("wave", "question", "subject", name=op.f("pk_tally_row")),
        sqlite_with_rowid=False,
    )


def _tally_count(subject: int, option: int) -> sa.Table:
    return op.create_table(
        "tally_count",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=subject), nullable=False),
        sa.Column("option", sa.String(length=option), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_tally_count_number")),
        sa.ForeignKeyConstraint(
            ["wave", "question", "subject"],
            ["tally_row.wave", "tally_row.question", "tally_row.subject"],
            name=op.f("fk_tally_count_wave_question_subject"),
        ),
        sa.PrimaryKeyConstraint(
            "wave", "question", "subject", "option", name=op.f("pk_tally_count")
        ),
        sqlite_with_rowid=False,
    )


def _rebuild(subject: int, option: int) -> None:
    """Make both tables anew: SQLite alters no column, and few rows ever stand in them."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT * FROM tally_row")).mappings().all()
    counts = bind.execute(sa.text("SELECT * FROM tally_count")).mappings().all()
    op.drop_table("tally_count")
    op.drop_table("tally_row")
    _insert(_tally_row(subject), rows, subject, option)
    _insert(_tally_count(subject, option), counts, subject, option)


def _insert(table: sa.Table, rows: Sequence[sa.RowMapping], subject: int, option: int) -> None:
    """Put back the rows that have room; a narrower table holds no pairs."""
    pairs = subject > NARROW
    fitting = [
        dict(row)
        for row in rows
        if (pairs or "." not in row["subject"]) and len(row.get("option", "")) <= option
    ]
    if fitting:
        op.get_bind().execute(sa.insert(table), fitting)


def upgrade() -> None:
    _rebuild(subject=65, option=400)
    op.create_table(
        "tally_correlation",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "hundredths BETWEEN -100 AND 100", name=op.f("ck_tally_correlation_hundredths")
        ),
        sa.CheckConstraint("respondents >= 30", name=op.f("ck_tally_correlation_respondents")),
        sa.ForeignKeyConstraint(
            ["wave"], ["urn_wave.wave"], name=op.f("fk_tally_correlation_wave")
        ),
        sa.PrimaryKeyConstraint("wave", "first", "second", name=op.f("pk_tally_correlation")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("tally_correlation")
    _rebuild(subject=NARROW, option=NARROW)
