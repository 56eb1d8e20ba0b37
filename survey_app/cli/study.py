"""`survey-app study`: load and export."""

from pathlib import Path

import click

from survey_app.cli.desk import chosen, desk, everywhere
from survey_app.services import studies


@click.group()
@everywhere
def study() -> None:
    """Studies, read from and written to files."""


@study.command()
@click.argument("file", metavar="STUDY.yaml", type=click.Path(dir_okay=False, path_type=Path))
@everywhere
def load(file: Path) -> None:
    """Create or update a draft study from one file; prints the wave's id on the last line."""
    with desk() as here:
        wave = studies.load_study(here.roll, file, chosen().practice)
        contacts = len(studies.listed_contacts(here.roll, wave.study))
        here.roll.commit()
        click.echo(
            f"Loaded {wave.study.slug} with {contacts} contacts for {wave.study.practice.name}."
        )
        click.echo(wave.name)


@study.command()
@click.argument("name", metavar="STUDY")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@everywhere
def export(name: str, out: Path) -> None:
    """Write a study as the file (and, beside it, the files it names) that loads it again."""
    with desk() as here:
        for path in studies.export_study(here.roll, here.study(name), out):
            click.echo(path)
