"""The respondent's routes: open the form, send it once, keep the receipt.

No cookie, nothing written on opening, and the same page whether the link was used or not.
"""

import re
from collections.abc import Sequence

from flask import Blueprint, abort, current_app, make_response, redirect, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from questionnaires.answers import check
from questionnaires.kinds.base import FieldError, Posted
from survey_app.clock import today
from survey_app.errors import Refused
from survey_app.extensions import roll_engine, urn_engine
from survey_app.keys import Keys
from survey_app.respond.fields import Fields
from survey_app.respond.page import closed_page, form_page, not_found_page, receipt_page
from survey_app.services.cast import OpenedLink, cast, open_link

respond = Blueprint("respond", __name__)

RECEIPT = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}")
FORM = "application/x-www-form-urlencoded"
NOTHING_ANSWERED = "There is no answer in the form yet. Please answer at least one question."
NOT_STORED = (
    "Your answers could not be stored just now. Nothing was lost: please send them again in a "
    "minute."
)


@respond.get("/r/<token>")
def questionnaire(token: str) -> Response:
    """Show the whole questionnaire as one form."""
    link = _link(token)
    if link is None:
        return make_response(not_found_page(), 404)
    if not link.is_open:
        return make_response(closed_page(), 410)
    return make_response(_fields().blank_form(link))


@respond.post("/r/<token>")
def send(token: str) -> Response:
    """Take the answers of one link: a receipt, or the page again with what is wrong."""
    link = _link(token)
    if link is None:
        return make_response(not_found_page(), 404)
    if not link.is_open:
        return make_response(closed_page(), 410)
    fixed = _fields().of(link.wave).frozen
    posted = _whole_form()
    ballot = check(fixed.questionnaire, tuple(fixed.suppliers), link.circumstances, posted)
    if isinstance(ballot, list):
        return _again(link, posted, 422, errors=ballot)
    if not ballot.answers:
        return _again(link, posted, 422, notice=NOTHING_ANSWERED)
    try:
        code = cast(urn_engine(), _keys(), link, ballot)
    except (SQLAlchemyError, OSError, Refused):
        return _again(link, posted, 503, notice=NOT_STORED)
    if code is None:
        return make_response(closed_page(), 410)
    return redirect(url_for("respond.receipt", code=code), 303)


@respond.get("/receipt/<code>")
def receipt(code: str) -> Response:
    """Show the receipt; the code is all the page says, so nothing needs to be looked up."""
    if not RECEIPT.fullmatch(code):
        return make_response(not_found_page(), 404)
    return make_response(receipt_page(code))


def _link(token: str) -> OpenedLink | None:
    return open_link(roll_engine(), _keys(), token, today())


def _whole_form() -> Posted:
    """Return the fields sent; refuse a body that is no form, or was cut short on its way.

    The server hands on what arrived before a connection broke: half of somebody's answers would
    be cast, and the link with them.
    """
    if request.mimetype != FORM:
        abort(415)
    if request.content_length is None or len(request.get_data()) != request.content_length:
        abort(400)
    return request.form.to_dict(flat=False)


def _again(
    link: OpenedLink,
    posted: Posted,
    status: int,
    *,
    errors: Sequence[FieldError] = (),
    notice: str = "",
) -> Response:
    form = _fields().of(link.wave).form(link)
    return make_response(form_page(form, posted, errors, notice), status)


def _fields() -> Fields:
    fields: Fields = current_app.extensions["fields"]
    return fields


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
