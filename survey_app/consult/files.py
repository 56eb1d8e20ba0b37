"""Loading a study in the browser: its three files, mended in place until they are right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField

from questionnaires.errors import DefinitionError
from questionnaires.load import bank_names
from questionnaires.sentence import Sentence
from questionnaires.source import read
from survey_app.consult.desk import changing, consult, looking, own_study, shown, study_address
from survey_app.consult.parts import bank_title, is_untouched, sent_parts, shown_parts
from survey_app.errors import NotNow
from survey_app.roll.models import Practice, Study
from survey_app.services import studies, waves
from survey_app.services.loading import FilesRefused, Given, Loaded, Part, Sent, load_files, slug_of
from survey_app.workspace import Form, consultant, form_expired, signed_in, tell, words

AS_NAMED = "named"
# Their form checks its token a second time, so that these can show what was sent.
SHOWN_AGAIN = ("consult.new", "consult.files")


def _questionnaires() -> dict[str, str]:
    """Return what may be chosen, in the reader's language."""
    ready_made = words("Ready-made: “%s”")
    return {
        AS_NAMED: words("The one the study file names"),
        **{name: ready_made % bank_title(name) for name in bank_names()},
    }


class FilesForm(Form):
    """Which questionnaire is meant; the files themselves are read as they come."""

    bank = RadioField(words("Which questionnaire"), choices=_questionnaires, default=AS_NAMED)


@dataclass
class Attempt:
    """One sending of the form: what was given, what is stored, and what is wrong."""

    form: FilesForm
    stored: Mapping[Part, Given] = field(default_factory=dict)
    slug: str | None = None
    title: str = ""
    refused: Mapping[Part, DefinitionError] = field(default_factory=dict)
    given: dict[Part, Given] = field(default_factory=dict)


@consult.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Load a study that does not exist yet."""
    attempt = Attempt(FilesForm())
    return _tried(attempt) or _page(attempt)


@consult.route("/studies/<slug>/files", methods=["GET", "POST"])
@signed_in
def files(slug: str) -> ResponseReturnValue:
    """Load a study again: its draft is updated, or its next wave begun."""
    with looking() as roll:
        own = own_study(roll, slug)
        wave = waves.latest_wave(roll, own)
        if wave is not None and wave.state in ("open", "closed") and request.method == "GET":
            return shown(
                "frozen.html", 409, wave=wave, study=own, sentence=studies.frozen_now(wave)
            )
        stored = studies.exported(roll, own)
        name = own.definition["study"]
    attempt = Attempt(FilesForm(), stored, slug, name, given=stored)
    return _tried(attempt) or _page(attempt)


@consult.errorhandler(CSRFError)
def expired(error: CSRFError) -> ResponseReturnValue:
    """Show the files again that came without their token: nothing is stored, nothing is lost."""
    if request.endpoint not in SHOWN_AGAIN:
        return form_expired(error)
    view = current_app.view_functions[request.endpoint]
    answer: ResponseReturnValue = current_app.ensure_sync(view)(**request.view_args or {})
    return answer


def _tried(attempt: Attempt) -> Response | None:
    """Load what was sent; None where nothing was, or where it is refused."""
    if not attempt.form.is_submitted():
        return None
    attempt.given = sent_parts(attempt.stored)
    if not attempt.form.validate():
        return None
    bank = None if attempt.form.bank.data == AS_NAMED else attempt.form.bank.data
    if bank and is_untouched("questionnaire", attempt.stored):
        attempt.given.pop("questionnaire")
    try:
        loaded = load_files(Sent(attempt.given), bank=bank)
    except FilesRefused as refusal:
        attempt.refused = refusal.refused
        return None
    try:
        return _stored(attempt, loaded)
    except NotNow as refusal:
        given = attempt.given["study"]
        problem = read(given.name, given.data).problem(("study",), refusal.sentence)
        attempt.refused = {"study": DefinitionError("study", [problem])}
        return None


def _stored(attempt: Attempt, loaded: Loaded) -> Response:
    with changing() as roll:
        practice = roll.get_one(Practice, consultant().practice_id)
        _refuse_another(roll, attempt, loaded)
        wave = studies.store_study(roll, practice, loaded)
        address, name = study_address(wave.study), loaded.definition.study
        roll.commit()
    number = len(loaded.contacts)
    tell(words("“%(name)s” is loaded with %(number)s contacts.") % {"name": name, "number": number})
    return redirect(address, 303)


def _refuse_another(roll: Session, attempt: Attempt, loaded: Loaded) -> None:
    """Refuse to change a study by the way, when a new one or another one is meant."""
    slug, name = slug_of(loaded.definition.study), loaded.definition.study
    if attempt.slug is None:
        found = waves.study_of(roll, consultant().practice_id, slug)
        if found is not None:
            _refuse_existing(roll, found, loaded)
    elif slug != attempt.slug:
        raise NotNow(
            Sentence(
                "This is the page of “%(study)s”, and the file is named “%(name)s”. A study under "
                "another name is a new one: load it as such, or put the name back.",
                study=attempt.title,
                name=name,
            )
        )


def _refuse_existing(roll: Session, found: Study, loaded: Loaded) -> None:
    studies.refuse_other_name(found, loaded)
    studies.refuse_frozen(waves.latest_wave(roll, found))
    raise NotNow(
        Sentence(
            "The study “%(name)s” exists already. Change its files on its own page, or give this "
            "one another name.",
            name=loaded.definition.study,
        )
    )


def _page(attempt: Attempt) -> Response:
    sent = attempt.form.is_submitted()
    return shown(
        "files.html",
        422 if sent else 200,
        form=attempt.form,
        slug=attempt.slug,
        title=attempt.title,
        sent=sent,
        parts_shown=shown_parts(attempt.given, attempt.stored, attempt.refused),
        problems=sum(len(error.problems) for error in attempt.refused.values()),
    )
