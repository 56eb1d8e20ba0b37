"""The site's own pages: its front door, its health, and the demonstration's shelf."""

import json
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, abort, current_app, make_response, request, send_file
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from questionnaires.study import StudyFile
from survey_app.clock import today
from survey_app.config import Settings
from survey_app.extensions import reading, roll_engine, urn_engine
from survey_app.languages import first_spoken
from survey_app.respond.page import shelf_page, welcome_page
from survey_app.respond.preview import page_of
from survey_app.roll.models import Study
from survey_app.services.previews import previewed

site = Blueprint("site", __name__)


@site.get("/healthz")
def healthz() -> Response:
    """Answer 200 when both databases answer."""
    try:
        for engine in (roll_engine(), urn_engine()):
            with reading(engine) as connection:
                connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return make_response("a database does not answer\n", 503)
    return make_response("ok\n")


@site.get("/")
def welcome() -> Response:
    """Show the demonstration's shelf on the machine that made it, and nothing of note elsewhere."""
    reports, language = _shelf(), first_spoken(request.accept_languages.values())
    if reports is None:
        return make_response(welcome_page(language))
    files = {file.name for file in reports.glob("*.pdf")}
    return make_response(shelf_page(_named(files), language))


def _named(files: set[str]) -> list[tuple[str, str]]:
    """Return the reports with whom each is for: the supplier's first, then in the study's order."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        study = roll.scalars(select(Study).order_by(Study.id)).first()
        definition = StudyFile.model_validate(study.definition) if study else None
    named = {}
    if definition:
        people = {f"manager-{each.id}.pdf": each.name for each in definition.account_managers}
        named = {"supplier.pdf": definition.client_name(), **people}
    known = [(file, name) for file, name in named.items() if file in files]
    return known + [(file, "") for file in sorted(files - named.keys())]


@site.route("/demonstration/preview", methods=["GET", "POST"])
def preview() -> Response:
    """Show the preview of the demonstration's questionnaire."""
    if _shelf() is None:
        abort(404)
    with reading(roll_engine()) as connection, Session(connection) as roll:
        study = roll.scalars(select(Study).order_by(Study.id)).first()
        if study is None:
            abort(404)
        found = previewed(roll, study, today())
    return page_of(found)


@site.get("/demonstration/<name>.pdf")
def report(name: str) -> Response:
    """Hand out one of the demonstration's reports."""
    reports = _shelf()
    offered = {file.stem: file for file in reports.glob("*.pdf")} if reports else {}
    if name not in offered:
        abort(404)
    return send_file(offered[name], mimetype="application/pdf", etag=False, conditional=False)


def _shelf() -> Path | None:
    """Return the folder of the demonstration's reports, for a request from this machine only."""
    settings: Settings = current_app.extensions["settings"]
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    near = bool(request.remote_addr) and ip_address(request.remote_addr or "").is_loopback
    if forwarded or not near or not settings.shelf.exists():
        return None
    return Path(json.loads(settings.shelf.read_text())["reports"])
