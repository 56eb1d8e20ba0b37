"""The statistic of the forensic examiner, held to plain loops, to chance, and to planted leaks."""

import random
from itertools import combinations
from math import isnan

import numpy as np
import pytest

from survey_app.operations.examine.statistic import PERMUTATIONS, Recovered, Tally, Verdict


def kendall(places: list[float], pages: list[int], sent: list[int]) -> float:
    """Return tau of the pairs told apart, pair by pair."""
    when = {person: moment for moment, person in enumerate(sent)}
    told = [
        (1 if (places[a] < places[b]) == (when[a] < when[b]) else -1)
        for a, b in combinations(range(len(sent)), 2)
        if pages[a] == pages[b] and places[a] != places[b] and not isnan(places[a] + places[b])
    ]
    return sum(told) / len(told)


def strata_of(n: int, size: int) -> list[list[int]]:
    return [list(range(first, min(first + size, n))) for first in range(0, n, size)]


def measured(
    guesses: dict[str, list[int]], orders: dict[str, list[float]], sent: list[int]
) -> Verdict:
    tally, n = Tally(1), len(sent)
    recovered = Recovered(
        {name: np.array(guess) for name, guess in guesses.items()},
        {
            name: (np.array(places, dtype=float), np.zeros(n, dtype=np.int64))
            for name, places in orders.items()
        },
    )
    tally.add(strata_of(n, 3), sent, recovered)
    return tally.verdict()


def test_everybody_found_is_an_advantage_of_one_and_no_chance() -> None:
    found = measured({"all": list(range(60))}, {}, list(range(60)))

    assert found.advantage == 1.0
    assert found.p == 1 / (PERMUTATIONS + 1)


def test_one_hit_in_a_study_is_an_advantage_of_nought_to_whoever_goes_by_an_order() -> None:
    found = measured({"one": [0] + [-1] * 59}, {}, list(range(60)))

    assert found.advantage == 0.0


def by_attributes(guess: list[int], strata: list[list[int]]) -> Verdict:
    tally = Tally(1)
    tally.add(strata, range(len(guess)), Recovered({}, {}, {"slips": np.array(guess)}))
    return tally.verdict()


def test_one_hit_a_crowd_is_an_advantage_of_nought_to_whoever_goes_by_attributes() -> None:
    guess = [place if place % 3 == 0 else -1 for place in range(60)]

    assert by_attributes(guess, strata_of(60, 3)).advantage == 0.0


def test_whoever_shares_with_nobody_is_a_hit_beyond_chance() -> None:
    assert by_attributes([0] + [-1] * 9, strata_of(10, 1)).advantage == pytest.approx(0.1)


@pytest.mark.parametrize("seed", range(5))
def test_tau_is_that_of_the_pairs_told_apart_on_the_same_page(seed: int) -> None:
    chance, n = random.Random(seed), 30
    sent = chance.sample(range(n), n)
    places = [float(chance.randrange(20)) for _ in range(n)]
    places[3] = float("nan")
    pages = [chance.randrange(3) for _ in range(n)]
    tally = Tally(seed)

    tally.add(strata_of(n, 2), sent, Recovered({}, {"rows": (np.array(places), np.array(pages))}))

    [one] = tally.verdict().each
    assert one.tau == pytest.approx(kendall(places, pages, sent))


def test_an_order_over_too_few_pairs_is_no_result() -> None:
    assert measured({}, {"few": [0.0, 1.0, 2.0]}, [0, 1, 2]).each == []


def test_a_weak_order_in_many_studies_is_no_chance() -> None:
    # Two of three neighbours stand in the order in which they sent: too little for any guess.
    chance, tally, n = random.Random(1), Tally(1), 40
    for _ in range(10):
        sent = chance.sample(range(n), n)
        places = np.zeros(n)
        for moment, person in enumerate(sent):
            places[person] = moment + chance.gauss(0, 40)
        pages = np.zeros(n, dtype=np.int64)
        tally.add(strata_of(n, 4), sent, Recovered({}, {"weak": (places, pages)}))

    found = tally.verdict()
    assert 0.05 < found.tau < 0.4
    assert not found.passed


def test_people_who_share_with_nobody_are_exchanged_too() -> None:
    chance, tally, n = random.Random(2), Tally(2), 40
    sent = chance.sample(range(n), n)
    places = np.zeros(n)
    places[sent] = np.arange(n)

    tally.add(strata_of(n, 1), sent, Recovered({}, {"rows": (places, np.zeros(n, np.int64))}))

    assert tally.verdict().p == 1 / (PERMUTATIONS + 1)


def test_by_chance_alone_one_examination_in_a_hundred_fails() -> None:
    # 300 examinations of nothing, with twenty examiners each: p is as it should be.
    chance, n, ps = random.Random(3), 20, []
    for seed in range(300):
        tally = Tally(seed)
        sent = chance.sample(range(n), n)
        orders = {
            f"order {k}": (np.array(chance.sample(range(n), n), float), np.zeros(n, np.int64))
            for k in range(10)
        }
        guesses = {f"guess {k}": np.array(chance.sample(range(n), n)) for k in range(10)}
        tally.add([list(range(n))], sent, Recovered(guesses, orders))
        ps.append(tally.verdict().p)

    assert sum(p <= 0.05 for p in ps) in range(6, 27)
    assert sum(p <= 0.5 for p in ps) in range(120, 181)
