from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from reports.statistics import League, StatisticsError, league
from reports.statistics.arrays import Matrix, Vector

# Rubin (1981), table 1: effects of coaching in eight schools, and their standard errors.
EFFECT = (28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16)
ERROR = (14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6)

# Efron and Morris (1975), table 1: batting averages of 18 players after 45 times at bat in 1970,
# and over the rest of the season.
# fmt: off
EARLY = np.array([
    0.4, 0.378, 0.356, 0.333, 0.311, 0.311, 0.289, 0.267, 0.244,
    0.244, 0.222, 0.222, 0.222, 0.222, 0.222, 0.2, 0.178, 0.156,
])
REST = np.array([
    0.346, 0.298, 0.276, 0.222, 0.273, 0.27, 0.263, 0.21, 0.269,
    0.23, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.2,
])
# fmt: on

PERSONS = st.lists(st.tuples(st.floats(1, 5), st.floats(0.05, 0.6)), min_size=3, max_size=8)


def density(spread: float, mean: Vector, se: Vector) -> float:
    """Return the posterior density of the spread, up to a constant, as Gelman et al. write it."""
    variance = se**2 + spread**2
    total = np.sum(1 / variance)
    centre = np.sum(mean / variance) / total
    logs = -0.5 * (np.log(total) + np.sum(np.log(variance) + (mean - centre) ** 2 / variance))
    return float(np.exp(logs))


def draws(mean: Vector, se: Vector, number: int) -> tuple[Matrix, Vector, Vector]:
    """Return true means (number × K), centres and spreads drawn from the posterior in turn."""
    generator = np.random.default_rng(1)
    ends = np.sinh(np.linspace(0, 12, 20_001)) * se.min()
    middles = (ends[1:] + ends[:-1]) / 2
    variance = se**2 + middles[:, None] ** 2
    total = np.sum(1 / variance, axis=1)
    centre = np.sum(mean / variance, axis=1) / total
    misfit = np.sum((mean - centre[:, None]) ** 2 / variance + np.log(variance), axis=1)
    logs = -0.5 * (misfit + np.log(total))
    chance = np.exp(logs - logs.max()) * np.diff(ends)
    chosen = generator.choice(len(middles), size=number, p=chance / chance.sum())
    spread = middles[chosen]
    centres = centre[chosen] + generator.normal(size=number) / np.sqrt(total[chosen])
    precision = 1 / se**2 + 1 / spread[:, None] ** 2
    truth = (mean / se**2 + centres[:, None] / spread[:, None] ** 2) / precision
    return truth + generator.normal(size=truth.shape) / np.sqrt(precision), centres, spread


def test_the_eight_schools_have_the_published_posterior() -> None:
    # Gelman et al. (2013), table 5.3, from 200 draws: 2.5, 25, 75 and 97.5 % of each school.
    published = np.array(
        [
            [-2, 7, 16, 31],
            [-5, 3, 12, 23],
            [-11, 2, 11, 19],
            [-7, 4, 11, 21],
            [-9, 1, 10, 18],
            [-7, 2, 10, 28],
            [-1, 7, 15, 26],
            [-6, 3, 13, 33],
        ]
    )
    wide, half = league(EFFECT, ERROR), league(EFFECT, ERROR, level=0.5)
    found = np.transpose([wide.low, half.low, half.high, wide.high])
    assert found[:, 1:3] == pytest.approx(published[:, 1:3], abs=1.5)
    # The outer quantiles of 200 draws rest on five of them; that of H is known to be a chance one.
    assert found[:, 0] == pytest.approx(published[:, 0], abs=2.5)
    assert np.sort(np.abs(found[:, 3] - published[:, 3]))[:6] == pytest.approx([0] * 6, abs=2.5)


def test_the_eight_schools_have_the_posterior_of_many_draws() -> None:
    truth, centres, spread = draws(np.array(EFFECT), np.array(ERROR), 300_000)
    found = league(EFFECT, ERROR)

    assert found.mean == pytest.approx(truth.mean(axis=0), abs=0.05)
    assert found.sd == pytest.approx(truth.std(axis=0), abs=0.05)
    assert found.low == pytest.approx(np.quantile(truth, 0.025, axis=0), abs=0.2)
    assert found.high == pytest.approx(np.quantile(truth, 0.975, axis=0), abs=0.2)
    ranks = 8 - truth[:100_000].argsort(axis=1).argsort(axis=1)
    assert found.expected_rank == pytest.approx(ranks.mean(axis=0), abs=0.03)
    assert found.above_average == pytest.approx((truth > centres[:, None]).mean(axis=0), abs=0.003)
    assert found.between_sd == pytest.approx(np.median(spread), abs=0.05)


def test_the_batting_averages_come_nearer_to_the_season_than_they_were() -> None:
    common = EARLY.mean()
    found = league(EARLY, np.full(18, np.sqrt(common * (1 - common) / 45)))

    # Efron and Morris (1975): raw averages err 3.5 times as much as shrunken ones, in squares.
    assert np.sum((EARLY - REST) ** 2) / np.sum((found.mean - REST) ** 2) > 3
    within = (found.low < REST) & (found.high > REST)
    assert within.sum() >= 17


@settings(max_examples=15, deadline=None)
@given(PERSONS)
def test_means_are_those_of_a_general_program(persons: list[tuple[float, float]]) -> None:
    mean, se = np.array(persons).T
    found = league(mean, se)
    scale = np.ptp(mean) + se.max()

    def integral(weight: int | None) -> float:
        """Return the integral over spreads to infinity, of a person's mean if one is named."""

        def value(part: float) -> float:
            spread = scale * part / (1 - part)
            variance = se**2 + spread**2
            centre = np.sum(mean / variance) / np.sum(1 / variance)
            factor = 1.0
            if weight is not None:
                pull = se[weight] ** 2 / variance[weight]
                factor = float(mean[weight] + pull * (centre - mean[weight]))
            return float(factor * density(spread, mean, se) * scale / (1 - part) ** 2)

        return float(quad(value, 0, 1, limit=400, epsabs=0, epsrel=1e-9, points=[0.01, 0.1])[0])

    whole = integral(None)
    assert found.mean[:2] == pytest.approx([integral(0) / whole, integral(1) / whole], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(PERSONS)
def test_what_holds_of_every_league(persons: list[tuple[float, float]]) -> None:
    mean, se = np.array(persons).T
    found = league(mean, se)
    count = len(mean)
    assert found.expected_rank.sum() == pytest.approx(count * (count + 1) / 2)
    ends = found.expected_rank.min(), found.expected_rank.max()
    assert 1 - 1e-9 <= ends[0] <= ends[1] <= count + 1e-9
    assert np.all((found.low < found.mean) & (found.mean < found.high))
    assert np.all(found.mean >= mean.min() - 1e-9)
    assert np.all(found.mean <= mean.max() + 1e-9)
    assert np.all((found.above_average > 0) & (found.above_average < 1))
    narrow = league(mean, se, level=0.5)
    assert np.all((narrow.low > found.low) & (narrow.high < found.high))


def moved(found: League, by: float, times: float) -> League:
    return League(
        found.mean * times + by,
        found.sd * times,
        found.low * times + by,
        found.high * times + by,
        found.expected_rank,
        found.above_average,
        found.between_sd * times,
    )


@pytest.mark.parametrize(("by", "times"), [(0, 1000), (1e6, 1), (-3, 0.001)])
def test_another_unit_changes_nothing_else(by: float, times: float) -> None:
    mean, se = np.array(EFFECT), np.array(ERROR)
    found, expected = league(mean * times + by, se * times), moved(league(mean, se), by, times)
    for name in League.__slots__:
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-7), name


def test_persons_who_are_alike_have_the_middle_rank() -> None:
    found = league([3.5] * 5, [0.2] * 5)
    assert found.expected_rank == pytest.approx([3] * 5)
    assert found.above_average == pytest.approx([0.5] * 5)
    assert found.mean == pytest.approx([3.5] * 5)
    assert 0 < found.between_sd < 0.2


def test_persons_far_apart_are_hardly_drawn_together() -> None:
    found = league([1, 2000, 4000, 6000], [1, 1, 1, 1])
    assert found.mean == pytest.approx([1, 2000, 4000, 6000], abs=0.01)
    assert found.sd == pytest.approx([1] * 4, abs=0.01)
    assert found.expected_rank == pytest.approx([4, 3, 2, 1])


def test_who_was_rated_less_is_drawn_further_and_stays_less_sure() -> None:
    found = league([4.6, 4.6, 3.9, 4.0, 4.1, 3.8], [0.1, 0.4, 0.2, 0.2, 0.2, 0.2])
    assert found.mean[0] > found.mean[1] > 4
    assert found.sd[1] > found.sd[0]
    assert found.expected_rank[0] < found.expected_rank[1]


@pytest.mark.parametrize(
    ("mean", "se"),
    [
        ([1, 2, 4], [0.3, 0.3, 0.3]),
        ([1, 2, 4, 4], [0.3, 0.01, 1, 2]),
        ([0, 1e-7, 1], [1e-6, 1e-6, 1]),
    ],
)
def test_few_persons_leave_a_long_tail_that_is_followed_to_its_end(
    mean: list[float], se: list[float]
) -> None:
    persons = np.array(mean), np.array(se)
    cuts = np.concatenate([[0], np.logspace(-8, 8, 33)])
    middle = league(mean, se).between_sd

    def within(low: float, high: float) -> float:
        return float(quad(density, low, high, args=persons, epsrel=1e-10)[0])

    # Beyond, the density falls as 1/spread^(K − 1).
    tail = density(cuts[-1], *persons) * cuts[-1] / (len(mean) - 2)
    whole = sum(within(*ends) for ends in pairwise(cuts)) + tail
    lower = cuts[cuts < middle]
    below = sum(within(*ends) for ends in pairwise([*lower, middle]))
    assert below / whole == pytest.approx(0.5, abs=1e-6)


def test_more_than_a_thousand_persons_are_compared() -> None:
    generator = np.random.default_rng(2)
    truth = generator.normal(4, 0.3, 1200)
    found = league(truth + 0.2 * generator.normal(size=1200), np.full(1200, 0.2))
    assert found.between_sd == pytest.approx(0.3, abs=0.03)
    assert np.mean((found.low < truth) & (truth < found.high)) == pytest.approx(0.95, abs=0.03)
    assert found.expected_rank.sum() == pytest.approx(1200 * 1201 / 2)


@pytest.mark.parametrize(
    ("mean", "se", "level", "said"),
    [
        ([1, 2], [1, 1], 0.95, "a league needs 3 persons or more, not 2"),
        ([], [], 0.95, "a league needs 3 persons or more, not 0"),
        ([1, 2, 3], [1, 0, 1], 0.95, "a standard error of 0 leaves nothing to compare by"),
        ([1, 2, 3], [1, -1, 1], 0.95, "standard errors must be 0 or more"),
        ([1, 2, 3], [1, 1], 0.95, "3 means need as many standard errors, not 2"),
        ([1, np.nan, 3], [1, 1, 1], 0.95, "means must be finite numbers"),
        ([1, 2, 3], [1, 1, 1], 1, "a level of confidence lies between 0 and 1, not at 1"),
    ],
)
def test_what_makes_no_league_is_refused(
    mean: list[float], se: list[float], level: float, said: str
) -> None:
    with pytest.raises(StatisticsError, match=said):
        league(mean, se, level)
