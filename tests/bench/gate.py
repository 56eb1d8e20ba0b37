"""The gate and its attacker on a large study: 60 account managers, 12 questions of five points."""

import random
import resource
import time

from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.gate import gate
from reports.disclosure.keep import keep
from reports.disclosure.policy import Policy
from reports.disclosure.release import Release
from reports.disclosure.released import facts_of
from reports.menu import Menu
from reports.tally import Tallies
from survey_app.services.workers import AtOnce
from tests.bench.ballots import Say
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Study,
    ballot,
    broken_down,
    questionnaire,
    rating,
)

MANAGERS, QUESTIONS, POINTS, CUSTOMERS, REGIONS = 60, 12, 5, 200, 6
SMALL = 8
"""So many account managers have answers of two to four people only."""
POLICY = Policy()


def large_study() -> Study:
    """Return a study with about 1,200 respondents, most of whom answer about everything."""
    chance = random.Random(60)
    asked = questionnaire([], [rating(f"q{n}", points=POINTS) for n in range(QUESTIONS)])
    managers = tuple(f"am{n + 1}" for n in range(MANAGERS))
    points = [str(point + 1) for point in range(POINTS)]
    ballots = []
    for number, manager in enumerate(managers):
        people = chance.randint(2, 4) if number < SMALL else max(5, round(chance.gauss(22, 8)))
        for _ in range(people):
            also = [chance.choice(managers)] if chance.random() < 0.15 else []
            about = list(dict.fromkeys([manager, *also]))
            answers = {
                f"q{n}@{each}": {"": chance.choices(points, (1, 2, 3, 5, 4))[0]}
                for n in range(QUESTIONS)
                for each in about
                if chance.random() < 0.95
            }
            ballots.append(ballot(f"customer {chance.randrange(CUSTOMERS)}", answers, about))
    return Study(Menu(asked, SUPPLIERS, managers, "client"), tuple(ballots))


def by_region(study: Study) -> Study:
    """Return the same study broken down by region."""
    chance = random.Random(REGIONS)
    regions = [{"region": f"region {chance.randrange(REGIONS)}"} for _ in study.ballots]
    return broken_down(study, regions)


def edition(tallies: Tallies, menu: Menu, number: int) -> list[Fact]:
    """Return the facts of the first edition, for the supplier, or of the second, with all else."""
    whole = gate(tallies, menu, POLICY)
    cells = {
        key: cell
        for key, cell in whole.cells.items()
        if number > 1 or (key.within is None and key.measure != "share")
    }
    return facts_of(Release(POLICY, cells), tallies, menu)


def two_editions(say: Say) -> None:
    """Measure the choice of rows, the gate and the attacker, of a count and two editions."""
    plain = large_study()
    say("gate_60_managers_s", seconds(plain), "s")
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    say("gate_60_managers_mib", sum(resource.getrusage(w).ru_maxrss for w in who) / 1024, "MiB")
    say("gate_60_managers_by_region_s", seconds(by_region(plain)), "s")


def seconds(study: Study) -> float:
    """Return how long a count and two editions take, the second with more than the first."""
    begun = time.perf_counter()
    with AtOnce() as at_once:
        kept = keep(
            study.ballots,
            study.menu,
            POLICY,
            invited=len(study.ballots),
            response_by_manager={},
            at_once=at_once,
        )
        released: set[Fact] = set()
        for number in (1, 2):
            released |= set(edition(kept.tallies, study.menu, number))
            assert audit(sorted(released, key=str), study.menu, at_once=at_once).is_safe
    assert len(kept.tallies.bases) > MANAGERS * QUESTIONS / 2
    return time.perf_counter() - begun
