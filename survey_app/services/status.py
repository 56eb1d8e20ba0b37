"""What a consultant sees of the field: figures that move once a day and in steps."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from questionnaires.answers import Circumstances
from reports.disclosure.bases import base_of
from reports.tally import Base, Invited
from survey_app.extensions import reading
from survey_app.keys import Keys
from survey_app.roll.models import Invitation, ResponseSnapshot, Wave
from survey_app.services.waves import frozen, hold, numbers
from survey_app.urn.models import SealedBallot
from survey_app.urn.sealing import nullifier, tag
from survey_app.urn.tallies import outcome

WHOLE = ""


@dataclass(frozen=True, slots=True)
class GroupStatus:
    """One account manager's contacts: how many are invited and, in steps, have answered."""

    group: str
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class Status:
    """A wave's state. `answered` is stepped; after the count the other two are exact.

    `taken_on` is the day whose first look took the figures. It is None as long as there is none
    that says anything: on the day of the launch they are taken before anybody could answer.
    """

    wave: str
    state: str
    invited: int
    sent: int
    answered: int
    counted: int | None
    malformed: int | None
    groups: tuple[GroupStatus, ...]
    taken_on: date | None = None

    def as_dict(self) -> dict[str, object]:
        """Return what `wave status --json` prints."""
        return {name: value for name, value in asdict(self).items() if name != "taken_on"}


def status(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> Status:
    """Return the wave's status; takes the day's figures if nobody has asked yet today."""
    if wave.state == "draft":
        invited = numbers(roll, wave).contacts
        return Status(wave.name, wave.state, invited, 0, 0, None, None, ())
    snapshot = _of_today(roll, urn, keys, wave, today=today)
    whole = snapshot.pop(WHOLE, GroupStatus(WHOLE, 0, 0))
    result = outcome(urn, wave.urn_wave)
    taken_on = _taken_on(roll, wave)
    return Status(
        wave=wave.name,
        state=wave.state,
        invited=whole.invited,
        sent=whole.invited,
        answered=whole.answered,
        counted=result.counted if result else None,
        malformed=result.malformed if result else None,
        groups=tuple(snapshot[name] for name in frozen(wave).managers if name in snapshot),
        taken_on=taken_on if whole.answered or taken_on != wave.opened_on else None,
    )


def is_due(roll: Session, wave: Wave, *, today: date) -> bool:
    """Say whether asking for the status today would take new figures, and so write them down."""
    return wave.state in ("open", "closed") and _taken_on(roll, wave) != today


def _taken_on(roll: Session, wave: Wave) -> date | None:
    taken_on = select(ResponseSnapshot.taken_on).filter_by(wave_id=wave.id).limit(1)
    return roll.scalar(taken_on)


def take_snapshot(
    roll: Session, wave: Wave, response: Mapping[str, Invited], *, today: date
) -> None:
    """Replace the wave's figures by those of today, rounded down to steps of the threshold."""
    step = frozen(wave).policy.min_respondents
    roll.execute(delete(ResponseSnapshot).filter_by(wave_id=wave.id))
    rows = [
        ResponseSnapshot(
            wave_id=wave.id,
            group=group,
            taken_on=today,
            invited=number.invited,
            answered=number.answered // step * step,
        )
        for group, number in response.items()
    ]
    roll.add_all(rows)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were invited and have cast a ballot, in the wave and by account manager, exactly.

    `base` is who would stand behind a report of all of them; `known` are the ballots that an
    invitation of the wave leads to, each with the tag that must be inside its seal.
    """

    groups: Mapping[str, Invited]
    base: Base
    known: Mapping[bytes, bytes]


def turnout(roll: Session, keys: Keys, wave: Wave, cast: Set[bytes]) -> Turnout:
    """Look every invitation's ballot up among those that were cast."""
    key = keys.nullifier_key(wave.urn_wave)
    invited: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    customers: Counter[str] = Counter()
    known: dict[bytes, bytes] = {}
    query = select(Invitation.id, Invitation.circumstances).filter_by(wave_id=wave.id)
    for row in roll.execute(query):
        person = Circumstances.from_json(row.circumstances)
        groups = (WHOLE, *person.managers)
        invited.update(groups)
        name = nullifier(key, row.id)
        if name in cast:
            known[name] = tag(key, name)
            answered.update(groups)
            customers[person.customer] += 1
    by_group = {group: Invited(invited[group], answered[group]) for group in invited}
    return Turnout(by_group, base_of(customers), known)


def _of_today(
    roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date
) -> dict[str, GroupStatus]:
    """Return the figures of today, or the last ones of a wave that can be asked no more."""
    if is_due(roll, wave, today=today):
        hold(roll, wave)
    if is_due(roll, wave, today=today):
        query = select(SealedBallot.nullifier).filter_by(wave=wave.urn_wave)
        with reading(urn) as connection:
            cast = set(connection.scalars(query))
        take_snapshot(roll, wave, turnout(roll, keys, wave, cast).groups, today=today)
    rows = roll.scalars(select(ResponseSnapshot).filter_by(wave_id=wave.id))
    return {row.group: GroupStatus(row.group, row.invited, row.answered) for row in rows}
