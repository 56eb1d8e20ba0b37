"""What somebody types to open a wave's ballots, and what they hear where it opens nothing."""

from dataclasses import dataclass, field
from datetime import datetime

from questionnaires.sentence import Sentence
from survey_app.roll.models import Wave

WAIT = Sentence(
    "There were too many wrong passphrases for this wave: wait up to 15 minutes before the next "
    "one. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as a wave's passphrase or recovery code, and when."""

    secret: str = field(repr=False)
    at: datetime


def nothing_typed(wave: Wave) -> Sentence:
    """Say what the wave's ballots open with."""
    return Sentence(
        "The ballots of %(wave)s open with its passphrase or recovery code only; give the file "
        "that holds one of them with --passphrase-file FILE. Nothing was changed.",
        wave=wave.name,
    )
