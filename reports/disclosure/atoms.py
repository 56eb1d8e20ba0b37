"""Everybody's answers by the finest groups: what the attacker is tried on inside the count.

They stand side by side here while the ballots are torn, and nowhere else.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from reports.tally import Base, Row

Numbers = npt.NDArray[np.int64]
Chosen = tuple[str, int]
"""An option and what the answer adds to it: 1, or the number given."""


class Atom(NamedTuple):
    """Whom a question was answered about, and the segments of those who did: `region=North`."""

    question: str
    subject: str | None
    against: str | None = None
    segments: tuple[str, ...] = ()

    def is_of(self, row: Row) -> bool:
        """Say whether its answers are among those of a row; subject None is all of them."""
        return (
            row.question == self.question
            and row.subject in (None, self.subject)
            and row.against == self.against
            and (row.within is None or row.within in self.segments)
        )


@dataclass
class Answers:
    """One line an answer and set of alternatives: atom, option, customer, and what it adds."""

    atoms: dict[Atom, int] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    lines: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, atom: Atom, customer: str, chosen: Sequence[Chosen]) -> None:
        """Add one answer with what it chooses of each set; the first says that it was given."""
        place = self.atoms.setdefault(atom, len(self.atoms))
        who = self.customers.setdefault(customer, len(self.customers))
        for number, (option, amount) in enumerate(chosen):
            what = self.options.setdefault(option, len(self.options))
            self.lines.extend((place, what, who, amount, number == 0))

    def table(self) -> "Table":
        """Return them as arrays, in which the order they came in makes no difference."""
        lines = np.frombuffer(self.lines, dtype=np.int32).reshape(-1, 5).astype(np.int64)
        atoms = sorted(self.atoms, key=str)
        options, customers = sorted(self.options), sorted(self.customers)
        lines[:, 0] = _order(self.atoms, atoms)[lines[:, 0]]
        lines[:, 1] = _order(self.options, options)[lines[:, 1]]
        lines[:, 2] = _order(self.customers, customers)[lines[:, 2]]
        return Table(tuple(atoms), tuple(options), lines)


_Name = TypeVar("_Name", Atom, str)


def _order(places: Mapping[_Name, int], ordered: Sequence[_Name]) -> Numbers:
    """Return for each place the one it gets in this order."""
    found = np.zeros(len(places), dtype=np.int64)
    found[[places[name] for name in ordered]] = np.arange(len(places))
    return found


@dataclass(frozen=True)
class Table:
    """Answers as an array of lines: the places of atom and option, customer, amount, is first."""

    atoms: Sequence[Atom]
    options: Sequence[str]
    lines: Numbers

    @cached_property
    def counts(self) -> Numbers:
        """Return what was added up, by atom and option."""
        return self._added(self.lines)

    def of_customer(self, customer: int) -> Numbers:
        """Return what one customer's people added, by atom and option."""
        return self._added(self.lines[self.lines[:, 2] == customer])

    def answers_of(self, customer: int) -> Numbers:
        """Return how many answers one customer's people gave, by atom."""
        theirs = self._answers[self._answers[:, 2] == customer]
        return np.bincount(theirs[:, 0], minlength=len(self.atoms))

    @cached_property
    def answers(self) -> Numbers:
        """Return the number of answers by atom."""
        return np.bincount(self._answers[:, 0], minlength=len(self.atoms))

    def by_customer(self, atoms: Iterable[int]) -> Mapping[int, int]:
        """Return how many answers each customer's people gave in these atoms together."""
        theirs = self._answers[np.isin(self._answers[:, 0], list(atoms)), 2]
        numbers, answers = np.unique(theirs, return_counts=True)
        return dict(zip(map(int, numbers), map(int, answers), strict=True))

    @cached_property
    def _answers(self) -> Numbers:
        found: Numbers = self.lines[self.lines[:, 4] == 1]
        return found

    def _added(self, lines: Numbers) -> Numbers:
        size = len(self.options)
        places = lines[:, 0] * size + lines[:, 1]
        found = np.zeros(len(self.atoms) * size, dtype=np.int64)
        np.add.at(found, places, lines[:, 3])
        return found.reshape(len(self.atoms), size)


def base_of_counts(by_customer: Mapping[int, int]) -> Base:
    """Return who stands behind an atom, in which everybody has one answer."""
    numbers = by_customer.values()
    return Base(sum(numbers), len(numbers), max(numbers, default=0))
