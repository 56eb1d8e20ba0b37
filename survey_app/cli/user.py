"""`survey-app user`: who may sign in to the workspace."""

import click

from survey_app.cli.desk import chosen, desk, everywhere
from survey_app.clock import now
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.services import accounts


@click.group()
@everywhere
def user() -> None:
    """Consultants, who sign in to the workspace of their practice."""


@user.command()
@click.argument("email", metavar="EMAIL")
@everywhere
def add(email: str) -> None:
    """Print a one-time link with which EMAIL sets a password; made if new, reset if not."""
    with desk() as here:
        account = accounts.add(here.roll, email, chosen().practice)
        token = accounts.new_welcome(here.roll, here.keys, account, now())
        here.roll.commit()
        settings: Settings = here.app.extensions["settings"]
        click.echo(f"{account.email} may sign in to the studies of {account.practice.name}.")
        click.echo(
            f"The link below sets the password, once, within {accounts.WELCOME_DAYS} days; "
            "links printed earlier open nothing any more."
        )
        click.echo(f"{settings.base_url}/account/welcome/{token}")


@user.command("list")
@everywhere
def list_() -> None:
    """List who may sign in: address, practice, state."""
    with desk() as here:
        for account in accounts.every(here.roll):
            click.echo(f"{account.email}\t{account.practice.name}\t{account.state}")


@user.command()
@click.argument("email", metavar="EMAIL")
@everywhere
def disable(email: str) -> None:
    """Shut an account at once; `user add` opens it again."""
    with desk() as here:
        account = accounts.find(here.roll, email)
        if account is None:
            raise Refused(f"There is no account {email[:80]}; `survey-app user list` lists them.")
        accounts.disable(here.roll, account)
        here.roll.commit()
        click.echo(f"{account.email} is signed out everywhere and cannot sign in any more.")
