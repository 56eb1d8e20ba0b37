"""The suppliers' order on the page: balanced over all links, and always the same for one."""

from collections import Counter
from itertools import pairwise, permutations

import pytest

from survey_app.respond.order import order_for, orders

SIZES = range(2, 13)
LETTERS = "abcdefghijkl"
KEY = bytes(range(32))


def designed(size: int) -> tuple[tuple[str, ...], ...]:
    return orders(tuple(LETTERS[:size]))


@pytest.mark.parametrize("size", SIZES)
def test_every_order_holds_every_supplier_once(size: int) -> None:
    assert {tuple(sorted(order)) for order in designed(size)} == {tuple(LETTERS[:size])}


@pytest.mark.parametrize("size", SIZES)
def test_every_supplier_stands_equally_often_in_every_place(size: int) -> None:
    counts = Counter(place for order in designed(size) for place in enumerate(order))
    assert len(counts) == size * size
    assert len(set(counts.values())) == 1


@pytest.mark.parametrize("size", SIZES)
def test_every_supplier_follows_every_other_equally_often(size: int) -> None:
    counts = Counter(pair for order in designed(size) for pair in pairwise(order))
    assert set(counts) == set(permutations(LETTERS[:size], 2))
    assert len(set(counts.values())) == 1


@pytest.mark.parametrize("size", SIZES)
def test_of_two_suppliers_each_comes_first_in_half_of_the_orders(size: int) -> None:
    design = designed(size)
    for one, other in permutations(LETTERS[:size], 2):
        first = sum(order.index(one) < order.index(other) for order in design)
        assert first * 2 == len(design)


@pytest.mark.parametrize("size", SIZES)
def test_there_are_no_more_orders_than_the_balance_needs(size: int) -> None:
    assert len(designed(size)) == (2 * size if size % 2 else size)


def test_a_single_supplier_has_a_single_order() -> None:
    assert orders(("only",)) == (("only",),)


def test_an_invitation_always_has_the_same_order() -> None:
    assert len({order_for(KEY, b"invitation", LETTERS) for _ in range(10)}) == 1


def test_the_order_of_an_invitation_is_known_only_to_who_has_the_key() -> None:
    keys = [bytes([n]) * 32 for n in range(40)]
    assert len({order_for(key, b"invitation", LETTERS) for key in keys}) > 5


def test_invitations_are_spread_over_all_orders() -> None:
    drawn = Counter(order_for(KEY, n.to_bytes(16), LETTERS[:4]) for n in range(4000))
    assert len(drawn) == 4
    assert min(drawn.values()) > 900
