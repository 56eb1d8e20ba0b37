"""The respondent's routes: open the form, send it once, keep the receipt.

No cookie, nothing written on opening, and the same page whether the link was used or not.
"""

import re

from flask import Blueprint, abort, current_app, make_response, redirect, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from questionnaires.answers import Ballot
from questionnaires.kinds.base import Posted
from survey_app.clock import today
from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.keys import Keys
from survey_app.languages import ENGLISH, interface_language
from survey_app.respond.fields import Fields, Visit
from survey_app.respond.messages import Phrases
from survey_app.respond.notice_pages import receipt_page
from survey_app.respond.notices import find_notice
from survey_app.respond.order import order_for
from survey_app.respond.page import closed_page, form_page
from survey_app.respond.sent import checked, language_of, whole_form
from survey_app.services.cast import OpenedLink, cast, open_link

respond = Blueprint("respond", __name__)

RECEIPT = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}")


@respond.get("/r/<token>")
def questionnaire(token: str) -> Response:
    """Show the whole questionnaire as one form."""
    link = _opened(token)
    if isinstance(link, Response):
        return link
    return make_response(_fields().blank_form(_visit(link)))


@respond.post("/r/<token>")
def send(token: str) -> Response:
    """Take the answers of one link: a receipt, or the page again with what is wrong."""
    link = _opened(token)
    if isinstance(link, Response):
        return link
    posted = whole_form()
    visit = _visit(link, posted)
    form = visit.form(_fields().of(link.wave))
    ballot = checked(form, link.circumstances, posted)
    if isinstance(ballot, Response):
        return ballot
    try:
        return _cast(visit, ballot)
    except (SQLAlchemyError, OSError, Refused):
        notice = Phrases(visit.language).not_stored
        return make_response(form_page(form, posted, notice=notice), 503)


@respond.get("/receipt/<code>")
@respond.get("/receipt/<fingerprint>/<code>")
def receipt(code: str, fingerprint: str = "") -> Response:
    """Show the receipt. Nobody looks the code up: the page may not say whether there is one."""
    found = find_notice(fingerprint) if fingerprint else None
    if not RECEIPT.fullmatch(code) or (fingerprint and not found):
        abort(404)
    return make_response(receipt_page(code, found, request.args.get("language", ENGLISH)))


def _opened(token: str) -> OpenedLink | Response:
    """Return an open wave's link, or the page that says why there is none."""
    link = open_link(roll_engine(), _keys(), token, today())
    if link is None:
        abort(404)
    if not link.is_open:
        return make_response(closed_page(link.language), 410)
    return link


def _visit(link: OpenedLink, posted: Posted | None = None) -> Visit:
    field = _fields().of(link.wave)
    language = language_of(field.languages, link.language, posted)
    order = order_for(_keys().derived("order"), link.invitation, tuple(field.frozen.suppliers))
    return Visit(link, language, order)


def _cast(visit: Visit, ballot: Ballot) -> Response:
    code = cast(urn_engine(), _keys(), visit.link, ballot)
    if code is None:
        return make_response(closed_page(visit.language), 410)
    spoken = interface_language(visit.language)
    language = spoken if spoken != ENGLISH else None
    fingerprint = visit.link.notice_hash
    address = url_for("respond.receipt", fingerprint=fingerprint, code=code, language=language)
    return redirect(address, 303)


def _fields() -> Fields:
    fields: Fields = current_app.extensions["fields"]
    return fields


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
