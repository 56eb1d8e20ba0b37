"""What the respondents' pages know of each wave, parsed once, and their blank forms, drawn once."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from survey_app.extensions import reading, roll_engine
from survey_app.respond.page import Form, Group, form_page
from survey_app.roll.models import Wave
from survey_app.services.cast import OpenedLink
from survey_app.services.preflight import WHOLE, sizes
from survey_app.services.segments import segment_sizes, spelt
from survey_app.services.waves import Frozen, belonging, frozen, members

MAX_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """A launched wave: frozen, so that what was parsed once stays true.

    `groups` says how many are invited in each group that an answer can join.
    """

    frozen: Frozen
    practice: str
    groups: Mapping[str, int]
    notice_hash: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the study."""
        return self.frozen.definition.languages

    def form(
        self,
        managers: Sequence[str],
        language: str,
        *,
        order: tuple[str, ...],
        closes_on: date,
        action: str = "",
        segments: Sequence[str] = (),
    ) -> Form:
        """Return the form of a contact who deals with these account managers."""
        fixed = self.frozen
        return Form(
            questionnaire=fixed.questionnaire,
            suppliers=fixed.suppliers,
            managers={manager: fixed.managers[manager] for manager in managers},
            client=fixed.definition.client_name(),
            practice=self.practice,
            language=language,
            min_respondents=fixed.policy.min_respondents,
            min_customers=fixed.policy.min_customers,
            invited=self.groups[WHOLE],
            closes_on=closes_on,
            languages=self.languages,
            order=order,
            action=action,
            smallest=self._smallest((*managers, *segments)),
            notice_hash=self.notice_hash,
        )

    def _smallest(self, names: Sequence[str]) -> Group | None:
        """Return the smallest group that an answer of this contact joins; None without people."""
        joined = [WHOLE, *(name for name in names if name in self.groups)]
        smallest = min(joined, key=lambda name: self.groups[name])
        people, managers = self.groups[smallest], self.frozen.managers
        named = smallest == WHOLE or smallest in managers
        segment = "" if named else ": ".join(spelt(smallest))
        return Group(people, managers.get(smallest, ""), segment) if people else None


@dataclass(frozen=True, slots=True)
class Visit:
    """A link as it is met: in which language, and with the suppliers in which order."""

    link: OpenedLink
    language: str
    order: tuple[str, ...]

    def segments(self, field: Field) -> tuple[str, ...]:
        """Return the segments on the wave's menu that this contact belongs to."""
        return field.frozen.menu.joined(self.link.circumstances.segments)

    def form(self, field: Field) -> Form:
        """Return what the page says to everybody in the circumstances of this link."""
        return field.form(
            self.link.circumstances.managers,
            self.language,
            order=self.order,
            closes_on=self.link.closes_on,
            action=f"?language={self.language}" if len(field.languages) > 1 else "",
            segments=self.segments(field),
        )


PageKey = tuple[int, date, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass
class Fields:
    """The fields of one application, with the forms that were drawn last."""

    known: dict[int, Field] = field(default_factory=dict)
    pages: OrderedDict[PageKey, bytes] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    size: int = 0

    def of(self, wave: int) -> Field:
        """Return the field of a launched wave."""
        found = self.known.get(wave)
        if found is None:
            found = self.known[wave] = _read(wave)
        return found

    def blank_form(self, visit: Visit) -> bytes:
        """Return the form before anything is typed, drawn once for equal circumstances."""
        link, field = visit.link, self.of(visit.link.wave)
        own = link.circumstances.managers, visit.segments(field)
        key = (link.wave, link.closes_on, visit.language, *own, visit.order)
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
                return self.pages[key]
        page = form_page(visit.form(field)).encode()
        with self.lock:
            self._keep(key, page)
        return page

    def _keep(self, key: PageKey, page: bytes) -> None:
        self.size += len(page) - len(self.pages.get(key, b""))
        self.pages[key] = page
        while self.size > MAX_BYTES:
            _, dropped = self.pages.popitem(last=False)
            self.size -= len(dropped)


def _read(wave_id: int) -> Field:
    with reading(roll_engine()) as connection, Session(connection) as roll:
        wave = roll.get_one(Wave, wave_id)
        fixed = frozen(wave)
        groups = {
            **sizes(fixed, members(roll, wave)),
            **segment_sizes(fixed, belonging(roll, wave)),
        }
        return Field(fixed, wave.study.practice.name, groups, wave.notice_hash or "")
