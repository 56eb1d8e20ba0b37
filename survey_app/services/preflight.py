"""Preflight: which groups could be reported if everybody answered. Nobody's name is in it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reports.disclosure.bases import base_of, passes
from reports.tally import Base
from survey_app.roll.models import Wave
from survey_app.services.waves import frozen, invitees


@dataclass(frozen=True, slots=True)
class Forecast:
    """A group, who is invited in it, and whether it is reportable at full response (R1)."""

    group: str
    name: str
    base: Base
    reportable: bool


def preflight(roll: Session, wave: Wave) -> list[Forecast]:
    """Return the forecast of the whole wave and of each account manager."""
    fixed = frozen(wave)
    whole: Counter[str] = Counter()
    by_manager: dict[str, Counter[str]] = defaultdict(Counter)
    for contact in invitees(roll, wave):
        whole[contact.customer] += 1
        for assignment in contact.assignments:
            by_manager[assignment.account_manager][contact.customer] += 1
    groups = [("all", "All customers", whole)]
    groups += [(id_, name, by_manager[id_]) for id_, name in fixed.managers.items()]
    return [
        Forecast(group, name, base_of(customers), passes(base_of(customers), fixed.policy))
        for group, name, customers in groups
    ]
