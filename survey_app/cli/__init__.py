"""The command line: `survey-app --help` lists it all."""

import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import SQLAlchemyError

from questionnaires.errors import DefinitionError
from survey_app.application import upgrade_databases
from survey_app.cli.desk import chosen, everywhere
from survey_app.cli.examine import examine
from survey_app.cli.retention import practice, retention_
from survey_app.cli.serving import demo, serve
from survey_app.cli.study import study
from survey_app.cli.user import user
from survey_app.cli.wave import wave
from survey_app.errors import Refused


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@everywhere
def commands() -> None:
    """Anonymous customer surveys, from the questionnaire to the PDF reports."""


@commands.group()
@everywhere
def db() -> None:
    """The two databases."""


@db.command("upgrade")
@everywhere
def db_upgrade() -> None:
    """Migrate roll and urn; make the key folder of a new installation."""
    settings = chosen().settings()
    upgrade_databases(settings)
    click.echo(f"The databases in {settings.data} are up to date; the keys are in {settings.keys}.")


for command in (study, wave, user, practice, retention_, serve, demo, examine):
    commands.add_command(command)


def main(words: Sequence[str] | None = None) -> None:
    """Run a command: exit status 0 done, 1 refused with a sentence, 2 wrong usage."""
    try:
        commands(words)
    except (Refused, DefinitionError) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except SQLAlchemyError as error:
        # Its message could carry a row; the kind of error is enough to look for.
        click.echo(f"The database refused ({type(error).__name__}); nothing was changed.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or 'A file'}: {error.strerror}.", err=True)
        sys.exit(1)
