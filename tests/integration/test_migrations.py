"""The history of each book: up, down, and the same tables as the models say."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect

from survey_app.application import build, dispose, upgrade_databases
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.migrations import Book, config_of, refuse_other_revision, upgrade
from survey_app.roll.models import RollBase
from survey_app.urn.models import UrnBase
from tests.conftest import NewBooks
from tests.factories import Installation

METADATA = {"roll": RollBase.metadata, "urn": UrnBase.metadata}


@pytest.fixture
def empty(new_books: NewBooks, tmp_path: Path) -> Settings:
    """Return where two databases are in which nothing stands yet."""
    return Settings.read(new_books(tmp_path / "data", migrated=False), str(tmp_path / "data"))


@pytest.fixture
def engines(empty: Settings) -> Iterator[Mapping[Book, Engine]]:
    """Return both books, connected and without a table."""
    empty.data.mkdir()
    made: Mapping[Book, Engine] = {
        "roll": create_engine(empty.roll_url),
        "urn": create_engine(empty.urn_url),
    }
    yield made
    for engine in made.values():
        engine.dispose()


@pytest.mark.parametrize("book", ["roll", "urn"])
def test_the_migrated_tables_are_those_of_the_models(
    engines: Mapping[Book, Engine], book: Book
) -> None:
    upgrade(engines[book], book)

    with engines[book].connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA[book]) == []


@pytest.mark.parametrize("book", ["roll", "urn"])
def test_every_step_up_has_its_step_down(engines: Mapping[Book, Engine], book: Book) -> None:
    upgrade(engines[book], book)

    config = config_of(book)
    with engines[book].begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert inspect(engines[book]).get_table_names() == ["alembic_version"]


def test_two_empty_databases_become_an_installation_that_starts(empty: Settings) -> None:
    upgrade_databases(empty)

    app = build(empty)
    with app.app_context():
        assert app.test_client().get("/healthz").status_code == 200
        dispose()


def test_an_installation_that_is_up_to_date_is_left_as_it_is(installation: Installation) -> None:
    key = (installation.settings.keys / "master.key").read_bytes()

    upgrade_databases(installation.settings)

    assert (installation.settings.keys / "master.key").read_bytes() == key
    assert installation.app.test_client().get("/healthz").status_code == 200


def test_a_program_refuses_a_database_of_another_revision(installation: Installation) -> None:
    with installation.app.app_context():
        for engine in (roll_engine(), urn_engine()):
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")
        with pytest.raises(Refused, match="revision future, this program needs"):
            refuse_other_revision(roll_engine(), "roll")
        with pytest.raises(Refused, match="revision future, which this program does not know"):
            upgrade(urn_engine(), "urn")
