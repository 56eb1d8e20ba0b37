"""The ledger of released facts, which the database lets nobody change, and its signed heads."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MEASURES = "'n', 'mean', 'share', 'nps', 'top_box', 'difference', 'superiority', 'worth', 'weight'"
SENTENCE = "the ledger is append-only: what was released can be neither changed nor taken back"
OWNERS = ("edition", "wave", "study")


def _ledger_fact() -> None:
    op.create_table(
        "ledger_fact",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=65), nullable=True),
        sa.Column("subject", sa.String(length=65), nullable=True),
        sa.Column("against", sa.String(length=65), nullable=True),
        sa.Column("within", sa.Text(), nullable=True),
        sa.Column("option", sa.Text(), nullable=True),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("coefficients", sa.Text(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("menu", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        *_constraints(),
    )


def _constraints() -> Iterator[sa.Constraint]:
    for name, condition in (
        ("position", "position >= 1"),
        ("interval", "low <= high"),
        ("respondents", "respondents >= 5"),
        ("customers", "customers >= 3"),
        ("largest", "2 * largest <= respondents"),
        ("measure", f"measure IN ({MEASURES}, 'rate')"),
    ):
        yield sa.CheckConstraint(condition, name=op.f(f"ck_ledger_fact_{name}"))
    for owner in OWNERS:
        name = op.f(f"fk_ledger_fact_{owner}_id")
        yield sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=name)
    yield sa.PrimaryKeyConstraint("study_id", "position", name=op.f("pk_ledger_fact"))


def _sqlite_triggers() -> Iterator[tuple[str, str]]:
    """Yield what each trigger is called and does.

    A REPLACE deletes without asking the triggers of a deletion, and whoever opens the file with
    other tools has no foreign keys unless they turn them on.
    """
    for event in ("UPDATE", "DELETE"):
        yield f"ledger_fact_no_{event.lower()}", f"BEFORE {event} ON ledger_fact"
    again = "SELECT 1 FROM ledger_fact WHERE (study_id, position) = (NEW.study_id, NEW.position)"
    yield "ledger_fact_no_replace", f"BEFORE INSERT ON ledger_fact WHEN EXISTS ({again})"
    for owner in OWNERS:
        released = f"SELECT 1 FROM ledger_fact WHERE {owner}_id = OLD.id"  # noqa: S608 - our names
        yield f"ledger_keeps_{owner}", f"BEFORE DELETE ON {owner} WHEN EXISTS ({released})"


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _sqlite_triggers():
            refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            op.execute(f"CREATE TRIGGER {name} {when} {refuse}")
        return
    op.execute(f"""
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$""")
    op.execute("""
CREATE TRIGGER ledger_fact_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_fact
FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()""")


def upgrade() -> None:
    op.add_column("edition", sa.Column("ledger_head", sa.String(length=64), nullable=True))
    op.add_column(
        "edition", sa.Column("ledger_signature", sa.LargeBinary(length=64), nullable=True)
    )
    _ledger_fact()
    _guard()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, _ in _sqlite_triggers():
            op.execute(f"DROP TRIGGER {name}")
        op.drop_table("ledger_fact")
    else:
        op.drop_table("ledger_fact")
        op.execute("DROP FUNCTION refuse_ledger_change()")
    op.drop_column("edition", "ledger_signature")
    op.drop_column("edition", "ledger_head")
