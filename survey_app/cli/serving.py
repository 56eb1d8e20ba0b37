"""`survey-app serve` and `survey-app demo`."""

import click

from survey_app.cli.desk import chosen, desk, everywhere
from survey_app.server import serve as run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@everywhere
def serve(host: str, port: int) -> None:
    """Run the web server."""
    settings = chosen().settings()
    with desk(settings):
        pass  # refuses here, in one sentence, what would make every worker fail
    click.echo(f"Serving on http://{host}:{port} - end with Ctrl-C.")
    run(settings, host, port)
