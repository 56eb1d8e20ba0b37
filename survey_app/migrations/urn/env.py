"""Alembic's entry to the urn: runs on the connection it is given."""

from alembic import context

from survey_app.urn.models import UrnBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=UrnBase.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
