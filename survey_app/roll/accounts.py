"""The tables of who may work here: accounts, their sessions, and the links that open them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from survey_app.roll.models import Practice, RollBase


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on both sides; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Account(RollBase):
    """A consultant: one e-mail address, in small letters, of one practice."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    email: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    disabled: Mapped[bool] = mapped_column(default=False)
    practice: Mapped[Practice] = relationship()

    @property
    def state(self) -> str:
        """Return whether it can be signed in to, in one word."""
        if self.disabled:
            return "disabled"
        return "active" if self.password_hash else "invited"


class SignIn(RollBase):
    """A session at the server: without its row a cookie, copied or kept, opens nothing."""

    __tablename__ = "session"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    account: Mapped[Account] = relationship()


class Welcome(RollBase):
    """The keyed hash of a one-time link with which a person sets a password."""

    __tablename__ = "welcome"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    account: Mapped[Account] = relationship()


class Attempts(RollBase):
    """How often in a row something failed: by a keyed hash of the address typed, or of the wave."""

    __tablename__ = "attempts"

    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment)
