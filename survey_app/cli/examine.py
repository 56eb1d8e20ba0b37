"""`survey-app examine`: the forensic examiner on a throw-away installation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from survey_app.application import upgrade_databases
from survey_app.cli.desk import desk, everywhere
from survey_app.clock import today
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.services import count, studies, waves
from survey_app.services.links import draw_links, links_file, write_links

DATABASES = ("sqlite", "postgresql")
PRACTICE = "Examination"


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """The consultant of an examination: does what the commands do."""

    settings: Settings

    def install(self) -> None:
        """Make the databases and the keys."""
        upgrade_databases(self.settings)

    def launch(self, study: Path, links: Path) -> str:
        """Load and launch a study, write its links, and return the wave's id."""
        with desk(self.settings) as here, links_file(links) as stream:
            roll = here.roll
            wave = studies.load_study(roll, study, PRACTICE)
            waves.launch(roll, here.keys, wave, today=today(), until=None)
            write_links(stream, draw_links(roll, here.keys, wave), self.settings.base_url)
            waves.open_urn(urn_engine(), wave)
            roll.commit()
            return wave.name

    def count(self, wave: str) -> None:
        """Close the wave and count it."""
        with desk(self.settings) as here:
            found = waves.find_wave(here.roll, wave)
            count.close(here.roll, urn_engine(), here.keys, found, today=today())


@click.command("examine")
@click.option("--studies", "-m", default=20, show_default=True, type=click.IntRange(1, 300))
@click.option("--people", "-n", default=100, show_default=True, type=click.IntRange(20, 400))
@click.option(
    "--database",
    "databases",
    multiple=True,
    type=click.Choice(DATABASES),
    help="Which database (default: both).",
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page of it.")
@click.option("--seed", type=int, help="Repeat an examination with the seed it printed.")
@everywhere
def examine(
    *, studies: int, people: int, databases: Sequence[str], html: Path | None, seed: int | None
) -> None:
    """Examine a throw-away installation: does anything stored tell who answered what?"""
    # Here, since what it measures with takes a second to load.
    from survey_app.operations.examine.page import results_page, results_text
    from survey_app.operations.examine.run import Plan, run

    chosen = secrets.randbits(32) if seed is None else seed
    found = []
    for database in databases or DATABASES:
        click.echo(f"{database}: {studies} studies of {people} people, seed {chosen}")
        found.append(run(Plan(database, studies, people, chosen), AtTheDesk, click.echo))
        click.echo(results_text(found[-1]))
    if html:
        html.write_text(results_page(found, today()), encoding="utf-8")
        click.echo(f"The results are in {html}")
    if not all(one.passed for one in found):
        raise Refused("The examination failed: something stored may tell who answered what.")
