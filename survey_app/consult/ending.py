"""A wave's end: more time, the count, or destroying it unopened."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from survey_app.clock import today
from survey_app.consult.desk import (
    changing,
    consult,
    keys,
    looking,
    own_wave,
    shown,
    study_address,
    wave_address,
)
from survey_app.consult.forms import CloseForm, DestroyForm, ExtendForm
from survey_app.consult.stages import is_over
from survey_app.errors import Locked, NotNow, Refused
from survey_app.extensions import urn_engine
from survey_app.languages import day
from survey_app.roll.models import Wave
from survey_app.services import count
from survey_app.services.typed import Typed
from survey_app.services.waves import STATES, frozen
from survey_app.workspace import language, signed_in, tell, words


@consult.route("/waves/<name>/extend", methods=["GET", "POST"])
@signed_in
def extend(name: str) -> ResponseReturnValue:
    """Give a wave more time, or open one again that could not be counted."""
    with looking() as roll:
        wave = _in_the_field(roll, name)
        closed = wave.state == "closed"
        form = ExtendForm(today(), wave.closes_on or today(), reopens=closed)
        if not form.validate_on_submit():
            return shown("extend.html", form.status, wave=wave, form=form)
    until = form.until.data
    if until is None:  # what was validated has a day; this tells the types so
        raise NotNow(Sentence("There is no day to extend the wave to."))
    with changing() as roll:
        wave = own_wave(roll, name)
        count.extend(roll, urn_engine(), wave, until=until, today=today())
        address = study_address(wave.study)
    tell(words("%(wave)s is open until %(day)s.") % {"wave": name, "day": day(until, language())})
    return redirect(address, 303)


@consult.route("/waves/<name>/close", methods=["GET", "POST"])
@signed_in
def close(name: str) -> ResponseReturnValue:
    """Say what the count does for good, and count."""
    with looking() as roll:
        wave = _in_the_field(roll, name)
        early = wave.state == "open" and not is_over(wave, today())
        form = CloseForm(early=early, locked=_is_locked(wave))
        study = study_address(wave.study)
        if not form.validate_on_submit():
            return _close_page(wave, form)
    try:
        counted = _counted(name, form.typed())
    except Locked as refusal:
        form.refuse(str(refusal))
        with looking() as roll:
            return _close_page(own_wave(roll, name), form)
    if not counted:
        return redirect(study, 303)
    tell(words("%s is counted. Its ballots and keys are destroyed.") % name)
    with looking() as roll:
        return redirect(wave_address(own_wave(roll, name), "reports"), 303)


@consult.route("/waves/<name>/destroy", methods=["GET", "POST"])
@signed_in
def destroy(name: str) -> ResponseReturnValue:
    """Destroy a wave's answers unopened, once its id has been typed."""
    with looking() as roll:
        wave = _in_the_field(roll, name)
        form = DestroyForm(wave.name)
        if not form.validate_on_submit():
            return shown("destroy.html", form.status, wave=wave, form=form)
    with changing() as roll:
        wave = own_wave(roll, name)
        count.destroy(roll, urn_engine(), keys(), wave, today=today())
        address = study_address(wave.study)
    tell(words("%s is destroyed, unopened.") % name)
    return redirect(address, 303)


def _in_the_field(roll: Session, name: str) -> Wave:
    wave = own_wave(roll, name)
    if wave.state not in ("open", "closed"):
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; this is for one in the field.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    return wave


def _is_locked(wave: Wave) -> bool:
    """Say whether something must be typed; not to finish a count whose keys may be gone."""
    return count.is_still_sealed(urn_engine(), wave) and keys().needs_passphrase(wave.urn_wave)


def _close_page(wave: Wave, form: CloseForm) -> Response:
    return shown("close.html", form.status, wave=wave, fixed=frozen(wave), form=form)


def _counted(name: str, typed: Typed | None) -> bool:
    """Close and count; False where the wave stays closed, which its study's page explains."""
    try:
        with changing() as roll:
            wave = own_wave(roll, name)
            count.close(roll, urn_engine(), keys(), wave, today=today(), typed=typed)
    except Locked:
        raise
    except Refused as refusal:
        with looking() as roll:
            state = own_wave(roll, name).state
        # Somebody else's count, at the same moment, may have been the one that went through.
        if state != "counted" and not (state == "closed" and isinstance(refusal, NotNow)):
            raise
        return state == "counted"
    return True
