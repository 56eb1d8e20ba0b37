"""Whether comparisons tell how far apart all items are, and the sentence where they do not."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from reports.statistics.refusal import StatisticsError

Beats = npt.NDArray[np.bool_]


def reaches(beats: Beats) -> Beats:
    """Return which item beat which (K × K, row beats column), over any number of others."""
    found = beats | np.eye(len(beats), dtype=np.bool_)
    for _ in range(len(beats).bit_length()):
        found = (found.astype(np.float64) @ found.astype(np.float64)) > 0
    return found


def refuse_split(beats: Beats) -> None:
    """Refuse items of which some never lost to the others, or never met them.

    Then the worth that makes the answers likeliest is without bound: it exists if and only if,
    however the items are divided in two groups, each group has a win over the other (Ford 1957).
    """
    if len(beats) < 2:
        raise StatisticsError(f"a comparison needs two items or more, not {len(beats)}")
    found = reaches(beats)
    if not found.all():
        raise StatisticsError(_sentence(beats, found) + ", so no worth follows from the answers")


def _sentence(beats: Beats, found: Beats) -> str:
    wins, losses = beats.any(axis=1), beats.any(axis=0)
    for named, said in (
        (~wins & ~losses, "was never compared with another"),
        (wins & ~losses, "won all its comparisons"),
        (losses & ~wins, "lost all its comparisons"),
    ):
        if named.any():
            return f"item {int(np.argmax(named))} {said}"
    # Nobody outside reaches the items that fewest others reach: they never lost to the rest.
    top = found[:, int(np.argmin(found.sum(axis=0)))]
    return f"items {listed(np.flatnonzero(top))} never lost to any of the others"


def listed(items: Iterable[int]) -> str:
    """Return item numbers as a sentence lists them."""
    return ", ".join(map(str, items))
