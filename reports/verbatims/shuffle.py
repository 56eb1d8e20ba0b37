"""The order comments are read in: another one for each question, and never that of storing."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Slip = TypeVar("Slip")


def shuffled(
    comments: Mapping[str, Sequence[Slip]], chance: random.Random
) -> dict[str, tuple[Slip, ...]]:
    """Return the comments of each question in an order of its own, every order equally likely.

    What stands at one place under two questions must not come from one hand more often than
    chance has it. `chance` is `secrets.SystemRandom()` outside of tests: the state of a seeded
    generator could be worked out from what it has shuffled.
    """
    return {
        question: tuple(chance.sample(slips, k=len(slips))) for question, slips in comments.items()
    }
