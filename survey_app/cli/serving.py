"""`survey-app serve` and `survey-app demo`."""

import os
from pathlib import Path

import click

from survey_app.cli.desk import chosen, desk, everywhere
from survey_app.cli.retention import destroy_at_start
from survey_app.config import Settings
from survey_app.server import refuse_busy
from survey_app.server import serve as run

HOST, PORT = "127.0.0.1", 8000


@click.command()
@click.option("--host", default=HOST, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@everywhere
def serve(host: str, port: int) -> None:
    """Run the web server; first destroy the comments and tallies whose time is over."""
    settings = chosen().settings()
    with desk(settings) as here:  # refuses in one sentence what would make every worker fail
        destroy_at_start(here)
    _run(settings, host, port)


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the reports go (default: demonstration/reports in the data folder).",
)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@everywhere
def demo(out: Path | None, port: int) -> None:
    """Make an invented study from nothing to PDFs, and serve it (not with DEMO_SERVE=0)."""
    # Here, since drawing takes a second to load, which no other command should wait for.
    from survey_app.demonstration.run import demonstrate

    settings = chosen().settings()
    if settings.shelf.exists():
        click.echo(f"The demonstration in {settings.data} is made already; serving what it has.")
    else:
        folder = (out or settings.demonstration / "reports").absolute()
        demonstrate(settings, folder, click.echo)
        click.echo(f"The reports are in {folder}")
    if os.environ.get("DEMO_SERVE") != "0":
        _run(settings, HOST, port)


def _run(settings: Settings, host: str, port: int) -> None:
    refuse_busy(host, port)
    click.echo(f"Serving on http://{host}:{port} - end with Ctrl-C.")
    run(settings, host, port)
