"""Waves: found, drafted and launched."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, and_, func, select
from sqlalchemy.orm import Session, selectinload

from questionnaires.answers import Circumstances
from questionnaires.sentence import Sentence
from survey_app.errors import NotNow, Refused
from survey_app.extensions import insert_ignoring_conflict
from survey_app.keys import Keys
from survey_app.lock import Lock
from survey_app.roll.models import Assignment, Contact, Invitation, Practice, Study, Wave
from survey_app.services.frozen import SEGMENTS
from survey_app.services.frozen import Frozen as Frozen
from survey_app.services.frozen import Member as Member
from survey_app.services.frozen import frozen as frozen
from survey_app.services.notice import freeze
from survey_app.services.segments import Belonging, too_many_values, values_of
from survey_app.urn.models import UrnWave

FIELD_DAYS = 28
# How a sentence says that a wave is so.
STATES = {
    "draft": Sentence("a draft"),
    "open": Sentence("open"),
    "closed": Sentence("closed"),
    "counted": Sentence("counted"),
    "destroyed": Sentence("destroyed"),
}


class Numbers(NamedTuple):
    """How many contacts are invited, of how many customers, and of how many values a breakdown."""

    contacts: int
    customers: int
    values: Mapping[str, int]


def find_wave(roll: Session, name: str, practice: str | None = None) -> Wave:
    """Return the wave of that public id; refuse an unknown or an ambiguous one."""
    slug, number = _parts(name)
    query = select(Wave).join(Study).join(Practice)
    query = query.where(Study.slug == slug, Wave.number == number)
    found = roll.scalars(query.where(Practice.name == practice) if practice else query).all()
    if len(found) > 1:
        raise Refused(f"More than one practice has a wave {name}; say which with --practice NAME.")
    if not found:
        raise Refused(f"There is no wave {name[:80]}; `survey-app study load` prints a wave's id.")
    return found[0]


def _parts(name: str) -> tuple[str, int]:
    """Return study and number of a wave's id; no wave has the number 0."""
    slug, _, number = name.rpartition("-")
    return slug, int(number) if re.fullmatch("[1-9][0-9]{0,5}", number) else 0


def find_study(roll: Session, slug: str, practice: str | None = None) -> Study:
    """Return the study of that id; refuse an unknown or an ambiguous one."""
    query = select(Study).join(Practice).where(Study.slug == slug)
    found = roll.scalars(query.where(Practice.name == practice) if practice else query).all()
    if len(found) > 1:
        raise Refused(f"More than one practice has a study {slug}; say which with --practice NAME.")
    if not found:
        raise Refused(f"There is no study {slug[:80]}.")
    return found[0]


def studies_of(roll: Session, practice_id: int) -> list[Study]:
    """Return the practice's studies, the newest first."""
    query = select(Study).filter_by(practice_id=practice_id).order_by(Study.id.desc())
    return list(roll.scalars(query))


def study_of(roll: Session, practice_id: int, slug: str) -> Study | None:
    """Return the practice's study of that id; None for any other's as for an unknown one."""
    return roll.scalar(select(Study).filter_by(practice_id=practice_id, slug=slug))


def wave_of(roll: Session, practice_id: int, name: str) -> Wave | None:
    """Return the practice's wave of that id; None for any other's as for an unknown one."""
    slug, number = _parts(name)
    query = select(Wave).join(Study).where(Study.practice_id == practice_id)
    return roll.scalar(query.where(Study.slug == slug, Wave.number == number))


def waves_of(roll: Session, study: Study) -> list[Wave]:
    """Return the study's waves, the newest first."""
    query = select(Wave).filter_by(study_id=study.id).order_by(Wave.number.desc())
    return list(roll.scalars(query))


def latest_wave(roll: Session, study: Study) -> Wave | None:
    """Return the study's last wave."""
    query = select(Wave).filter_by(study_id=study.id).order_by(Wave.number.desc())
    return roll.scalars(query).first()


def new_draft(roll: Session, study: Study) -> Wave:
    """Add the study's next wave as a draft."""
    last = roll.scalar(select(func.max(Wave.number)).filter_by(study_id=study.id))
    wave = Wave(study=study, number=(last or 0) + 1, urn_wave=secrets.token_hex(16), state="draft")
    roll.add(wave)
    roll.flush()
    return wave


def invitees(roll: Session, wave: Wave) -> list[Contact]:
    """Return the customers' contacts who are, or at launch would be, invited, in a fixed order."""
    query = select(Contact).where(_is_invited(wave)).options(selectinload(Contact.assignments))
    return list(roll.scalars(query.order_by(Contact.position, Contact.id)))


def members(roll: Session, wave: Wave) -> list[Member]:
    """Return of each of the `invitees` what a forecast asks: customer and account managers.

    Of a launched wave this is what was frozen: the contacts may have been loaded again since.
    """
    if wave.state != "draft":
        kept = roll.scalars(select(Invitation.circumstances).filter_by(wave_id=wave.id))
        known = map(Circumstances.from_json, kept)
        return [Member(each.customer, each.managers) for each in known]
    dealing: dict[int, list[str]] = {}
    query = select(Assignment.contact_id, Assignment.account_manager).join_from(Assignment, Contact)
    for contact, manager in roll.execute(query.where(_is_invited(wave))):
        dealing.setdefault(contact, []).append(manager)
    people = select(Contact.id, Contact.customer).where(_is_invited(wave)).order_by(Contact.id)
    found = roll.execute(people)
    return [Member(customer, tuple(dealing.get(contact, ()))) for contact, customer in found]


def belonging(roll: Session, wave: Wave) -> list[Belonging]:
    """Return of each of the `invitees` the customer and segments, frozen as in `members`."""
    if not frozen(wave).definition.breakdowns:
        return []
    if wave.state != "draft":
        kept = roll.scalars(select(Invitation.circumstances).filter_by(wave_id=wave.id))
        known = map(Circumstances.from_json, kept)
        return [Belonging(each.customer, each.segments) for each in known]
    found = roll.execute(select(Contact.customer, Contact.segments).where(_is_invited(wave)))
    return [Belonging(customer, segments) for customer, segments in found]


def numbers(roll: Session, wave: Wave) -> Numbers:
    """Return how many the `invitees` are, without loading them."""
    query = select(func.count(), func.count(Contact.customer.distinct()))
    contacts, customers = roll.execute(query.where(_is_invited(wave))).one()
    found = values_of(belonging(roll, wave), frozen(wave).definition.breakdowns)
    return Numbers(contacts, customers, {column: len(values) for column, values in found.items()})


def _is_invited(wave: Wave) -> ColumnElement[bool]:
    if wave.state == "draft":
        listed = and_(Contact.listed, Contact.audience == "customer")
        return and_(Contact.study_id == wave.study_id, listed)
    return Contact.id.in_(select(Invitation.contact_id).where(Invitation.wave_id == wave.id))


def launch(
    roll: Session,
    keys: Keys,
    wave: Wave,
    *,
    today: date,
    until: date | None,
    lock: Lock | None = None,
) -> None:
    """Freeze questionnaire, policy and notice, invite every contact and open the wave.

    Nobody has a link yet: `links.draw_links` hands them out, as often as they are asked for. With
    a lock the ballots open with its passphrase or recovery code only.
    """
    hold(roll, wave)
    refuse_launch(roll, wave)
    contacts, people = invitees(roll, wave), members(roll, wave)
    closes = until or today + timedelta(days=FIELD_DAYS)
    if closes < today:
        raise NotNow(Sentence("The closing date %(day)s lies in the past.", day=closes))
    fixed = frozen(wave)
    belong = belonging(roll, wave)
    wave.frozen_definition = wave.study.definition
    if belong:
        found = values_of(belong, fixed.definition.breakdowns)
        wave.frozen_definition = wave.study.definition | {SEGMENTS: found}
    wave.frozen_questionnaire = wave.study.questionnaire
    wave.policy_version = fixed.policy.version
    wave.min_respondents = fixed.policy.min_respondents
    wave.min_customers = fixed.policy.min_customers
    wave.public_key = keys.create_wave(wave.urn_wave, lock)
    wave.state, wave.opened_on, wave.closes_on = "open", today, closes
    freeze(wave, people, keys.verification_key, belong)
    codes = {customer: secrets.token_hex(8) for customer in {c.customer for c in contacts}}
    roll.add_all(_invitation(wave, contact, codes[contact.customer]) for contact in contacts)


def hold(roll: Session, wave: Wave) -> None:
    """Keep two from launching, loading or releasing at once, until the transaction ends.

    Two launches would each make the wave's keys, and one destroy the other's. SQLite has one
    writer anyway.
    """
    roll.refresh(wave.study, with_for_update=True)
    roll.refresh(wave, with_for_update=True)


def refuse_launch(roll: Session, wave: Wave) -> None:
    """Refuse a wave that is not a draft, or that no number of answers could make reportable."""
    if wave.state != "draft":
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only a draft can be launched.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    hindered = hindrance(wave, numbers(roll, wave))
    if hindered:
        raise NotNow(hindered)


def hindrance(wave: Wave, invited: Numbers) -> Sentence | None:
    """Return why nothing could ever be shown of the answers of so many."""
    policy = frozen(wave).policy
    if invited.contacts < policy.min_respondents:
        return Sentence(
            "%(contacts)s contacts are listed, and a report needs %(least)s answers: nothing could "
            "ever be shown. Add contacts and load the study again.",
            contacts=invited.contacts,
            least=policy.min_respondents,
        )
    if invited.customers < policy.min_customers:
        return Sentence(
            "The contacts belong to %(customers)s customers, and a report needs answers from "
            "%(least)s. Add contacts of other customers and load the study again.",
            customers=invited.customers,
            least=policy.min_customers,
        )
    return too_many_values(invited.values)


def open_urn(urn: Engine, wave: Wave) -> None:
    """Let the urn take ballots of a launched wave."""
    with urn.begin() as connection:
        row = {"wave": wave.urn_wave, "state": "open"}
        connection.execute(insert_ignoring_conflict(urn.dialect.name, UrnWave), row)


def _invitation(wave: Wave, contact: Contact, customer: str) -> Invitation:
    managers = tuple(assignment.account_manager for assignment in contact.assignments)
    return Invitation(
        id=secrets.token_bytes(16),
        wave_id=wave.id,
        contact_id=contact.id,
        language=contact.language,
        circumstances=Circumstances(customer, managers, dict(contact.segments)).as_json(),
    )
