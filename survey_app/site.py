"""The site's own pages: its front door, its health, and the demonstration's shelf."""

import json
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, abort, current_app, make_response, request, send_file
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from questionnaires.answers import Circumstances, check
from survey_app.clock import today
from survey_app.config import Settings
from survey_app.extensions import reading, roll_engine, urn_engine
from survey_app.respond.fields import Field, Fields
from survey_app.respond.page import form_page, preview_page, shelf_page, welcome_page

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
    reports = _shelf()
    if reports is None:
        return make_response(welcome_page())
    return make_response(shelf_page(sorted(file.name for file in reports.glob("*.pdf"))))


@site.route("/demonstration/preview", methods=["GET", "POST"])
def preview() -> Response:
    """Show the demonstration's questionnaire; what is sent here is checked and goes nowhere."""
    field = _demonstration_field()
    managers = tuple(field.frozen.managers)[:2]
    form = field.form_for(managers, "en", closes_on=today())
    if request.method != "POST":
        return make_response(form_page(form))
    posted = request.form.to_dict(flat=False)
    fixed, circumstances = field.frozen, Circumstances("preview", managers)
    ballot = check(fixed.questionnaire, tuple(fixed.suppliers), circumstances, posted)
    if isinstance(ballot, list):
        return make_response(form_page(form, posted, ballot), 422)
    return make_response(preview_page())


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


def _demonstration_field() -> Field:
    if _shelf() is None:
        abort(404)
    fields: Fields = current_app.extensions["fields"]
    return fields.of(1)
