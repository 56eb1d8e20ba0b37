"""The record that a wave's keys are destroyed: what the installation signs, and nothing of who."""

import json
from datetime import date

from survey_app.roll.models import Wave
from survey_app.urn.tallies import Outcome

RECORD = "survey_app key destruction 1"


def record(wave: Wave, outcome: Outcome | None, today: date) -> str:
    """Return the record's text, canonical JSON: sorted names, no spaces.

    A wave has no outcome that was destroyed unopened. It is named by its notice and by the public
    key whose private one is gone: the name of a study is not for everybody.
    """
    numbers = outcome._asdict() if outcome else dict.fromkeys(Outcome._fields)
    facts = {
        "record": RECORD,
        "notice": wave.notice_hash,
        "public_key": wave.public_key.hex() if wave.public_key else None,
        "outcome": "counted" if outcome else "destroyed",
        "day": today.isoformat(),
        **numbers,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))
