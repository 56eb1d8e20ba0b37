"""Whether respondents could have given each other's ratings, with all that is kept the same.

Where they could, nothing that is kept proves which of them gave which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Ratings = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Numbers = tuple[int, int]
"""A pair of suppliers by their places in a line."""
Detail = Literal["ratings", "outcomes"]
"""What is kept of a pair: both ratings, or only which of the two was higher."""
Kept = Mapping[Numbers, Detail]
NONE = 0
_NOTHING, _MORE = -2, 16


@dataclass(frozen=True, slots=True)
class Crowd:
    """Different lines of ratings, 0 where there is none, and how many respondents gave each."""

    lines: Ratings
    numbers: npt.NDArray[np.int64]


def exchangeable(members: Crowd, others: Crowd, *, rated: int, wanted: int, kept: Kept) -> bool:
    """Say whether as many of the members as wanted can exchange a rating with one other each.

    A rating changes hands alone, or with all ratings that both have given: the counts of each
    supplier stay the same, and what is kept of every pair must. Each other serves once.
    """
    open_, left = members.numbers.copy(), others.numbers.copy()
    for together in (False, True):
        for place, line in enumerate(members.lines):
            if wanted <= 0:
                return True
            may = _unseen(line, others.lines, _hands(line, others.lines, rated, together), kept)
            taken = _take(left, may, min(int(open_[place]), wanted))
            open_[place] -= taken
            wanted -= taken
    return wanted <= 0


def _hands(line: Ratings, others: Ratings, rated: int, together: bool) -> Mask:
    """Return which ratings change hands."""
    if together:
        both: Mask = (line != NONE) & (others != NONE)
        return both
    alone = np.zeros(others.shape, dtype=np.bool_)
    alone[:, rated] = True
    return alone


def _unseen(line: Ratings, others: Ratings, hands: Mask, kept: Kept) -> Mask:
    """Return where nothing that is kept of any pair changes when these ratings change hands."""
    mine = np.broadcast_to(line, others.shape)
    before = (mine, others)
    after = (np.where(hands, others, mine), np.where(hands, mine, others))
    found = np.ones(len(others), dtype=np.bool_)
    for pair, detail in kept.items():
        # Of both respondents together: which of them won does not show.
        first, second = (
            np.sort([_shown(each, pair, detail) for each in two], axis=0) for two in (before, after)
        )
        found &= (first == second).all(axis=0)
    return found


def _shown(table: Ratings, pair: Numbers, detail: Detail) -> npt.NDArray[np.int16]:
    """Return a number for what is kept of each line, the same for the same."""
    first, second = (table[:, supplier].astype(np.int16) for supplier in pair)
    found = np.sign(first - second) if detail == "outcomes" else _MORE * first + second
    return np.where((first == NONE) | (second == NONE), _NOTHING, found)


def _take(left: npt.NDArray[np.int64], may: Mask, wanted: int) -> int:
    """Take as many as wanted from those who may, and return how many they were."""
    taken = 0
    for place in np.flatnonzero(may & (left > 0)):
        taking = min(int(left[place]), wanted - taken)
        left[place] -= taking
        taken += taking
        if taken == wanted:
            break
    return taken
