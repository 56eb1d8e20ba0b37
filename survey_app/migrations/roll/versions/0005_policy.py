"""The policy of a wave in columns of its own: never below the floor, never looser once launched."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

FLOOR = {"min_respondents": 5, "min_customers": 3}
# What stood beside the two thresholds, alike for every wave.
CONSTANTS = {"detail_from": 10, "full_from": 30, "fine_from": 100}
RESPONDENTS = "CONSTRAINT ck_wave_min_respondents CHECK (min_respondents >= 5)"
CUSTOMERS = "CONSTRAINT ck_wave_min_customers CHECK (min_customers >= 3)"
LAUNCHED = """CONSTRAINT ck_wave_policy CHECK (state = 'draft' OR (policy_version IS NOT NULL
    AND min_respondents IS NOT NULL AND min_customers IS NOT NULL))"""

SENTENCE = "a wave that is launched keeps its policy: it may be made stricter, never looser"
LOOSER = """OLD.state <> 'draft' AND (NEW.state = 'draft'
    OR NEW.policy_version <> OLD.policy_version
    OR NEW.min_respondents < OLD.min_respondents OR NEW.min_customers < OLD.min_customers)"""
ON_SQLITE = f"""
CREATE TRIGGER wave_policy_stays BEFORE UPDATE ON wave WHEN {LOOSER}
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
ON_POSTGRESQL = (
    f"""
CREATE FUNCTION refuse_looser_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$""",
    f"""
CREATE TRIGGER wave_policy_stays BEFORE UPDATE ON wave FOR EACH ROW WHEN ({LOOSER})
EXECUTE FUNCTION refuse_looser_policy()""",
)


def _wave() -> sa.TableClause:
    names = ("id", "state", "policy_version", *FLOOR)
    policies = (
        sa.column(name, sa.JSON(none_as_null=True)) for name in ("policy", "frozen_definition")
    )
    return sa.table("wave", *map(sa.column, names), *policies)


def _fill() -> None:
    wave, bind = _wave(), op.get_bind()
    query = sa.select(wave.c.id, wave.c.policy, wave.c.frozen_definition)
    for row in bind.execute(query.where(wave.c.state != "draft")).all():
        frozen = row.policy or (row.frozen_definition or {}).get("policy") or {}
        values = {name: max(floor, int(frozen.get(name, floor))) for name, floor in FLOOR.items()}
        version = str(frozen.get("version", "1"))
        changed = sa.update(wave).where(wave.c.id == row.id)
        bind.execute(changed.values(policy_version=version, **values))


def _on_sqlite() -> None:
    """Add columns with what they must hold, fill them, and only then ask whether they hold it.

    SQLite adds no constraint to a table that stands, and this one cannot be made anew while others
    refer to it.
    """
    op.execute("PRAGMA ignore_check_constraints = ON")
    try:
        op.execute(f"ALTER TABLE wave ADD COLUMN min_respondents INTEGER {RESPONDENTS}")
        op.execute(f"ALTER TABLE wave ADD COLUMN min_customers INTEGER {CUSTOMERS}")
        op.execute(f"ALTER TABLE wave ADD COLUMN policy_version VARCHAR(8) {LAUNCHED}")
        _fill()
    finally:
        op.execute("PRAGMA ignore_check_constraints = OFF")
    op.execute("UPDATE wave SET policy_version = policy_version")
    op.execute(ON_SQLITE)


def _on_postgresql() -> None:
    op.execute(f"ALTER TABLE wave ADD COLUMN min_respondents INTEGER {RESPONDENTS}")
    op.execute(f"ALTER TABLE wave ADD COLUMN min_customers INTEGER {CUSTOMERS}")
    op.execute("ALTER TABLE wave ADD COLUMN policy_version VARCHAR(8)")
    _fill()
    op.execute(f"ALTER TABLE wave ADD {LAUNCHED}")
    for statement in ON_POSTGRESQL:
        op.execute(statement)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()
    op.drop_column("wave", "policy")


def _filled_back() -> None:
    wave, bind = _wave(), op.get_bind()
    names = (wave.c.id, wave.c.policy_version, *(wave.c[name] for name in FLOOR))
    for row in bind.execute(sa.select(*names).where(wave.c.min_respondents.is_not(None))).all():
        policy: dict[str, Any] = {name: getattr(row, name) for name in FLOOR}
        policy = {"version": row.policy_version, **policy, **CONSTANTS}
        bind.execute(sa.update(wave).where(wave.c.id == row.id).values(policy=policy))


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER wave_policy_stays" + ("" if on_sqlite else " ON wave"))
    op.add_column("wave", sa.Column("policy", sa.JSON(none_as_null=True), nullable=True))
    _filled_back()
    if not on_sqlite:
        op.execute("DROP FUNCTION refuse_looser_policy()")
        op.execute("ALTER TABLE wave DROP CONSTRAINT ck_wave_policy")
    for name in ("policy_version", "min_customers", "min_respondents"):
        op.drop_column("wave", name)
