"""Random studies of every shape, their editions, and what is proven of all of them together."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.gate import gate
from reports.disclosure.release import Release
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Tallies
from tests.unit.reports.disclosure.intervals import read
from tests.unit.reports.disclosure.studies import SUPPLIERS, Drawing, Study, broken_down, shaped

COLUMNS = ("region", "size")
VALUES = ("North", "South", "East", "")
MOST_EDITIONS = 4


@dataclass(frozen=True)
class Shape:
    """The shape of a study, and the seed of its answers.

    Some of its respondents answer not all, in some studies most agree, and customers are few or
    many.
    """

    respondents: tuple[int, ...]
    asked: tuple[int, int, int, int]
    answered: float
    agreed: float
    several: float
    skewed: float
    customers: int
    columns: tuple[str, ...]
    seed: int

    def study(self) -> Study:
        """Return the study."""
        chance = random.Random(self.seed)
        managers = tuple(f"am{n + 1}" for n in range(len(self.respondents)))
        menu = Menu(shaped(*self.asked), SUPPLIERS, managers)
        drawing = Drawing(
            chance, self.answered, self.agreed, self.several, self.skewed, self.customers
        )
        ballots = tuple(drawing.ballot(menu) for _ in range(sum(self.respondents)))
        study = Study(menu, ballots)
        if not self.columns:
            return study
        people = [
            {each: chance.choice(VALUES[: 2 + 2 * (each == "region")]) for each in self.columns}
            for _ in ballots
        ]
        return broken_down(study, people)


def any_shape(
    managers: int = 5, most: int = 40, columns: int = len(COLUMNS)
) -> st.SearchStrategy[Shape]:
    """Draw so many account managers at most, of 3 to `most` respondents, and breakdowns."""
    return st.builds(
        Shape,
        st.lists(st.integers(3, most), min_size=1, max_size=managers).map(tuple),
        st.tuples(
            st.integers(1, 3), st.integers(0, 2), st.sampled_from([2, 3, 5, 7]), st.integers(0, 1)
        ),
        answered=st.sampled_from([0.5, 0.9, 1.0]),
        agreed=st.sampled_from([0.0, 0.5, 0.9]),
        several=st.sampled_from([0.0, 0.2]),
        skewed=st.sampled_from([1.0, 2.0]),
        customers=st.sampled_from([4, 6, 12, 40]),
        columns=st.integers(0, columns).map(lambda number: COLUMNS[:number]),
        seed=st.integers(0, 2**32),
    )


def any_releases() -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    """Draw the breakdowns of up to four editions, of which a study may have not all."""
    one = st.lists(st.sampled_from(COLUMNS), unique=True).map(tuple)
    return st.lists(one, min_size=1, max_size=MOST_EDITIONS).map(tuple)


def editions(study: Study, tallies: Tallies, releases: Iterable[Sequence[str]]) -> list[list[Fact]]:
    """Return what is read from the editions of a count: the whole, each with these breakdowns."""
    whole = gate(tallies, study.menu, study.policy)
    found = []
    for columns in releases:
        chosen = tuple(f"{each}=" for each in columns)
        cells = {
            key: cell
            for key, cell in whole.cells.items()
            if key.within is None or key.within.startswith(chosen)
        }
        found.append(read(Release(study.policy, cells), tallies, study.menu))
    return found


def proven(study: Study, editions: Iterable[Sequence[Fact]]) -> Verdict:
    """Return what follows from several editions together, for somebody who knows how often all
    groups answered, and for the ledger's own audit.
    """
    facts = sorted({fact for edition in editions for fact in edition}, key=str)
    inside = Trial(study.torn(), study.menu, study.policy).verdict(facts)
    return Verdict.joined([inside, audit(facts, study.menu)])
