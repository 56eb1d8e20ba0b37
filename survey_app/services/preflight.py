"""Preflight: which groups could be reported, and how likely that is. Nobody's name is in it."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from questionnaires.sentence import Sentence
from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.policy import Policy
from reports.tally import Base
from survey_app.roll.models import Wave
from survey_app.services.frozen import Frozen, Member, frozen

WHOLE = ""
RATES = (30, 50, 70)
# Bounds the work: draws times people times their groups.
MOST_DRAWS, FEWEST_DRAWS, STEPS = 400, 20, 500_000
LIKELY, USUAL_RATE = 0.9, 50
MOST_TRIED = 20

_Lists = dict[str, list[tuple[int, str]]]


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
    """Return the forecast of the whole wave and of each account manager who is asked about."""
    fixed = frozen(wave)
    managers = fixed.managers if asks_about_people(fixed) else {}
    invited, lists = _by_group(people), _lists(people)
    by_size = sorted((m for m in managers if m in lists), key=lambda m: len(lists[m]))
    chances = _chances(people, fixed.policy)
    forecasts = []
    for group, name in {WHOLE: "All customers", **managers}.items():
        base = base_of(invited.get(group, {}))
        reportable = passes(base, fixed.policy)
        alone = reportable or group == WHOLE or not base.respondents
        other = None if alone else _merge(group, by_size, lists, fixed.policy)
        forecasts.append(
            Forecast(
                group=group,
                name=name,
                base=base,
                reportable=reportable,
                chances={rate: chances[rate].get(group, 0.0) for rate in RATES},
                merge=managers[other] if other else None,
            )
        )
    return forecasts


def asks_about_people(fixed: Frozen) -> bool:
    """Say whether anything is asked about the account managers, and so could be reported."""
    return any(s.subject == "account_managers" for s in fixed.questionnaire.sections)


def in_words(chance: float) -> Sentence:
    """Return a chance as it is said: never as certain, and never as impossible."""
    if chance > 0.99:
        return Sentence("over 99 %")
    if chance < 0.01:
        return Sentence("under 1 %")
    return Sentence("%(chance)s %%", chance=round(chance * 100))


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
    _add(groups, people)
    return groups


def _add(groups: dict[str, Counter[str]], people: Sequence[Member]) -> None:
    """Add people to the groups they belong to."""
    for customer, names in people:
        for name in (WHOLE, *names):
            found = groups.get(name)
            if found is None:
                found = groups[name] = Counter()
            found[customer] += 1


def _chances(people: Sequence[Member], policy: Policy) -> dict[int, dict[str, float]]:
    """Return of each rate how often a group is reportable when so many in a hundred answer.

    One draw is one order of all people: at each rate its first ones have answered. Large lists,
    whose figures hardly move from draw to draw, get fewer draws. The draws begin from the same
    seed: the same list gets the same forecast.
    """
    answering = {rate: round(len(people) * rate / 100) for rate in RATES}
    steps = sum(1 + len(member.managers) for member in people)
    draws = min(MOST_DRAWS, max(FEWEST_DRAWS, STEPS // max(1, steps)))
    chance = random.Random(len(people))  # noqa: S311 - a forecast, no secret
    order = list(people)
    reportable: dict[int, Counter[str]] = {rate: Counter() for rate in RATES}
    for _ in range(draws):
        chance.shuffle(order)
        drawn: dict[str, Counter[str]] = {}
        before = 0
        for rate, number in answering.items():
            _add(drawn, order[before:number])
            before = number
            reportable[rate].update(g for g, c in drawn.items() if passes(base_of(c), policy))
    return {
        rate: {group: number / draws for group, number in found.items()}
        for rate, found in reportable.items()
    }


def _merge(small: str, others: Sequence[str], by_group: _Lists, policy: Policy) -> str | None:
    """Return the smallest other manager together with whom too small a one is reportable."""
    for other in others[:MOST_TRIED]:
        if other == small:
            continue
        # Somebody who deals with both is one person.
        both = dict([*by_group.get(small, ()), *by_group[other]])
        if passes(base_of(Counter(both.values())), policy):
            return other
    return None


def _lists(people: Sequence[Member]) -> _Lists:
    """Return by account manager who deals with them: a number for the person, and the customer."""
    lists: _Lists = {}
    for number, (customer, names) in enumerate(people):
        for name in names:
            lists.setdefault(name, []).append((number, customer))
    return lists
