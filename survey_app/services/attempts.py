"""Failed sign-ins, counted for each address typed, whether an account has it or not.

What waits is the address, never the place it is typed at: an office behind one door stays open.
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


def begin(roll: Session, keys: Keys, email: str, now: datetime) -> bool:
    """Count an attempt before it is judged; False while the address has to wait.

    Counted first, a hundred attempts at once get no more guesses than a hundred in a row.
    """
    roll.execute(delete(Attempts).where(Attempts.last_at < now - FORGOTTEN))
    row = {"address_hash": _hashed(keys, email), "failures": 0, "last_at": now}
    roll.execute(insert_ignoring_conflict(roll.get_bind().dialect.name, Attempts), row)
    attempts = roll.get_one(Attempts, row["address_hash"], with_for_update=True)
    wait = wait_after(attempts.failures)
    # Of two at once, the later to be counted may be the earlier by its clock: that is no wait.
    if wait and now < attempts.last_at + wait:
        return False
    attempts.failures += 1
    attempts.last_at = max(now, attempts.last_at)
    return True


def forget(roll: Session, keys: Keys, email: str) -> None:
    """Begin to count anew: the right person was there."""
    roll.execute(delete(Attempts).filter_by(address_hash=_hashed(keys, email)))


def wait_after(failures: int) -> timedelta:
    """Return how long an address waits after so many failures in a row: twice as long each time."""
    if failures < FREE:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _hashed(keys: Keys, email: str) -> bytes:
    return hmac.digest(keys.derived("attempts"), address(email).encode(), hashlib.sha256)
