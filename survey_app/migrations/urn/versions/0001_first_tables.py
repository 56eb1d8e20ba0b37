"""The first tables of the urn."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _urn_wave() -> None:
    op.create_table(
        "urn_wave",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("malformed", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'counted', 'destroyed')", name=op.f("ck_urn_wave_state")
        ),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_urn_wave")),
        sqlite_with_rowid=False,
    )


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("slip", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_comment_wave")),
        sa.PrimaryKeyConstraint("slip", name=op.f("pk_comment")),
        sqlite_with_rowid=False,
    )


def _response() -> None:
    op.create_table(
        "response",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_response_wave")),
        sa.PrimaryKeyConstraint("wave", "subject", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )


def _sealed_ballot() -> None:
    op.create_table(
        "sealed_ballot",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("nullifier", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_sealed_ballot_wave")),
        sa.PrimaryKeyConstraint("wave", "nullifier", name=op.f("pk_sealed_ballot")),
        sqlite_with_rowid=False,
    )


def _tally_row() -> None:
    op.create_table(
        "tally_row",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
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


def _tally_count() -> None:
    op.create_table(
        "tally_count",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("option", sa.String(length=32), nullable=False),
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


def upgrade() -> None:
    _urn_wave()
    _comment()
    _response()
    _sealed_ballot()
    _tally_row()
    _tally_count()


def downgrade() -> None:
    op.drop_table("tally_count")
    op.drop_table("tally_row")
    op.drop_table("sealed_ballot")
    op.drop_table("response")
    op.drop_table("comment")
    op.drop_table("urn_wave")
