"""Preflight: chances that are right to the last digit that is shown, and the lights they light."""

import math
import random
import time
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import (
    RATES,
    Light,
    answering,
    chance,
    forecast,
    likely_from,
)

FLOOR = Policy()


def group(*sizes: int) -> dict[str, int]:
    return {f"Customer {number}": size for number, size in enumerate(sizes)}


def of_all_samples(
    by_customer: Mapping[str, int], others: int, answered: int, policy: Policy
) -> Fraction:
    """Return the chance by trying every sample of everybody who is invited, one by one."""
    people = [*Counter(by_customer).elements(), *(None for _ in range(others))]
    passed = [
        passes(base_of(Counter(filter(None, sample))), policy)
        for sample in combinations(people, answered)
    ]
    return Fraction(sum(passed), len(passed))


def counted(
    by_customer: Mapping[str, int], invited: int, answered: int, policy: Policy
) -> Fraction:
    """Return the chance by counting the samples of every way to answer, customer by customer."""
    outside, passing = invited - sum(by_customer.values()), 0
    for numbers in product(*(range(size + 1) for size in by_customer.values())):
        k = sum(numbers)
        if 0 <= answered - k <= outside and passes(base_of(group(*numbers)), policy):
            ways = map(math.comb, by_customer.values(), numbers)
            passing += math.prod(ways) * math.comb(outside, answered - k)
    return Fraction(passing, math.comb(invited, answered))


def drawn(by_customer: Mapping[str, int], invited: int, answered: int, draws: int = 4000) -> float:
    """Return the share of random samples in which the group passes."""
    rng, reportable = random.Random(1), 0
    customers = [*Counter(by_customer).elements()]
    for _ in range(draws):
        sample = rng.sample(range(invited), answered)
        found = Counter(customers[n] for n in sample if n < len(customers))
        reportable += passes(base_of(found), FLOOR)
    return reportable / draws


@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 1, 1, 1, 1), (4, 2, 1), (3, 3, 1, 1), (6, 1, 1)])
@pytest.mark.parametrize("others", [0, 1, 5])
def test_the_chance_is_that_of_all_samples_tried(sizes: tuple[int, ...], others: int) -> None:
    people, invited = group(*sizes), sum(sizes) + others

    for answered in range(invited + 1):
        expected = of_all_samples(people, others, answered, FLOOR)
        assert chance(people, invited, answered, FLOOR) == pytest.approx(float(expected), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=5),
    st.sampled_from([0, 1, 10, 300, 20_000]),
    st.floats(0, 1),
    st.sampled_from([FLOOR, Policy(8, 3), Policy(5, 4), Policy(6, 5)]),
)
def test_the_chance_is_that_of_all_samples_counted(
    sizes: list[int], others: int, rate: float, policy: Policy
) -> None:
    people, invited = group(*sizes), sum(sizes) + others
    answered = round(invited * rate)

    expected = float(counted(people, invited, answered, policy))

    assert chance(people, invited, answered, policy) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("sizes", "invited"),
    [
        ((3,) * 4, 200),
        ((9, 2, 2, 1), 60),
        ((30, 8, 8, 8, 8), 400),
        ((5, 4, 3, 2, 1) * 3, 1000),
        ((200, 150, 20), 500),
    ],
)
def test_the_chance_is_near_that_of_random_samples(sizes: tuple[int, ...], invited: int) -> None:
    for rate in RATES:
        answered = answering(invited, rate)
        found = chance(group(*sizes), invited, answered, FLOOR)
        assert drawn(group(*sizes), invited, answered) == pytest.approx(found, abs=0.04)


def test_one_group_is_everybody() -> None:
    people = group(3, 3, 3, 3)
    assert chance(people, 12, 12, FLOOR) == 1.0
    assert chance(people, 12, 4, FLOOR) == 0.0
    # Of 6, none of four customers may have more than 3, and none has: only two customers fail.
    few = Fraction(math.comb(4, 2), math.comb(12, 6))
    assert chance(people, 12, 6, FLOOR) == pytest.approx(float(1 - few), abs=1e-12)


def test_nobody_is_invited() -> None:
    assert forecast({}, 0, FLOOR).light is Light.RED
    assert chance({}, 0, 0, FLOOR) == 0.0
    assert chance(group(0, 0, 0), 10, 5, FLOOR) == 0.0


def test_a_group_that_cannot_pass_whoever_answers_is_red_and_has_no_chance() -> None:
    for people in (group(2, 1, 1), group(20, 20), group(20), group(20, 1, 1)):
        found = forecast(people, 100, FLOOR)
        assert found.light is Light.RED
        assert set(found.chances.values()) == {0.0}


def test_a_group_with_more_than_half_of_one_customer_is_amber_with_its_chance() -> None:
    people = group(20, 6, 6)
    found = forecast(people, 100, FLOOR)

    assert not passes(found.base, FLOOR)
    assert could_pass(found.base, FLOOR)
    assert found.light is Light.AMBER
    assert 0 < found.chances[70] < found.chances[50] < found.chances[30] < 0.5


def test_a_group_is_green_from_nine_in_ten_at_half_the_response() -> None:
    lights = [forecast(group(*[1] * size), 1000, FLOOR) for size in range(5, 25)]

    assert [one.light is Light.GREEN for one in lights] == [one.usual >= 0.9 for one in lights]
    assert {one.light for one in lights} == {Light.AMBER, Light.GREEN}


def test_from_how_many_a_group_is_likely() -> None:
    least = likely_from(1000, FLOOR)
    assert least is not None
    assert forecast(group(*[1] * least), 1000, FLOOR).light is Light.GREEN
    assert forecast(group(*[1] * (least - 1)), 1000, FLOOR).light is Light.AMBER
    assert likely_from(9, FLOOR) is None
    assert likely_from(0, FLOOR) is None


def test_who_asks_for_very_many_customers_gets_an_answer() -> None:
    """How many customers answer is as sharp as a bell curve: the chance falls from 1 to 0."""
    people, invited = group(*[5] * 1000), 5000
    chances = [chance(people, invited, 2500, Policy(5, least)) for least in (900, 960, 968, 999)]

    assert chances[0] == pytest.approx(1)
    assert chances[1] > chances[2] > chances[3]
    assert chances[3] == pytest.approx(0, abs=1e-9)


def test_a_customer_of_thousands_is_reckoned_with() -> None:
    half = group(*[5] * 1000, 5000)
    assert chance(half, 10_000, 5001, FLOOR) == pytest.approx(0.5, abs=0.01)
    assert chance(group(*[5] * 1000, 4000), 9000, 4500, FLOOR) == pytest.approx(1)


def test_sixty_account_managers_and_a_hundred_thousand_contacts_take_no_time() -> None:
    rng = random.Random(1)
    managers = [
        group(*(rng.randrange(1, 8) for _ in range(rng.randrange(2, 25)))) for _ in range(60)
    ]
    began = time.process_time()

    for people in managers:
        forecast(people, 5000, FLOOR)
    forecast(group(*[5] * 1000), 5000, FLOOR)
    forecast(group(*[5] * 20_000), 100_000, FLOOR)

    assert time.process_time() - began < 2
