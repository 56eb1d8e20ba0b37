"""Editions: the reports of a counted wave, through the gate and onto paper."""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from reports.build import (
    build_manager,
    build_supplier,
    manager_release,
    shown_managers,
    supplier_release,
)
from reports.disclosure.gate import gate
from reports.disclosure.release import Release
from reports.labels import Labels
from reports.page import page
from reports.pdf import pdf
from reports.report import Report
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition that is recorded and not yet on paper."""

    number: int
    drafts: Mapping[str, Report]
    document: str


def record_edition(roll: Session, urn: Engine, wave: Wave) -> Prepared:
    """Record what is about to be released; equal facts are the same edition again.

    The caller commits before anything is written to paper: a report that left unrecorded could
    not be held against the next one.
    """
    if wave.state != "counted":
        raise Refused(f"The wave {wave.name} is {wave.state}; only a counted one has reports.")
    fixed = frozen(wave)
    labels = labels_of(wave, fixed)
    released = gate(read_tallies(urn, wave.urn_wave), fixed.menu, fixed.policy)
    sheets = _sheets(released, labels)
    drafts = {sheet.file: _report(sheet, labels) for sheet in sheets}
    reports: list[dict[str, object]] = [
        {"file": s.file, "recipient": s.recipient, "facts": list(s.release.facts())} for s in sheets
    ]
    edition = _edition(roll, wave, reports)
    constants = {constant for report in drafts.values() for constant in report.constants}
    document = {
        "wave": wave.name,
        "edition": edition.number,
        "policy": fixed.policy.as_dict(),
        "constants": sorted(constants, key=str),
        "reports": reports,
    }
    edition.release = json.dumps(document, ensure_ascii=False, indent=1)
    return Prepared(edition.number, drafts, edition.release)


def write_edition(prepared: Prepared, out: Path, progress: Progress) -> None:
    """Draw the PDFs and write them with release.json into the folder; asks no database."""
    out.mkdir(parents=True, exist_ok=True)
    _write_pdfs(prepared.drafts, out, progress)
    _write(out / "release.json", f"{prepared.document}\n".encode())


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


def _report(sheet: Sheet, labels: Labels) -> Report:
    if sheet.manager is None:
        return build_supplier(sheet.release, labels)
    return build_manager(sheet.release, labels, sheet.manager)


def draw(report: Report) -> bytes:
    """Return the report as PDF; what the drawing processes run."""
    return pdf(page(report))


def _write_pdfs(drafts: Mapping[str, Report], out: Path, progress: Progress) -> None:
    """Draw in processes of their own, which start fresh and so hold no database and no key."""
    workers = min(len(drafts), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for file, drawn in zip(drafts, pool.map(draw, drafts.values()), strict=True):
            _write(out / file, drawn)
            progress(file)


def _write(file: Path, content: bytes) -> None:
    """Write a whole file or none: a kill leaves no half report under its name."""
    partial = file.with_name(f".{file.name}.part")
    partial.write_bytes(content)
    partial.replace(file)


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
