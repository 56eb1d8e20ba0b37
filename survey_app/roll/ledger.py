"""The table of the ledger: every fact ever released of a study, one row each, in one chain."""

from typing import get_args

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reports.disclosure.release import Measure
from survey_app.roll.models import RollBase

ID = 65  # two ids with a dot between them
MEASURES: tuple[str, ...] = get_args(Measure)


class LedgerFact(RollBase):
    """A released figure as a constraint on the counts behind it: facts, not microdata.

    `menu` is the hash of what its wave had frozen, `hash` that of everything here together with
    the hash of the entry before. The database refuses to change or remove a row, and one that
    stands for fewer than R1 allows.
    """

    __tablename__ = "ledger_fact"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("low <= high", name="interval"),
        CheckConstraint("respondents >= 5", name="respondents"),
        CheckConstraint("customers >= 3", name="customers"),
        CheckConstraint("2 * largest <= respondents", name="largest"),
        CheckConstraint(f"measure IN {MEASURES}", name="measure"),
    )

    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    question: Mapped[str | None] = mapped_column(String(ID))
    subject: Mapped[str | None] = mapped_column(String(ID))
    against: Mapped[str | None] = mapped_column(String(ID))
    within: Mapped[str | None] = mapped_column(Text)
    option: Mapped[str | None] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(String(20))
    coefficients: Mapped[str] = mapped_column(Text)
    low: Mapped[int] = mapped_column(BigInteger)
    high: Mapped[int] = mapped_column(BigInteger)
    respondents: Mapped[int]
    customers: Mapped[int]
    largest: Mapped[int]
    menu: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
