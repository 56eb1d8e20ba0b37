"""Accounts of consultants: added by whoever runs the installation, opened by a one-time link."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from survey_app.errors import Refused
from survey_app.keys import Keys
from survey_app.roll.accounts import Account, SignIn, Welcome
from survey_app.roll.models import Practice
from survey_app.services.studies import practice_named

WELCOME_DAYS = 7
TOKEN_BYTES = 32
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_ADDRESS = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?=.{4,253}$)([\w-]{1,63}\.)+[\w-]{2,63}")


@dataclass(frozen=True, slots=True)
class Consultant:
    """Somebody who is signed in, and the practice all their studies belong to."""

    id: int
    email: str
    practice_id: int
    practice: str

    @classmethod
    def of(cls, account: Account) -> "Consultant":
        """Return the consultant whose account it is."""
        return cls(account.id, account.email, account.practice_id, account.practice.name)


def address(text: str) -> str:
    """Return an e-mail address as it is stored: one spelling for each."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def add(roll: Session, email: str, practice_name: str | None) -> Account:
    """Return the account of that address, made if new; refuse to move one to another practice."""
    wanted = address(email)
    if not _is_one(wanted):
        raise Refused(f"{email[:80]} is not an e-mail address.")
    account = find(roll, wanted)
    if account is None:
        account = Account(email=wanted, practice=practice_named(roll, practice_name))
        roll.add(account)
    elif practice_name is not None and account.practice.name != practice_name:
        raise Refused(
            f"{wanted} belongs to the practice “{account.practice.name}” already; an address has "
            "one account."
        )
    account.disabled = False
    roll.flush()
    return account


def find(roll: Session, email: str) -> Account | None:
    """Return the account of an e-mail address; what is none belongs to nobody."""
    wanted = address(email)
    return roll.scalar(select(Account).filter_by(email=wanted)) if _is_one(wanted) else None


def every(roll: Session) -> list[Account]:
    """Return all accounts, by practice and address."""
    return list(roll.scalars(select(Account).join(Practice).order_by(Practice.name, Account.email)))


def disable(roll: Session, account: Account) -> None:
    """Shut an account: no session, no link and no password opens it until it is added again."""
    account.disabled = True
    end_sessions(roll, account)
    roll.execute(delete(Welcome).filter_by(account_id=account.id))


def new_welcome(roll: Session, keys: Keys, account: Account, now: datetime) -> str:
    """Return the token of a new one-time link; older ones of the account open nothing any more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    roll.execute(delete(Welcome).filter_by(account_id=account.id))
    roll.add(
        Welcome(
            token_hash=_hashed(keys, "welcome", token),
            account=account,
            expires_at=now + timedelta(days=WELCOME_DAYS),
        )
    )
    return token


def welcomed(roll: Session, keys: Keys, token: str, now: datetime) -> Account | None:
    """Return whom a one-time link is for, without spending it; None for one that opens nothing."""
    welcome = roll.get(Welcome, _hashed(keys, "welcome", token))
    if welcome is None or welcome.expires_at <= now or welcome.account.disabled:
        return None
    return welcome.account


def spend(roll: Session, keys: Keys, token: str, now: datetime) -> Account | None:
    """Use up a one-time link, in the transaction of what it is used for; None where it is gone."""
    account = welcomed(roll, keys, token, now)
    if account is None:
        return None
    spent = delete(Welcome).filter_by(account_id=account.id).returning(Welcome.token_hash)
    return account if _hashed(keys, "welcome", token) in roll.scalars(spent).all() else None


def set_password(roll: Session, account: Account, password_hash: str) -> None:
    """Give an account its password; whoever is signed in to it anywhere is so no more."""
    account.password_hash = password_hash
    end_sessions(roll, account)


def begin_session(roll: Session, keys: Keys, account: Account, now: datetime) -> str:
    """Return the id of a new session, of which the roll keeps a hash; sweep out ended ones."""
    gone = or_(SignIn.began_at <= now - LONGEST, SignIn.seen_at <= now - IDLE)
    roll.execute(delete(SignIn).where(gone))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    hashed = _hashed(keys, "session", token)
    roll.add(SignIn(id_hash=hashed, account=account, began_at=now, seen_at=now))
    return token


def session_of(roll: Session, keys: Keys, token: str, now: datetime) -> SignIn | None:
    """Return the session of an id while it lasts: 12 hours, or 2 without being used."""
    session = roll.get(SignIn, _hashed(keys, "session", token))
    if session is None or session.account.disabled:
        return None
    lasts = now < session.began_at + LONGEST and now < session.seen_at + IDLE
    return session if lasts else None


def touch_session(roll: Session, keys: Keys, token: str, now: datetime) -> None:
    """Remember that a session was used."""
    hashed = _hashed(keys, "session", token)
    roll.execute(update(SignIn).filter_by(id_hash=hashed).values(seen_at=now))


def end_session(roll: Session, keys: Keys, token: str) -> None:
    """End one session, at once."""
    roll.execute(delete(SignIn).filter_by(id_hash=_hashed(keys, "session", token)))


def end_sessions(roll: Session, account: Account) -> None:
    """End all sessions of an account, at once."""
    roll.execute(delete(SignIn).filter_by(account_id=account.id))


def _is_one(text: str) -> bool:
    return text.isprintable() and bool(_ADDRESS.fullmatch(text))


def _hashed(keys: Keys, purpose: str, token: str) -> bytes:
    return hmac.digest(keys.derived(purpose), token.encode(), hashlib.sha256)
