"""No samples of ballots in PostgreSQL's statistics, where neither the count nor VACUUM reaches."""

from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = ("wave", "nullifier", "sealed")


def _keep(samples: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for column in COLUMNS:
            statement = f"ALTER TABLE sealed_ballot ALTER COLUMN {column} SET STATISTICS {samples}"
            op.execute(statement)


def upgrade() -> None:
    _keep(0)


def downgrade() -> None:
    _keep(-1)
