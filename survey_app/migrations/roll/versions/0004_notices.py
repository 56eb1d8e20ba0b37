"""What respondents were promised, by wave, and the record of the end of its keys."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("wave", sa.Column("notice", sa.Text(), nullable=True))
    op.add_column("wave", sa.Column("notice_hash", sa.String(length=64), nullable=True))
    op.add_column("wave", sa.Column("destruction", sa.Text(), nullable=True))
    op.add_column(
        "wave", sa.Column("destruction_signature", sa.LargeBinary(length=64), nullable=True)
    )
    op.create_index(op.f("ix_wave_notice_hash"), "wave", ["notice_hash"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_wave_notice_hash"), "wave")
    for name in ("destruction_signature", "destruction", "notice_hash", "notice"):
        op.drop_column("wave", name)
