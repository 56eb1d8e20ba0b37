"""Two people who could have given each other's answers: a case that holds for little work."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reports.disclosure.system import Numbers, System

Table = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Swaps:
    """A system, and one case that holds in it."""

    system: System
    known: Numbers

    def without(self, place: int) -> Numbers | None:
        """Return a case in which a variable counts one answer less; None where no swap makes one.

        Its answer becomes another one of its set, and somewhere else that other one becomes this.
        """
        if not self.known[place]:
            return None
        others = np.flatnonzero(self.system.sets == self.system.sets[place])
        for other in others[others != place]:
            found = self._swapped(place, int(other))
            if found is not None:
                return found
        return None

    def _swapped(self, place: int, other: int) -> Numbers | None:
        """Return the case in which this option became the other one, and elsewhere the reverse."""
        options, sets = self.system.options, self.system.sets
        theirs = np.flatnonzero((options == options[other]) & (self.known > 0))
        partners = self._partner[theirs, options[place]]
        usable = (partners >= 0) & (sets[theirs] != sets[place])
        theirs, partners = theirs[usable], partners[usable]
        change = self._columns[other] - self._columns[place]
        after = self._sums + change + self._columns[partners] - self._columns[theirs]
        low, high = self._bounds
        fits = ((low <= after) & (after <= high)).all(axis=1)
        if not fits.any():
            return None
        chosen = int(np.argmax(fits))
        found = self.known.copy()
        found[[place, theirs[chosen]]] -= 1
        found[[other, partners[chosen]]] += 1
        return found

    @cached_property
    def _partner(self) -> Table:
        """Return for each variable and option which variable counts that in the same set, or -1."""
        options, sets = self.system.options, self.system.sets
        numbers = np.unique(sets, return_inverse=True)[1]
        by_set = np.full((int(numbers.max()) + 1, int(options.max()) + 1), -1, dtype=np.int64)
        by_set[numbers, options] = np.arange(len(sets))
        found: Table = by_set[numbers]
        return found

    @cached_property
    def _told(self) -> npt.NDArray[np.bool_]:
        """Return the constraints that go beyond one set: what one set adds up to, a swap keeps."""
        m = self.system.matrix
        sets = self.system.sets[m.places]
        alone = np.minimum.reduceat(sets, m.starts[:-1]) == np.maximum.reduceat(sets, m.starts[:-1])
        whole = np.minimum.reduceat(m.factors, m.starts[:-1]) == 1
        whole &= np.maximum.reduceat(m.factors, m.starts[:-1]) == 1
        size = np.bincount(np.unique(self.system.sets, return_inverse=True)[1])
        every = (
            np.diff(m.starts)
            == size[np.searchsorted(np.unique(self.system.sets), sets[m.starts[:-1]])]
        )
        found: npt.NDArray[np.bool_] = ~(alone & whole & every)
        return found

    @cached_property
    def _columns(self) -> Table:
        """Return what one answer more of each variable adds to each of these constraints."""
        m = self.system.matrix
        rows = np.repeat(np.cumsum(self._told) - 1, np.diff(m.starts))
        kept = np.repeat(self._told, np.diff(m.starts))
        found = np.zeros((len(self.known), int(self._told.sum())), dtype=np.int64)
        found[m.places[kept], rows[kept]] = m.factors[kept]
        return found

    @cached_property
    def _sums(self) -> Numbers:
        found: Numbers = self.system.matrix.sums(self.known)[self._told]
        return found

    @cached_property
    def _bounds(self) -> tuple[Numbers, Numbers]:
        m = self.system.matrix
        return m.low[self._told], m.high[self._told]
