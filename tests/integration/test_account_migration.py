"""The revision that brings accounts: up and down beside a roll in use."""

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from survey_app.extensions import roll_engine
from survey_app.migrations import config_of
from tests.factories import Installation, StudyFiles
from tests.workspace import ADA, invite, signed_in

TABLES = {"account", "session", "welcome", "attempts"}


def move(engine: Engine, revision: str) -> None:
    """Bring the roll to a revision, from above or from below."""
    config = config_of("roll")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        command.upgrade(config, "0002")


def test_the_studies_of_a_roll_outlive_its_accounts(installation: Installation) -> None:
    installation.load(StudyFiles())
    signed_in(installation)
    invite(installation, "ben@example.com")

    with installation.app.app_context():
        move(roll_engine(), "0001")
        with roll_engine().connect() as connection:
            left = {
                table: connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
                for table in ("practice", "study", "contact", *sorted(TABLES))
            }

    assert left == {"practice": 2, "study": 1, "contact": 20} | dict.fromkeys(TABLES, 0)


def test_the_revision_below_knows_no_accounts(installation: Installation) -> None:
    signed_in(installation)
    with installation.app.app_context():
        config = config_of("roll")
        with roll_engine().begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0001")

        assert TABLES.isdisjoint(inspect(roll_engine()).get_table_names())


def test_an_account_takes_its_sessions_and_links_with_it(installation: Installation) -> None:
    signed_in(installation)
    invite(installation)
    with installation.app.app_context(), roll_engine().begin() as connection:
        connection.execute(text("DELETE FROM account"))
        assert connection.scalar(text("SELECT count(*) FROM session")) == 0
        assert connection.scalar(text("SELECT count(*) FROM welcome")) == 0


def test_an_address_has_one_account(installation: Installation) -> None:
    signed_in(installation)
    row = "INSERT INTO account (practice_id, email, disabled) VALUES (1, :email, false)"

    with (
        installation.app.app_context(),
        pytest.raises(IntegrityError),
        roll_engine().begin() as connection,
    ):
        connection.execute(text(row), {"email": ADA})
