"""The attacker tried inside the count: on everybody's answers, before anything is written.

He knows how often each of the finest groups answered, everything that any report could ever show,
and, in one try after another, all answers of one whole customer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reports.disclosure.atoms import Atom, Table, base_of_counts
from reports.disclosure.attacker import AtOnce, attack
from reports.disclosure.bases import base_of, passes
from reports.disclosure.facts import Fact
from reports.disclosure.knowledge import Space
from reports.disclosure.policy import Policy
from reports.disclosure.released import row_of
from reports.disclosure.system import Numbers
from reports.disclosure.tear import Torn
from reports.disclosure.verdict import Kind, Target, Verdict
from reports.menu import BY_MANAGER, Menu
from reports.tally import Base, Row

LARGEST = 1
"""So many customers of each hidden group know their own answers, in one try after another."""
MUCH = 0.05
"""So do those who gave this part of all answers, whoever they dealt with."""


class Group(NamedTuple):
    """A group that must not be found out about: of which row, in which atoms, and how strictly."""

    row: Row
    atoms: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True)
class Trial:
    """Everybody's answers, the menu and the policy: what one release after another is tried on."""

    torn: Torn
    menu: Menu
    policy: Policy

    @cached_property
    def table(self) -> Table:
        """Return the answers that are reported of smaller groups too."""
        return self.torn.answers.table()

    def verdict(self, facts: Iterable[Fact], *, at_once: AtOnce = map) -> Verdict:
        """Return what the attacker proves from these facts."""
        theirs = [fact for fact in facts if self._has_parts(fact)]
        space = self._space(theirs)
        whole = space.system()
        groups = self._groups({row_of(fact.key, self.menu) or Row(None, None) for fact in theirs})
        truth = self._truth(space, self.table.counts)
        alone = attack(whole, list(self._targets(space, groups)), known=truth, at_once=at_once)
        verdicts = [alone]
        hidden = [group for group in groups if group.kind != "everybody"]
        for customer, of in self._colluding(hidden).items():
            known = self._truth(space, self.table.of_customer(customer))
            left = self.table.answers - self.table.answers_of(customer)
            targets = list(self._targets(space, of, left=left))
            system = space.less(whole, known, left.tolist())
            verdicts.append(attack(system, targets, known=truth - known, at_once=at_once))
        return Verdict.joined(verdicts)

    def _has_parts(self, fact: Fact) -> bool:
        return any(self.menu.has_parts(count.row) for count, _ in fact.coefficients)

    def _space(self, facts: Sequence[Fact]) -> Space:
        space = Space(self.menu)
        for atom, answers in zip(self.table.atoms, self.table.answers, strict=True):
            space.add(atom, int(answers))
        for fact in facts:
            space.learn(fact, self._atoms)
        return space

    def _atoms(self, row: Row) -> Sequence[Atom]:
        return [self.table.atoms[place] for place in self._places(row)]

    @cached_property
    def _by_row(self) -> dict[Row, tuple[int, ...]]:
        return {}

    @cached_property
    def _by_question(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, atom in enumerate(self.table.atoms):
            found.setdefault(atom.question, []).append(place)
        return found

    def _places(self, row: Row) -> tuple[int, ...]:
        """Return the atoms that a row is made up of, by their places."""
        if row not in self._by_row:
            of_question = self._by_question.get(row.question or "", ())
            atoms = self.table.atoms
            self._by_row[row] = tuple(place for place in of_question if atoms[place].is_of(row))
        return self._by_row[row]

    def _truth(self, space: Space, counts: Numbers) -> Numbers:
        """Return the variables of a space as these counts by atom and option have them."""
        options = {option: place for place, option in enumerate(self.table.options)}
        atoms = {atom: place for place, atom in enumerate(self.table.atoms)}
        found = np.zeros(len(space.places), dtype=np.int64)
        for (atom, option), place in space.places.items():
            if option in options:
                found[place] = counts[atoms[atom], options[option]]
        return found

    def _groups(self, shown: Set[Row]) -> list[Group]:
        """Return every group of the menu that gave any answer."""
        atoms = {Row(a.question, a.subject, a.against) for a in self.table.atoms}
        about_all = {row._replace(subject=None) for row in atoms if self._is_of_manager(row)}
        return [
            group
            for whole in sorted(atoms | about_all, key=str)
            for way, parts in self.menu.partitions(whole).items()
            for group in self._of_partition(whole, way, parts, shown)
        ]

    def _is_of_manager(self, row: Row) -> bool:
        return row.question in self.menu.asked_of_managers

    def _of_partition(
        self, whole: Row, way: str, parts: Sequence[Row], shown: Set[Row]
    ) -> Iterator[Group]:
        """Yield the parts of a row, and who is in none of them.

        Account managers are groups everybody knows of. Segments become such with the first figure
        of one: until then a total says of each segment what it says of any part of everybody.
        """
        told = way == BY_MANAGER or not shown.isdisjoint(parts)
        left = set(self._places(whole))
        for part in parts:
            places = self._places(part)
            left -= set(places)
            if places:
                base = base_of(self.torn.by_customer[part])
                yield Group(part, places, self._kind(base, part, shown) if told else "everybody")
        if left and told:
            base = base_of_counts(self.table.by_customer(left))
            row = whole._replace(within=f"{way}=")
            yield Group(row, tuple(sorted(left)), self._kind(base, row, shown))

    def _kind(self, base: Base, row: Row, shown: Set[Row]) -> Kind:
        """Return how strictly a group is protected: below R1 most, even if it were shown."""
        if not passes(base, self.policy):
            return "protected"
        pool = Row(None, row.subject)
        pooled = pool in shown and row.question in self.menu.pooled_in(pool, shown)
        return "everybody" if row in shown or pooled else "hidden"

    def _targets(
        self, space: Space, groups: Iterable[Group], *, left: Numbers | None = None
    ) -> Iterator[Target]:
        answers = self.table.answers if left is None else left
        for row, places, kind in groups:
            atoms = [self.table.atoms[place] for place in places]
            yield from space.targets(row, atoms, int(answers[list(places)].sum()), kind)

    def _colluding(self, groups: Sequence[Group]) -> Mapping[int, list[Group]]:
        """Return the customers who are tried as the attacker's own, with the groups they try.

        The largest of each hidden group try that one; whoever gave so large a part of all answers
        that what is left of others could follow, tries each.
        """
        found: dict[int, list[Group]] = {}
        for group in groups:
            numbers = self.table.by_customer(group.atoms)
            for customer in _largest(numbers)[:LARGEST]:
                found.setdefault(customer, []).append(group)
        if groups:
            every = self.table.by_customer(range(len(self.table.atoms)))
            least = sum(every.values()) * MUCH
            found |= {c: list(groups) for c in _largest(every) if every[c] >= least}
        return found


def _largest(numbers: Mapping[int, int]) -> list[int]:
    return sorted(numbers, key=lambda customer: (-numbers[customer], customer))
