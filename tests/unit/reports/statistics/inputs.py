"""What the tests of statistics share: data that others published, and random input."""

import numpy as np
import numpy.typing as npt
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

Counts = npt.NDArray[np.int64]
Answers = tuple[int, int]

FEW = settings(max_examples=40, deadline=None)

# Unaided distance vision of 7477 women, right eye by left eye, best first: Stuart (1955), table 1.
VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]

LEVELS = st.floats(0.5, 0.999)


@st.composite
def answers(draw: st.DrawFn, least: int = 0, most: int = 300) -> Answers:
    """Draw how many of how many."""
    n = draw(st.integers(least, most))
    return draw(st.integers(0, n)), n


def scales(points: int, most: int = 12) -> st.SearchStrategy[Counts]:
    """Draw counts of at least two respondents by scale point."""
    drawn = arrays.arrays(np.int64, points, elements=st.integers(0, most))
    return drawn.filter(lambda counts: int(counts.sum()) > 1)


def tables(most_points: int = 5, most: int = 30, least: int = 0) -> st.SearchStrategy[Counts]:
    """Draw square tables of counts."""
    return st.integers(2, most_points).flatmap(
        lambda points: arrays.arrays(np.int64, (points, points), elements=st.integers(least, most))
    )


def matrices(low: int, high: int) -> st.SearchStrategy[Counts]:
    """Draw whole numbers, respondents × items, three at least of each."""
    shapes = arrays.array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=9)
    return shapes.flatmap(
        lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(low, high))
    )
