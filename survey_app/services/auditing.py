"""Audits: the attacker on everything ever released of a study, and on what is about to be (R9)."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.verdict import Finding, Verdict
from survey_app.errors import NotNow
from survey_app.keys import Keys
from survey_app.roll.models import Study, Wave
from survey_app.services import ledger
from survey_app.services.frozen import Frozen, frozen
from survey_app.services.waves import waves_of
from survey_app.services.workers import AtOnce


@dataclass(frozen=True, slots=True)
class Audited:
    """What was tried on one wave: the number of facts by edition, and what came of it."""

    wave: str
    fixed: Frozen
    editions: Mapping[int, int]
    verdict: Verdict
    seconds: float


def audit_study(roll: Session, study: Study, keys: Keys) -> list[Audited]:
    """Attack everything that was ever released of a study, wave by wave.

    Persons are never matched across waves (R6), so that what was released of one says nothing of
    the answers given in another. Refuses where the ledger was meddled with.
    """
    entries = ledger.read(roll, study, keys)
    found = []
    with AtOnce() as at_once:
        for wave in reversed(waves_of(roll, study)):
            ledger.check_menu(roll, wave, entries)
            theirs = [entry for entry in entries if entry.wave_id == wave.id]
            if not theirs:
                continue
            begun, fixed = time.perf_counter(), frozen(wave)
            verdict = audit(distinct(entry.fact for entry in theirs), fixed.menu, at_once=at_once)
            editions: dict[int, int] = {}
            for entry in theirs:
                editions[entry.edition] = editions.get(entry.edition, 0) + 1
            seconds = time.perf_counter() - begun
            found.append(Audited(wave.name, fixed, editions, verdict, seconds))
    return found


def refuse_proven(wave: Wave, entries: Iterable[ledger.LedgerEntry], facts: Iterable[Fact]) -> None:
    """Refuse an edition that proves an answer together with all that was released before (R10)."""
    before = [entry.fact for entry in entries if entry.wave_id == wave.id]
    fixed = frozen(wave)
    with AtOnce() as at_once:
        verdict = audit(distinct([*before, *facts]), fixed.menu, at_once=at_once)
    if not verdict.is_safe:
        raise NotNow(
            Sentence(
                "Nothing is released of %(wave)s: %(what)s Leave out a breakdown, or bring the "
                "account managers or segments that are too small together in the next wave.",
                wave=wave.name,
                what=said(verdict, fixed),
            )
        )


def distinct(facts: Iterable[Fact]) -> Sequence[Fact]:
    """Return each different fact once, in a fixed order: editions repeat what others showed."""
    return sorted(set(facts), key=str)


def said(verdict: Verdict, fixed: Frozen) -> Sentence:
    """Return what an attack found, and of whom, without what it was."""
    if verdict.contradicts:
        return Sentence(
            "what was released of it before and what would be now contradict each other, so that "
            "nobody can tell what follows from both."
        )
    finding = verdict.findings[0]
    names = {"group": _group(finding, fixed), "question": finding.target.about.question}
    if not finding.decided:
        return Sentence(
            "whether an answer to %(question)s about %(group)s follows from all figures together "
            "could not be decided.",
            **names,
        )
    return Sentence(
        "an answer to %(question)s about %(group)s would follow from all figures together.", **names
    )


def _group(finding: Finding, fixed: Frozen) -> Sentence | str:
    about = finding.target.about
    subject = about.subject or ""
    name = fixed.managers.get(subject) or fixed.suppliers.get(subject) or subject
    if about.within:
        return f"{name} ({about.within})" if name else about.within
    if finding.target.kind == "rest":
        return Sentence("the groups that are hidden")
    return name or Sentence("everybody")
