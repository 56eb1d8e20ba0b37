"""What is kept of ratings that go together, held against numpy's own correlation."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.disclosure.policy import Policy
from reports.disclosure.steps import MOST, STEPS, coarse
from reports.disclosure.together import Together
from reports.tally import Correlation

POLICY = Policy()
QUESTIONS = ("trust", "price", "speed", "advice")
Answer = tuple[str, Mapping[str, int]]
"""One respondent's customer and ratings."""
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def kept(answers: Sequence[Answer]) -> dict[tuple[str, str], Correlation]:
    together = Together(QUESTIONS)
    for customer, ratings in answers:
        together.add(customer, ratings)
    return together.correlations(POLICY)


def of_two(pairs: Sequence[tuple[int, int]], customers: str = "abcdef") -> list[Answer]:
    return [
        (customers[n % len(customers)], {"trust": x, "price": y}) for n, (x, y) in enumerate(pairs)
    ]


@st.composite
def answered(draw: st.DrawFn) -> list[Answer]:
    """Draw from a seed how some rate four questions, more or less alike."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    points, respondents = draw(st.sampled_from([2, 3, 5, 11])), draw(st.sampled_from([25, 40, 150]))
    left_out, alike = draw(st.sampled_from([0.0, 0.1, 0.4])), draw(st.sampled_from([0, 0.5, 0.95]))
    answers: list[Answer] = []
    for _ in range(respondents):
        usual = chance.randint(1, points)
        ratings = {
            question: usual if chance.random() < alike else chance.randint(1, points)
            for question in QUESTIONS
            if chance.random() >= left_out
        }
        answers.append((chance.choice("abcdef"), ratings))
    return answers


def behind(answers: Sequence[Answer], a: str, b: str) -> list[tuple[str, int, int]]:
    return [(who, r[a], r[b]) for who, r in answers if a in r and b in r]


def may_be_kept(both: Sequence[tuple[str, int, int]]) -> bool:
    """Say whether a correlation of these may be kept, as the rules say it."""
    customers = Counter(who for who, _, _ in both)
    rated_differently = all(len({each[place] for each in both}) > 1 for place in (1, 2))
    enough = len(both) >= 30 and len(customers) >= 3 and max(customers.values()) * 2 <= len(both)
    return enough and rated_differently


def few_alone(answers: Sequence[Answer], a: str, b: str) -> bool:
    """Say whether those who rated only one of two are too few for a detail, as the rules say it."""
    alone = [
        Counter(who for who, r in answers if x in r and y not in r) for x, y in ((a, b), (b, a))
    ]
    return any(
        c and (c.total() < 10 or len(c) < 3 or max(c.values()) * 2 > c.total()) for c in alone
    )


def nearest(both: Sequence[tuple[str, int, int]]) -> tuple[float, int | None]:
    """Return numpy's r in hundredths, and the step: more than two moves of the sum of products."""
    x, y = (np.array([each[place] for each in both], dtype=float) for place in (1, 2))
    moves = 2 / (len(both) * float(x.std() * y.std()))
    # The last digits of a step just as wide as two moves could fall either way.
    steps = (step for step in STEPS if step / 100 > moves * (1 + 1e-7))
    return 100 * float(np.corrcoef(x, y)[0, 1]), next(steps, None)


@settings(UNHURRIED, max_examples=100)
@given(answered())
def test_what_is_kept_is_the_correlation_in_its_step(answers: list[Answer]) -> None:
    found = kept(answers)
    for i, a in enumerate(QUESTIONS):
        for b in QUESTIONS[i + 1 :]:
            both = behind(answers, a, b)
            r, step = nearest(both) if may_be_kept(both) else (0.0, None)
            if few_alone(answers, a, b):
                # Of them a rating may follow, whatever the step.
                assert (a, b) not in found or step is not None
            else:
                assert ((a, b) in found) == (step is not None)
            if step is not None and (a, b) in found:
                respondents, hundredths = found.pop((a, b))
                assert respondents == len(both)
                assert hundredths % step == 0
                assert abs(hundredths - max(-MOST, min(MOST, r))) <= step / 2 + 1e-6
    assert found == {}


@settings(UNHURRIED, max_examples=30)
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_respondents_makes_no_difference(
    answers: list[Answer], chance: random.Random
) -> None:
    assert kept(chance.sample(answers, len(answers))) == kept(answers)


FIVE_POINTS = [(1 + n % 5, 1 + (n + n // 5) % 5) for n in range(300)]


@pytest.mark.parametrize(("respondents", "some"), [(29, False), (30, True), (31, True)])
def test_of_fewer_than_thirty_nothing_is_kept(respondents: int, some: bool) -> None:
    assert bool(kept(of_two(FIVE_POINTS[:respondents]))) is some


@pytest.mark.parametrize(
    ("customers", "some"), [("ab", False), ("abc", True), ("aabc", True), ("aaabc", False)]
)
def test_nothing_is_kept_of_two_customers_or_of_one_with_more_than_half(
    customers: str, some: bool
) -> None:
    assert bool(kept(of_two(FIVE_POINTS[:60], customers))) is some


def test_who_left_one_of_two_questions_out_counts_for_neither() -> None:
    alone: list[Answer] = [("a", {"trust": 5}), ("b", {"price": 1}), ("c", {"trust": 1})]
    some = of_two(FIVE_POINTS[:60])
    assert kept([*some, *alone, *[("d", {"trust": 5, "speed": 1})] * 9]) == kept(some)


@pytest.mark.parametrize("constant", [0, 1])
def test_nothing_is_kept_where_all_rated_one_question_alike(constant: int) -> None:
    ratings = [(3, y) if constant == 0 else (y, 3) for _, y in FIVE_POINTS]
    assert kept(of_two(ratings)) == {}


@pytest.mark.parametrize("alike", [1, 2, 5, 11])
def test_nor_where_all_rated_both_alike(alike: int) -> None:
    assert kept(of_two([(alike, alike)] * 200)) == {}


def test_of_nobody_nothing_is_kept() -> None:
    assert kept([]) == {}


@pytest.mark.parametrize(("sign", "expected"), [(1, 90), (-1, -90)])
@pytest.mark.parametrize("unlike", [0, 1, 2])
def test_ratings_always_alike_say_no_more_than_ratings_almost_alike(
    sign: int, expected: int, unlike: int
) -> None:
    alike = [(x, 3 + sign * (x - 3)) for x, _ in FIVE_POINTS]
    alike[:unlike] = [(3, 4)] * unlike
    assert kept(of_two(alike))["trust", "price"] == Correlation(300, expected)


# In what steps


@pytest.mark.parametrize(
    ("spread", "step"), [(20.0, None), (21, 10), (41, 5), (99, 5), (101, 2), (201, 1), (9999, 1)]
)
def test_the_step_is_coarser_the_fewer_rated_and_the_more_alike(
    spread: float, step: int | None
) -> None:
    values = {coarse(r / 1000, spread) for r in range(-1000, 1001)}
    expected = {None} if step is None else set(range(-MOST, MOST + 1, step))
    assert values == expected


@pytest.mark.parametrize("spread", [0.0, float("nan"), -1.0])
def test_without_a_spread_there_is_no_step(spread: float) -> None:
    assert coarse(float("nan"), spread) is None


def sums_by_value(n: int, *, x_high: int, y_high: int) -> Counter[int | None]:
    """Return how many sums of products print each r, of so many who rated two questions 1 or 2."""
    x_mean, y_mean = 1 + x_high / n, 1 + y_high / n
    spread = n * sqrt((x_mean - 1) * (2 - x_mean) * (y_mean - 1) * (2 - y_mean))
    found: Counter[int | None] = Counter()
    for both_high in range(-n, 2 * n):
        # Every whole number, whether or not so many can have rated both 2.
        r = (both_high - x_high * y_high / n) / spread
        if abs(r) <= 1:
            found[coarse(r, spread)] += 1
    return found


def test_every_value_that_is_kept_is_printed_for_two_sums_of_products_at_least() -> None:
    told = [
        (n, x_high, y_high, value)
        for n in (30, 40, 79, 80, 81, 100, 160, 200)
        for x_high in range(n // 4, n // 2 + 1, 5)
        for y_high in range(n // 4, n // 2 + 1, 5)
        for value, sums in sums_by_value(n, x_high=x_high, y_high=y_high).items()
        if value is not None and sums < 2
    ]
    assert told == []


def test_a_step_of_exactly_two_moves_is_too_fine() -> None:
    # An odd multiple of the step is printed for what lies between its two halves, without them.
    assert coarse(0.1, 20.0) is None
    assert coarse(0.1, 20.001) == 10
