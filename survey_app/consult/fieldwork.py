"""A wave before and while it is open: the check, the launch, the links, the response."""

from flask import Response, current_app, redirect
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from reports.disclosure.preflight import LIKELY, RATES, USUAL_RATE, Forecast, Light
from survey_app.clock import today
from survey_app.config import Settings
from survey_app.consult import picture
from survey_app.consult.desk import (
    attachment,
    changing,
    consult,
    keys,
    looking,
    own_wave,
    shown,
    study_address,
    wave_address,
)
from survey_app.consult.figures import status_of, take_due
from survey_app.consult.forms import LaunchForm
from survey_app.consult.stages import is_over
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.lock import Lock, new_lock
from survey_app.roll.models import Wave
from survey_app.services import links, waves
from survey_app.services.breakdowns import breakdowns
from survey_app.services.notice import promise_of
from survey_app.services.notice_wording import sections
from survey_app.services.preflight import asks_about_people, chances_in_words, preflight
from survey_app.services.waves import STATES, frozen
from survey_app.workspace import language, signed_in, tell, words


@consult.get("/waves/<name>/preflight")
@signed_in
def check(name: str) -> ResponseReturnValue:
    """Show which groups could be reported; nobody's name is in it."""
    with looking() as roll:
        wave = own_wave(roll, name)
        fixed, people = frozen(wave), waves.members(roll, wave)
        invited = waves.numbers(roll, wave)
        return shown(
            "preflight.html",
            wave=wave,
            fixed=fixed,
            expected=preflight(wave, people),
            breakdowns=breakdowns(wave, waves.belonging(roll, wave)),
            lights=Light,
            rates=RATES,
            usual=USUAL_RATE,
            likely=round(LIKELY * 100),
            chances=chances_in_words,
            strip=_strip,
            picture=picture,
            asks_about_people=asks_about_people(fixed),
            hindrance=waves.hindrance(wave, invited) if wave.state == "draft" else None,
        )


def _strip(expected: Forecast) -> Markup:
    return picture.strip(expected, words(picture.in_a_sentence(expected)))


@consult.route("/waves/<name>/launch", methods=["GET", "POST"])
@signed_in
def launch(name: str) -> ResponseReturnValue:
    """Say what a launch freezes, and launch."""
    form = LaunchForm(today())
    with looking() as roll:
        wave = own_wave(roll, name)
        waves.refuse_launch(roll, wave)
        if not form.validate_on_submit():
            return _before_launch(roll, wave, form)
    lock = new_lock(form.passphrase.data) if form.passphrase.data else None
    with changing() as roll:
        wave = own_wave(roll, name)
        waves.launch(roll, keys(), wave, today=today(), until=form.until.data, lock=lock)
        waves.open_urn(urn_engine(), wave)
        address = wave_address(wave, "links")
        roll.commit()
    if lock:
        return _recovery(name, lock)
    tell(words("%s is launched. Now download the links and send them.") % name)
    return redirect(address, 303)


def _recovery(name: str, lock: Lock) -> Response:
    """Show the recovery code in the answer itself: to show it a page later it had to be kept."""
    with looking() as roll:
        wave = own_wave(roll, name)
        return shown("recovery.html", wave=wave, fixed=frozen(wave), code=lock.code)


@consult.get("/waves/<name>/links")
@signed_in
def links_page(name: str) -> ResponseReturnValue:
    """Say what the links are good for, and offer them."""
    with looking() as roll:
        wave = own_wave(roll, name)
        _refuse_unless_open(wave)
        again = links.has_links(roll, wave)
        over = is_over(wave, today())
        return shown("links.html", wave=wave, again=again, over=over, begin=_beginning())


@consult.post("/waves/<name>/links")
@signed_in
def hand_out_links(name: str) -> ResponseReturnValue:
    """Draw a new link for every invitation and hand them out, once."""
    settings: Settings = current_app.extensions["settings"]
    with changing() as roll:
        wave = own_wave(roll, name)
        drawn = links.draw_links(roll, keys(), wave)
        roll.commit()
    content = links.links_csv(drawn, settings.base_url).encode()
    return attachment(content, f"{name}-links.csv", "text/csv")


@consult.get("/waves/<name>/response")
@signed_in
def response(name: str) -> ResponseReturnValue:
    """Show the stepped figures of the field, by group."""
    with looking() as roll:
        take_due(roll, [own_wave(roll, name)])
    with looking() as roll:
        wave = own_wave(roll, name)
        fixed = frozen(wave)
        figures = status_of(roll, wave)
        return shown(
            "response.html",
            wave=wave,
            fixed=fixed,
            figures=figures,
            over=is_over(wave, today()),
            address=study_address(wave.study),
        )


def _before_launch(roll: Session, wave: Wave, form: LaunchForm) -> Response:
    """Show what a launch would freeze, and what it would promise."""
    people, last = waves.members(roll, wave), form.until.data or form.latest
    belong = waves.belonging(roll, wave)
    promise = promise_of(wave, people, belong, opens=today(), closes=last)
    return shown(
        "launch.html",
        form.status,
        wave=wave,
        fixed=frozen(wave),
        invited=len(people),
        form=form,
        promised=sections(promise, language()),
        begin=_beginning(),
    )


def _beginning() -> str:
    """Return what the links begin with where they open on this machine alone; '' elsewhere."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url if settings.is_loopback else ""


def _refuse_unless_open(wave: Wave) -> None:
    if wave.state != "open":
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only an open one has links.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
