"""The order in which a respondent meets the suppliers: balanced over all, and stored nowhere."""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=64)
def orders(items: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return orders in which each item stands equally often in each place and after each other.

    This is the design of E. J. Williams (1949), "Experimental designs balanced for the estimation
    of residual effects of treatments", Australian Journal of Scientific Research A 2, 149–168: as
    many orders as items, or twice as many of an odd number. It holds the reverse of each of its
    orders, so that of two items each comes first in half of them.
    """
    number = len(items)
    zigzag = [(place + 1) // 2 if place % 2 else -place // 2 for place in range(number)]
    design = [tuple(items[(start + i) % number] for i in zigzag) for start in range(number)]
    if number % 2 and number > 1:
        design += [order[::-1] for order in design]
    return tuple(design)


def order_for(key: bytes, invitation: bytes, items: Sequence[str]) -> tuple[str, ...]:
    """Return the order of one invitation: the same whenever it is asked for."""
    design = orders(tuple(items))
    drawn = hmac.digest(key, invitation, hashlib.sha256)
    return design[int.from_bytes(drawn) % len(design)]
