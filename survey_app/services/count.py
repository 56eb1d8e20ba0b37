"""The count: a wave closed for good, its ballots shuffled, opened, torn, tallied and destroyed.

The order of its steps is what makes a kill harmless: until the one transaction in the urn is
committed nothing has begun; after it, everything that remains can be done again.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, Engine, Update, delete, func, select, update
from sqlalchemy.orm import Session

from questionnaires.answers import Ballot
from questionnaires.sentence import Sentence
from reports.disclosure.keep import Kept, keep
from reports.tally import Invited
from survey_app.errors import NotNow
from survey_app.extensions import hold_wave, reading
from survey_app.keys import Keys
from survey_app.roll.models import Wave
from survey_app.services.status import WHOLE, response_by_group, take_snapshot
from survey_app.services.waves import STATES, frozen
from survey_app.urn.models import SealedBallot, UrnWave
from survey_app.urn.sealing import unseal
from survey_app.urn.tallies import write_comments, write_tallies


def close(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> None:
    """Close the wave and count it; commits its steps itself, since each must outlive a kill.

    Refuses a wave that cannot be closed, and one with too few answers to show any: that one
    stays closed and uncounted, to be extended or destroyed. A counted wave stays as it is.
    """
    if wave.state == "counted":
        return
    if wave.state not in ("open", "closed"):
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only an open one can be closed.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    _set_state(urn, wave.urn_wave, {"open": "closed"})
    wave.state, wave.closed_on = "closed", wave.closed_on or today
    roll.commit()
    _count(roll, urn, keys, wave, today=today)
    finish(roll, urn, keys, wave)
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


def destroy(roll: Session, urn: Engine, keys: Keys, wave: Wave) -> None:
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
    finish(roll, urn, keys, wave)


def finish(roll: Session, urn: Engine, keys: Keys, wave: Wave) -> None:
    """Do what comes after the urn's own step; called again at every start until it is done.

    A counted or destroyed wave has its keys destroyed and its storage rewritten, and only then
    says so in the roll. A wave the urn has closed is closed in the roll.
    """
    state = urn_state(urn, wave)
    if state in ("counted", "destroyed"):
        keys.destroy_wave(wave.urn_wave)
        _rewrite_storage(urn)
    if state in ("closed", "counted", "destroyed"):
        wave.state = state
        roll.commit()


def in_the_field(roll: Session) -> list[Wave]:
    """Return the waves that the roll holds for open or closed."""
    return list(roll.scalars(select(Wave).where(Wave.state.in_(("open", "closed")))))


def is_behind(urn: Engine, wave: Wave) -> bool:
    """Say whether a kill kept the roll from learning what the urn has done with a wave."""
    state = urn_state(urn, wave)
    return state in ("counted", "destroyed") or (state == "closed" and wave.state == "open")


def urn_state(urn: Engine, wave: Wave) -> str | None:
    """Return a wave's state in the urn; None where the urn does not know it."""
    with reading(urn) as connection:
        return _state(connection, wave.urn_wave)


def _count(roll: Session, urn: Engine, keys: Keys, wave: Wave, *, today: date) -> None:
    """Open and tear without a lock: a closed wave takes no ballots, so that others may go on."""
    query = select(SealedBallot.nullifier, SealedBallot.sealed).filter_by(wave=wave.urn_wave)
    with reading(urn) as connection:
        if _state(connection, wave.urn_wave) != "closed":
            return
        rows = connection.execute(query).all()
    number = len(rows)
    response = response_by_group(roll, keys, wave, {row.nullifier for row in rows})
    sealed = [row.sealed for row in rows]
    del rows
    kept = _opened(sealed, keys, wave, response)
    _refuse_too_few(kept, wave)
    # Before the ballots go, since nobody can work these figures out again afterwards.
    take_snapshot(roll, wave, response, today=today)
    roll.commit()
    with urn.begin() as connection:
        hold_wave(connection, wave.urn_wave, alone=True)
        if _unchanged(connection, wave.urn_wave, number):
            write_tallies(connection, wave.urn_wave, kept.tallies)
            write_comments(connection, wave.urn_wave, kept.comments)
            _forget_ballots(connection, wave.urn_wave)
            numbers = {"invited": response[WHOLE].invited, "counted": kept.counted}
            counted = _with_state(wave.urn_wave, "counted")
            connection.execute(counted.values(malformed=kept.malformed, **numbers))


def _unchanged(connection: Connection, wave: str, number: int) -> bool:
    """Say whether the wave is as it was read: nobody extended, counted or destroyed it since."""
    ballots = select(func.count()).select_from(SealedBallot).where(SealedBallot.wave == wave)
    return _state(connection, wave) == "closed" and connection.scalar(ballots) == number


def _opened(sealed: list[bytes], keys: Keys, wave: Wave, response: Mapping[str, Invited]) -> Kept:
    fixed = frozen(wave)
    secrets.SystemRandom().shuffle(sealed)
    return keep(
        _unsealed(sealed, keys, wave),
        fixed.menu,
        fixed.policy,
        invited=response[WHOLE].invited,
        response_by_manager={m: response[m] for m in fixed.managers if m in response},
    )


def _unsealed(sealed: list[bytes], keys: Keys, wave: Wave) -> Iterator[Ballot | None]:
    private_key = keys.private_key(wave.urn_wave)
    while sealed:
        yield unseal(sealed.pop(), private_key)


def _refuse_too_few(kept: Kept, wave: Wave) -> None:
    if kept.counted:
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
    """Rewrite the file: deleted ballots and the order of cells inside a page go with it."""
    if urn.dialect.name == "postgresql":
        with urn.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM FULL sealed_ballot")
        return
    with urn.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("VACUUM")
        # The log still holds every ballot ever cast; somebody reading would keep it from emptying.
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.close()
    if busy:
        raise NotNow(
            Sentence(
                "The ballots are counted, but the urn is in use, so that their traces could not "
                "be removed yet. Close the wave once more."
            )
        )
