"""The practice's studies: all of them, one of them, and the files each was made of."""

from dataclasses import dataclass

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.load import BANK
from survey_app.clock import today
from survey_app.consult.desk import attachment, consult, keys, looking, own_study, shown
from survey_app.consult.examples import EXAMPLES, STUDY_FILES
from survey_app.consult.figures import status_of, take_due
from survey_app.consult.parts import bank_title
from survey_app.consult.stages import Link, Stage, is_over, milestones, next_step, stage_of
from survey_app.extensions import urn_engine
from survey_app.roll.models import Contact, Study, Wave
from survey_app.services import studies, waves
from survey_app.services.count import urn_state
from survey_app.services.previews import preview_token
from survey_app.services.status import Status
from survey_app.services.waves import Frozen, frozen
from survey_app.workspace import consultant, signed_in


@dataclass(frozen=True, slots=True)
class Line:
    """One wave of a study, as lists show it."""

    study: str
    slug: str
    client: str
    number: int
    name: str
    stage: Stage
    status: Status
    step: int
    next: Link


@consult.get("/")
@signed_in
def overview() -> ResponseReturnValue:
    """List the practice's studies, each with its stage and its next step."""
    with looking() as roll:
        take_due(roll, _latest(roll))
    with looking() as roll:
        lines = [_line(roll, wave) for wave in _latest(roll)]
    return shown("overview.html", lines=lines, examples=STUDY_FILES)


@consult.get("/examples/<name>")
@signed_in
def example(name: str) -> ResponseReturnValue:
    """Hand out one of the files of a complete small study."""
    found = next((each for each in EXAMPLES if each.name == name), None)
    if found is None:
        abort(404)
    return attachment(found.data, found.name, "text/csv" if name.endswith(".csv") else "text/plain")


@consult.get("/studies/<slug>")
@signed_in
def study(slug: str) -> ResponseReturnValue:
    """Show where a study stands, what it consists of, and what can be done."""
    with looking() as roll:
        own = own_study(roll, slug)
        take_due(roll, waves.waves_of(roll, own))
    with looking() as roll:
        own = own_study(roll, slug)
        found = waves.waves_of(roll, own)
        return shown(
            "study.html",
            study=own,
            wave=found[0],
            lines=[_line(roll, wave) for wave in found],
            milestones=milestones(roll, found[0], today()),
            over=is_over(found[0], today()),
            half_done=_half_done(found[0]),
            facts=_facts(roll, own, found[0]),
            preview_address=f"/preview/{preview_token(keys(), found[0])}",
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a study consists of."""

    fixed: Frozen
    contacts: int
    customers: int
    staff: int
    ready_made: str


@consult.get("/studies/<slug>/files/<name>")
@signed_in
def file(slug: str, name: str) -> ResponseReturnValue:
    """Hand out one of the files that load the study again."""
    with looking() as roll:
        files = studies.exported(roll, own_study(roll, slug))
    found = next((given for given in files.values() if given.name == name), None)
    if found is None:
        abort(404)
    kind = "text/csv" if name.endswith(".csv") else "application/yaml"
    return attachment(found.data, f"{slug}-{name}", kind)


def _latest(roll: Session) -> list[Wave]:
    own = waves.studies_of(roll, consultant().practice_id)
    return [wave for study in own if (wave := waves.latest_wave(roll, study))]


def _line(roll: Session, wave: Wave) -> Line:
    fixed = frozen(wave)
    return Line(
        study=fixed.definition.study,
        slug=wave.study.slug,
        client=fixed.definition.client_name(),
        number=wave.number,
        name=wave.name,
        stage=stage_of(roll, wave, today()),
        status=status_of(roll, wave),
        step=fixed.policy.min_respondents,
        next=next_step(roll, wave, today()),
    )


def _facts(roll: Session, own: Study, wave: Wave) -> Facts:
    named = str(own.definition["questionnaire"])
    number, customers = func.count(), func.count(Contact.customer.distinct())
    listed = select(number, customers).where(Contact.study_id == own.id, Contact.listed)
    contacts = roll.execute(listed.where(Contact.audience == "customer")).one()
    staff = roll.execute(listed.where(Contact.audience == "staff")).one()
    return Facts(
        fixed=frozen(wave),
        contacts=contacts[0],
        customers=contacts[1],
        staff=staff[0],
        ready_made=bank_title(named.removeprefix(BANK)) if named.startswith(BANK) else "",
    )


def _half_done(wave: Wave) -> bool:
    """Say whether the ballots are counted and only their traces remain to be removed."""
    return wave.state == "closed" and urn_state(urn_engine(), wave) == "counted"
