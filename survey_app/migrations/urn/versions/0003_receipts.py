"""The receipts of a counted wave, so that everybody can find their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("wave", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["urn_wave.wave"], name=op.f("fk_receipt_wave")),
        sa.PrimaryKeyConstraint("wave", "code", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("receipt")
