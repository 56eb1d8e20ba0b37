"""Suggested merges: whom to report together so that most can be, with least put together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

from reports.disclosure.bases import base_of
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import (
    USUAL_RATE,
    Forecast,
    Light,
    answering,
    chance,
    forecast,
    light_of,
)
from reports.tally import Base

People = Mapping[int, str]
"""The customer of each of a group's people, by a number that is the person's in every group."""

# How a group stands: red, amber with a chance below a half at the usual response, amber, green.
RED, UNLIKELY, EVEN, GREEN = range(4)
MOST_EXACT, MOST_TRIED = 8, 25
# Bounds the time: people united, and what reckoning a chance costs in the same measure.
MOST_STEPS, RECKONING = 10_000_000, 4_000


@dataclass(frozen=True, slots=True)
class Merge:
    """Groups to report together, and what to expect of them as one."""

    groups: tuple[str, ...]
    forecast: Forecast


class _Worth(NamedTuple):
    """What merges achieve, the larger the better: groups lifted to each standing, then, below 0,
    groups that are given up and people whose group is no longer the same."""

    green: int = 0
    even: int = 0
    unlikely: int = 0
    given_up: int = 0
    moved: int = 0

    def with_(self, other: "_Worth") -> "_Worth":
        return _Worth(*(one + more for one, more in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class _Union:
    names: frozenset[str]
    by_customer: Mapping[str, int]
    base: Base
    usual: float
    standing: int


def suggested_merges(groups: Mapping[str, People], invited: int, policy: Policy) -> list[Merge]:
    """Return which of the groups to report together, each in one merge at most, in their order.

    A merge lifts at least one group that is not green to a better standing and lets none sink;
    somebody in several of its groups counts once. What counts is, in this order, how many groups
    become green, how many more likely shown than not, and how many no longer red; then that few
    groups are given up (two pairs rather than one of four); then that few people are moved.

    Of up to MOST_EXACT groups that are not green, the best of all ways to merge them is found. Of
    more, the one with the best chance takes the smallest that makes it green, or else the one that
    brings it nearest to that, and so on: in random studies this made 98 in 100 of those green that
    the search of all ways does. Only what is then still more likely hidden than not joins a group
    that is green, the smallest that stays green with it; for that one loses a report of its own.
    The time is bounded by steps, not by a clock, so that the same groups get the same merges.
    """
    search = _Search(groups, invited, policy)
    found = {search.in_order(union.names): union for union in search.merges()}
    return [
        Merge(names, forecast(found[names].by_customer, invited, policy))
        for names in sorted(found, key=lambda names: search.place[names[0]])
    ]


class _Search:
    """The unions that were looked at, and the ways through them."""

    def __init__(self, groups: Mapping[str, People], invited: int, policy: Policy) -> None:
        self._groups = {name: people for name, people in groups.items() if people}
        self._invited, self._policy = invited, policy
        self.place = {name: number for number, name in enumerate(self._groups)}
        self._unions: dict[frozenset[str], _Union] = {}
        self._chances: dict[tuple[int, ...], float] = {}
        self._steps = 0
        self._alone = {name: self._united({name}) for name in self._groups}

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=self.place.__getitem__))

    def merges(self) -> list[_Union]:
        small = [each for each in self._alone.values() if each.standing < GREEN]
        fine = [each for each in self._alone.values() if each.standing == GREEN]
        small.sort(key=lambda each: (-each.usual, -_size(each)))
        found = self._best(small) if len(small) <= MOST_EXACT else self._grown(small)
        return self._hosted(found, _left(small, found), sorted(fine, key=_size), GREEN)

    def _best(self, small: Sequence[_Union]) -> list[_Union]:
        """Return the best way to merge a few: the first of them with each others, or with none,
        and the best way to merge the rest."""
        names = [name for each in small for name in each.names]

        @cache
        def best(left: tuple[str, ...]) -> tuple[_Worth, tuple[_Union, ...]]:
            if not left:
                return _Worth(), ()
            first, others = left[0], left[1:]
            ways = [best(others)]
            for union in self._helpful(first, others):
                worth, rest = best(tuple(name for name in others if name not in union.names))
                ways.append((worth.with_(self._worth(union)), (*rest, union)))
            return max(ways, key=lambda way: way[0])

        return list(best(tuple(names))[1])

    def _helpful(self, first: str, others: Sequence[str]) -> Iterator[_Union]:
        for number in range(1, len(others) + 1):
            for chosen in combinations(others, number):
                union = self._united({first, *chosen})
                if self._helps(union):
                    yield union

    def _grown(self, small: Sequence[_Union]) -> list[_Union]:
        """Return good merges of many: the largest first, each with the smallest that will do."""
        found: list[_Union] = []
        for goal in (GREEN, EVEN, UNLIKELY):
            left = [each for each in _left(small, found) if each.standing < goal]
            while left:
                seed, *left = left
                union = self._cluster(seed, left, goal)
                if union:
                    found.append(union)
                    left = _left(left, [union])
            found = self._hosted(found, _left(small, found), [], goal)
        return found

    def _cluster(self, seed: _Union, others: Sequence[_Union], goal: int) -> _Union | None:
        """Return a union that reaches the goal, by way of those with the best chance; or None."""
        union, pool = seed, sorted(others, key=_size)
        while pool and self._steps < MOST_STEPS:
            larger: list[_Union] = []
            for each in pool:
                larger.append(self._united(union.names | each.names))
                if self._reaches(larger[-1], goal):
                    return self._pruned(larger[-1], goal)
            best = max(larger, key=self._promise)
            if self._promise(best) <= self._promise(union):
                return None
            union, pool = best, _left(pool, [best])
        return None

    def _pruned(self, union: _Union, goal: int) -> _Union:
        """Return the union without those that it reaches the goal without."""
        for each in sorted((self._alone[name] for name in self.in_order(union.names)), key=_size):
            fewer = union.names - each.names
            if len(fewer) > 1 and self._reaches(self._united(fewer), goal):
                union = self._united(fewer)
        return union

    def _hosted(
        self, found: Sequence[_Union], left: Sequence[_Union], fine: Sequence[_Union], goal: int
    ) -> list[_Union]:
        """Return the merges after those short of the goal, and what is left over, have joined the
        smallest merge that then still reaches it, or else the smallest fine group."""
        reached = [each for each in found if each.standing >= goal]
        short, hosts = [], list(fine)
        for each in (*(one for one in found if one.standing < goal), *left):
            near = sorted(reached, key=_size)[:MOST_TRIED]
            near += hosts[:MOST_TRIED] if each.standing < EVEN else []
            host = next((one for one in near if self._may_join(each, one, goal)), None)
            if host is None:
                short.append(each)
                continue
            (reached if host in reached else hosts).remove(host)
            reached.append(self._united(each.names | host.names))
        return [each for each in (*reached, *short) if len(each.names) > 1]

    def _may_join(self, each: _Union, host: _Union, goal: int) -> bool:
        union = self._united(each.names | host.names)
        return union.standing >= host.standing and self._reaches(union, goal)

    def _reaches(self, union: _Union, goal: int) -> bool:
        return union.standing >= goal and self._helps(union)

    def _helps(self, union: _Union) -> bool:
        """Say whether some of the groups are better off together and none is worse off; and whether
        none that is green is among them, or only one, which the others need."""
        members = [self._alone[name] for name in union.names]
        fine = {name for name in union.names if self._alone[name].standing == GREEN}
        if len(fine) > 1 or (fine and self._united(union.names - fine).standing >= EVEN):
            return False
        if union.standing < GREEN and any(each.usual > union.usual for each in members):
            return False
        standings = [each.standing for each in members]
        return max(standings) <= union.standing and min(standings) < union.standing

    def _worth(self, union: _Union) -> _Worth:
        lifted = Counter(
            union.standing for name in union.names if self._alone[name].standing < union.standing
        )
        return _Worth(
            lifted[GREEN], lifted[EVEN], lifted[UNLIKELY], 1 - len(union.names), -_size(union)
        )

    def _promise(self, union: _Union) -> tuple[float, int, int]:
        """Return how near a union is to being reportable, where its chance may still be 0."""
        base = union.base
        customers = min(base.customers, self._policy.min_customers)
        return union.usual, customers, min(base.respondents, 2 * (base.respondents - base.largest))

    def _united(self, names: Iterable[str]) -> _Union:
        """Return these groups as one."""
        key = frozenset(names)
        if key not in self._unions:
            people: dict[int, str] = {}
            for name in self.in_order(key):
                people |= self._groups[name]
            self._steps += len(people)
            self._unions[key] = self._union(key, Counter(people.values()))
        return self._unions[key]

    def _union(self, names: frozenset[str], by_customer: Mapping[str, int]) -> _Union:
        base, usual = base_of(by_customer), self._usual(by_customer)
        light = light_of(base, usual, self._policy)
        amber = EVEN if usual >= 0.5 else UNLIKELY
        standing = {Light.RED: RED, Light.GREEN: GREEN}.get(light, amber)
        return _Union(names, by_customer, base, usual, standing)

    def _usual(self, by_customer: Mapping[str, int]) -> float:
        """Return the chance at the usual response, reckoned once for like sizes of customers."""
        sizes = tuple(sorted(by_customer.values()))
        if sizes not in self._chances:
            self._steps += RECKONING
            answered = answering(self._invited, USUAL_RATE)
            self._chances[sizes] = chance(by_customer, self._invited, answered, self._policy)
        return self._chances[sizes]


def _size(union: _Union) -> int:
    return union.base.respondents


def _left(units: Iterable[_Union], merges: Iterable[_Union]) -> list[_Union]:
    """Return those that are in none of the merges."""
    taken = {name for union in merges for name in union.names}
    return [each for each in units if taken.isdisjoint(each.names)]
