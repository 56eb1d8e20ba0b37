"""The count: a wave closed for good, its ballots shuffled, opened, torn, tallied and destroyed.

The order of its steps is what makes a kill harmless: until the one transaction in the urn is
committed nothing has begun; after it, everything that remains can be done again.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nacl.public import PrivateKey
from sqlalchemy import Connection, Engine, Update, delete, func, select, update
from sqlalchemy.orm import Session

from questionnaires.answers import Ballot
from questionnaires.sentence import Sentence
from reports.disclosure.bases import passes
from reports.disclosure.keep import Kept, keep
from survey_app.errors import Locked, NotNow
from survey_app.extensions import hold_wave, reading
from survey_app.keys import Keys
from survey_app.roll.models import Wave
from survey_app.services import attempts, destruction
from survey_app.services.status import WHOLE, Turnout, take_snapshot, turnout
from survey_app.services.typed import WAIT, Typed, nothing_typed
from survey_app.services.waves import STATES, frozen
from survey_app.services.workers import AtOnce
from survey_app.urn.models import SealedBallot, UrnWave
from survey_app.urn.receipts import write_receipts
from survey_app.urn.sealing import receipt, unseal
from survey_app.urn.storage import rewrite
from survey_app.urn.tallies import write_comments, write_tallies

OVER = ("counted", "destroyed")
Sealed = tuple[bytes, bytes]  # a ballot, and the tag that must be inside
NOBODYS = b""  # no seal holds it: a ballot that no invitation leads to is malformed


def close(
    roll: Session,
    urn: Engine,
    keys: Keys,
    wave: Wave,
    *,
    today: date,
    typed: Typed | None = None,
) -> None:
    """Close the wave and count it; commits its steps itself, since each must outlive a kill.

    Refuses a wave that cannot be closed, and one with too few answers to show any, which stays
    closed and uncounted. Where no right passphrase was typed, nothing changes at all.
    """
    if wave.state == "counted":
        keys.destroy_wave(wave.urn_wave)  # a copy may have been put back since
        return
    if wave.state not in ("open", "closed"):
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only an open one can be closed.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    if is_still_sealed(urn, wave):
        key = _private_key(roll, keys, wave, typed)
        _set_state(urn, wave.urn_wave, {"open": "closed"})
        wave.state, wave.closed_on = "closed", wave.closed_on or today
        roll.commit()
        _count(roll, urn, keys, wave, key=key, today=today)
    finish(roll, urn, keys, wave, today=today)
    if wave.state != "counted":
        raise NotNow(
            Sentence(
                "The wave %(wave)s was changed meanwhile and is not counted; try again.",
                wave=wave.name,
            )
        )


def extend(roll: Session, urn: Engine, wave: Wave, *, until: date, today: date) -> None:
    """Open a closed, uncounted wave again, or let an open one run longer."""
    if wave.state not in ("open", "closed"):
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; it can no longer be extended.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    if until < today:
        raise NotNow(Sentence("The closing date %(day)s lies in the past.", day=until))
    if not _set_state(urn, wave.urn_wave, {"closed": "open", "open": "open"}):
        raise NotNow(
            Sentence(
                "The wave %(wave)s has been counted; it can no longer be extended.",
                wave=wave.name,
            )
        )
    wave.state, wave.closes_on, wave.closed_on = "open", until, None
    roll.commit()


def destroy(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> None:
    """Destroy a wave's ballots unopened, and the keys that could open them."""
    if wave.state not in ("open", "closed"):
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; there is nothing to destroy.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    with urn.begin() as connection:
        hold_wave(connection, wave.urn_wave, alone=True)
        if _state(connection, wave.urn_wave) == "counted":
            raise NotNow(
                Sentence(
                    "The wave %(wave)s has been counted; it can no longer be destroyed.",
                    wave=wave.name,
                )
            )
        _forget_ballots(connection, wave.urn_wave)
        connection.execute(_with_state(wave.urn_wave, "destroyed"))
    finish(roll, urn, keys, wave, today=today)


def finish(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> None:
    """Do what comes after the urn's own step; called again at every start until it is done.

    A counted or destroyed wave has its keys destroyed and its storage rewritten, and only then
    says so in the roll, with the signed record. A wave the urn has closed is closed in the roll.
    """
    state = urn_state(urn, wave)
    if state in OVER:
        keys.destroy_wave(wave.urn_wave)
        _rewrite_storage(urn)
        destruction.sign(roll, urn, keys, wave, today=today)
    if state in ("closed", *OVER):
        wave.state = state
        roll.commit()


def in_the_field(roll: Session) -> list[Wave]:
    """Return the waves that the roll holds for open or closed."""
    return list(roll.scalars(select(Wave).where(Wave.state.in_(("open", "closed")))))


def is_behind(urn: Engine, wave: Wave) -> bool:
    """Say whether a kill kept the roll from learning what the urn has done with a wave."""
    state = urn_state(urn, wave)
    return state in ("counted", "destroyed") or (state == "closed" and wave.state == "open")


def is_still_sealed(urn: Engine, wave: Wave) -> bool:
    """Say whether the wave's ballots are still there to be opened."""
    return urn_state(urn, wave) not in OVER


def urn_state(urn: Engine, wave: Wave) -> str | None:
    """Return a wave's state in the urn; None where the urn does not know it."""
    with reading(urn) as connection:
        return _state(connection, wave.urn_wave)


def _private_key(roll: Session, keys: Keys, wave: Wave, typed: Typed | None) -> PrivateKey:
    """Return the key that opens the ballots; a wrong passphrase is counted, and slows the next."""
    if not keys.needs_passphrase(wave.urn_wave):
        return keys.private_key(wave.urn_wave)
    if typed is None:
        raise Locked(nothing_typed(wave))
    tried = attempts.at_wave(keys, wave.urn_wave)
    may_try = attempts.begin(roll, tried, typed.at)
    roll.commit()
    if not may_try:
        raise Locked(WAIT)
    key = keys.private_key(wave.urn_wave, typed.secret)
    attempts.forget(roll, tried)
    return key


def _count(
    roll: Session, urn: Engine, keys: Keys, wave: Wave, *, key: PrivateKey, today: date
) -> None:
    """Open and tear without a lock: a closed wave takes no ballots, so that others may go on."""
    query = select(SealedBallot.nullifier, SealedBallot.sealed).filter_by(wave=wave.urn_wave)
    with reading(urn) as connection:
        if _state(connection, wave.urn_wave) != "closed":
            return
        rows = connection.execute(query).all()
    response = turnout(roll, keys, wave, {row.nullifier for row in rows})
    _refuse_too_few(wave, reportable=passes(response.base, frozen(wave).policy))
    receipts = [receipt(row.nullifier) for row in rows]
    sealed = [(row.sealed, response.known.get(row.nullifier, NOBODYS)) for row in rows]
    del rows
    kept = _opened(sealed, key, wave, response)
    _refuse_too_few(wave, reportable=kept.counted > 0)
    # Before the ballots go, since nobody can work these figures out again afterwards.
    take_snapshot(roll, wave, response.groups, today=today)
    roll.commit()
    _replace_ballots(urn, wave.urn_wave, kept, receipts, invited=response.groups[WHOLE].invited)


def _replace_ballots(
    urn: Engine, wave: str, kept: Kept, receipts: Sequence[str], *, invited: int
) -> None:
    """Put what is kept where the ballots were, in the one step that makes the count."""
    with urn.begin() as connection:
        hold_wave(connection, wave, alone=True)
        if _unchanged(connection, wave, len(receipts)):
            write_tallies(connection, wave, kept.tallies)
            write_comments(connection, wave, kept.comments)
            write_receipts(connection, wave, receipts)
            _forget_ballots(connection, wave)
            numbers = {"counted": kept.counted, "malformed": kept.malformed}
            connection.execute(_with_state(wave, "counted").values(invited=invited, **numbers))


def _unchanged(connection: Connection, wave: str, number: int) -> bool:
    """Say whether the wave is as it was read: nobody extended, counted or destroyed it since."""
    ballots = select(func.count()).select_from(SealedBallot).where(SealedBallot.wave == wave)
    return _state(connection, wave) == "closed" and connection.scalar(ballots) == number


def _opened(sealed: list[Sealed], key: PrivateKey, wave: Wave, response: Turnout) -> Kept:
    fixed = frozen(wave)
    groups = response.groups
    secrets.SystemRandom().shuffle(sealed)
    with AtOnce() as at_once:
        return keep(
            _unsealed(sealed, key),
            fixed.menu,
            fixed.policy,
            invited=groups[WHOLE].invited,
            response_by_manager={m: groups[m] for m in fixed.managers if m in groups},
            at_once=at_once,
        )


def _unsealed(sealed: list[Sealed], key: PrivateKey) -> Iterator[Ballot | None]:
    while sealed:
        ballot, tag = sealed.pop()
        yield unseal(ballot, key, tag)


def _refuse_too_few(wave: Wave, *, reportable: bool) -> None:
    """Refuse to count what nothing could be shown of; asked first before a ballot is opened."""
    if reportable:
        return
    policy = frozen(wave).policy
    raise NotNow(
        Sentence(
            "The wave %(wave)s is closed and not counted: a report needs answers from %(people)s "
            "people at %(customers)s customers, none of whom gives more than half. Give it more "
            "time (survey-app wave extend) or end it without a result (survey-app wave destroy).",
            wave=wave.name,
            people=policy.min_respondents,
            customers=policy.min_customers,
        )
    )


def _forget_ballots(connection: Connection, wave: str) -> None:
    connection.execute(delete(SealedBallot).where(SealedBallot.wave == wave))


def _state(connection: Connection, wave: str) -> str | None:
    return connection.scalar(select(UrnWave.state).where(UrnWave.wave == wave))


def _with_state(wave: str, state: str) -> Update:
    return update(UrnWave).where(UrnWave.wave == wave).values(state=state)


def _set_state(urn: Engine, wave: str, moves: Mapping[str, str]) -> bool:
    with urn.begin() as connection:
        hold_wave(connection, wave, alone=True)
        before = _state(connection, wave)
        if before is None or before not in moves:
            return False
        connection.execute(_with_state(wave, moves[before]))
        return True


def _rewrite_storage(urn: Engine) -> None:
    """Rewrite the files: deleted ballots and the order of cells inside a page go with it."""
    if not rewrite(urn):
        raise NotNow(
            Sentence(
                "The ballots are counted, but the urn is in use, so that their traces could not "
                "be removed yet. Close the wave once more."
            )
        )
