"""Preflight: which groups could be reported, and how likely that is. Nobody's name is in it."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.policy import Policy
from reports.tally import Base
from survey_app.roll.models import Wave
from survey_app.services.frozen import Frozen, Member, frozen

WHOLE = ""
RATES = (30, 50, 70)
MOST_DRAWS, FEWEST_DRAWS, PICKS = 400, 40, 200_000
LIKELY, USUAL_RATE = 0.9, 50
MOST_TRIED = 20


class Light(Enum):
    """What to expect of a group at a usual response."""

    GREEN = "likely"
    AMBER = "depends on the response"
    RED = "cannot be reported"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A group, who is invited in it, and whether it is reportable (R1): at full response, and
    the chance from 0 to 1 at each of RATES. `merge` names a manager to report it together with."""

    group: str
    name: str
    base: Base
    reportable: bool
    chances: Mapping[int, float]
    merge: str | None = None

    @property
    def light(self) -> Light:
        """Return the group's light."""
        if not self.reportable:
            return Light.RED
        return Light.GREEN if self.chances[USUAL_RATE] >= LIKELY else Light.AMBER


def preflight(wave: Wave, people: Sequence[Member]) -> list[Forecast]:
    """Return the forecast of the whole wave and of each account manager."""
    fixed = frozen(wave)
    names = {WHOLE: "All customers", **fixed.managers}
    invited = _by_group(people)
    chances = {rate: _chances(people, rate, fixed.policy) for rate in RATES}
    forecasts = []
    for group, name in names.items():
        base = base_of(invited.get(group, {}))
        reportable = passes(base, fixed.policy)
        alone = reportable or group == WHOLE or not base.respondents
        forecasts.append(
            Forecast(
                group=group,
                name=name,
                base=base,
                reportable=reportable,
                chances={rate: chances[rate].get(group, 0.0) for rate in RATES},
                merge=None if alone else _merge(group, fixed.managers, people, fixed.policy),
            )
        )
    return forecasts


def at_full_response(wave: Wave, people: Sequence[Member]) -> dict[str, bool]:
    """Return of each group whether it could be reported if everybody answered."""
    fixed = frozen(wave)
    invited = _by_group(people)
    groups = (WHOLE, *fixed.managers)
    return {group: passes(base_of(invited.get(group, {})), fixed.policy) for group in groups}


def sizes(fixed: Frozen, people: Sequence[Member]) -> dict[str, int]:
    """Return how many are invited in each group that an answer can join: that of everybody, and
    those of account managers that could be reported on their own, whoever of them answers.
    """
    about_people = any(s.subject == "account_managers" for s in fixed.questionnaire.sections)
    invited = _by_group(people)
    bases = {name: base_of(invited.get(name, {})) for name in fixed.managers if about_people}
    joined = {name: base for name, base in bases.items() if could_pass(base, fixed.policy)}
    return {WHOLE: len(people)} | {name: base.respondents for name, base in joined.items()}


def _by_group(people: Sequence[Member]) -> dict[str, Counter[str]]:
    """Return how many people of each customer there are in each group."""
    groups: dict[str, Counter[str]] = {}
    groups[WHOLE] = Counter(customer for customer, _ in people)
    for customer, names in people:
        for name in names:
            groups.setdefault(name, Counter())[customer] += 1
    return groups


def _chances(people: Sequence[Member], rate: int, policy: Policy) -> dict[str, float]:
    """Return how often each group is reportable when so many in a hundred answer at random.

    The draws begin from the same seed: the same list gets the same forecast.
    """
    answering = round(len(people) * rate / 100)
    draws = min(MOST_DRAWS, max(FEWEST_DRAWS, PICKS // max(1, answering)))
    chance = random.Random(rate)  # noqa: S311 - a forecast, no secret
    reportable: Counter[str] = Counter()
    for _ in range(draws):
        drawn = _by_group(chance.sample(people, answering))
        reportable.update(g for g, found in drawn.items() if passes(base_of(found), policy))
    return {group: number / draws for group, number in reportable.items()}


def _merge(
    group: str, managers: Mapping[str, str], people: Sequence[Member], policy: Policy
) -> str | None:
    """Return the name of the smallest other manager with whom too small a one is reportable."""
    sizes = Counter(name for _, names in people for name in names)
    others = sorted((m for m in managers if m != group and sizes[m]), key=lambda m: sizes[m])
    for other in others[:MOST_TRIED]:
        # Somebody who deals with both is one person.
        both = Counter(customer for customer, names in people if {group, other} & set(names))
        if passes(base_of(both), policy):
            return managers[other]
    return None
