"""How often intervals hold the true means, by persons and spread: ours, and those of a plug-in."""

import numpy as np
import pytest

from reports.statistics import league
from reports.statistics.arrays import Vector

WITHIN, CENTRE = 1.2, 3.8
# Leagues simulated of 5, 15 and 60 persons.
MANY = {5: 4000, 15: 2000, 60: 500}


def plug_in(mean: Vector, se: Vector) -> tuple[Vector, Vector]:
    """Return 95 % intervals as if the spread were its estimate by DerSimonian and Laird (1986)."""
    weight = 1 / se**2
    misfit = np.sum(weight * (mean - np.average(mean, weights=weight)) ** 2)
    excess = misfit - (len(mean) - 1)
    between = max(0.0, excess / (weight.sum() - np.sum(weight**2) / weight.sum()))
    weight = 1 / (se**2 + between)
    pull = se**2 * weight
    shrunk = mean + pull * (np.average(mean, weights=weight) - mean)
    half = 1.959964 * se * np.sqrt(1 - pull)
    return shrunk - half, shrunk + half


def coverage(persons: int, spread: float) -> tuple[float, float]:
    """Return how often a true mean lies within our interval, and within the plug-in's."""
    generator = np.random.default_rng([persons, round(10 * spread)])
    ours = theirs = 0.0
    for _ in range(MANY[persons]):
        truth = generator.normal(CENTRE, spread, persons)
        se = WITHIN / np.sqrt(generator.integers(5, 41, persons))
        mean = generator.normal(truth, se)
        found = league(mean, se)
        low, high = plug_in(mean, se)
        ours += float(np.mean((found.low <= truth) & (truth <= found.high)))
        theirs += float(np.mean((low <= truth) & (truth <= high)))
    return ours / MANY[persons], theirs / MANY[persons]


# Measured, ours and the plug-in's:
#              spread 0.1     0.3            0.6
#  5 persons   97.5   42.2    95.4   67.6    94.8   85.5
# 15 persons   97.4   53.5    93.7   86.3    94.9   93.7
# 60 persons   94.6   68.2    94.4   93.6    95.0   94.8
TOO_SHORT = {(5, 0.1), (15, 0.1), (60, 0.1), (5, 0.3), (15, 0.3), (5, 0.6)}
# A spread that few persons cannot tell from none makes ours a little longer than need be.
A_LITTLE_LONG = {(5, 0.1), (15, 0.1)}


@pytest.mark.nightly
@pytest.mark.parametrize("persons", MANY)
@pytest.mark.parametrize("spread", [0.1, 0.3, 0.6])
def test_intervals_hold_true_means_as_often_as_they_say_where_a_plug_in_does_not(
    persons: int, spread: float
) -> None:
    ours, theirs = coverage(persons, spread)
    assert 0.93 <= ours <= (0.98 if (persons, spread) in A_LITTLE_LONG else 0.97)
    assert (theirs < 0.93) == ((persons, spread) in TOO_SHORT)
