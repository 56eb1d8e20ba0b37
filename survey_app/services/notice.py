"""The notice: what respondents are promised, frozen at launch and named by its own hash."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from questionnaires.schema import said
from questionnaires.wording import filled
from survey_app.languages import SPOKEN
from survey_app.roll.models import Wave
from survey_app.services.frozen import Frozen, Member, frozen
from survey_app.services.notice_wording import Promise, Section, sections
from survey_app.services.preflight import sizes
from survey_app.services.segments import Belonging, segment_sizes, spelt
from survey_app.urn.tallies import Outcome, outcome

FORMAT = "survey_app notice 1"
LEVEL = "1"  # sealed ballots
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice read back; `text` is what its hash was taken of, to the last byte."""

    text: str
    fingerprint: str
    title: Mapping[str, str]
    practice: str
    client: str
    opens: date
    closes: date
    level: str
    public_key: bytes
    verification_key: bytes
    words: Mapping[str, tuple[Section, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a wave stands today, which its notice cannot know; `over` while it awaits its count."""

    state: str
    closes_on: date
    closed_on: date | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Record:
    """What the installation has signed of the end of a wave's keys."""

    text: str
    signature: bytes

    @property
    def fields(self) -> dict[str, str]:
        """Return what it says, field by field; as one field where it is no JSON object."""
        try:
            said = json.loads(self.text)
        except ValueError:
            said = self.text
        if not isinstance(said, dict):
            return {"": self.text}
        return {name: _plain(value) for name, value in said.items()}


@dataclass(frozen=True, slots=True)
class Published:
    """All that the public may know of a launched wave."""

    notice: Notice
    standing: Standing
    record: Record | None
    urn_wave: str


def promise_of(
    wave: Wave,
    people: Sequence[Member],
    belong: Sequence[Belonging],
    *,
    opens: date,
    closes: date,
) -> Promise:
    """Return what a wave promises these people, or a draft would if it were launched so."""
    fixed = frozen(wave)
    definition, segments = fixed.definition, segment_sizes(fixed, belong)
    groups = {**sizes(fixed, people), **segments}
    return Promise(
        practice=wave.study.practice.name,
        client=definition.client_name(),
        compared=tuple(n for id_, n in fixed.suppliers.items() if id_ != definition.client),
        about_people=any(s.subject == "account_managers" for s in fixed.questionnaire.sections),
        min_respondents=fixed.policy.min_respondents,
        min_customers=fixed.policy.min_customers,
        invited=len(people),
        smallest_group=min(groups.values()),
        opens=opens,
        closes=closes,
        breakdowns=_breakdowns(segments),
    )


def _breakdowns(segments: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each column with its values, as people read them."""
    found: dict[str, list[str]] = {}
    for column, value in map(spelt, segments):
        found.setdefault(column, []).append(value)
    return tuple((column, tuple(values)) for column, values in found.items())


def freeze(
    wave: Wave, people: Sequence[Member], verification_key: bytes, belong: Sequence[Belonging]
) -> None:
    """Write down what a wave that is being launched promises, and name it by its hash."""
    if wave.opened_on is None or wave.closes_on is None or wave.public_key is None:
        raise ValueError("a notice needs the wave's days and its key")
    promise = promise_of(wave, people, belong, opens=wave.opened_on, closes=wave.closes_on)
    keys = {"public_key": wave.public_key.hex(), "verification_key": verification_key.hex()}
    wave.notice = notice_text(promise, _titles(frozen(wave)), keys)
    wave.notice_hash = fingerprint_of(wave.notice)


def _titles(fixed: Frozen) -> dict[str, str]:
    names = {"client": fixed.definition.client_name()}
    title = fixed.questionnaire.title
    return {each: filled(said(title, each), names) for each in fixed.definition.languages}


def notice_text(promise: Promise, title: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """Return the promise as canonical JSON: equal promises are equal to the last byte.

    Its words are in it, not only its numbers: a later version of this program may word another
    wave's notice better, but can change nothing of this one's.
    """
    value = {
        **asdict(promise),
        **keys,
        "format": FORMAT,
        "level": LEVEL,
        "links_by": "practice",
        "languages": list(title),
        "title": dict(title),
        "words": {each: [asdict(s) for s in sections(promise, each)] for each in SPOKEN},
    }
    value |= {"opens": promise.opens.isoformat(), "closes": promise.closes.isoformat()}
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    """Return the SHA-256 of a notice's bytes, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_notice(text: str) -> Notice:
    """Return the notice that was frozen as this text."""
    value: dict[str, Any] = json.loads(text)
    return Notice(
        text=text,
        fingerprint=fingerprint_of(text),
        title={language: value["title"][language] for language in value["languages"]},
        practice=value["practice"],
        client=value["client"],
        opens=date.fromisoformat(value["opens"]),
        closes=date.fromisoformat(value["closes"]),
        level=value["level"],
        public_key=bytes.fromhex(value["public_key"]),
        verification_key=bytes.fromhex(value["verification_key"]),
        words={each: tuple(map(_section, found)) for each, found in value["words"].items()},
    )


def published(roll: Session, urn: Engine, fingerprint: str, *, today: date) -> Published | None:
    """Return what the notice of that hash stands for; None for any other address."""
    if not _HASH.fullmatch(fingerprint):
        return None
    wave = roll.scalar(select(Wave).filter_by(notice_hash=fingerprint))
    if wave is None or wave.notice is None:
        return None
    signature = wave.destruction_signature
    record = Record(wave.destruction, signature) if wave.destruction and signature else None
    standing = _standing(wave, urn, today)
    return Published(read_notice(wave.notice), standing, record, wave.urn_wave)


def _standing(wave: Wave, urn: Engine, today: date) -> Standing:
    closes_on = wave.closes_on or today
    over = wave.state == "open" and closes_on < today
    return Standing(
        state="over" if over else wave.state,
        closes_on=closes_on,
        closed_on=wave.closed_on,
        outcome=outcome(urn, wave.urn_wave) if wave.state == "counted" else None,
    )


def _section(value: Mapping[str, Any]) -> Section:
    points = tuple((term, text) for term, text in value["points"])
    return Section(value["id"], value["heading"], tuple(value["text"]), points)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
