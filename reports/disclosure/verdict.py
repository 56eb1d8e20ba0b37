"""What an attack tries, and what came of it: targets, findings, verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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
