"""The table of what editions consist of: one row a report, its PDF once it is drawn."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.roll.models import RollBase


class ReportFile(RollBase):
    """One report of an edition; it is recorded when it is released, and drawn afterwards."""

    __tablename__ = "report_file"
    __table_args__ = (CheckConstraint("content IS NULL OR length(content) > 0", name="whole"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    file: Mapped[str] = mapped_column(String(60), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
