"""The preview of a study's questionnaire: everything is checked, and nothing is stored."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, make_response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from questionnaires.answers import Circumstances
from survey_app.clock import today
from survey_app.extensions import reading, roll_engine
from survey_app.languages import first_spoken
from survey_app.respond.fields import Field
from survey_app.respond.page import (
    Form,
    Preview,
    form_page,
    previewed_page,
    unfit_page,
)
from survey_app.respond.sent import checked, language_of, whole_form
from survey_app.services.previews import Previewed, opened, previewed

preview = Blueprint("preview", __name__)

MOST_MANAGERS = 3


@preview.route("/preview/<token>", methods=["GET", "POST"])
def show(token: str) -> Response:
    """Show a study's questionnaire; what is sent here is checked and goes nowhere."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        study = opened(current_app.extensions["keys"], roll, token)
        found = previewed(roll, study, today()) if study else None
    if study is None:
        abort(404)
    return page_of(found)


def page_of(found: Previewed | None) -> Response:
    """Return the answer to a request for this preview, or that it cannot be shown yet."""
    reader = first_spoken(request.accept_languages.values())
    if found is None:
        return make_response(unfit_page(reader), 409)
    posted = whole_form() if request.method == "POST" else None
    fixed = found.frozen
    managers = _managers(tuple(fixed.managers))
    languages = fixed.definition.languages
    form = _form(found, managers, language_of(languages, languages[0], posted))
    chosen = (*managers, *[""] * MOST_MANAGERS)[: min(MOST_MANAGERS, len(fixed.managers))]
    draw = partial(form_page, preview=Preview(fixed.managers, chosen, languages, reader))
    if posted is None:
        return make_response(draw(form))
    ballot = checked(form, Circumstances("preview", managers), posted, draw)
    return (
        ballot
        if isinstance(ballot, Response)
        else make_response(previewed_page(form.action, reader))
    )


def _managers(known: Sequence[str]) -> tuple[str, ...]:
    """Return the account managers asked for, or the first ones where nothing is chosen yet."""
    if "manager" not in request.args:
        return tuple(known[:MOST_MANAGERS])
    chosen = dict.fromkeys(name for name in request.args.getlist("manager") if name in known)
    return tuple(chosen)[:MOST_MANAGERS]


def _form(found: Previewed, managers: Sequence[str], language: str) -> Form:
    field = Field(found.frozen, found.practice, found.groups, found.notice_hash)
    chosen = [("manager", manager) for manager in managers] or [("manager", "")]
    return field.form(
        managers,
        language,
        order=tuple(found.frozen.suppliers),
        closes_on=found.closes_on,
        action="?" + urlencode([("language", language), *chosen]),
    )
