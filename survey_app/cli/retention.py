"""`survey-app practice` and `survey-app retention`: how long answers are kept, and their end."""

from collections.abc import Iterator

import click
from sqlalchemy.orm import Session

from survey_app.cli.desk import Desk, desk, everywhere
from survey_app.clock import today
from survey_app.errors import NotNow, Refused
from survey_app.extensions import reading, roll_engine, urn_engine
from survey_app.roll.models import Practice
from survey_app.services import retention
from survey_app.services.retention import LONGEST, Due
from survey_app.services.studies import existing_practice

DAYS = click.IntRange(1, LONGEST)


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--keep-comments", "comments", type=DAYS, metavar="DAYS")
@click.option("--keep-tallies", "tallies", type=DAYS, metavar="DAYS")
@click.option("--yes", is_flag=True, help="Confirm: what is over at once cannot be brought back.")
@everywhere
def practice(name: str, comments: int | None, tallies: int | None, *, yes: bool) -> None:
    """Say, or set, for how many days after the close of a wave NAME keeps what was answered.

    Comments are destroyed first, then the tallies that reports are made from. Released reports
    stay, and so does the ledger of what they said.
    """
    with desk() as here:
        found = existing_practice(here.roll, name)
        retention.keep_for(found, comments=comments, tallies=tallies)
        over = [
            due
            for due in retention.overdue(here.roll, urn_engine(), today())
            if due.wave.study.practice_id == found.id
        ]
        changed = comments is not None or tallies is not None
        if changed and over and not yes:
            what = "; ".join(f"the {due.what} of {due.wave.name}" for due in over)
            raise Refused(
                f"This destroys at once, and for good: {what}. Say --yes if that is meant."
            )
        here.roll.commit()
        click.echo(_periods(found))
        if changed:
            _tell(destroyed(here))


@click.command("retention")
@everywhere
def retention_() -> None:
    """Destroy comments and tallies whose time is over, and say what is next."""
    with desk() as here:
        _tell(destroyed(here) or ["Nothing is over."])
        coming = retention.upcoming(here.roll, today())
        _tell(f"Next: the {due.what} of {due.wave.name} on {due.on}." for due in coming[:10])
        if len(coming) > 10:
            click.echo(f"… and {len(coming) - 10} more.")


def destroyed(here: Desk) -> list[str]:
    """Destroy what is over, and return a line about each; where nothing is, wait for nobody."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        if not retention.overdue(roll, urn_engine(), today()):
            return []
    done = retention.expire(here.roll, urn_engine(), today())
    lines = [_line(due) for due in done]
    here.roll.commit()
    return lines


def destroy_at_start(here: Desk) -> None:
    """Destroy what is over before the server starts, which does not wait for it."""
    try:
        _tell(destroyed(here))
    except NotNow as refusal:
        click.echo(str(refusal), err=True)


def _line(due: Due) -> str:
    return f"The {due.what} of {due.wave.name} are destroyed; their time was over on {due.on}."


def _periods(found: Practice) -> str:
    return (
        f"{found.name} keeps comments for {found.comments_days} days after the close of a wave, "
        f"tallies for {found.tallies_days}."
    )


def _tell(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        click.echo(line)
