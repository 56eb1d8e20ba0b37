"""Preflight: how likely it is that a group will pass R1, reckoned from who is invited alone."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np
import numpy.typing as npt

from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.policy import Policy
from reports.tally import Base

RATES = (30, 50, 70)
USUAL_RATE, LIKELY = 50, 0.9
# Natural logarithm of the largest chance that a window may leave outside: 4 in 10^18.
_LEFT_OUT = 40.0

Sizes = Mapping[int, int]
"""How many customers have so many people in a group, by that number of people."""
_Chances = npt.NDArray[np.float64]
_Numbers = npt.NDArray[np.int64]


class Light(Enum):
    """What to expect of a group at the usual response."""

    GREEN = "likely"
    AMBER = "depends on the response"
    RED = "cannot be reported"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A group as it is invited, and the chance from 0 to 1 that it passes R1 at each of RATES."""

    base: Base
    chances: Mapping[int, float]
    light: Light

    @property
    def usual(self) -> float:
        """Return the chance at the usual response."""
        return self.chances[USUAL_RATE]


def forecast(by_customer: Mapping[str, int], invited: int, policy: Policy) -> Forecast:
    """Return what to expect of a group: people by customer, of so many invited in all.

    Red is a group that cannot pass R1 whoever answers. Green passes it where everybody answers,
    and with a chance of at least 0.9 where half do. Anything between is amber: above all a group
    in which one customer has more than half, which passes only if not all of that customer answer.
    """
    base = base_of(by_customer)
    chances = {
        rate: chance(by_customer, invited, answering(invited, rate), policy) for rate in RATES
    }
    return Forecast(base, chances, light_of(base, chances[USUAL_RATE], policy))


def light_of(base: Base, usual: float, policy: Policy) -> Light:
    """Return the light of a group with this base and this chance at the usual response."""
    if not could_pass(base, policy):
        return Light.RED
    return Light.GREEN if usual >= LIKELY and passes(base, policy) else Light.AMBER


def likely_from(invited: int, policy: Policy) -> int | None:
    """Return from how many people a group is likely to pass R1 at the usual response.

    That is at best, each of them at a customer of their own. None where not even all of those
    invited would be enough.
    """

    def likely(people: int) -> bool:
        spread = {str(number): 1 for number in range(people)}
        return forecast(spread, invited, policy).light is Light.GREEN

    found = bisect_left(range(1, invited + 1), True, key=likely) + 1
    return found if found <= invited else None


def answering(invited: int, rate: int) -> int:
    """Return how many answer at a response of so many in a hundred."""
    return round(invited * rate / 100)


def chance(by_customer: Mapping[str, int], invited: int, answered: int, policy: Policy) -> float:
    """Return the chance from 0 to 1 that a group passes R1 when `answered` of `invited` answer.

    `by_customer` counts the group's people, who are among the `invited`. Those who answer are
    taken as a simple random sample without replacement, so that the number in the group is
    hypergeometric and the numbers by customer multivariate hypergeometric. Nothing is drawn:

    Were everybody to answer independently with p = answered / invited, the sample given its size
    would be the same, so P(pass) = sum over k of P(pass, k answer in the group) *
    P(answered - k answer outside) / P(answered answer in all), all three binomial. A group fails
    because too few customers answer (`_few`), or because one has more than half (`_one_sided`);
    only one can have that, so these chances are added up customer by customer.

    The error is below 1e-9: that of the logarithms of factorials, and of windows which leave out
    what Bernstein's inequality holds below 4e-18 (Boucheron, Lugosi and Massart 2013,
    "Concentration inequalities", 2.8). The time depends on the windows and on how many different
    sizes customers have, not on how many customers there are.
    """
    base = base_of(by_customer)
    if not could_pass(base, policy) or answered < policy.min_respondents:
        return 0.0
    if answered >= invited:
        return float(passes(base, policy))
    p, outside = answered / invited, invited - base.respondents
    likely = _window(base.respondents * p, base.respondents * p * (1 - p), base.respondents)
    fewest = max(likely.start, policy.min_respondents, answered - outside)
    ks = np.arange(fewest, min(likely.stop, answered + 1))
    if not ks.size:
        return 0.0
    sizes, least = Counter(sorted(n for n in by_customer.values() if n)), policy.min_customers
    passing = _binomial(base.respondents, p, ks) - _few(sizes, p, least)[ks]
    passing -= _one_sided(sizes, p, ks, least)
    weights = _binomial(outside, p, answered - ks) / _binomial(invited, p, np.array([answered]))
    return min(1.0, max(0.0, float(passing @ weights)))


def _few(sizes: Sizes, p: float, least: int) -> _Chances:
    """Return the chance, by k, that k people answer, of fewer than `least` customers.

    Both numbers have the characteristic function `joint`; the discrete Fourier transform turns it
    into their distribution over a window, beyond which there is next to nothing to fold back in.
    """
    people = sum(size * number for size, number in sizes.items())
    answers = {size: 1 - (1 - p) ** size for size in sizes}
    expected = sum(number * answers[size] for size, number in sizes.items())
    variance = sum(number * answers[s] * (1 - answers[s]) for s, number in sizes.items())
    customers = _window(expected, variance, sum(sizes.values()))
    found = np.zeros(people + 1)
    if customers.start >= least:
        return found
    window = _window(people * p, people * p * (1 - p), people)
    ks = np.arange(window.start, window.stop)
    each, person = _turns(len(customers))[:, None], 1 - p + p * _turns(len(ks))
    joint = np.ones((len(customers), len(ks)), dtype=np.complex128)
    for size, number in sizes.items():
        nobody = (1 - p) ** size
        joint *= (nobody + each * (person**size - nobody)) ** number
    chances = np.fft.fft2(joint).real / joint.size
    rows = [n % len(customers) for n in customers if n < least]
    found[ks] = chances[rows].sum(axis=0)[ks % len(ks)]
    return found


def _one_sided(sizes: Sizes, p: float, ks: _Numbers, least: int) -> _Chances:
    """Return the chance, by k, that k people answer, of `least` customers or more, and one of these
    has more than half of the k."""
    found = np.zeros(len(ks))
    people = sum(size * number for size, number in sizes.items())
    for size, number in sizes.items():
        window = _window(size * p, size * p * (1 - p), size)
        xs = np.arange(max(window.start, ks[0] // 2 + 1), window.stop)
        if not xs.size:
            continue
        others, rest = people - size, Counter(sizes)
        rest[size] -= 1
        beside = _binomial(others, p, np.arange(others + 1)) - _few(+rest, p, least - 1)
        left = ks[:, None] - xs
        possible = (left >= 0) & (left <= others) & (left < xs)
        chances = np.where(possible, beside[np.clip(left, 0, others)], 0.0)
        found += number * (chances @ _binomial(size, p, xs))
    return found


def _binomial(n: int, p: float, ks: _Numbers) -> _Chances:
    """Return the binomial chance of each of these numbers, 0 where it is none of 0 to n."""
    logs = _log_factorials(n.bit_length())
    inside = np.clip(ks, 0, n)
    ways = logs[n] - logs[inside] - logs[n - inside]
    chances = np.exp(ways + inside * math.log(p) + (n - inside) * math.log1p(-p))
    return np.where(ks == inside, chances, 0.0)


def _window(mean: float, variance: float, most: int) -> range:
    """Return what numbers of 0 to `most` a sum of independent 0s and 1s takes, by Bernstein."""
    third = _LEFT_OUT / 3
    reach = third + math.sqrt(third * third + 2 * _LEFT_OUT * variance)
    return range(max(0, math.floor(mean - reach)), min(most, math.ceil(mean + reach)) + 1)


def _turns(number: int) -> npt.NDArray[np.complex128]:
    """Return so many equal steps around the unit circle."""
    steps: npt.NDArray[np.complex128] = np.exp(2j * np.pi * np.arange(number) / number)
    return steps


@cache
def _log_factorials(bits: int) -> _Chances:
    """Return the logarithms of the factorials of all numbers of so many bits."""
    return np.array([math.lgamma(n + 1) for n in range(1 << bits)])
