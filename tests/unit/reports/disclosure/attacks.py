"""Random studies of every shape, their editions, and what is proven of all of them together."""

import random
from collections.abc import Iterable, Sequence

from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.gate import gate
from reports.disclosure.release import Release
from reports.disclosure.released import facts_of
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Tallies
from tests.unit.reports.disclosure.studies import SUPPLIERS, Drawing, Study, broken_down, shaped

COLUMNS = ("region", "size")
VALUES = ("North", "South", "East", "")
MOST_EDITIONS = 4


def a_study(seed: int) -> Study:
    """Return a study of up to five account managers with about 3 to 40 respondents each.

    Some of them answer not all, in some most agree, customers are few or many, and half of the
    studies are broken down by a segment or two.
    """
    chance = random.Random(seed)
    managers = tuple(f"am{n + 1}" for n in range(chance.randint(1, 5)))
    asked = shaped(
        chance.randint(1, 3),
        chance.randint(0, 2),
        chance.choice([2, 3, 5, 7]),
        chance.randint(0, 1),
    )
    menu = Menu(asked, SUPPLIERS, managers)
    drawing = Drawing(
        chance,
        answered=chance.choice([0.5, 0.9, 1.0]),
        agreed=chance.choice([0.0, 0.5, 0.9]),
        several=chance.choice([0.0, 0.0, 0.2]),
        skewed=chance.choice([1.0, 1.0, 2.0]),
        customers=chance.choice([4, 6, 12, 40]),
    )
    respondents = sum(chance.randint(3, 40) for _ in managers)
    study = Study(menu, tuple(drawing.ballot(menu) for _ in range(respondents)))
    columns = COLUMNS[: chance.choice([0, 0, 1, 2])]
    if not columns:
        return study
    people = [
        {column: chance.choice(VALUES[: 2 + 2 * (column == "region")]) for column in columns}
        for _ in study.ballots
    ]
    return broken_down(study, people)


def editions(study: Study, tallies: Tallies, seed: int) -> list[list[Fact]]:
    """Return up to four editions of a count: the whole, each time with other breakdowns."""
    chance = random.Random(seed)
    whole = gate(tallies, study.menu, study.policy)
    columns = study.menu.breakdowns
    found = []
    for _ in range(chance.randint(1, MOST_EDITIONS)):
        chosen = tuple(
            f"{each}=" for each in chance.sample(columns, chance.randint(0, len(columns)))
        )
        cells = {
            key: cell
            for key, cell in whole.cells.items()
            if key.within is None or key.within.startswith(chosen)
        }
        found.append(facts_of(Release(study.policy, cells), tallies, study.menu))
    return found


def proven(study: Study, editions: Iterable[Sequence[Fact]]) -> Verdict:
    """Return what follows from several editions together, for somebody who knows how often all
    groups answered, and for the ledger's own audit.
    """
    facts = sorted({fact for edition in editions for fact in edition}, key=str)
    inside = Trial(study.torn(), study.menu, study.policy).verdict(facts)
    return Verdict.joined([inside, audit(facts, study.menu)])
