"""Waves: found, drafted, launched, and the frozen value everything later works with."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from questionnaires.answers import Circumstances
from questionnaires.schema import Questionnaire
from questionnaires.study import StudyFile
from reports.disclosure.policy import Policy
from reports.menu import Menu
from survey_app.errors import Refused
from survey_app.extensions import insert_ignoring_conflict
from survey_app.keys import Keys
from survey_app.roll.models import Contact, Invitation, LinkToken, Practice, Study, Wave
from survey_app.urn.models import UrnWave

FIELD_DAYS = 28
# Crockford's base 32: no letter that a person could take for another, case of no matter.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TOKEN_LENGTH = 26


@dataclass(frozen=True)
class Frozen:
    """What was frozen at launch, parsed: the same for a respondent, the count and a report."""

    definition: StudyFile
    questionnaire: Questionnaire
    policy: Policy

    @cached_property
    def suppliers(self) -> dict[str, str]:
        """Return supplier ids and names, the client first."""
        return {supplier.id: supplier.name for supplier in self.definition.suppliers}

    @cached_property
    def managers(self) -> dict[str, str]:
        """Return account manager ids and names, as listed."""
        return {manager.id: manager.name for manager in self.definition.account_managers}

    @cached_property
    def menu(self) -> Menu:
        """Return the rows that can be reported."""
        return Menu(self.questionnaire, tuple(self.suppliers), tuple(self.managers))


@dataclass(frozen=True, slots=True)
class Link:
    """One contact's link, known only while it is handed out."""

    contact: str
    email: str
    token: str


def frozen(wave: Wave) -> Frozen:
    """Return what the wave froze; a draft shows what it would freeze now."""
    definition = StudyFile.model_validate(wave.frozen_definition or wave.study.definition)
    questionnaire = wave.frozen_questionnaire or wave.study.questionnaire
    policy = wave.policy or definition.policy.model_dump()
    return Frozen(
        definition,
        Questionnaire.model_validate(questionnaire),
        Policy(policy["min_respondents"], policy["min_customers"]),
    )


def find_wave(roll: Session, name: str, practice: str | None = None) -> Wave:
    """Return the wave of that public id; refuse an unknown or an ambiguous one."""
    slug, _, number = name.rpartition("-")
    query = select(Wave).join(Study).join(Practice)
    if not re.fullmatch("[0-9]{1,6}", number):
        number = "0"
    query = query.where(Study.slug == slug, Wave.number == int(number))
    found = roll.scalars(query.where(Practice.name == practice) if practice else query).all()
    if len(found) > 1:
        raise Refused(f"More than one practice has a wave {name}; say which with --practice NAME.")
    if not found:
        raise Refused(f"There is no wave {name[:80]}; `survey-app study load` prints a wave's id.")
    return found[0]


def find_study(roll: Session, slug: str, practice: str | None = None) -> Study:
    """Return the study of that id; refuse an unknown or an ambiguous one."""
    query = select(Study).join(Practice).where(Study.slug == slug)
    found = roll.scalars(query.where(Practice.name == practice) if practice else query).all()
    if len(found) > 1:
        raise Refused(f"More than one practice has a study {slug}; say which with --practice NAME.")
    if not found:
        raise Refused(f"There is no study {slug[:80]}.")
    return found[0]


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
    query = select(Contact).where(Contact.study_id == wave.study_id)
    if wave.state == "draft":
        query = query.where(Contact.listed, Contact.audience == "customer")
    else:
        query = query.join(Invitation, Invitation.contact_id == Contact.id)
        query = query.where(Invitation.wave_id == wave.id)
    return list(roll.scalars(query.order_by(Contact.position, Contact.id)))


def launch(roll: Session, keys: Keys, wave: Wave, *, today: date, until: date | None) -> list[Link]:
    """Freeze questionnaire and policy, open the wave, and return every contact's link once."""
    contacts = invitees(roll, wave)
    refuse_launch(wave, contacts)
    closes = until or today + timedelta(days=FIELD_DAYS)
    if closes < today:
        raise Refused(f"The closing date {closes} lies in the past.")
    fixed = frozen(wave)
    wave.frozen_definition = wave.study.definition
    wave.frozen_questionnaire = wave.study.questionnaire
    wave.policy = dict(fixed.policy.as_dict())
    wave.public_key = keys.create_wave(wave.urn_wave)
    wave.state, wave.opened_on, wave.closes_on = "open", today, closes
    codes = {customer: secrets.token_hex(8) for customer in {c.customer for c in contacts}}
    links = []
    for contact in contacts:
        invitation = _invitation(wave, contact, codes[contact.customer])
        link = Link(contact.ref, contact.email, new_token())
        hashed = token_hash(keys, link.token)
        roll.add_all([invitation, LinkToken(token_hash=hashed, invitation_id=invitation.id)])
        links.append(link)
    return links


def refuse_launch(wave: Wave, contacts: list[Contact]) -> None:
    """Refuse a wave that is not a draft, or that no number of answers could make reportable."""
    if wave.state != "draft":
        raise Refused(f"The wave {wave.name} is {wave.state}; only a draft can be launched.")
    policy = frozen(wave).policy
    if len(contacts) < policy.min_respondents:
        raise Refused(
            f"{len(contacts)} contacts are listed, and a report needs {policy.min_respondents} "
            "answers: nothing could ever be shown. Add contacts and load the study again."
        )
    customers = len({contact.customer for contact in contacts})
    if customers < policy.min_customers:
        raise Refused(
            f"The contacts belong to {customers} customers, and a report needs answers from "
            f"{policy.min_customers}. Add contacts of other customers and load the study again."
        )


def open_urn(urn: Engine, wave: Wave) -> None:
    """Let the urn take ballots of a launched wave."""
    with urn.begin() as connection:
        row = {"wave": wave.urn_wave, "state": "open"}
        connection.execute(insert_ignoring_conflict(urn.dialect.name, UrnWave), row)


def new_token() -> str:
    """Draw a link's token: 130 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def typed_token(text: str) -> str:
    """Return the token as it was drawn, from a link that a mail client or a hand has altered."""
    plain = text.strip().rstrip(".,;:!?)>]}=\"'").strip().lower()
    return plain.translate(str.maketrans("oil", "011"))


def token_hash(keys: Keys, token: str) -> bytes:
    """Return what the roll keeps of a link's token: HMAC-SHA-256 under a key of its own."""
    return hmac.digest(keys.derived("token"), token.encode(), hashlib.sha256)


def _invitation(wave: Wave, contact: Contact, customer: str) -> Invitation:
    managers = tuple(assignment.account_manager for assignment in contact.assignments)
    return Invitation(
        id=secrets.token_bytes(16),
        wave_id=wave.id,
        contact_id=contact.id,
        language=contact.language,
        circumstances=Circumstances(customer, managers, dict(contact.segments)).as_json(),
    )
