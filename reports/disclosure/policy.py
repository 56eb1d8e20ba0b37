"""The disclosure policy: every threshold and step of the rules, as one value frozen at launch."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from questionnaires.sentence import Sentence

VERSION = "2"
KNOWN = ("1", VERSION)
"""The versions whose thresholds are these; the first one listed fewer of them."""
FLOOR: Mapping[str, int] = {"min_respondents": 5, "min_customers": 3}

Threshold = str | int | float | list[int]


class PolicyError(ValueError):
    """A policy laxer than the floor, or of unknown version; `field` says which part of it."""

    def __init__(self, field: str, message: Sentence) -> None:
        self.field, self.message = field, message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds that a study may make stricter, never laxer than these defaults.

    A group is reportable from `min_respondents` respondents of `min_customers` distinct customers,
    none of which gives more than `largest_customer` percent of them (R1). What else the rules know
    is nobody's choice, and stands here so that a report can say all of it.
    """

    min_respondents: int = FLOOR["min_respondents"]
    min_customers: int = FLOOR["min_customers"]
    version: str = VERSION

    largest_customer: ClassVar[int] = 50
    # R1: a group's response rate, from so many invited, unless so few have not answered.
    rate_from: ClassVar[int] = 10
    silent: ClassVar[tuple[int, int]] = (1, 4)
    rate_steps: ClassVar[tuple[int, int]] = (1, 5)
    # R2: three bands, whole distributions, shares to the percent.
    detail_from: ClassVar[int] = 10
    full_from: ClassVar[int] = 30
    fine_from: ClassVar[int] = 100
    score_step: ClassVar[Decimal] = Decimal("0.1")
    score_clip_of_width: ClassVar[Decimal] = Decimal("0.125")
    score_clip_small: ClassVar[Decimal] = Decimal("0.2")
    score_clip: ClassVar[Decimal] = Decimal("0.1")
    score_coarse: ClassVar[Decimal] = Decimal("0.2")
    share_steps: ClassVar[tuple[int, ...]] = (1, 5, 10, 20)
    # R3: shares beyond these bounds, and the ends of recommendation scores and correlations.
    extreme: ClassVar[Decimal] = Decimal(10)
    nps_steps: ClassVar[tuple[int, int, int]] = (10, 5, 1)
    nps_most: ClassVar[tuple[int, int]] = (80, 90)
    correlation_steps: ClassVar[tuple[int, ...]] = (1, 2, 5, 10)
    correlation_most: ClassVar[int] = 90
    # R8: answers of the wave, and writers on a question.
    comments_from: ClassVar[int] = 10
    writers_from: ClassVar[int] = 5
    # R13: intervals, in percent, from a spread in parts of a scale's width, or in points.
    level: ClassVar[int] = 95
    spread: ClassVar[Decimal] = Decimal("0.3")
    nps_spread: ClassVar[int] = 80
    # From so reliable scores on, account managers stand in their order.
    reliable: ClassVar[Decimal] = Decimal("0.7")

    def __post_init__(self) -> None:
        for name, floor in FLOOR.items():
            asked = getattr(self, name)
            if asked < floor:
                message = Sentence(
                    "%(field)s is %(asked)s; the floor is %(floor)s",
                    field=name,
                    asked=asked,
                    floor=floor,
                )
                raise PolicyError(name, message)
        if self.version not in KNOWN:
            message = Sentence(
                "this program does not know the disclosure policy of version %(version)s",
                version=self.version,
            )
            raise PolicyError("version", message)

    def as_dict(self) -> dict[str, Threshold]:
        """Return what release.json and every report say of the policy: all of it."""
        return {
            "version": self.version,
            "min_respondents": self.min_respondents,
            "min_customers": self.min_customers,
            "largest_customer": self.largest_customer,
            "rate_from": self.rate_from,
            "silent": list(self.silent),
            "rate_steps": list(self.rate_steps),
            "detail_from": self.detail_from,
            "full_from": self.full_from,
            "fine_from": self.fine_from,
            "score_step": float(self.score_step),
            "score_clip_of_width": float(self.score_clip_of_width),
            "score_clip_small": float(self.score_clip_small),
            "score_clip": float(self.score_clip),
            "score_coarse": float(self.score_coarse),
            "share_steps": list(self.share_steps),
            "extreme_low": int(self.extreme),
            "extreme_high": 100 - int(self.extreme),
            "nps_steps": list(self.nps_steps),
            "nps_most": list(self.nps_most),
            "correlation_steps": list(self.correlation_steps),
            "correlation_most": self.correlation_most,
            "comments_from": self.comments_from,
            "writers_from": self.writers_from,
            "level": self.level,
            "spread": float(self.spread),
            "nps_spread": self.nps_spread,
            "reliable": float(self.reliable),
        }
