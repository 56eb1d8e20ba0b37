"""Failed attempts, counted for what was tried: an address typed, whether an account has it or
not, or the keys of a wave.

What waits is the address or the wave, never the place it is tried at: an office behind one door
stays open.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey_app.extensions import insert_ignoring_conflict
from survey_app.keys import Keys
from survey_app.roll.accounts import Attempts
from survey_app.services.accounts import address

FREE = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


def at_address(keys: Keys, email: str) -> bytes:
    """Return under what the sign-ins at an address are counted."""
    return hmac.digest(keys.derived("attempts"), address(email).encode(), hashlib.sha256)


def at_wave(keys: Keys, urn_wave: str) -> bytes:
    """Return under what the tries to open a wave's keys are counted."""
    return hmac.digest(keys.derived("attempts at waves"), urn_wave.encode(), hashlib.sha256)


def begin(roll: Session, tried: bytes, now: datetime) -> bool:
    """Count an attempt before it is judged; False while it has to wait.

    Counted first, a hundred attempts at once get no more guesses than a hundred in a row. Where
    none is due the time is not asked: who queued for the row may come from before the last.
    """
    roll.execute(delete(Attempts).where(Attempts.last_at < now - FORGOTTEN))
    row = {"address_hash": tried, "failures": 0, "last_at": now}
    roll.execute(insert_ignoring_conflict(roll.get_bind().dialect.name, Attempts), row)
    attempts = roll.get_one(Attempts, tried, with_for_update=True)
    wait = wait_after(attempts.failures)
    if wait and now < attempts.last_at + wait:
        return False
    attempts.failures += 1
    attempts.last_at = max(now, attempts.last_at)
    return True


def forget(roll: Session, tried: bytes) -> None:
    """Begin to count anew: the right person was there."""
    roll.execute(delete(Attempts).filter_by(address_hash=tried))


def wait_after(failures: int) -> timedelta:
    """Return how long the next one waits after so many failures in a row, doubling each time."""
    if failures < FREE:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
