"""What every view of a consultant stands on: the blueprint, the practice's own rows, the pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import Blueprint, Response, abort, current_app, make_response, request
from sqlalchemy.orm import Session

from survey_app.errors import NotNow
from survey_app.extensions import reading, roll_engine
from survey_app.keys import Keys
from survey_app.languages import day
from survey_app.roll.models import Study, Wave
from survey_app.services import waves
from survey_app.workspace import consultant, language, page, words

PDF = "application/pdf"
_IDS = re.compile("[a-z0-9-]{1,120}")

consult = Blueprint("consult", __name__, url_prefix="/consult")


@contextmanager
def looking() -> Iterator[Session]:
    """Open the roll to read, which waits for nobody."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        yield roll


@contextmanager
def changing() -> Iterator[Session]:
    """Open the roll to write; the view commits."""
    with Session(roll_engine()) as roll:
        yield roll


def own_study(roll: Session, slug: str) -> Study:
    """Return a study of the practice; 404 for any other's, as for one that does not exist."""
    found = waves.study_of(roll, consultant().practice_id, slug) if _IDS.fullmatch(slug) else None
    return found or abort(404)


def own_wave(roll: Session, name: str) -> Wave:
    """Return a wave of the practice; 404 for any other's, as for one that does not exist."""
    found = waves.wave_of(roll, consultant().practice_id, name) if _IDS.fullmatch(name) else None
    return found or abort(404)


def keys() -> Keys:
    """Return the installation's keys."""
    found: Keys = current_app.extensions["keys"]
    return found


def shown(template: str, status: int = 200, **values: object) -> Response:
    """Return a page of templates/web/consult, which can write a date and a size."""
    text = page(f"consult/{template}", day=_day, size=_size, **values)
    return make_response(text, status)


def study_address(study: Study) -> str:
    """Return where a study's page is."""
    return f"/consult/studies/{study.slug}"


def wave_address(wave: Wave, place: str) -> str:
    """Return where one of a wave's pages is."""
    return f"/consult/waves/{wave.name}/{place}"


@consult.errorhandler(NotNow)
def not_now(error: NotNow) -> Response:
    """Say what a study or wave, as it stands, does not allow."""
    asked = request.view_args or {}
    slug = asked.get("slug") or str(asked.get("name", "")).rpartition("-")[0]
    return shown("not_now.html", 409, sentence=words(error.sentence), slug=slug)


def _day(when: date) -> str:
    return day(when, language())


def _size(number: int) -> str:
    """Return a file's size as people say it, never 0."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{-(-number // 1000)} kB"


def attachment(content: bytes, name: str, kind: str) -> Response:
    """Return a file to be saved, in one piece and never from a cache."""
    response = make_response(content)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8" if kind != PDF else kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Accept-Ranges"] = "none"
    response.headers["Cache-Control"] = "no-store"
    return response
