"""The reports of an edition as files in the roll: listed, kept once they are drawn, handed out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey_app.roll.models import Edition, Wave
from survey_app.roll.reports import ReportFile

RELEASE = "release.json"


@dataclass(frozen=True, slots=True)
class Listed:
    """One report: its file, whom it is for, and its size in bytes; None before it is drawn."""

    file: str
    recipient: str
    size: int | None

    @property
    def manager(self) -> str | None:
        """Return the account manager it is for; None for the supplier's report."""
        kind, _, manager = self.recipient.partition(":")
        return manager if kind == "manager" else None


def editions_of(roll: Session, wave: Wave) -> list[Edition]:
    """Return the wave's editions, the newest first."""
    query = select(Edition).filter_by(wave_id=wave.id).order_by(Edition.number.desc())
    return list(roll.scalars(query))


def edition_of(roll: Session, wave: Wave, number: int) -> Edition | None:
    """Return one edition of the wave."""
    return roll.scalar(select(Edition).filter_by(wave_id=wave.id, number=number))


def breakdowns_of(edition: Edition) -> tuple[str, ...]:
    """Return the columns by which an edition breaks results down, as its own facts say."""
    facts = (each for report in json.loads(edition.release)["reports"] for each in report["facts"])
    found = {fact["within"].partition("=")[0] for fact in facts if fact["within"]}
    return tuple(sorted(found))


def listed_files(roll: Session, edition: Edition) -> list[Listed]:
    """Return what the edition consists of, without its contents."""
    size = func.length(ReportFile.content)
    query = select(ReportFile.file, ReportFile.recipient, size.label("size"))
    query = query.where(ReportFile.edition_id == edition.id).order_by(ReportFile.position)
    return [Listed(row.file, row.recipient, row.size) for row in roll.execute(query)]


def content_of(roll: Session, edition: Edition, file: str) -> bytes | None:
    """Return a report's PDF; None before it is drawn."""
    query = select(ReportFile.content).filter_by(edition_id=edition.id, file=file)
    return roll.scalar(query)


def keep_file(roll: Session, edition_id: int, file: str, content: bytes) -> None:
    """Keep a drawn report; the first drawing stays, since all are alike."""
    rows = update(ReportFile).filter_by(edition_id=edition_id, file=file, content=None)
    roll.execute(rows.values(content=content))


def without_report(files: list[Listed], managers: Mapping[str, str]) -> dict[str, str]:
    """Return the account managers whom no report is about."""
    reported = {file.manager for file in files}
    return {id_: name for id_, name in managers.items() if id_ not in reported}
