"""The history of each book, applied by Alembic: one for the roll, one for the urn."""

from functools import cache
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from survey_app.errors import Refused
from survey_app.extensions import reading

Book = Literal["roll", "urn"]


def upgrade(engine: Engine, book: Book) -> None:
    """Bring a book's tables to the newest revision, in one transaction."""
    if _found(engine) == _head(book):
        return
    config = config_of(book)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def refuse_other_revision(engine: Engine, book: Book) -> None:
    """Refuse to work on a book whose tables are older or newer than this program."""
    found, head = _found(engine), _head(book)
    if found == head:
        return
    if found is None:
        raise Refused(f"The {book} has no tables yet; run: survey-app db upgrade")
    raise Refused(
        f"The {book} is at revision {found}, this program needs {head}; run: survey-app db upgrade"
    )


def _found(engine: Engine) -> str | None:
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _head(book: Book) -> str | None:
    return ScriptDirectory.from_config(config_of(book)).get_current_head()


def config_of(book: Book) -> Config:
    """Return what Alembic needs to know of a book's history."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / book))
    return config
