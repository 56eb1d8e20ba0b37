"""The disclosure policy: the thresholds of R1 and the steps of R2 and R3, frozen at launch."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import ClassVar

from questionnaires.sentence import Sentence

VERSION = "1"


class PolicyError(ValueError):
    """A policy laxer than the floor; `field` says which threshold."""

    def __init__(self, field: str, message: Sentence) -> None:
        self.field, self.message = field, message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds that a study may make stricter, never laxer than these defaults.

    A group is reportable from `min_respondents` respondents of `min_customers` distinct customers,
    none of which gives more than half of them (R1). `detail_from` and `full_from` are the numbers
    of respondents from which three bands, and whole distributions, may be shown (R2).
    """

    min_respondents: int = 5
    min_customers: int = 3

    detail_from: ClassVar[int] = 10
    full_from: ClassVar[int] = 30
    fine_from: ClassVar[int] = 100
    extreme: ClassVar[Decimal] = Decimal(10)
    level: ClassVar[int] = 95

    def __post_init__(self) -> None:
        for field in fields(self):
            asked, floor = getattr(self, field.name), field.default
            if asked < floor:
                message = Sentence(
                    "%(field)s is %(asked)s; the floor is %(floor)s",
                    field=field.name,
                    asked=asked,
                    floor=floor,
                )
                raise PolicyError(field.name, message)

    def as_dict(self) -> dict[str, int | str]:
        """Return what release.json and a launched wave's record say of the policy."""
        return {
            "version": VERSION,
            "min_respondents": self.min_respondents,
            "min_customers": self.min_customers,
            "detail_from": self.detail_from,
            "full_from": self.full_from,
            "fine_from": self.fine_from,
        }
