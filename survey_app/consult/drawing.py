"""Drawing an edition's PDFs beside the web server: recorded first, kept one by one as they come."""

from collections.abc import Mapping
from concurrent.futures import BrokenExecutor
from contextlib import closing
from threading import Lock, Thread, main_thread

import structlog
from flask import abort
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from reports.report import Report
from survey_app.consult.desk import changing, keys, looking
from survey_app.extensions import reading, roll_engine, urn_engine
from survey_app.roll.models import Edition, Wave
from survey_app.services import ledger
from survey_app.services.editions import drafts_of, drawn
from survey_app.services.report_files import content_of, keep_file, listed_files

log = structlog.get_logger()

# One edition and one single report at a time: drawing takes a whole processor and much memory.
_BESIDE, _ON_DEMAND = Lock(), Lock()


def draw_beside(edition_id: int, drafts: Mapping[str, Report]) -> None:
    """Begin to draw what is missing of an edition, and return at once.

    A server that is killed meanwhile leaves reports undrawn and none in half; each of them is
    drawn when somebody asks for it.
    """
    name = f"drawing edition {edition_id}"
    Thread(target=_draw, args=(roll_engine(), edition_id, drafts), name=name, daemon=True).start()


def missing_drafts(wave_id: int, edition_id: int) -> Mapping[str, Report]:
    """Return the reports of an edition that are not drawn yet."""
    with looking() as roll:
        wave, edition = roll.get_one(Wave, wave_id), roll.get_one(Edition, edition_id)
        missing = {file.file for file in listed_files(roll, edition) if file.size is None}
        if not missing:
            return {}
        ledger.released(roll, wave, keys())
        drafts = drafts_of(urn_engine(), wave, edition)
    return {file: report for file, report in drafts.items() if file in missing}


def drawn_now(wave_id: int, edition_id: int, file: str) -> bytes:
    """Draw one report that is missing, keep it and return it.

    It is one of the two things a GET writes (the other is `figures.take_due`): what is kept was
    released before, all drawings of it are alike, and the next request finds it.
    """
    with _ON_DEMAND:
        draft = missing_drafts(wave_id, edition_id).get(file)
        if draft is not None:
            for name, content in drawn({file: draft}):
                with changing() as roll:
                    keep_file(roll, edition_id, name, content)
                    roll.commit()
    with looking() as roll:
        return content_of(roll, roll.get_one(Edition, edition_id), file) or abort(404)


def _draw(engine: Engine, edition_id: int, drafts: Mapping[str, Report]) -> None:
    try:
        with _BESIDE, closing(drawn(_still_missing(engine, edition_id, drafts))) as reports:
            for file, content in reports:
                with Session(engine) as roll:
                    keep_file(roll, edition_id, file, content)
                    roll.commit()
                if not main_thread().is_alive():
                    return  # the server is ending, and must not wait for the rest
    except (SQLAlchemyError, OSError, BrokenExecutor) as error:
        log.error("reports not drawn", kind=type(error).__name__, edition=edition_id)


def _still_missing(
    engine: Engine, edition_id: int, drafts: Mapping[str, Report]
) -> Mapping[str, Report]:
    """Return what nobody has drawn meanwhile: whoever waits for the lock asked a while ago."""
    with reading(engine) as connection, Session(connection) as roll:
        listed = listed_files(roll, roll.get_one(Edition, edition_id))
    missing = {each.file for each in listed if each.size is None}
    return {file: report for file, report in drafts.items() if file in missing}
