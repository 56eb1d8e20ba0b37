"""Casting: from a link to one sealed ballot in the urn. Nothing is written to the roll."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, bindparam, select

from questionnaires.answers import Ballot, Circumstances
from survey_app.extensions import hold_wave, insert_ignoring_conflict, reading
from survey_app.keys import Keys
from survey_app.roll.models import Invitation, LinkToken, Wave
from survey_app.services.links import token_hash, typed_token
from survey_app.urn.models import SealedBallot, UrnWave
from survey_app.urn.sealing import nullifier, receipt, seal, tag


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link leads to. Whether it was used is not among it, and nobody may ask."""

    invitation: bytes
    wave: int
    urn_wave: str
    public_key: bytes
    is_open: bool
    closes_on: date
    language: str
    circumstances: Circumstances
    notice_hash: str | None


_LINK = (
    select(
        Invitation.id,
        Invitation.wave_id,
        Invitation.language,
        Invitation.circumstances,
        Wave.urn_wave,
        Wave.public_key,
        Wave.state,
        Wave.closes_on,
        Wave.notice_hash,
    )
    .join(LinkToken, LinkToken.invitation_id == Invitation.id)
    .join(Wave, Wave.id == Invitation.wave_id)
    .where(LinkToken.token_hash == bindparam("hashed"))
)
_STATE = select(UrnWave.state).where(UrnWave.wave == bindparam("wave"))


def open_link(roll: Engine, keys: Keys, token: str, today: date) -> OpenedLink | None:
    """Return what the link leads to; None for any token that opens nothing. Writes nothing."""
    hashed = token_hash(keys, typed_token(token))
    with reading(roll) as connection:
        row = connection.execute(_LINK, {"hashed": hashed}).one_or_none()
    if row is None:
        return None
    return OpenedLink(
        invitation=row.id,
        wave=row.wave_id,
        urn_wave=row.urn_wave,
        public_key=row.public_key,
        is_open=row.state == "open" and today <= row.closes_on,
        closes_on=row.closes_on,
        language=row.language,
        circumstances=Circumstances.from_json(row.circumstances),
        notice_hash=row.notice_hash,
    )


def cast(urn: Engine, keys: Keys, link: OpenedLink, ballot: Ballot) -> str | None:
    """Store the sealed ballot of one invitation and return its receipt; None once it is closed.

    A second one of the same invitation changes nothing and gets the same receipt. The wave's
    state is asked inside the ballot's own transaction: no ballot comes after the close.
    """
    key = keys.nullifier_key(link.urn_wave)
    name = nullifier(key, link.invitation)
    sealed = seal(ballot, link.public_key, tag(key, name))
    with urn.begin() as connection:
        if not _takes_ballots(connection, link.urn_wave):
            return None
        row = {"wave": link.urn_wave, "nullifier": name, "sealed": sealed}
        connection.execute(insert_ignoring_conflict(urn.dialect.name, SealedBallot), row)
    return receipt(name)


def _takes_ballots(connection: Connection, wave: str) -> bool:
    hold_wave(connection, wave, alone=False)
    return connection.scalar(_STATE, {"wave": wave}) == "open"
