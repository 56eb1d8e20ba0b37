"""Preflight: which groups could be reported, how likely that is, and whom to report together.

Nobody's name is in it, and nothing but who is invited goes into it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaires.sentence import Sentence
from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.merging import suggested_merges
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import Forecast, Light, forecast, likely_from
from reports.tally import Base
from survey_app.roll.models import Wave
from survey_app.services.frozen import Frozen, Member, frozen

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group, what to expect of it, and what to do where it is not likely to be reported."""

    id: str
    name: str
    forecast: Forecast
    advice: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Account managers to report as one, and what to expect of them then."""

    groups: tuple[Group, ...]
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Preflight:
    """The whole wave, each account manager who is asked about, and the merges suggested."""

    whole: Group
    managers: tuple[Group, ...]
    merges: tuple[Together, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return all groups, the account managers as the study lists them."""
        return (self.whole, *self.managers)

    def lit(self, light: Light) -> list[Group]:
        """Return the account managers with this light, those with the smallest chance first."""
        return lit(self.managers, light)

    @property
    def helped(self) -> int:
        """Return how many account managers are better off in a merge than alone."""
        return sum(
            one.forecast.light is not merge.forecast.light
            or one.forecast.usual < merge.forecast.usual
            for merge in self.merges
            for one in merge.groups
            if one.forecast.light is not Light.GREEN
        )

    def merge_of(self, group: Group) -> Together | None:
        """Return the merge that this account manager is in."""
        found = (merge for merge in self.merges if group in merge.groups)
        return next(found, None)


def lit(groups: Sequence[Group], light: Light) -> list[Group]:
    """Return the groups with this light, those with the smallest chance first."""
    found = [group for group in groups if group.forecast.light is light]
    return sorted(found, key=lambda group: (group.forecast.usual, group.forecast.base))


def preflight(wave: Wave, people: Sequence[Member]) -> Preflight:
    """Return what to expect of the wave's groups, and which account managers to put together."""
    fixed = frozen(wave)
    names = fixed.managers if asks_about_people(fixed) else {}
    policy, invited = fixed.policy, len(people)
    dealing = _dealing(people, names)
    merges = suggested_merges(dealing, invited, policy)
    enough = likely_from(invited, policy)
    managers = {}
    for id_, name in names.items():
        expected = forecast(Counter(dealing[id_].values()), invited, policy)
        managers[id_] = Group(id_, name, expected, advice(expected, policy, enough))
    together = [Together(tuple(managers[id_] for id_ in m.groups), m.forecast) for m in merges]
    everybody = forecast(Counter(customer for customer, _ in people), invited, policy)
    return Preflight(
        Group(WHOLE, "All customers", everybody, advice(everybody, policy, None)),
        tuple(managers.values()),
        tuple(sorted(together, key=lambda merge: min(one.forecast.usual for one in merge.groups))),
    )


def advice(expected: Forecast, policy: Policy, enough: int | None) -> Sentence | None:
    """Return what is in the way of a group, and what to do; None where it is likely to be shown.

    `enough` is from how many people a group can be likely at all.
    """
    if expected.light is Light.GREEN:
        return None
    return _lacking(expected, policy) or _unsure(expected, policy, enough)


def _lacking(expected: Forecast, policy: Policy) -> Sentence | None:
    base = expected.base
    if not base.respondents:
        return Sentence(
            "nobody on the list deals with them. Name their id in the contacts’ column "
            "account_managers, or take them out of the study file."
        )
    if base.respondents == 1:
        return Sentence(
            "one contact, and at least %(least)s must answer. Add contacts.",
            least=policy.min_respondents,
        )
    if base.respondents < policy.min_respondents:
        return Sentence(
            "%(found)s contacts, and at least %(least)s must answer. Add contacts.",
            found=base.respondents,
            least=policy.min_respondents,
        )
    return _one_sided(base, policy)


def _one_sided(base: Base, policy: Policy) -> Sentence | None:
    if base.customers == 1:
        return Sentence(
            "all contacts belong to one customer, and answers of %(least)s are needed. Add "
            "contacts of other customers.",
            least=policy.min_customers,
        )
    if base.customers < policy.min_customers:
        return Sentence(
            "contacts of %(found)s customers, and answers of %(least)s are needed. Add contacts "
            "of other customers.",
            found=base.customers,
            least=policy.min_customers,
        )
    if not could_pass(base, policy):
        return Sentence(
            "nearly all contacts belong to one customer, which must not give more than half of the "
            "answers. Add contacts of other customers."
        )
    return None


def _unsure(expected: Forecast, policy: Policy, enough: int | None) -> Sentence:
    base = expected.base
    if not passes(base, policy):
        return Sentence(
            "more than half of the contacts belong to one customer. They are shown only if few of "
            "that customer answer. Add contacts of other customers."
        )
    if enough is None:
        return Sentence(
            "%(found)s contacts are few: it takes most of them to answer. Add contacts.",
            found=base.respondents,
        )
    if base.respondents < enough:
        return Sentence(
            "%(found)s contacts. From about %(enough)s, at several customers, they are likely to "
            "be shown. Add contacts.",
            found=base.respondents,
            enough=enough,
        )
    return Sentence(
        "there are contacts enough, but at too few customers, or too many at one. Add contacts of "
        "other customers."
    )


def asks_about_people(fixed: Frozen) -> bool:
    """Say whether anything is asked about the account managers, and so could be reported."""
    return any(s.subject == "account_managers" for s in fixed.questionnaire.sections)


def chances_in_words(expected: Forecast) -> dict[int, Sentence]:
    """Return a group's chances by response as they are said."""
    if expected.light is Light.RED:
        return dict.fromkeys(expected.chances, Sentence("never"))
    return {rate: in_words(chance) for rate, chance in expected.chances.items()}


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
    names = fixed.managers if asks_about_people(fixed) else {}
    bases = {
        name: base_of(Counter(found.values())) for name, found in _dealing(people, names).items()
    }
    joined = {name: base for name, base in bases.items() if could_pass(base, fixed.policy)}
    return {WHOLE: len(people)} | {name: base.respondents for name, base in joined.items()}


def _dealing(people: Sequence[Member], names: Mapping[str, str]) -> dict[str, dict[int, str]]:
    """Return by account manager the customer of each person who deals with them, by a number."""
    found: dict[str, dict[int, str]] = {name: {} for name in names}
    for number, (customer, managers) in enumerate(people):
        for name in managers:
            if name in found:
                found[name][number] = customer
    return found
