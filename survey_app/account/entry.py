"""Who is let in: each step a transaction of its own, with no password hashed inside one."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.extensions import reading, roll_engine
from survey_app.keys import Keys
from survey_app.roll.accounts import Account
from survey_app.services import accounts, attempts, passwords
from survey_app.services.accounts import Consultant
from survey_app.workspace import current_session, enter


@dataclass(frozen=True, slots=True)
class Known:
    """An account whose password was right, and what the password was held against."""

    account: int
    password_hash: str


def recognised(email: str, password: str) -> Known | None:
    """Return whose password it is; the same work is done for an address nobody has."""
    with Session(roll_engine()) as roll:
        may_try = attempts.begin(roll, attempts.at_address(keys(), email), now())
        account = accounts.find(roll, email)
        usable = account is not None and not account.disabled and may_try
        kept = account.password_hash if account and usable else None
        known = account.id if account else 0
        roll.commit()
    if not passwords.matches(kept, password) or kept is None:
        return None
    return Known(known, kept)


def sign_in(known: Known) -> bool:
    """Begin a session, unless the account was shut or its password changed meanwhile."""

    def still_known(roll: Session) -> Account | None:
        account = roll.get_one(Account, known.account, with_for_update=True)
        same = account.password_hash == known.password_hash and not account.disabled
        return account if same else None

    return _enter(still_known)


def set_first_password(token: str, password: str) -> bool:
    """Spend a one-time link on a password, and sign in; False for a link that is gone."""
    kept = passwords.hashed(password)

    def welcomed(roll: Session) -> Account | None:
        account = accounts.spend(roll, keys(), token, now())
        if account is not None:
            accounts.set_password(roll, account, kept)
        return account

    return _enter(welcomed)


def change_password(known: Known, password: str) -> bool:
    """Change the password and sign in anew; every other session of the account ends."""
    kept = passwords.hashed(password)

    def changed(roll: Session) -> Account | None:
        account = roll.get_one(Account, known.account, with_for_update=True)
        if account.password_hash != known.password_hash:
            return None
        accounts.set_password(roll, account, kept)
        return account

    return _enter(changed)


def welcomed(token: str) -> Consultant | None:
    """Return whom a one-time link is for; looking at it spends nothing."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        account = accounts.welcomed(roll, keys(), token, now())
        return Consultant.of(account) if account else None


def end_session() -> None:
    """End the session of this browser at the server."""
    with Session(roll_engine()) as roll:
        accounts.end_session(roll, keys(), current_session())
        roll.commit()


def keys() -> Keys:
    """Return the installation's keys."""
    found: Keys = current_app.extensions["keys"]
    return found


def _enter(admitted: Callable[[Session], Account | None]) -> bool:
    """Begin a session for the account that is admitted, in the transaction that admits it."""
    with Session(roll_engine()) as roll:
        account = admitted(roll)
        if account is None:
            return False
        accounts.end_session(roll, keys(), current_session())
        attempts.forget(roll, attempts.at_address(keys(), account.email))
        session = accounts.begin_session(roll, keys(), account, now())
        consultant = Consultant.of(account)
        roll.commit()
    enter(consultant, session)
    return True
