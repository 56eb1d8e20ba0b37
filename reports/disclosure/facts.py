"""What a released figure says of the counts behind it: the facts that the ledger holds."""

from dataclasses import dataclass

from reports.disclosure.release import FactKey
from reports.tally import Base, Count

Coefficients = tuple[tuple[Count, int], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One released figure as a constraint: `low` <= sum of coefficient times count <= `high`.

    Counts are numbers of answers of the wave's tallies; `low` and `high` are everything the
    printed figure leaves open to somebody who knows how many answered. `base` is who stands
    behind it. A figure that says nothing of an answer, such as a response rate, has no
    coefficients.
    """

    key: FactKey
    coefficients: Coefficients
    low: int
    high: int
    base: Base
