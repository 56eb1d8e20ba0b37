"""Suggested merges: they help, they put together what is needed, and nothing better was missed."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence

import pytest

from reports.disclosure import merging
from reports.disclosure.merging import Merge, People, suggested_merges
from reports.disclosure.policy import Policy
from reports.disclosure.preflight import Forecast, Light, forecast
from reports.tally import Base

FLOOR = Policy()
INVITED = 400
Groups = Mapping[str, People]
Worth = tuple[int, ...]


def groups(*sizes: int, customers: int = 20) -> dict[str, People]:
    """Return groups of so many people, nobody in two of them, each at customers by turns."""
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    return {
        f"am{number}": {person: f"c{person % customers}" for person in range(start, start + size)}
        for number, (start, size) in enumerate(zip(starts, sizes, strict=True), 1)
    }


def together(found: Sequence[Merge]) -> list[tuple[str, ...]]:
    return [merge.groups for merge in found]


def expected_of(names: Sequence[str], study: Groups, invited: int) -> Forecast:
    people = {person: customer for name in names for person, customer in study[name].items()}
    by_customer: dict[str, int] = {}
    for customer in people.values():
        by_customer[customer] = by_customer.get(customer, 0) + 1
    return forecast(by_customer, invited, FLOOR)


def standing(one: Forecast) -> int:
    if one.light is Light.AMBER:
        return 2 if one.usual >= 0.5 else 1
    return 3 if one.light is Light.GREEN else 0


def lifted(study: Groups, invited: int, merges: Sequence[Sequence[str]]) -> Worth | None:
    """Return how many groups become green, likelier shown than not, and no longer red, then the
    groups given up and the people moved, as numbers below 0; None where a merge does not help."""
    found, given_up, moved = [0, 0, 0], 0, 0
    for names in merges:
        alone = [expected_of([name], study, invited) for name in names]
        union = expected_of(names, study, invited)
        before, after = [standing(one) for one in alone], standing(union)
        if max(before) > after or min(before) == after:
            return None
        if after < 3 and max(one.usual for one in alone) > union.usual:
            return None
        found[3 - after] += sum(one < after for one in before)
        given_up += len(names) - 1
        moved += union.base.respondents
    return (*found, -given_up, -moved)


def fine(study: Groups, name: str, invited: int) -> bool:
    return expected_of([name], study, invited).light is Light.GREEN


def partitions(names: Sequence[str]) -> Iterator[list[list[str]]]:
    if not names:
        yield []
        return
    for rest in partitions(names[1:]):
        yield [[names[0]], *rest]
        for number, block in enumerate(rest):
            yield [*rest[:number], [names[0], *block], *rest[number + 1 :]]


def best(study: Groups, invited: int) -> Worth:
    """Return what the best of all partitions is worth."""
    every = ([block for block in way if len(block) > 1] for way in partitions([*study]))
    return max(filter(None, (lifted(study, invited, way) for way in every)))


def random_study(rng: random.Random, number: int) -> tuple[dict[str, People], int]:
    """Return groups that share people and customers, some of them under one customer's thumb."""
    invited, customers = rng.choice([30, 60, 200, 1000]), rng.choice([4, 8, 20])
    people = [f"c{rng.randrange(customers) * (rng.random() < 0.8):.0f}" for _ in range(invited)]
    study: dict[str, People] = {}
    for name in range(number):
        own = {
            f"c{each}" for each in rng.sample(range(customers), min(customers, rng.randint(1, 4)))
        }
        pool = [person for person, customer in enumerate(people) if customer in own]
        size = min(len(pool), rng.choice([1, 2, 3, 4, 5, 6, 8, 8, 10, 12, 15, 25]))
        study[f"am{name}"] = {person: people[person] for person in rng.sample(pool, size)}
    return study, invited


def test_two_small_ones_are_put_together_and_the_large_one_is_left_alone() -> None:
    found = suggested_merges(groups(40, 7, 8), INVITED, FLOOR)

    assert together(found) == [("am2", "am3")]
    assert found[0].forecast.base == Base(15, 15, 1)
    assert found[0].forecast.light is Light.GREEN
    assert found[0].forecast == expected_of(["am2", "am3"], groups(40, 7, 8), INVITED)


def test_four_small_ones_become_two_pairs_rather_than_one_of_four() -> None:
    found = suggested_merges(groups(8, 8, 8, 8), INVITED, FLOOR)
    assert [len(merge.groups) for merge in found] == [2, 2]


def test_of_those_who_would_do_the_smallest_is_taken() -> None:
    found = suggested_merges(groups(10, 4, 6), INVITED, FLOOR)
    assert together(found) == [("am1", "am2", "am3")]
    assert together(suggested_merges(groups(10, 6, 5, 12), INVITED, FLOOR)) == [
        ("am1", "am3"),
        ("am2", "am4"),
    ]


def test_one_that_finds_no_other_small_one_joins_the_smallest_green_one() -> None:
    assert together(suggested_merges(groups(60, 30, 3), INVITED, FLOOR)) == [("am2", "am3")]


def test_those_likelier_shown_than_not_take_nobody_s_own_report_from_them() -> None:
    alone, pair = groups(40, 12), groups(40, 5, 7)
    assert standing(expected_of(["am2"], alone, INVITED)) == 2
    assert suggested_merges(alone, INVITED, FLOOR) == []
    assert together(suggested_merges(pair, INVITED, FLOOR)) == [("am2", "am3")]
    assert standing(expected_of(["am2", "am3"], pair, INVITED)) == 2


def test_groups_that_are_fine_are_never_merged() -> None:
    assert suggested_merges(groups(30, 30, 30), INVITED, FLOOR) == []


def test_where_none_becomes_green_the_best_amber_is_suggested() -> None:
    found = suggested_merges(groups(4, 4), INVITED, FLOOR)

    assert together(found) == [("am1", "am2")]
    assert found[0].forecast.light is Light.AMBER


def test_somebody_who_deals_with_both_counts_once() -> None:
    people = groups(4)["am1"]
    assert suggested_merges({"am1": people, "am2": people}, INVITED, FLOOR) == []


def test_people_of_one_customer_are_never_enough() -> None:
    assert suggested_merges(groups(9, 9, customers=1), INVITED, FLOOR) == []


@pytest.mark.parametrize("sizes", [(), (3,), (0, 3), (0, 0)])
def test_nobody_to_be_put_with_is_put_with_nobody(sizes: Sequence[int]) -> None:
    assert suggested_merges(groups(*sizes), INVITED, FLOOR) == []


def test_every_merge_helps_and_no_group_is_in_two() -> None:
    rng = random.Random(1)
    for _ in range(60):
        study, invited = random_study(rng, rng.randint(2, 14))
        found = together(suggested_merges(study, invited, FLOOR))
        merged = [name for names in found for name in names]
        assert lifted(study, invited, found) is not None
        assert len(merged) == len(set(merged))


def test_no_way_to_merge_a_few_is_better() -> None:
    rng = random.Random(4)
    for _ in range(30):
        drawn, invited = random_study(rng, rng.randint(2, 6))
        small = [name for name in drawn if drawn[name] and not fine(drawn, name, invited)]
        study = {name: drawn[name] for name in small}
        found = together(suggested_merges(study, invited, FLOOR))
        assert lifted(study, invited, found) == best(study, invited)


def test_a_green_group_is_taken_in_only_where_it_is_needed() -> None:
    rng, hosts = random.Random(7), 0
    for _ in range(60):
        study, invited = random_study(rng, rng.randint(2, 6))
        for names in together(suggested_merges(study, invited, FLOOR)):
            others = [name for name in names if not fine(study, name, invited)]
            hosts += len(names) - len(others)
            assert len(names) - len(others) <= 1
            assert others == [*names] or standing(expected_of(others, study, invited)) < 2
    assert hosts


def test_of_many_nearly_as_many_become_green_as_could(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    studies = [random_study(rng, rng.randint(5, 8)) for _ in range(60)]

    def green() -> int:
        found = [(*one, together(suggested_merges(*one, FLOOR))) for one in studies]
        return sum((lifted(*one) or (0,))[0] for one in found)

    exact = green()
    monkeypatch.setattr(merging, "MOST_EXACT", 0)
    assert green() >= 0.97 * exact > 0


@pytest.mark.parametrize("customers", [2, 5, 300])
def test_two_hundred_groups_take_no_more_than_seconds(customers: int) -> None:
    rng = random.Random(2)
    study = groups(*(rng.randint(1, 14) for _ in range(200)), customers=customers)
    began = time.process_time()

    found = suggested_merges(study, 5000, FLOOR)

    assert time.process_time() - began < 5
    assert bool(found) is (customers > 2)


def test_the_same_groups_get_the_same_merges() -> None:
    study, invited = random_study(random.Random(6), 30)
    first, second = (suggested_merges(study, invited, FLOOR) for _ in range(2))
    assert first == second
    assert first
