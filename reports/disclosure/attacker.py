"""The attacker (R10): tries to prove an answer from everything that is known, and says what it got.

Whole numbers decide: each target's sum is made as small and as large as all constraints allow.
Every case found on the way serves all targets, so that few of them have to be solved for.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reports.disclosure.swaps import Swaps
from reports.disclosure.system import NODES, Numbers, Solver, System
from reports.disclosure.verdict import WIDTH, Finding, Target, Verdict

WORTH_A_SWEEP = 10
WHOLE = 2_500
"""Up to how many variables all questions are solved for at once, where a pooled score joins them;
beyond that one other question at a time is left open, and what is not safe then is undecided."""


class Seen(NamedTuple):
    """The lowest and the highest number found of each target, and whether that was decided."""

    lowest: Numbers
    highest: Numbers
    decided: npt.NDArray[np.bool_]


class Job(NamedTuple):
    """The targets of one part, to be solved for with all others as they are in the case given."""

    system: System
    targets: tuple[Target, ...]
    known: Numbers
    nodes: int


AtOnce = Callable[[Callable[[Job], Seen], Sequence[Job]], Iterable[Seen]]
"""How jobs are worked through: `map`, or that of a pool of processes."""


def attack(
    system: System,
    targets: Sequence[Target],
    *,
    known: Numbers | None = None,
    nodes: int = NODES,
    at_once: AtOnce = map,
) -> Verdict:
    """Attack every target with what the system knows.

    `known` is a case that holds, such as the truth; without one the solver looks for any. The work
    does not depend on the clock: the same input gets the same verdict.
    """
    if not targets:
        return Verdict()
    whole = Solver(system, nodes)
    if known is None:
        any_case = whole.feasible()
        if any_case.values is None:
            return _without_case(targets, contradicts=any_case.decided)
        known = any_case.values
    by_part: dict[int, list[Target]] = {}
    for target in targets:
        by_part.setdefault(int(system.parts[target.members[0]]), []).append(target)
    jobs = [_job(system, [part], theirs, known, nodes=nodes) for part, theirs in by_part.items()]
    verdicts = []
    for (part, theirs), seen in zip(by_part.items(), at_once(solve, jobs), strict=True):
        watch = _Watch.resumed(theirs, seen, known)
        if not system.is_apart(part) and not watch.is_done:
            if len(system.upper) <= WHOLE:
                watch.push_all(whole)
            else:
                parts = [part, system.partner(part)]
                watch.learn(solve(_job(system, parts, theirs, known, nodes=nodes)))
        verdicts.append(watch.verdict())
    return Verdict.joined(verdicts)


def _without_case(targets: Sequence[Target], *, contradicts: bool) -> Verdict:
    """Return what is known where no case holds, or none was found within the node limit."""
    unknown = (Finding(each, 0, each.answers, decided=False) for each in targets)
    return Verdict(len(targets), () if contradicts else tuple(unknown), None, contradicts)


def solve(job: Job) -> Seen:
    """Return how low and how high the targets of a job can go, as far as their safety asks."""
    watch = _Watch.begun(job.targets, job.known)
    watch.push_all(Solver(job.system, job.nodes))
    return watch.seen


def _job(
    system: System, parts: Sequence[int], targets: Iterable[Target], known: Numbers, *, nodes: int
) -> Job:
    """Return the job of some parts; its variables go by their places in them."""
    places, inner = system.within(parts, known)
    moved = (
        replace(t, members=tuple(np.searchsorted(places, t.members).tolist())) for t in targets
    )
    return Job(inner, tuple(moved), known[places], nodes)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Targets, and what each of them was in any case that holds."""

    targets: Sequence[Target]
    seen: Seen
    members: Numbers
    starts: Numbers
    known: Numbers

    @staticmethod
    def begun(targets: Sequence[Target], known: Numbers) -> "_Watch":
        """Return what one case shows."""
        never = np.full(len(targets), np.iinfo(np.int64).max), np.full(len(targets), -1)
        seen = Seen(*never, np.ones(len(targets), dtype=np.bool_))
        watch = _Watch.resumed(targets, seen, known)
        watch.see(known)
        return watch

    @staticmethod
    def resumed(targets: Sequence[Target], seen: Seen, known: Numbers) -> "_Watch":
        """Go on from what was seen already."""
        members = np.concatenate([target.members for target in targets])
        starts = np.cumsum([0, *(len(target.members) for target in targets[:-1])])
        return _Watch(targets, seen, members, starts, known)

    def see(self, values: Numbers) -> None:
        """Note what each target is in a further case."""
        sums = np.add.reduceat(values[self.members], self.starts)
        np.minimum(self.seen.lowest, sums, out=self.seen.lowest)
        np.maximum(self.seen.highest, sums, out=self.seen.highest)

    @property
    def is_done(self) -> bool:
        """Say whether what was seen keeps all targets safe."""
        return all(t.is_safe(*self.range(place)) for place, t in enumerate(self.targets))

    def learn(self, seen: Seen) -> None:
        """Take over what was seen with one more part free; what is open then stays undecided."""
        np.minimum(self.seen.lowest, seen.lowest, out=self.seen.lowest)
        np.maximum(self.seen.highest, seen.highest, out=self.seen.highest)
        self.seen.decided[:] = False

    def range(self, place: int) -> tuple[int, int]:
        """Return the lowest and the highest number seen of a target."""
        return int(self.seen.lowest[place]), int(self.seen.highest[place])

    def push_all(self, solver: Solver) -> None:
        """Push each target that is not known to be safe as far as its safety asks."""
        self._swap(solver.system)
        for sign in (1, -1, 1):
            self._sweep(solver, sign)
        for place, target in enumerate(self.targets):
            if not target.is_safe(*self.range(place)):
                self.seen.decided[place] = self._push(place, target, solver)
                if not self.seen.decided[place]:
                    # One is enough to refuse, and the next may take as long.
                    return

    def _swap(self, system: System) -> None:
        """Look for two people who could have given each other's answers: that is the least work."""
        single = [place for place in self._open(1) if len(self.targets[place].members) == 1]
        if not single:
            return
        swaps = Swaps(system, self.known)
        for place in single:
            if not self.targets[place].is_safe(*self.range(place)):
                values = swaps.without(self.targets[place].members[0])
                if values is not None:
                    self.see(values)

    def _sweep(self, solver: Solver, sign: int) -> None:
        """Push many targets down, or up, at once, as long as that saves pushing each of them."""
        left = self._open(sign)
        while len(left) >= WORTH_A_SWEEP:
            members = np.concatenate([self.targets[place].members for place in left])
            values = solver.sweep(members, sign=sign)
            if values is None:
                return
            self.see(values)
            before, left = left, self._open(sign)
            if len(left) > 0.9 * len(before):
                return

    def _open(self, sign: int) -> list[int]:
        """Return the targets that are not safe for want of a case with fewer, or with more."""
        return [
            place
            for place, target in enumerate(self.targets)
            if not target.is_safe(*self.range(place))
            and (self.range(place)[0] > target.most_proven) == (sign > 0)
        ]

    def _push(self, place: int, target: Target, solver: Solver) -> bool:
        """Push one target down, up and down again; say whether what was found is final.

        Its width may come from both sides: half a way down, or up, is worth going too.
        """
        decided = True
        for down in (True, False, True):
            lowest, highest = self.range(place)
            if target.is_safe(lowest, highest):
                break
            if not down:
                goal = -lowest - target.width
                found = solver.least(target.members, goal=goal, sign=-1, seen=-highest)
            else:
                possible = lowest <= target.most_proven
                narrow = highest - target.width if possible else lowest
                goal = min(target.most_proven, narrow)
                found = solver.least(target.members, goal=goal, seen=lowest if possible else None)
            decided &= found.decided
            if found.values is not None:
                self.see(found.values)
        return decided

    def verdict(self) -> Verdict:
        """Return what is not safe, and the narrowest of what was to stay wide."""
        findings, widths = [], []
        for place, target in enumerate(self.targets):
            lowest, highest = self.range(place)
            if not target.is_safe(lowest, highest):
                decided = bool(self.seen.decided[place])
                findings.append(Finding(target, lowest, highest, decided=decided))
            if target.kind != "everybody" and target.answers >= WIDTH:
                widths.append(highest - lowest)
        return Verdict(len(self.targets), tuple(findings), min(widths, default=None))
