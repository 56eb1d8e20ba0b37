"""The attacker (R10): tries to prove an answer from everything that is known, and says what it got.

Whole numbers decide: each target's sum is made as small and as large as all constraints allow.
Every case found on the way serves all targets, so that few of them have to be solved for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from reports.disclosure.system import NODES, Extreme, Numbers, Slice, Solver, System
from reports.tally import Count

Kind = Literal["protected", "hidden", "rest", "everybody"]
"""A group below R1: no answer of it may be proven, and no number be narrower than two. A group
that is hidden to protect others: no number narrower than two. All hidden groups together: nor may
more than half of them be proven to have answered the same. Any other: nor all of it."""
WIDTH = 2


@dataclass(frozen=True, slots=True)
class Target:
    """A number of answers of some group that is not to follow from what is known.

    `members` are the places of the variables it is the sum of, `answers` how many it is of.
    """

    about: Count
    members: tuple[int, ...]
    answers: int
    kind: Kind

    @property
    def width(self) -> int:
        """Return the least width its interval must keep: of one answer alone it can have but 1."""
        return min(WIDTH, self.answers)

    def is_safe(self, lowest: int, highest: int) -> bool:
        """Say whether so low and so high a number being possible keeps it from being proven."""
        wide = self.kind == "everybody" or highest - lowest >= self.width
        return wide and lowest <= self.most_proven

    @property
    def most_proven(self) -> int:
        """Return how many may be known to have given the answer, of which nobody knows who."""
        if self.kind == "protected":
            return 0
        if self.kind == "rest":
            return self.answers // 2
        return self.answers - (self.kind == "everybody")


@dataclass(frozen=True, slots=True)
class Finding:
    """A target that is not safe, and the numbers it can still have; None where undecided."""

    target: Target
    lowest: int
    highest: int
    decided: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an attack tried and found. `narrowest` is the least width found for a hidden number."""

    targets: int = 0
    findings: tuple[Finding, ...] = ()
    narrowest: int | None = None
    contradicts: bool = False

    @property
    def is_safe(self) -> bool:
        """Say whether nothing is proven; undecided is not safe, nor are facts that contradict."""
        return not self.findings and not self.contradicts

    @staticmethod
    def joined(verdicts: Iterable["Verdict"]) -> "Verdict":
        """Return several attacks as one."""
        every = list(verdicts)
        widths = [v.narrowest for v in every if v.narrowest is not None]
        return Verdict(
            sum(v.targets for v in every),
            tuple(finding for v in every for finding in v.findings),
            min(widths, default=None),
            any(v.contradicts for v in every),
        )


def attack(
    system: System,
    targets: Sequence[Target],
    *,
    known: Numbers | None = None,
    nodes: int = NODES,
) -> Verdict:
    """Attack every target with what the system knows.

    `known` is a case that holds, such as the truth; without one the solver looks for any. Its
    work does not depend on the clock: the same input gets the same verdict.
    """
    if not targets:
        return Verdict()
    start = Solver(system, nodes).feasible().values if known is None else known
    if start is None:
        return Verdict(len(targets), contradicts=True)
    by_part: dict[int, list[Target]] = {}
    for target in targets:
        by_part.setdefault(int(system.parts[target.members[0]]), []).append(target)
    return Verdict.joined(
        _attack_part(system, _Seen.of(theirs, start), part, nodes)
        for part, theirs in by_part.items()
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Targets, and the lowest and the highest number of each in any case that holds."""

    targets: Sequence[Target]
    members: Numbers
    starts: Numbers
    lowest: Numbers
    highest: Numbers
    start: Numbers

    @staticmethod
    def of(targets: Sequence[Target], start: Numbers) -> "_Seen":
        """Return what one case shows."""
        members = np.concatenate([target.members for target in targets])
        starts = np.cumsum([0, *(len(target.members) for target in targets[:-1])])
        sums = np.add.reduceat(start[members], starts)
        return _Seen(targets, members, starts, sums, sums.copy(), start)

    def see(self, values: Numbers) -> None:
        """Note what each target is in a further case."""
        sums = np.add.reduceat(values[self.members], self.starts)
        np.minimum(self.lowest, sums, out=self.lowest)
        np.maximum(self.highest, sums, out=self.highest)

    def is_safe(self, place: int) -> bool:
        """Say whether what was seen keeps a target safe."""
        return self.targets[place].is_safe(int(self.lowest[place]), int(self.highest[place]))


def _attack_part(system: System, seen: _Seen, part: int, nodes: int) -> Verdict:
    """Solve for what is not known to be safe: within the part first, then in the whole."""
    inner = system.within(part, seen.start)
    solvers = [(Solver(inner.system, nodes), inner)]
    if not system.is_apart(part):
        whole = Slice(system, np.arange(len(system.upper)), seen.start)
        solvers.append((Solver(system, nodes), whole))
    undecided: set[int] = set()
    for place in range(len(seen.targets)):
        for solver, where in solvers:
            if seen.is_safe(place):
                break
            undecided.discard(place)
            if not _push(seen, place, solver, where):
                undecided.add(place)
    return _verdict(seen, undecided)


def _push(seen: _Seen, place: int, solver: Solver, where: Slice) -> bool:
    """Push one target's number as low and as high as its safety asks; say if that was decided."""
    target, decided = seen.targets[place], True
    members = where.members(target.members)
    for down in (True, False, True):
        lowest, highest = int(seen.lowest[place]), int(seen.highest[place])
        if target.is_safe(lowest, highest):
            break
        if not down:
            found = solver.least(members, goal=-lowest - target.width, sign=-1)
        else:
            narrow = highest - target.width if lowest <= target.most_proven else lowest
            found = solver.least(members, goal=min(target.most_proven, narrow))
        decided &= _note(seen, found, where)
    return decided


def _note(seen: _Seen, found: Extreme, where: Slice) -> bool:
    if found.values is not None:
        seen.see(where.whole(found.values))
    return found.decided


def _verdict(seen: _Seen, undecided: set[int]) -> Verdict:
    ranges = list(zip(map(int, seen.lowest), map(int, seen.highest), strict=True))
    findings = tuple(
        Finding(target, *ranges[place], decided=place not in undecided)
        for place, target in enumerate(seen.targets)
        if not seen.is_safe(place)
    )
    widths = [
        high - low
        for target, (low, high) in zip(seen.targets, ranges, strict=True)
        if target.kind != "everybody" and target.answers >= WIDTH
    ]
    return Verdict(len(seen.targets), findings, min(widths, default=None))
