"""The tables of the book of what. None has a time, an order, an address or a person.

SQLite's hidden rowid lists rows in the order they came, so no table here has one.
"""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WAVE_STATES = ("open", "closed", "counted", "destroyed")
SUBJECT = 65  # two ids with a dot between them
WITHIN = 240  # a column of the contacts, a sign, and a value of it
OPTION = 400  # a ranking: twelve ids with signs between them
NO_ROWID = {"sqlite_with_rowid": False}


class UrnBase(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING, info={"bind_key": "urn"})


class UrnWave(UrnBase):
    """Whether ballots are taken. It stands here so that a cast and a close cannot cross."""

    __tablename__ = "urn_wave"
    __table_args__ = (CheckConstraint(f"state IN {WAVE_STATES}", name="state"), NO_ROWID)

    wave: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    invited: Mapped[int | None]
    counted: Mapped[int | None]
    malformed: Mapped[int | None]


class SealedBallot(UrnBase):
    """A ballot nobody can read before the count; one per invitation, by the key itself."""

    __tablename__ = "sealed_ballot"
    __table_args__ = (NO_ROWID,)

    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"), primary_key=True)
    nullifier: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TallyRow(UrnBase):
    """Who stands behind a row, and the sum of its ratings. '' is no question, subject or segment.

    The subject of a pair is `first.second`, a segment is `region=North`. The database itself
    refuses a row below R1's floor.
    """

    __tablename__ = "tally_row"
    __table_args__ = (
        CheckConstraint("respondents >= 5", name="respondents"),
        CheckConstraint("customers >= 3", name="customers"),
        CheckConstraint("2 * largest <= respondents", name="largest"),
        NO_ROWID,
    )

    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"), primary_key=True)
    question: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT), primary_key=True)
    within: Mapped[str] = mapped_column(String(WITHIN), primary_key=True, default="")
    respondents: Mapped[int]
    customers: Mapped[int]
    largest: Mapped[int]
    ratings: Mapped[int | None]
    total: Mapped[int | None]


class TallyCount(UrnBase):
    """How many respondents of a row chose an option; only a row that passes R1 has any."""

    __tablename__ = "tally_count"
    __table_args__ = (
        ForeignKeyConstraint(
            ["wave", "question", "subject", "within"],
            ["tally_row.wave", "tally_row.question", "tally_row.subject", "tally_row.within"],
        ),
        CheckConstraint("number > 0", name="number"),
        NO_ROWID,
    )

    wave: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT), primary_key=True)
    within: Mapped[str] = mapped_column(String(WITHIN), primary_key=True, default="")
    option: Mapped[str] = mapped_column(String(OPTION), primary_key=True)
    number: Mapped[int]


class TallyCorrelation(UrnBase):
    """How two ratings of the client go together; the floor of what may be worked out (R13)."""

    __tablename__ = "tally_correlation"
    __table_args__ = (
        CheckConstraint("respondents >= 30", name="respondents"),
        CheckConstraint("hundredths BETWEEN -100 AND 100", name="hundredths"),
        NO_ROWID,
    )

    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"), primary_key=True)
    first: Mapped[str] = mapped_column(String(32), primary_key=True)
    second: Mapped[str] = mapped_column(String(32), primary_key=True)
    respondents: Mapped[int]
    hundredths: Mapped[int]


class Response(UrnBase):
    """How many of an account manager's contacts were invited and answered, where R1 allows it."""

    __tablename__ = "response"
    __table_args__ = (NO_ROWID,)

    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    invited: Mapped[int]
    answered: Mapped[int]


class Comment(UrnBase):
    """One comment as a single slip under a random key."""

    __tablename__ = "comment"
    __table_args__ = (NO_ROWID,)

    slip: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"))
    question: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class Receipt(UrnBase):
    """The receipt of one ballot that was cast, kept from the count on: that it was, not what."""

    __tablename__ = "receipt"
    __table_args__ = (NO_ROWID,)

    wave: Mapped[str] = mapped_column(ForeignKey("urn_wave.wave"), primary_key=True)
    code: Mapped[str] = mapped_column(String(24), primary_key=True)
