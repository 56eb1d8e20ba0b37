"""What is known of a wave, as a system of constraints on the counts of its groups."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from questionnaires.kinds import KINDS
from reports.disclosure.atoms import Atom
from reports.disclosure.facts import Fact
from reports.disclosure.options import TOTAL, alternatives, bands, most
from reports.disclosure.system import Constraint, Matrix, Numbers, System
from reports.disclosure.verdict import Kind, Target
from reports.menu import Menu
from reports.tally import Count, Row

Groups = Callable[[Row], Sequence[Atom]]
"""Which groups the answers of a row are those of."""


@dataclass
class Space:
    """A whole variable for each group's count of each option, and what is known of them.

    A group is added with its number of answers, which everybody is taken to know.
    """

    menu: Menu
    places: dict[tuple[Atom, str], int] = field(default_factory=dict)
    answers: dict[Atom, int] = field(default_factory=dict)
    _columns: list[tuple[int, int, int, int]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _sets: int = 0
    _constraints: list[Constraint] = field(default_factory=list)

    def add(self, atom: Atom, answers: int) -> None:
        """Add a group: each of its answers chooses one of each set of alternatives."""
        self.answers[atom] = answers
        question = self.menu.by_id[atom.question]
        part = list(self.menu.by_id).index(atom.question)
        sets, upper = alternatives(question, self.menu), answers * most(question)
        for options in sets or ((TOTAL,),):
            # A number has no alternatives: its sum is a set of its own.
            self._sets += 1
            places = [self._variable(atom, o, (upper, part, self._sets)) for o in options]
            if sets:
                self.know([(place, 1) for place in places], answers, answers)
        if KINDS[question.kind].measure == "multiple":
            ticked = [(self.places[atom, options[0]], 1) for options in sets]
            self.know(ticked, answers, answers * len(sets))  # nobody ticks nothing

    def _variable(self, atom: Atom, option: str, column: tuple[int, int, int]) -> int:
        number = self._numbers.setdefault(option, len(self._numbers))
        self._columns.append((*column, number))
        return self.places.setdefault((atom, option), len(self.places))

    def know(self, terms: Iterable[tuple[int, int]], low: int, high: int) -> None:
        """Add a constraint on variables by their places."""
        self._constraints.append(Constraint(tuple(terms), low, high))

    def split(self, whole: Atom, parts: Sequence[Atom]) -> None:
        """Add that a group's answers are those of its parts together."""
        for option in self._options(whole):
            terms = [(self.places[part, option], 1) for part in parts]
            self.know([(self.places[whole, option], -1), *terms], 0, 0)

    def targets(
        self, row: Row, atoms: Sequence[Atom], answers: int, kind: Kind
    ) -> Iterator[Target]:
        """Yield a target for each option of so many answers that these groups gave to a row.

        And, where the group is hidden, for each band of options. Of a number there is only the sum,
        of which no answer follows as long as it is open.
        """
        if not answers:
            return
        question = self.menu.by_id[atoms[0].question]
        single = ((option, (option,)) for option in self._options(atoms[0]))
        chosen = [*single, *(bands(question) if kind != "everybody" else ())]
        for name, options in chosen:
            members = tuple(self.places[atom, option] for option in options for atom in atoms)
            about = Count(row.question or "", row.subject, name, row.against, row.within)
            if name != TOTAL:
                yield Target(about, members, answers, kind)
            elif kind != "everybody":
                yield Target(about, members, answers * most(question), "hidden")

    def _options(self, atom: Atom) -> list[str]:
        sets = alternatives(self.menu.by_id[atom.question], self.menu)
        return [option for options in sets or ((TOTAL,),) for option in options]

    def learn(self, fact: Fact, groups: Groups) -> None:
        """Add what a released figure says of the groups it is about."""
        terms: dict[int, int] = {}
        for count, factor in fact.coefficients:
            for place in self.of(count, groups):
                terms[place] = terms.get(place, 0) + factor
        if terms:
            self.know(terms.items(), fact.low, fact.high)

    def of(self, count: Count, groups: Groups) -> list[int]:
        """Return the variables that add up to a count."""
        return [self.places[atom, count.option] for atom in groups(count.row)]

    def system(self) -> System:
        """Return all that is known."""
        upper, parts, sets, options = np.array(self._columns, dtype=np.int64).reshape(-1, 4).T
        return System(upper, parts, sets, options, Matrix.of(self._constraints))

    def less(self, whole: System, known: Numbers, left: Sequence[int]) -> System:
        """Return what is left of the whole for somebody who knows so much of each variable himself.

        `left` are the answers of each group, in the order they were added, that he does not know.
        """
        numbers = dict(zip(self.answers, left, strict=True))
        upper = whole.upper.copy()
        for (atom, _), place in self.places.items():
            upper[place] = numbers[atom] * most(self.menu.by_id[atom.question])
        return replace(whole, upper=upper, matrix=whole.matrix.less(whole.matrix.sums(known)))
