"""The demonstration from nothing to PDFs: the same commands and pages everybody else uses."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.application import bare, dispose, upgrade_databases
from survey_app.cli.desk import desk
from survey_app.clock import today
from survey_app.config import Settings
from survey_app.demonstration.posting import answer_all
from survey_app.demonstration.study import write_study
from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.roll.models import Study
from survey_app.server import free_port, running
from survey_app.services import count, studies, waves
from survey_app.services.editions import record_edition, write_edition
from survey_app.services.links import draw_links, links_file, write_links

PRACTICE = "Halden Weir Research"
EVERY = 40

Say = Callable[[str], None]


def demonstrate(settings: Settings, out: Path, say: Say) -> None:
    """Make the demonstration in the data folder and its reports in `out`."""
    upgrade_databases(settings)
    _refuse_real_studies(settings)
    port = free_port()
    settings = replace(settings, base_url=f"http://127.0.0.1:{port}")
    study = write_study(settings.demonstration)
    links = settings.demonstration / "links.csv"
    links.unlink(missing_ok=True)
    say(f"The study's files are in {settings.demonstration}")
    wave = _launched(settings, study, links)
    say(f"{wave} is launched; its customers answer through the web application.")
    with running(settings, port, log=Path(os.devnull)):  # its access lines are no news of ours
        answered = answer_all(links, study, progress=_every_fortieth(say))
    say(f"{answered.sent} answers sent, {answered.skipped} contacts did not answer.")
    _reported(settings, wave, out, say)
    settings.shelf.write_text(json.dumps({"wave": wave, "reports": str(out)}) + "\n")


def _refuse_real_studies(settings: Settings) -> None:
    app = bare(settings)
    with app.app_context():
        with Session(roll_engine()) as roll:
            found = roll.scalars(select(Study.slug)).all()
        dispose()
    if found:
        raise Refused(
            f"The data folder {settings.data} holds {', '.join(found)[:80]} already; give the "
            "demonstration a folder of its own with --data DIR."
        )


def _launched(settings: Settings, study: Path, links: Path) -> str:
    with desk(settings) as here, links_file(links) as stream:
        roll = here.roll
        wave = studies.load_study(roll, study, PRACTICE)
        waves.launch(roll, here.keys, wave, today=today(), until=None)
        write_links(stream, draw_links(roll, here.keys, wave), settings.base_url)
        waves.open_urn(urn_engine(), wave)
        roll.commit()
        return wave.name


def _reported(settings: Settings, name: str, out: Path, say: Say) -> None:
    with desk(settings) as here:
        roll = here.roll
        wave = waves.find_wave(roll, name)
        count.close(roll, urn_engine(), here.keys, wave, today=today())
        prepared = record_edition(roll, urn_engine(), wave, here.keys)
        roll.commit()
    say(f"{name} is counted; its ballots and keys are destroyed. Drawing the reports:")
    write_edition(prepared, out, lambda file: say(f"  {file}"))


def _every_fortieth(say: Say) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done % EVERY == 0 or done == total:
            say(f"  {done} of {total} answers")

    return progress
