"""Whose orders of items are kept, held against every respondent one by one."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.policy import Policy
from reports.disclosure.rankings import Items, Placed, halved, kept_orders
from reports.tally import Row

POLICY = Policy()
PATH = "reports.disclosure.rankings.enough"
# Enough; one too few; of two customers; half of one customer, and more than half.
ENOUGH, NINE, TWO, HALF, LARGE = "abcdabcdab", "abcabcabc", "ababababab", "aaaaabbccd", "aaaaaabbcc"
SIZES = ("", "a", NINE, ENOUGH)


def sets_of(items: str) -> list[Items]:
    return [frozenset(c) for n in range(1, len(items) + 1) for c in combinations(items, n)]


def placed(groups: Iterable[tuple[Items, str]]) -> Counter[Placed]:
    """Return the respondents counted, of whom each letter is one and names his customer."""
    return Counter((customer, items) for items, customers in groups for customer in customers)


def may_be_known(customers: Sequence[str]) -> bool:
    """Say whether details of these respondents may be known, as the rules say it."""
    largest = max((customers.count(each) for each in customers), default=0)
    enough_of_them = len(customers) >= 10 and len(set(customers)) >= 3
    return enough_of_them and 2 * largest <= len(customers)


def left_of(groups: Sequence[tuple[Items, str]], kept: Iterable[Items]) -> Iterator[str]:
    """Yield of each item the customers of those who placed it and whose order is not kept."""
    orders = set(kept)
    for item in frozenset[str]().union(*(items for items, _ in groups)):
        yield "".join(who for items, who in groups if item in items and items not in orders)


def tells(groups: Sequence[tuple[Items, str]], kept: Iterable[Items]) -> bool:
    """Say whether an item's positions less those in the kept orders are those of too few."""
    return any(who and not may_be_known(who) for who in left_of(groups, kept))


def every_study(items: str) -> Iterator[list[tuple[Items, str]]]:
    """Yield all studies in which each set of items was placed by nobody, one, nine or ten."""
    sets = sets_of(items)
    for sizes in product(SIZES, repeat=len(sets)):
        yield list(zip(sets, sizes, strict=True))


def test_neither_an_order_nor_what_is_left_of_an_item_is_of_too_few() -> None:
    for groups in (*every_study("xy"), *list(every_study("xyz"))[::3]):
        kept = kept_orders(placed(groups), POLICY)
        assert all(may_be_known(who) for items, who in groups if items in kept), groups
        assert not kept or not tells(groups, kept), groups


def test_an_order_is_held_back_only_where_it_is_of_too_few_or_something_is_left() -> None:
    for groups in every_study("xy"):
        offered = {items for items, who in groups if may_be_known(who)}
        expected = frozenset[Items]() if tells(groups, offered) else offered
        assert kept_orders(placed(groups), POLICY) == expected, groups


@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_the_order_of_the_respondents_makes_no_difference(
    chance: random.Random, items: int
) -> None:
    groups = [
        (each, "".join(chance.choices("abcd", k=chance.choice([0, 0, 1, 9, 12, 20]))))
        for each in sets_of("wxyz"[:items])
    ]
    counted = list(placed(groups).items())
    shuffled = dict(chance.sample(counted, len(counted)))
    kept = kept_orders(dict(counted), POLICY)
    assert kept_orders(shuffled, POLICY) == kept
    assert not kept or not tells(groups, kept)


def test_without_the_second_check_what_is_left_of_an_item_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PATH, lambda base, policy: base.respondents >= policy.detail_from)
    groups = [(frozenset("xy"), ENOUGH), (frozenset("x"), TWO)]
    assert tells(groups, {frozenset("xy")})
    assert kept_orders(placed(groups), POLICY) == {frozenset("xy"), frozenset("x")}


@pytest.mark.parametrize(
    ("customers", "kept"),
    [(ENOUGH, True), (NINE, False), (TWO, False), (HALF, True), (LARGE, False), ("", False)],
)
def test_orders_are_kept_of_ten_of_three_customers_none_more_than_half(
    customers: str, kept: bool
) -> None:
    assert bool(kept_orders(placed([(frozenset("xy"), customers)]), POLICY)) is kept


def test_where_all_placed_all_items_all_orders_are_kept() -> None:
    assert kept_orders(placed([(frozenset("xyz"), ENOUGH)]), POLICY) == {frozenset("xyz")}


def test_one_who_left_an_item_out_keeps_back_the_orders_of_all_others() -> None:
    groups = [(frozenset("xyz"), ENOUGH * 3), (frozenset("xy"), "a")]
    assert kept_orders(placed(groups), POLICY) == frozenset()


def test_several_small_groups_that_make_up_enough_for_every_item_keep_back_nothing() -> None:
    groups = [(frozenset("xyz"), ENOUGH), (frozenset("x"), "abcde"), (frozenset("xz"), "abcdef")]
    assert kept_orders(placed(groups), POLICY) == frozenset()
    groups += [(frozenset("yz"), ENOUGH)]
    assert kept_orders(placed(groups), POLICY) == frozenset()
    groups += [(frozenset("z"), "bcde")]
    assert kept_orders(placed(groups), POLICY) == {frozenset("xyz"), frozenset("yz")}


def test_of_nobody_nothing_is_kept() -> None:
    assert kept_orders({}, POLICY) == frozenset()


def first_places(orders: Iterable[str]) -> Counter[str]:
    return Counter(order[0] for order in orders)


@pytest.mark.parametrize("hidden", ["x", "y", "z"])
def test_the_first_places_of_a_single_hidden_item_follow_from_those_of_the_others(
    hidden: str,
) -> None:
    every = {Row("rank", item) for item in "xyz"}
    orders = ["xyz", "xz", "y", "zyx", "zxy", "x"]
    shown = {item: n for item, n in first_places(orders).items() if item != hidden}
    assert len(orders) - sum(shown.values()) == first_places(orders)[hidden]
    assert halved(every - {Row("rank", hidden)}, every) == {"rank"}


def test_a_ranking_of_which_all_that_was_placed_is_shown_is_not_halved() -> None:
    every = {Row("rank", item) for item in "xyz"}
    assert halved(every, every) == set()
    assert halved(every | {Row("other", "x")}, every - {Row("rank", "z")}) == set()


def test_only_the_ranking_with_the_hidden_item_is_halved() -> None:
    every = {Row(question, item) for question in ("rank", "other") for item in "xy"}
    assert halved(every - {Row("other", "y")}, every) == {"other"}
