"""Editions: the reports of a counted wave, through the gate and onto paper."""

import hashlib
import json
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from reports.build import (
    build_manager,
    build_supplier,
    manager_release,
    shown_managers,
    supplier_release,
)
from reports.disclosure.facts import Fact
from reports.disclosure.gate import gate
from reports.disclosure.release import Release
from reports.disclosure.released import facts_of
from reports.labels import Labels
from reports.report import Report
from survey_app.errors import NotNow
from survey_app.keys import Keys
from survey_app.roll.models import Edition, Wave
from survey_app.roll.reports import ReportFile
from survey_app.services import ledger
from survey_app.services.auditing import refuse_proven
from survey_app.services.report_files import breakdowns_of
from survey_app.services.retention import refuse_destroyed
from survey_app.services.segments import chosen
from survey_app.services.waves import STATES, Frozen, frozen, hold
from survey_app.services.workers import pool
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
class Cut:
    """What the gate lets out of a counted wave: each report's facts, and the reports undrawn.

    `facts` are what all of them say of the counts, for the ledger.
    """

    reports: list[dict[str, object]]
    drafts: Mapping[str, Report]
    fixed: Frozen
    facts: tuple[Fact, ...]

    @property
    def digest(self) -> str:
        """Return what is equal where all facts are."""
        facts = json.dumps(self.reports, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition that is recorded and not yet on paper."""

    number: int
    drafts: Mapping[str, Report]
    document: str


def record_edition(
    roll: Session, urn: Engine, wave: Wave, keys: Keys, *, by: Collection[str] = ()
) -> Prepared:
    """Record what is about to be released, broken down `by` columns of the frozen menu.

    Equal facts are the same edition again.

    The caller commits before anything is written to paper: a report that left unrecorded could
    not be held against the next one.
    """
    return record(roll, wave, cut_of(urn, wave, by=by), keys)


def record(roll: Session, wave: Wave, cut: Cut, keys: Keys) -> Prepared:
    """Record what has been cut, and its facts in the ledger, which must be whole.

    The gate's work, which may take long, needs no transaction.
    """
    hold(roll, wave)
    entries = ledger.released(roll, wave, keys)
    edition = _same_edition(roll, wave, cut)
    if edition is None:
        refuse_proven(wave, entries, cut.facts)
        edition = _edition(roll, wave, cut, keys)
    constants = {constant for report in cut.drafts.values() for constant in report.constants}
    document = {
        "wave": wave.name,
        "edition": edition.number,
        "policy": cut.fixed.policy.as_dict(),
        "constants": sorted(constants, key=str),
        "reports": cut.reports,
    }
    edition.release = json.dumps(document, ensure_ascii=False, indent=1)
    return Prepared(edition.number, cut.drafts, edition.release)


def drafts_of(urn: Engine, wave: Wave, edition: Edition) -> Mapping[str, Report]:
    """Return the reports of a recorded edition, to be drawn; refuse where its facts have moved."""
    cut = cut_of(urn, wave, by=breakdowns_of(edition))
    if cut.digest != edition.digest:
        raise NotNow(
            Sentence(
                "Edition %(number)s of %(wave)s was released under other rules of this program, "
                "and what was not drawn then cannot be drawn now. Make the reports again: they "
                "are a new edition.",
                number=edition.number,
                wave=wave.name,
            )
        )
    return cut.drafts


def write_edition(prepared: Prepared, out: Path, progress: Progress) -> None:
    """Draw the PDFs and write them with release.json into the folder; asks no database."""
    out.mkdir(parents=True, exist_ok=True)
    for file, content in drawn(prepared.drafts):
        _write(out / file, content)
        progress(file)
    _write(out / "release.json", released_document(prepared.document))


def released_document(release: str) -> bytes:
    """Return release.json."""
    return f"{release}\n".encode()


def drawn(drafts: Mapping[str, Report]) -> Generator[tuple[str, bytes]]:
    """Yield each report's file and PDF as it is drawn, in their order.

    Drawn in processes of their own, which start fresh and so hold no database and no key.
    """
    if not drafts:
        return
    with pool(len(drafts)) as processes:
        yield from zip(drafts, processes.map(draw, drafts.values()), strict=True)


def draw(report: Report) -> bytes:
    """Return the report as PDF; what the drawing processes run."""
    # Here, since it takes a second to load: neither the web server nor any other command needs it.
    from reports.page import page
    from reports.pdf import pdf

    return pdf(page(report))


def labels_of(wave: Wave, fixed: Frozen, breakdowns: Collection[str] = ()) -> Labels:
    """Return the names and dates a report of this wave prints."""
    if wave.opened_on is None or wave.closed_on is None:
        raise NotNow(
            Sentence(
                "The wave %(wave)s has not been in the field.",
                wave=wave.name,
            )
        )
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
        segments={column: tuple(fixed.segments.get(column, ())) for column in breakdowns},
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


def cut_of(urn: Engine, wave: Wave, *, by: Collection[str] = ()) -> Cut:
    """Return what the gate lets out of a counted wave, broken down only by what was asked for."""
    if wave.state != "counted":
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only a counted one has reports.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    refuse_destroyed(wave)
    fixed = frozen(wave)
    breakdowns = chosen(wave, by)
    labels, tallies = labels_of(wave, fixed, breakdowns), read_tallies(urn, wave.urn_wave)
    # By the whole menu, so that no edition prints the same figure another way.
    released = gate(tallies, fixed.menu, fixed.policy).only(breakdowns)
    sheets = _sheets(released, labels)
    reports: list[dict[str, object]] = [
        {"file": s.file, "recipient": s.recipient, "facts": list(s.release.facts())} for s in sheets
    ]
    drafts = {sheet.file: _report(sheet, labels) for sheet in sheets}
    return Cut(reports, drafts, fixed, tuple(facts_of(_together(sheets), tallies, fixed.menu)))


def _together(sheets: Sequence[Sheet]) -> Release:
    """Return what all reports of an edition show."""
    cells = {key: cell for sheet in sheets for key, cell in sheet.release.cells.items()}
    return Release(sheets[0].release.policy, cells)


def _write(file: Path, content: bytes) -> None:
    """Write a whole file or none: a kill leaves no half report under its name."""
    partial = file.with_name(f".{file.name}.part")
    partial.write_bytes(content)
    partial.replace(file)


def _same_edition(roll: Session, wave: Wave, cut: Cut) -> Edition | None:
    return roll.scalar(select(Edition).filter_by(wave_id=wave.id, digest=cut.digest))


def _edition(roll: Session, wave: Wave, cut: Cut, keys: Keys) -> Edition:
    last = roll.scalar(select(func.max(Edition.number)).filter_by(wave_id=wave.id))
    edition = Edition(wave_id=wave.id, number=(last or 0) + 1, digest=cut.digest, release="")
    roll.add(edition)
    roll.flush()
    rows = [
        {"edition_id": edition.id, "position": position}
        | {name: report[name] for name in ("file", "recipient")}
        for position, report in enumerate(cut.reports)
    ]
    roll.execute(insert(ReportFile), rows)
    ledger.append(roll, wave, edition, cut.facts, keys=keys)
    return edition
