"""The Release: the only figures that charts, sentences and pages accept."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from reports.disclosure.policy import Policy

Measure = Literal[
    "n",
    "mean",
    "share",
    "nps",
    "top_box",
    "difference",
    "superiority",
    "worth",
    "weight",
    "rate",
]
Size = int | Literal["5-9", "10-29"]


class FactKey(NamedTuple):
    """What a figure is about: ids of question, supplier or account manager, option; else None.

    `question=None` with `measure="mean"` is the pooled score over all rating questions about the
    subject. `subject=None` of a question about account managers is all of them together.
    Where a question rates, ranks or compares options in place of suppliers, `option` names the one
    meant; `subject` (and `against`) where `option` says how it was found. `within` is the segment
    that the respondents belong to, `region=North`.
    """

    measure: Measure
    question: str | None = None
    subject: str | None = None
    option: str | None = None
    against: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is printed, with its interval if it has one, and the band of respondents.

    A share knows the `step` it was rounded to, in percent.
    """

    value: Decimal
    n: Size
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Banded:
    """A share known only to be `at least` or `at most` the printed value (R3)."""

    value: Decimal
    n: Size
    low: Decimal
    high: Decimal
    step: Decimal | None = field(default=None, compare=False)

    @property
    def at_least(self) -> bool:
        """Say which of the two it is."""
        return self.value == self.low


@dataclass(frozen=True, slots=True)
class Hidden:
    """No reason is carried: primary and secondary hiding must look the same (R11)."""


Cell = Shown | Banded | Hidden


@dataclass(frozen=True, slots=True)
class Release:
    """Every figure that left the gate for one wave or one recipient, and the policy that let it."""

    policy: Policy
    cells: Mapping[FactKey, Cell]

    def cell(
        self,
        measure: Measure,
        question: str | None = None,
        subject: str | None = None,
        option: str | None = None,
        *,
        against: str | None = None,
        within: str | None = None,
    ) -> Cell | None:
        """Return the figure, or None where nobody ever asked for it."""
        return self.cells.get(FactKey(measure, question, subject, option, against, within))

    def only(self, breakdowns: Collection[str]) -> "Release":
        """Return the same without the figures of any other breakdown."""
        return Release(
            self.policy,
            {
                key: cell
                for key, cell in self.cells.items()
                if key.within is None or key.within.partition("=")[0] in breakdowns
            },
        )

    def facts(self) -> Iterator[dict[str, object]]:
        """Yield the facts of release.json, in a fixed order."""
        for key, cell in sorted(self.cells.items(), key=lambda item: _order(item[0])):
            yield _fact(key, cell)


def _order(key: FactKey) -> tuple[str, ...]:
    return tuple(part or "" for part in key)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _fact(key: FactKey, cell: Cell) -> dict[str, object]:
    about: dict[str, object] = {
        "question": key.question,
        "subject": key.subject,
        "against": key.against,
        "within": key.within,
        "option": key.option,
        "measure": key.measure,
    }
    if isinstance(cell, Hidden):
        return about | {
            "value": None,
            "low": None,
            "high": None,
            "n": None,
            "shown": False,
        }
    figures: dict[str, object] = {
        "value": _number(cell.value),
        "low": _number(cell.low),
        "high": _number(cell.high),
    }
    return about | figures | {"n": cell.n, "shown": True}
