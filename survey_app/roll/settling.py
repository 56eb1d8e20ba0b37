"""Links and invitations read once, before anybody opens one.

PostgreSQL notes in a row that is read for the first time that its writer has committed. Left to
the first click, that note would tell in the table's own file who has opened their link.
"""

from contextlib import suppress

from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from survey_app.extensions import reading
from survey_app.roll.models import Invitation, LinkToken


def settle(roll: Engine) -> None:
    """Read every link and invitation; SQLite writes nothing when it reads."""
    if roll.dialect.name == "postgresql":
        with reading(roll) as connection:
            for table in (Invitation, LinkToken):
                connection.execute(select(func.count()).select_from(table))


def settle_after_commit(roll: Session) -> None:
    """Settle what the session writes as soon as its owner has committed it."""
    event.listen(roll, "after_commit", _settle, once=True)


def _settle(roll: Session) -> None:
    # What is committed is not to fail for this; the next start settles it too.
    with suppress(SQLAlchemyError):
        settle(roll.get_bind().engine)
