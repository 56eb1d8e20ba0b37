"""Previews: a study's questionnaire as its respondents would meet it, by a link kept nowhere.

A link opens it for whoever has it, and so for no longer than the wave stands as it did: that of a
draft ends at the launch, that of an open wave at its close. Loading the draft again keeps it: who
reads along sees what became of it.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from questionnaires.check import flaws
from questionnaires.flaws import supplier_flaws
from questionnaires.schema import Questionnaire
from questionnaires.study import StudyFile
from reports.disclosure.policy import Policy
from survey_app.keys import Keys, same
from survey_app.roll.models import Study, Wave
from survey_app.services.preflight import sizes
from survey_app.services.waves import FIELD_DAYS, Frozen, frozen, latest_wave, members

MAC_BYTES = 16
_TOKEN = re.compile(rf"([1-9][0-9]{{0,8}})-([0-9a-f]{{{2 * MAC_BYTES}}})")


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a respondent of the study's latest wave meets, or will meet once it is launched."""

    frozen: Frozen
    practice: str
    groups: Mapping[str, int]
    closes_on: date
    notice_hash: str


def preview_token(keys: Keys, wave: Wave) -> str:
    """Return the token of a study's preview while its latest wave stands as it does now."""
    return f"{wave.study_id}-{_mac(keys, wave).hex()}"


def opened(keys: Keys, roll: Session, token: str) -> Study | None:
    """Return the study a preview token was made for; None for any other. Writes nothing."""
    found = _TOKEN.fullmatch(token)
    study = roll.get(Study, int(found[1])) if found else None
    wave = latest_wave(roll, study) if study else None
    if not found or not wave or not same(bytes.fromhex(found[2]), _mac(keys, wave)):
        return None
    return study


def previewed(roll: Session, study: Study, today: date) -> Previewed | None:
    """Return the study as it would be asked; None while its draft could not be launched."""
    wave = latest_wave(roll, study)
    try:
        fixed = frozen(wave) if wave else _draft(study)
    except ValueError:
        return None
    if next(flaws(fixed.questionnaire, fixed.definition.languages), None) or next(
        supplier_flaws(fixed.questionnaire, tuple(fixed.suppliers)), None
    ):
        return None
    return Previewed(
        frozen=fixed,
        practice=study.practice.name,
        groups=sizes(fixed, members(roll, wave) if wave else ()),
        closes_on=(wave and wave.closes_on) or today + timedelta(days=FIELD_DAYS),
        notice_hash=(wave and wave.notice_hash) or "",
    )


def _draft(study: Study) -> Frozen:
    definition = StudyFile.model_validate(study.definition)
    policy = Policy(**definition.policy.model_dump())
    return Frozen(definition, Questionnaire.model_validate(study.questionnaire), policy)


def _mac(keys: Keys, wave: Wave) -> bytes:
    stands = f"{wave.study_id} {wave.number} {wave.state}"
    whole = hmac.digest(keys.derived("preview"), stands.encode(), hashlib.sha256)
    return whole[:MAC_BYTES]
