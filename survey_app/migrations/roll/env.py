"""Alembic's entry to the roll: runs on the connection it is given."""

from alembic import context

import survey_app.roll.accounts
import survey_app.roll.ledger
import survey_app.roll.reports  # noqa: F401 - their tables stand in the same metadata
from survey_app.roll.models import RollBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RollBase.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
