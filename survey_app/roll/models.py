"""The tables of the book of who."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WAVE_STATES = ("draft", "open", "closed", "counted", "destroyed")


class RollBase(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING, info={"bind_key": "roll"})
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON(none_as_null=True)}


class Installation(RollBase):
    """One row: which key folder belongs to these databases."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_fingerprint: Mapped[bytes] = mapped_column(LargeBinary(16))


class Practice(RollBase):
    """A consultancy using the installation, and for how long it keeps what was answered.

    In days from the close of a wave: comments first, then the tallies.
    """

    __tablename__ = "practice"
    __table_args__ = (
        CheckConstraint("comments_days >= 1", name="comments_days"),
        CheckConstraint(
            "tallies_days >= comments_days AND tallies_days <= 36500", name="tallies_days"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    comments_days: Mapped[int] = mapped_column(default=365, server_default="365")
    tallies_days: Mapped[int] = mapped_column(default=1095, server_default="1095")


class Study(RollBase):
    """One engagement: its study file and questionnaire as loaded last."""

    __tablename__ = "study"
    __table_args__ = (UniqueConstraint("practice_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    slug: Mapped[str] = mapped_column(String(200))
    definition: Mapped[dict[str, Any]]
    questionnaire: Mapped[dict[str, Any]]
    practice: Mapped[Practice] = relationship()


class Contact(RollBase):
    """A person at a customer. One no longer listed stays while a wave invited them."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("study_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    ref: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    customer: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35))
    role: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(20))
    segments: Mapped[dict[str, Any]]
    position: Mapped[int]
    listed: Mapped[bool] = mapped_column(default=True)
    assignments: Mapped[list["Assignment"]] = relationship(
        cascade="all, delete-orphan", order_by="Assignment.position"
    )


class Assignment(RollBase):
    """An account manager the contact deals with."""

    __tablename__ = "assignment"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True
    )
    account_manager: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int]


class Wave(RollBase):
    """One round of fieldwork. `urn_wave` is what the other book calls it.

    The notice is what respondents were promised, frozen at launch and named by its hash; the
    destruction is the signed record of the end of the wave's keys. The policy is that of the
    launch: the database itself refuses one below the floor, and to loosen it afterwards.
    """

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        CheckConstraint(f"state IN {WAVE_STATES}", name="state"),
        CheckConstraint("state = 'draft' OR public_key IS NOT NULL", name="launched"),
        CheckConstraint("min_respondents >= 5", name="min_respondents"),
        CheckConstraint("min_customers >= 3", name="min_customers"),
        CheckConstraint(
            "state = 'draft' OR (policy_version IS NOT NULL AND min_respondents IS NOT NULL "
            "AND min_customers IS NOT NULL)",
            name="policy",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    urn_wave: Mapped[str] = mapped_column(String(32), unique=True)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    frozen_definition: Mapped[dict[str, Any] | None]
    frozen_questionnaire: Mapped[dict[str, Any] | None]
    policy_version: Mapped[str | None] = mapped_column(String(8))
    min_respondents: Mapped[int | None]
    min_customers: Mapped[int | None]
    opened_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    notice: Mapped[str | None] = mapped_column(Text)
    notice_hash: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    destruction: Mapped[str | None] = mapped_column(Text)
    destruction_signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    comments_destroyed_on: Mapped[date | None]
    tallies_destroyed_on: Mapped[date | None]
    study: Mapped[Study] = relationship()

    @property
    def name(self) -> str:
        """Return the public id: `<study>-<number>`."""
        return f"{self.study.slug}-{self.number}"


class Invitation(RollBase):
    """One contact in one wave, with what the count must know of them, frozen at launch."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("wave_id", "contact_id"),)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    language: Mapped[str] = mapped_column(String(35))
    circumstances: Mapped[dict[str, Any]]


class LinkToken(RollBase):
    """The keyed hash of a link's token; the token itself is never at rest."""

    __tablename__ = "link_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    invitation_id: Mapped[bytes] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))


class ResponseSnapshot(RollBase):
    """The stepped response figure of a group on the day it was last taken; '' is the wave."""

    __tablename__ = "response_snapshot"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    group: Mapped[str] = mapped_column(String(32), primary_key=True)
    taken_on: Mapped[date]
    invited: Mapped[int]
    answered: Mapped[int]


class Edition(RollBase):
    """A set of reports released together, as its release.json said it.

    The head is the hash of the last entry that it added to the study's ledger; the signature over
    it tells a chain that was worked out anew from the one this installation wrote. Editions from
    before there was a ledger have neither.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("wave_id", "number"),
        UniqueConstraint("wave_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    release: Mapped[str] = mapped_column(Text)
    ledger_head: Mapped[str | None] = mapped_column(String(64))
    ledger_signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
