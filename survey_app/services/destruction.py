"""The record that a wave's keys are destroyed: what the installation signs, and nothing of who."""

import json
from datetime import date

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey_app.errors import Refused
from survey_app.keys import Keys
from survey_app.roll.models import Wave
from survey_app.urn.tallies import Outcome, outcome

RECORD = "survey_app key destruction 1"


def record(wave: Wave, counted: Outcome | None, today: date) -> str:
    """Return the record's text, canonical JSON: sorted names, no spaces.

    A wave has no outcome that was destroyed unopened. It is named by its notice and by the public
    key whose private one is gone: the name of a study is not for everybody.
    """
    numbers = counted._asdict() if counted else dict.fromkeys(Outcome._fields)
    facts = {
        "record": RECORD,
        "notice": wave.notice_hash,
        "public_key": wave.public_key.hex() if wave.public_key else None,
        "outcome": "counted" if counted else "destroyed",
        "day": today.isoformat(),
        **numbers,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def sign(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> None:
    """Write down that the keys are gone, once; the commit that follows says so in the roll."""
    if keys.has_files(wave.urn_wave):
        raise Refused(f"The keys of {wave.name} are still in {keys.folder}.")
    roll.refresh(wave, with_for_update=True)  # two who finish at once sign one record
    if wave.destruction is None:
        wave.destruction = record(wave, outcome(urn, wave.urn_wave), today)
        wave.destruction_signature = keys.signature(wave.destruction)
