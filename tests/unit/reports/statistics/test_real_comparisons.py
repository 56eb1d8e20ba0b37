"""What 303 students said of six schools, compared in pairs (Dittrich et al. 1998)."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from reports.statistics import davidson
from reports.statistics.arrays import Matrix, Vector
from tests.unit.reports.statistics.pairs import tables

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "head_to_head.csv"
SCHOOLS = ("Barcelona", "London", "Milano", "Paris", "St.Gallen", "Stockholm")

pytestmark = pytest.mark.skipif(not DATA.is_file(), reason="the shared data folder is not there")


def of_schools() -> tuple[Matrix, Matrix]:
    with DATA.open(newline="") as stream:
        rows = Counter((r["first"], r["second"], r["outcome"]) for r in csv.DictReader(stream))
    wins, ties = tables([], len(SCHOOLS))
    for (first, second, outcome), number in rows.items():
        one, two = SCHOOLS.index(first), SCHOOLS.index(second)
        wins[one, two] += number * (outcome == "first")
        wins[two, one] += number * (outcome == "second")
        ties[one, two] += number * (outcome == "tie")
        ties[two, one] += number * (outcome == "tie")
    return wins, ties


def by_a_general_program(wins: Matrix, ties: Matrix) -> tuple[Vector, float]:
    """Return worths and `tie` of the greatest likelihood, written out pair by pair."""
    pairs = [(one, two) for two in range(len(wins)) for one in range(two)]

    def unlikely(here: Vector) -> float:
        worth, tie = np.exp(here[:-1]), np.exp(here[-1])
        found = 0.0
        for one, two in pairs:
            level = tie * np.sqrt(worth[one] * worth[two])
            whole = worth[one] + worth[two] + level
            found -= wins[one, two] * np.log(worth[one] / whole)
            found -= wins[two, one] * np.log(worth[two] / whole)
            found -= ties[one, two] * np.log(level / whole)
        return float(found)

    found = minimize(unlikely, np.zeros(len(wins) + 1), method="L-BFGS-B", options={"ftol": 1e-13})
    worth = np.exp(found.x[:-1])
    return worth / worth.sum(), float(np.exp(found.x[-1]))


def test_the_six_schools_have_the_worths_of_the_greatest_likelihood() -> None:
    wins, ties = of_schools()
    assert (wins.sum(), np.triu(ties).sum()) == (2595 + 1372, 487)
    fit, (worth, tie) = davidson(wins, ties), by_a_general_program(wins, ties)
    assert fit.worth == pytest.approx(worth, abs=2e-5)
    assert fit.tie == pytest.approx(tie, abs=2e-5)


def test_london_is_preferred_and_stockholm_last() -> None:
    fit = davidson(*of_schools())
    order = [SCHOOLS[item] for item in np.argsort(-fit.worth)]
    assert order == ["London", "Paris", "Barcelona", "St.Gallen", "Milano", "Stockholm"]
    assert fit.worth == pytest.approx([0.1213, 0.4067, 0.1022, 0.1845, 0.1195, 0.0657], abs=5e-5)
    assert fit.tie == pytest.approx(0.2679, abs=5e-5)
