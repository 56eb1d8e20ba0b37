"""Editions: the reports of a counted wave, through the gate and onto paper."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.build import (
    build_manager,
    build_supplier,
    manager_release,
    shown_managers,
    supplier_release,
)
from reports.pdf import render
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from reports.disclosure.gate import gate
from reports.disclosure.release import Release
from reports.labels import Labels
from survey_app.errors import Refused
from survey_app.roll.models import Edition, Wave
from survey_app.services.waves import Frozen, frozen
from survey_app.urn.tallies import read_tallies

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report of an edition before it is drawn: its file, whom it is for, and its figures."""

    file: str
    recipient: str
    release: Release
    manager: str | None = None


def release_edition(
    roll: Session, urn: Engine, wave: Wave, *, out: Path, progress: Progress
) -> Edition:
    """Write the wave's PDFs and release.json into the folder; equal facts are the same edition."""
    if wave.state != "counted":
        raise Refused(f"The wave {wave.name} is {wave.state}; only a counted one has reports.")
    fixed = frozen(wave)
    labels = labels_of(wave, fixed)
    released = gate(read_tallies(urn, wave.urn_wave), fixed.menu, fixed.policy)
    sheets = _sheets(released, labels)
    reports: list[dict[str, object]] = [
        {"file": s.file, "recipient": s.recipient, "facts": list(s.release.facts())} for s in sheets
    ]
    edition = _edition(roll, wave, reports)
    out.mkdir(parents=True, exist_ok=True)
    constants: set[str | int | float] = set()
    for sheet in sheets:
        progress(sheet.file)
        constants |= _write(sheet, labels, out)
    document = {
        "wave": wave.name,
        "edition": edition.number,
        "policy": fixed.policy.as_dict(),
        "constants": sorted(constants, key=str),
        "reports": reports,
    }
    edition.release = json.dumps(document, ensure_ascii=False, indent=1)
    (out / "release.json").write_text(edition.release + "\n", encoding="utf-8")
    return edition


def labels_of(wave: Wave, fixed: Frozen) -> Labels:
    """Return the names and dates a report of this wave prints."""
    if wave.opened_on is None or wave.closed_on is None:
        raise Refused(f"The wave {wave.name} has not been in the field.")
    return Labels(
        practice=wave.study.practice.name,
        study=fixed.definition.study,
        wave_number=wave.number,
        client=fixed.definition.client,
        suppliers=fixed.suppliers,
        account_managers=fixed.managers,
        questionnaire=fixed.questionnaire,
        language=fixed.definition.languages[0],
        opened_on=wave.opened_on,
        closed_on=wave.closed_on,
    )


def _sheets(released: Release, labels: Labels) -> list[Sheet]:
    supplier = Sheet("supplier.pdf", "supplier", supplier_release(released, labels))
    return [
        supplier,
        *(
            Sheet(f"manager-{m}.pdf", f"manager:{m}", manager_release(released, labels, m), m)
            for m in shown_managers(released, labels)
        ),
    ]


def _write(sheet: Sheet, labels: Labels, out: Path) -> set[str | int | float]:
    if sheet.manager is None:
        report = build_supplier(sheet.release, labels)
    else:
        report = build_manager(sheet.release, labels, sheet.manager)
    (out / sheet.file).write_bytes(render(report))
    return set(report.constants)


def _edition(roll: Session, wave: Wave, reports: list[dict[str, object]]) -> Edition:
    facts = json.dumps(reports, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(facts.encode()).hexdigest()
    found = roll.scalar(select(Edition).filter_by(wave_id=wave.id, digest=digest))
    if found:
        return found
    last = roll.scalar(select(func.max(Edition.number)).filter_by(wave_id=wave.id))
    edition = Edition(wave_id=wave.id, number=(last or 0) + 1, digest=digest, release="")
    roll.add(edition)
    return edition
