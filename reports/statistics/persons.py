"""Persons compared by what they have in common: each mean drawn to the centre of all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.statistics.arrays import Matrix, Vector, measured, outside
from reports.statistics.gaussian import below, density, quantile
from reports.statistics.refusal import StatisticsError
from reports.statistics.spread import Spread, spread_between

FEWEST = 3
# Pairs of persons at every spread of the grid: so many at a time stay in the processor's cache.
AT_A_TIME = 1 << 18
ROUNDS, SETTLED = 100, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class League:
    """Posterior of K persons' true means, in the order and unit given.

    Mean, standard deviation and the ends of the central interval; the expected rank, 1 the
    highest; the probability to lie above the centre; and of the spread between persons the median.
    """

    mean: Vector
    sd: Vector
    low: Vector
    high: Vector
    expected_rank: Vector
    above_average: Vector
    between_sd: float


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """The posterior given each of G spreads (K × G): normal, joined by the unknown centre.

    `pull` is how far a person is drawn to the centre, `from_centre` how far from it the mean lies,
    `own` what a person's variance would be if the centre were known. The centre's own variance,
    and what the spreads weigh, are one a spread.
    """

    mean: Matrix
    from_centre: Matrix
    pull: Matrix
    own: Matrix
    centre_variance: Vector
    weight: Vector

    @property
    def spread(self) -> Matrix:
        """A person's standard deviation, what is unknown of the centre included."""
        return np.sqrt(self.own + self.pull**2 * self.centre_variance)


def league(mean: npt.ArrayLike, se: npt.ArrayLike, level: float = 0.95) -> League:
    """Compare K persons by a normal hierarchical model with the spread between them unknown.

    K means with their standard errors (√(pooled within variance / n)), in one unit. The prior is
    flat on the centre and on the spread between persons from 0 on; the spread is integrated on a
    grid, not put in as one estimate, which would make intervals too short where persons are few or
    alike. Ranks and comparisons with the centre are of the joint posterior. Refuses less than 3
    persons, a standard error of 0, and a level that is not between 0 and 1.
    Source: Rubin (1981), Journal of Educational Statistics 6, 377–401; Gelman et al. (2013),
    Bayesian Data Analysis, 3rd ed., section 5.4.
    """
    means, errors = measured(mean, se)
    tail = outside(level) / 2
    if len(means) < FEWEST:
        raise StatisticsError(f"a league needs {FEWEST} persons or more, not {len(means)}")
    if (errors == 0).any():
        raise StatisticsError("a standard error of 0 leaves nothing to compare by")
    spread = spread_between(means, errors)
    given = _given(means, errors, spread)
    middle = given.mean @ given.weight
    variance = (given.spread**2 + (given.mean - middle[:, None]) ** 2) @ given.weight
    return League(
        mean=middle,
        sd=np.sqrt(variance),
        low=_quantile(given, tail),
        high=_quantile(given, 1 - tail),
        expected_rank=_expected_rank(given),
        above_average=_above_centre(given),
        between_sd=spread.median,
    )


def _given(mean: Vector, se: Vector, spread: Spread) -> Given:
    within, between = se[:, None] ** 2, spread.spread**2
    precision = 1 / (within + between)
    total = precision.sum(axis=0)
    base = np.average(mean, weights=1 / se**2)
    centre = base + (mean - base) @ precision / total
    kept = between * precision
    from_centre = kept * (mean[:, None] - centre)
    return Given(
        mean=centre + from_centre,
        from_centre=from_centre,
        pull=within * precision,
        own=kept * within,
        centre_variance=1 / total,
        weight=spread.weight,
    )


def _above_centre(given: Given) -> Vector:
    variance = given.own + (1 - given.pull) ** 2 * given.centre_variance
    return below(given.from_centre / np.sqrt(variance)) @ given.weight


def _expected_rank(given: Given) -> Vector:
    """Return 1 and the sum over others of the probability to be above, given each spread."""
    size = len(given.mean)
    pairs = np.triu_indices(size, 1)
    above = np.zeros((size, size))
    many = max(1, AT_A_TIME // len(given.weight))
    for start in range(0, len(pairs[0]), many):
        one, two = pairs[0][start : start + many], pairs[1][start : start + many]
        above[one, two] = _second_above(given, one, two) @ given.weight
    above += np.tril(1 - above.T, -1)
    found: Vector = 1 + above.sum(axis=1)
    return found


def _second_above(given: Given, one: npt.NDArray[np.intp], two: npt.NDArray[np.intp]) -> Matrix:
    """Return the probability that the second of each pair is above (pairs × G).

    What is unknown of the centre moves both alike, but for how far each is drawn to it.
    """
    apart = given.from_centre[two] - given.from_centre[one]
    variance = given.pull[two] - given.pull[one]
    variance *= variance
    variance *= given.centre_variance
    variance += given.own[one]
    variance += given.own[two]
    apart /= np.sqrt(variance, out=variance)
    return below(apart)


def _quantile(given: Given, probability: float) -> Vector:
    """Return where each person's mixture of normals reaches the probability, by guarded Newton."""
    spread = given.spread
    ends = given.mean + quantile(probability) * spread
    low, high = ends.min(axis=1), ends.max(axis=1)
    here = ends @ given.weight
    for _ in range(ROUNDS):
        z = (here[:, None] - given.mean) / spread
        missing = probability - below(z) @ given.weight
        low, high = np.where(missing >= 0, here, low), np.where(missing <= 0, here, high)
        slope = (density(z) / spread) @ given.weight
        # Where the density is too low to step by, the step ends far outside, and is halved in.
        there = here + missing / np.maximum(slope, np.finfo(np.float64).tiny)
        there = np.where((there >= low) & (there <= high), there, (low + high) / 2)
        if (np.abs(there - here) <= SETTLED * (high - low + np.abs(here))).all():
            return there
        here = there
    return here
