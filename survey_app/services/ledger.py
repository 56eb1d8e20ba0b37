"""The ledger: every fact ever released of a study, in one chain that nobody changes unseen (R12).

Each entry carries the hash of the one before it. A chain could be worked out anew by whoever
writes to the database, so that each edition signs the head it left, with a key that lies elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from reports.disclosure.facts import Coefficients, Fact
from reports.disclosure.release import FactKey
from reports.tally import Base, Count
from survey_app.errors import NotNow
from survey_app.keys import Keys, confirmed
from survey_app.roll.ledger import LedgerFact
from survey_app.roll.models import Edition, Study, Wave
from survey_app.services.waves import Frozen, frozen

HEAD = "survey_app ledger head 1"
BEGINNING = "0" * 64
"""What the first entry of a study follows."""
CHAIN = ("previous_hash", "hash")
FIELDS = tuple(each.name for each in LedgerFact.__table__.columns if each.name not in CHAIN)

Entries = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One fact of the ledger: its place, which edition of which wave released it, and its menu."""

    position: int
    wave_id: int
    wave: str
    edition: int
    fact: Fact
    menu: str


def append(
    roll: Session, wave: Wave, edition: Edition, facts: Iterable[Fact], *, keys: Keys
) -> None:
    """Add what an edition releases to its study's chain, and sign the head that it leaves.

    In the caller's transaction, since what is not recorded may not be released. The caller holds
    the study (`waves.hold`) from before it adds the edition, so that nobody else adds to the chain
    meanwhile; whoever does not is refused a place that is taken.
    """
    position, head = _last(roll, wave.study)
    ids = {"study_id": wave.study_id, "wave_id": wave.id, "edition_id": edition.id}
    menu, known, rows = menu_hash(wave), _Known.of(frozen(wave)), []
    for fact in facts:
        known.refuse_other(wave, position := position + 1, fact.key)
        row = {**ids, "menu": menu, "position": position, **_stored(fact)}
        before, head = head, _chained(head, row)
        rows.append({**row, "previous_hash": before, "hash": head})
    if rows:
        roll.execute(insert(LedgerFact), rows)
    edition.ledger_head = head
    edition.ledger_signature = keys.signature(_signed(wave, edition, position, head))


def read(roll: Session, study: Study, keys: Keys) -> list[LedgerEntry]:
    """Return every fact released of the study, in order; refuse where any was meddled with.

    That is: changed, removed, put in, or moved to another place; or written by somebody without
    this installation's keys.
    """
    query = select(LedgerFact.__table__).filter_by(study_id=study.id)
    rows = roll.execute(query.order_by(LedgerFact.position)).all()
    _refuse_broken(study, rows)
    released = select(Edition, Wave).join(Wave, Wave.id == Edition.wave_id)
    found = roll.execute(released.where(Wave.study_id == study.id).order_by(Edition.id)).all()
    editions = {edition.id: (edition, wave) for edition, wave in found}
    _refuse_unsigned(study, rows, list(editions.values()), keys)
    return [_entry(row, *editions[row.edition_id]) for row in rows]


def menu_hash(wave: Wave) -> str:
    """Return what names the groups a wave's figures are about, as they were frozen."""
    policy = {
        "version": wave.policy_version,
        "min_respondents": wave.min_respondents,
        "min_customers": wave.min_customers,
    }
    frozen_then = {
        "definition": wave.frozen_definition,
        "questionnaire": wave.frozen_questionnaire,
        "policy": policy,
    }
    return hashlib.sha256(_canonical(frozen_then).encode()).hexdigest()


def check_menu(roll: Session, wave: Wave, entries: Iterable[LedgerEntry]) -> None:
    """Refuse where released facts are about other groups than those frozen now.

    A group under another name would have no history. All waves of the study are asked: the next
    release is held against the facts of each.
    """
    waves = {each.id: each for each in roll.scalars(select(Wave).filter_by(study_id=wave.study_id))}
    frozen_now: dict[int, tuple[str, _Known]] = {}
    for entry in entries:
        of_entry = waves[entry.wave_id]
        if of_entry.id not in frozen_now:
            frozen_now[of_entry.id] = menu_hash(of_entry), _Known.of(frozen(of_entry))
        menu, known = frozen_now[of_entry.id]
        if menu != entry.menu:
            raise NotNow(
                Sentence(
                    "What was frozen at the launch of %(wave)s – groups, questions or thresholds – "
                    "has been changed since its figures were released (entry %(entry)s of the "
                    "ledger): a group under another name would have no history. Nothing of the "
                    "study is released before the roll is put back as it was.",
                    wave=of_entry.name,
                    entry=entry.position,
                )
            )
        known.refuse_other(of_entry, entry.position, entry.fact.key)


def released(roll: Session, wave: Wave, keys: Keys) -> list[LedgerEntry]:
    """Return what the wave's next release is held against; refuse where any of it was changed."""
    entries = read(roll, wave.study, keys)
    check_menu(roll, wave, entries)
    return entries


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that a wave's facts may name."""

    questions: frozenset[str | None]
    groups: frozenset[str | None]
    segments: frozenset[str | None]

    @staticmethod
    def of(fixed: Frozen) -> "_Known":
        asked = [question for _, question in fixed.questionnaire.asked()]
        options = (option.id for question in asked for option in question.options or ())
        return _Known(
            frozenset([None, *(question.id for question in asked)]),
            frozenset([None, *fixed.suppliers, *fixed.managers, *options]),
            frozenset([None, *(each for part in fixed.menu.withins.values() for each in part)]),
        )

    def refuse_other(self, wave: Wave, position: int, key: FactKey) -> None:
        groups = ((each, self.groups) for each in (key.subject, key.against))
        within = (key.within, self.segments)
        for name, known in ((key.question, self.questions), *groups, within):
            if name not in known:
                raise NotNow(
                    Sentence(
                        "Entry %(entry)s of the ledger names %(name)s, which is not on the menu "
                        "that was frozen at the launch of %(wave)s. Nothing of the study is "
                        "released before the roll is put back as it was.",
                        entry=position,
                        name=name,
                        wave=wave.name,
                    )
                )


def _refuse_broken(study: Study, rows: Entries) -> None:
    before = BEGINNING
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            _refuse(Sentence("entry %(entry)s is missing", entry=number), study)
        if row.hash != _chained(row.previous_hash, row._mapping):
            _refuse(Sentence("entry %(entry)s is not as it was written", entry=number), study)
        if row.previous_hash != before:
            _refuse(Sentence("entry %(entry)s does not follow the one before", entry=number), study)
        before = row.hash


def _refuse_unsigned(
    study: Study, rows: Entries, editions: Sequence[tuple[Edition, Wave]], keys: Keys
) -> None:
    """Refuse a chain other than the one that the editions have signed, one after the other."""
    positions, key, end = {BEGINNING: 0}, keys.verification_key, 0
    positions |= {row.hash: row.position for row in rows}
    for edition, wave in editions:
        head, signature = edition.ledger_head or "", edition.ledger_signature or b""
        begin, end = end, positions.get(head, -1)
        of_edition = Sentence(
            "edition %(number)s of %(wave)s", number=edition.number, wave=wave.name
        )
        if end < begin:
            _refuse(
                Sentence("what %(edition)s released is not all there", edition=of_edition), study
            )
        if not confirmed(_signed(wave, edition, end, head), signature, key):
            _refuse(
                Sentence(
                    "what %(edition)s released was not signed by this installation",
                    edition=of_edition,
                ),
                study,
            )
        _refuse_strangers(study, rows[begin:end], edition)
    _refuse_strangers(study, rows[end:], None)


def _refuse_strangers(study: Study, rows: Entries, edition: Edition | None) -> None:
    for row in rows:
        if edition is None or (row.edition_id, row.wave_id) != (edition.id, edition.wave_id):
            what = Sentence("entry %(entry)s is of no signed edition", entry=row.position)
            _refuse(what, study)


def _refuse(what: Sentence, study: Study) -> None:
    raise NotNow(
        Sentence(
            "The ledger of %(study)s has been changed: %(what)s. Nothing of the study is released "
            "before the roll is put back from a backup.",
            study=study.slug,
            what=what,
        )
    )


def _last(roll: Session, study: Study) -> tuple[int, str]:
    query = select(LedgerFact.position, LedgerFact.hash).filter_by(study_id=study.id)
    last = roll.execute(query.order_by(LedgerFact.position.desc()).limit(1)).one_or_none()
    return (last.position, last.hash) if last else (0, BEGINNING)


def _signed(wave: Wave, edition: Edition, position: int, head: str) -> str:
    """Return the text that is signed: whose head it is, so that none stands for another's."""
    return _canonical(
        {
            "record": HEAD,
            "study": wave.study.slug,
            "wave": wave.number,
            "edition": edition.number,
            "digest": edition.digest,
            "position": position,
            "head": head,
        }
    )


def _chained(before: str, row: Mapping[Any, object]) -> str:
    fields = _canonical({name: row[name] for name in FIELDS})
    return hashlib.sha256(f"{before}{fields}".encode()).hexdigest()


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _stored(fact: Fact) -> dict[str, object]:
    lists = [[*_of_count(count), factor] for count, factor in fact.coefficients]
    bounds = {"low": fact.low, "high": fact.high}
    return {
        **fact.key._asdict(),
        **bounds,
        **fact.base._asdict(),
        "coefficients": _canonical(lists),
    }


def _of_count(count: Count) -> Iterator[str | None]:
    """Yield what a count is of, and then the segment it is within."""
    yield from (count.question, count.subject, count.option, count.against, count.within)


def _coefficients(stored: str) -> Coefficients:
    width = len(Count._fields)
    return tuple((Count(*each[:width]), each[-1]) for each in json.loads(stored))


def _entry(row: Row[Any], edition: Edition, wave: Wave) -> LedgerEntry:
    key = FactKey(row.measure, row.question, row.subject, row.option, row.against, row.within)
    base = Base(row.respondents, row.customers, row.largest)
    fact = Fact(key, _coefficients(row.coefficients), row.low, row.high, base)
    return LedgerEntry(row.position, wave.id, wave.name, edition.number, fact, row.menu)
