"""The history of each book, applied by Alembic: one for the roll, one for the urn."""

from functools import cache
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from survey_app.errors import Refused
from survey_app.extensions import reading

Book = Literal["roll", "urn"]


# Both histories count from 0001: by the revision alone one book would pass for the other.
_OWN_TABLE = {"roll": "installation", "urn": "urn_wave"}


def upgrade(engine: Engine, book: Book) -> None:
    """Bring a book's tables to the newest revision, in one transaction."""
    found = _found(engine, book)
    if found == _head(book):
        return
    if found is not None and found not in _known(book):
        raise Refused(
            f"The {book} is at revision {found}, which this program does not know; use the newer "
            "program that made it."
        )
    config = config_of(book)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def refuse_other_revision(engine: Engine, book: Book) -> None:
    """Refuse to work on a book whose tables are older or newer than this program."""
    found, head = _found(engine, book), _head(book)
    if found == head:
        return
    if found is None:
        raise Refused(f"The {book} has no tables yet; run: survey-app db upgrade")
    raise Refused(
        f"The {book} is at revision {found}, this program needs {head}; run: survey-app db upgrade"
    )


def _found(engine: Engine, book: Book) -> str | None:
    """Return the revision of a book, None for an empty database; refuse the other book's."""
    with reading(engine) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found is not None and not inspect(connection).has_table(_OWN_TABLE[book]):
            raise Refused(
                f"SURVEY_APP_{book.upper()}_URL names a database that holds another book than the "
                f"{book}; put the right one there."
            )
    return found


@cache
def _head(book: Book) -> str | None:
    return ScriptDirectory.from_config(config_of(book)).get_current_head()


@cache
def _known(book: Book) -> frozenset[str]:
    history = ScriptDirectory.from_config(config_of(book)).walk_revisions()
    return frozenset(revision.revision for revision in history)


def config_of(book: Book) -> Config:
    """Return what Alembic needs to know of a book's history."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / book))
    return config
