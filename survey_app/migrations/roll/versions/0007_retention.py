"""How long a practice keeps comments and tallies, and when those of a wave were destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

COMMENTS = "CONSTRAINT ck_practice_comments_days CHECK (comments_days >= 1)"
TALLIES = """CONSTRAINT ck_practice_tallies_days
    CHECK (tallies_days >= comments_days AND tallies_days <= 36500)"""
DESTROYED = ("comments_destroyed_on", "tallies_destroyed_on")


def upgrade() -> None:
    # Written out, since Alembic adds no constraint to a table that stands in SQLite.
    for column, days, constraint in (
        ("comments_days", 365, COMMENTS),
        ("tallies_days", 1095, TALLIES),
    ):
        op.execute(
            f"ALTER TABLE practice ADD COLUMN {column} INTEGER DEFAULT {days} NOT NULL {constraint}"
        )
    for column in DESTROYED:
        op.add_column("wave", sa.Column(column, sa.Date(), nullable=True))


def downgrade() -> None:
    for column in DESTROYED:
        op.drop_column("wave", column)
    for column in ("tallies_days", "comments_days"):
        op.drop_column("practice", column)
