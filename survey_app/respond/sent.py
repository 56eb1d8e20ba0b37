"""What was sent: read as a whole, asked for its language, and checked."""

import re
from collections.abc import Callable, Sequence

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from questionnaires.answers import Ballot, Circumstances, check
from questionnaires.kinds.base import Posted
from survey_app.respond.messages import Phrases
from survey_app.respond.page import Form, form_page

FORM = "application/x-www-form-urlencoded"
MAX_FIELDS = 50_000  # the largest form has 500 questions with 66 pairs each
SWITCH = "language"
"""The name of the buttons that show the page in another language and send nothing."""

_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")

Draw = Callable[..., str]
"""`form_page` with the form, or with more, already given."""


def whole_form() -> Posted:
    """Return the fields sent; refuse a body that is no form, or was cut short on its way.

    The server hands on what arrived before a connection broke: half of somebody's answers would
    be cast, and the link with them.
    """
    if request.mimetype != FORM:
        abort(415)
    body = request.get_data(cache=False)
    if request.content_length is None or len(body) != request.content_length:
        abort(400)
    if body.count(b"&") >= MAX_FIELDS:
        abort(413)
    return fields_of(body)


def fields_of(body: bytes) -> dict[str, list[str]]:
    """Return the fields of a form's body; what is no escape, or no UTF-8, is text all the same."""
    fields: dict[str, list[str]] = {}
    for pair in body.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            fields.setdefault(_plain(name), []).append(_plain(value))
    return fields


def _plain(escaped: bytes) -> str:
    """Return what was percent-encoded; the standard library takes 220 bytes for each byte of it."""
    spaced = escaped.replace(b"+", b" ")
    whole = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), spaced)
    return whole.decode(errors="replace")


def language_of(offered: Sequence[str], otherwise: str, posted: Posted | None = None) -> str:
    """Return the language chosen by a button or in the address, if the study has it."""
    chosen = [*(posted or {}).get(SWITCH, ()), request.args.get(SWITCH, "")]
    return next((language for language in chosen if language in offered), otherwise)


def checked(
    form: Form, circumstances: Circumstances, posted: Posted, draw: Draw = form_page
) -> Ballot | Response:
    """Return the ballot, or the page again: in another language, or with what is wrong."""
    if SWITCH in posted:
        return make_response(draw(form, posted))
    ballot = check(form.questionnaire, tuple(form.suppliers), circumstances, posted)
    if isinstance(ballot, list):
        return make_response(draw(form, posted, ballot), 422)
    if not ballot.answers:
        notice = Phrases(form.language).nothing_answered
        return make_response(draw(form, posted, notice=notice), 422)
    return ballot
