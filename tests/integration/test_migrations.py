"""The history of each book: up, down, and the same tables as the models say."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.migrations import Book, config_of, refuse_other_revision, upgrade
from survey_app.roll.models import RollBase
from survey_app.urn.models import UrnBase
from tests.factories import Installation

METADATA = {"roll": RollBase.metadata, "urn": UrnBase.metadata}


@pytest.mark.parametrize("book", ["roll", "urn"])
def test_the_migrated_tables_are_those_of_the_models(book: Book) -> None:
    engine = create_engine("sqlite://")
    upgrade(engine, book)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA[book]) == []


@pytest.mark.parametrize("book", ["roll", "urn"])
def test_every_step_up_has_its_step_down(book: Book) -> None:
    engine = create_engine("sqlite://")
    upgrade(engine, book)

    config = config_of(book)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_a_program_refuses_a_database_of_another_revision(installation: Installation) -> None:
    with installation.app.app_context():
        for engine in (roll_engine(), urn_engine()):
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")
        with pytest.raises(Refused, match="revision future, this program needs"):
            refuse_other_revision(roll_engine(), "roll")
