"""The reports of a counted wave: released, drawn, and handed out."""

from collections.abc import Sequence

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from survey_app.clock import today
from survey_app.consult.desk import (
    PDF,
    attachment,
    changing,
    consult,
    keys,
    looking,
    own_wave,
    shown,
    wave_address,
)
from survey_app.consult.drawing import draw_beside, drawn_now, missing_drafts
from survey_app.consult.figures import status_of
from survey_app.consult.forms import EditionForm
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.roll.models import Edition, Wave
from survey_app.services.editions import cut_of, record, released_document
from survey_app.services.preflight import asks_about_people
from survey_app.services.report_files import (
    RELEASE,
    Listed,
    breakdowns_of,
    content_of,
    edition_of,
    editions_of,
    listed_files,
    without_report,
)
from survey_app.services.retention import kept_until, refuse_over
from survey_app.services.waves import STATES, frozen
from survey_app.workspace import signed_in, tell, words

EVERY_SECONDS = 3
PATIENCE = 20


@consult.get("/waves/<name>/reports")
@signed_in
def reports(name: str) -> ResponseReturnValue:
    """List the editions of a wave, or offer to make the first."""
    with looking() as roll:
        wave = _counted(own_wave(roll, name))
        editions = editions_of(roll, wave)
        if len(editions) == 1:
            return redirect(_address(wave, editions[0].number), 303)
        return _listed(wave, editions, EditionForm(wave))


@consult.post("/waves/<name>/reports")
@signed_in
def release(name: str) -> ResponseReturnValue:
    """Release an edition: recorded first, then drawn beside."""
    with looking() as roll:
        wave = _counted(own_wave(roll, name))
        refuse_over(wave, today())
        form = EditionForm(wave)
        if not form.validate_on_submit():
            return _listed(wave, editions_of(roll, wave), form)
        cut = cut_of(urn_engine(), wave, by=form.by.data or ())
    with changing() as roll:
        wave = own_wave(roll, name)
        before = len(editions_of(roll, wave))
        number = record(roll, wave, cut, keys()).number
        edition = edition_of(roll, wave, number) or abort(404)
        missing = [each.file for each in listed_files(roll, edition) if each.size is None]
        edition_id, address = edition.id, _address(wave, number)
        again = len(editions_of(roll, wave)) == before
        roll.commit()
    if again:
        tell(words("The facts are those of edition %s, so this is the same edition.") % number)
    if missing:
        draw_beside(edition_id, {file: cut.drafts[file] for file in missing})
    return redirect(address, 303)


@consult.get("/waves/<name>/reports/<int(max=999999):number>")
@signed_in
def edition(name: str, number: int) -> ResponseReturnValue:
    """List an edition's reports, and whom none is about."""
    with looking() as roll:
        wave, found = _own_edition(roll, name, number)
        files, fixed = listed_files(roll, found), frozen(wave)
        silent, unasked = _without(roll, wave, files)
        drawn = sum(file.size is not None for file in files)
        waited = _waited(drawn)
        over = kept_until(wave, today())
        under_way = drawn < len(files) and waited < PATIENCE and not over
        page = shown(
            "edition.html",
            wave=wave,
            fixed=fixed,
            files=files,
            drawn=drawn,
            under_way=under_way,
            number=number,
            others=[each.number for each in editions_of(roll, wave) if each.number != number],
            by=breakdowns_of(found),
            form=EditionForm(wave),
            silent=silent,
            unasked=unasked,
            release=(RELEASE, len(released_document(found.release))),
            over=over,
        )
    if under_way:
        again = f"{_address(wave, number)}?drawn={drawn}&waited={waited + 1}"
        page.headers["Refresh"] = f"{EVERY_SECONDS}; url={again}"
    return page


@consult.post("/waves/<name>/reports/<int(max=999999):number>/draw")
@signed_in
def draw_rest(name: str, number: int) -> ResponseReturnValue:
    """Draw what a server that was ended meanwhile left undrawn."""
    with looking() as roll:
        wave, found = _own_edition(roll, name, number)
        wave_id, edition_id, address = wave.id, found.id, _address(wave, number)
    missing = missing_drafts(wave_id, edition_id)
    if missing:
        draw_beside(edition_id, missing)
    return redirect(address, 303)


@consult.get("/waves/<name>/reports/<int(max=999999):number>/<file>")
@signed_in
def report(name: str, number: int, file: str) -> ResponseReturnValue:
    """Hand out one report, drawn now where it is missing; or the facts of all of them."""
    with looking() as roll:
        wave, found = _own_edition(roll, name, number)
        saved_as = f"{wave.name}-edition-{number}-{file}"
        if file == RELEASE:
            content = released_document(found.release)
            return attachment(content, saved_as, "application/json")
        if file not in {each.file for each in listed_files(roll, found)}:
            abort(404)
        wave_id, edition_id, content_now = wave.id, found.id, content_of(roll, found, file)
    return attachment(content_now or drawn_now(wave_id, edition_id, file), saved_as, PDF)


def _listed(wave: Wave, editions: Sequence[Edition], form: EditionForm) -> Response:
    """Show the editions there are, with what each breaks results down by, and a form for one."""
    by_number = {each.number: breakdowns_of(each) for each in editions}
    return shown(
        "reports.html",
        form.status,
        wave=wave,
        fixed=frozen(wave),
        editions=by_number,
        form=form,
        over=kept_until(wave, today()),
    )


def _without(roll: Session, wave: Wave, files: list[Listed]) -> tuple[list[str], list[str]]:
    """Return the names of those without a report: too few answers, or never asked about."""
    fixed = frozen(wave)
    asked = {group.group for group in status_of(roll, wave).groups}
    asked = asked if asks_about_people(fixed) else set()
    without = without_report(files, fixed.managers)
    silent = [name for id_, name in without.items() if id_ in asked]
    return silent, [name for id_, name in without.items() if id_ not in asked]


def _counted(wave: Wave) -> Wave:
    if wave.state != "counted":
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only a counted one has reports.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    return wave


def _own_edition(roll: Session, name: str, number: int) -> tuple[Wave, Edition]:
    wave = own_wave(roll, name)
    return wave, edition_of(roll, wave, number) or abort(404)


def _address(wave: Wave, number: int) -> str:
    return wave_address(wave, f"reports/{number}")


def _waited(drawn: int) -> int:
    """Return how often in a row the page was asked for again and nothing new was drawn."""
    before = request.args.get("drawn", type=int)
    waited = request.args.get("waited", 0, type=int)
    return waited if before == drawn and 0 <= waited <= PATIENCE else 0
