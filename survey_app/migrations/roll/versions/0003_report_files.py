"""The reports of each edition, for those released before as well; none of these is drawn yet."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    report_file = op.create_table(
        "report_file",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "content IS NULL OR length(content) > 0", name=op.f("ck_report_file_whole")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_report_file_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "file", name=op.f("pk_report_file")),
    )
    editions = op.get_bind().execute(sa.text("SELECT id, release FROM edition")).all()
    for edition in editions:
        reports = json.loads(edition.release)["reports"]
        rows = [
            {
                "edition_id": edition.id,
                "file": report["file"],
                "recipient": report["recipient"],
                "position": position,
            }
            for position, report in enumerate(reports)
        ]
        op.bulk_insert(report_file, rows)


def downgrade() -> None:
    op.drop_table("report_file")
