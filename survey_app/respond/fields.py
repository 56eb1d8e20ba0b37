"""What the respondents' pages know of each wave, parsed once, and their blank forms, drawn once."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.extensions import reading, roll_engine
from survey_app.respond.page import Form, form_page
from survey_app.roll.models import Invitation, Wave
from survey_app.services.cast import OpenedLink
from survey_app.services.waves import Frozen, frozen

MAX_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Field:
    """A launched wave: frozen, so that what was parsed once stays true."""

    frozen: Frozen
    practice: str
    invited: int

    def form(self, link: OpenedLink) -> Form:
        """Return what the page says to everybody in the circumstances of this link."""
        return self.form_for(link.circumstances.managers, link.language, closes_on=link.closes_on)

    def form_for(self, managers: Sequence[str], language: str, *, closes_on: date) -> Form:
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
            invited=self.invited,
            closes_on=closes_on,
        )


PageKey = tuple[int, date, str, tuple[str, ...]]


@dataclass
class Fields:
    """The fields of one application, with the forms that were drawn last."""

    known: dict[int, Field] = field(default_factory=dict)
    pages: OrderedDict[PageKey, str] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, wave: int) -> Field:
        """Return the field of a launched wave."""
        found = self.known.get(wave)
        if found is None:
            found = self.known[wave] = _read(wave)
        return found

    def blank_form(self, link: OpenedLink) -> str:
        """Return the form before anything is typed, drawn once for equal circumstances."""
        key = (link.wave, link.closes_on, link.language, link.circumstances.managers)
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
                return self.pages[key]
        page = form_page(self.of(link.wave).form(link))
        with self.lock:
            self.pages[key] = page
            if len(self.pages) > MAX_PAGES:
                self.pages.popitem(last=False)
        return page


def _read(wave_id: int) -> Field:
    with reading(roll_engine()) as connection, Session(connection) as roll:
        wave = roll.get_one(Wave, wave_id)
        invited = roll.scalar(select(func.count()).where(Invitation.wave_id == wave_id)) or 0
        return Field(frozen(wave), wave.study.practice.name, invited)
