"""Published results of comparisons in pairs, as tables of wins and ties."""

from collections.abc import Iterable

import numpy as np

from reports.statistics.arrays import Matrix

# Stigler (1994), as in Agresti (2002), p. 448: how often the column cites the row.
# Biometrika, Communications in Statistics, JASA, JRSS-B.
CITATIONS = np.array([[0, 730, 498, 221], [33, 0, 68, 17], [320, 813, 0, 142], [284, 276, 325, 0]])

# American League, Eastern Division, 1987, as in Agresti (2002), p. 438, at home and away together.
# Baltimore, Boston, Cleveland, Detroit, Milwaukee, New York, Toronto.
BASEBALL = np.array(
    [
        [0, 1, 7, 4, 2, 3, 1],
        [12, 0, 7, 2, 6, 7, 6],
        [6, 6, 0, 4, 4, 6, 5],
        [9, 11, 9, 0, 6, 5, 7],
        [11, 7, 9, 7, 0, 7, 9],
        [10, 6, 7, 8, 6, 0, 6],
        [12, 7, 8, 6, 4, 7, 0],
    ]
)

# Davidson (1970), example 2: brands of chocolate pudding, preferred to one another and tied.
PUDDING = (
    (0, 1, 19, 22, 16),
    (0, 2, 16, 19, 12),
    (1, 2, 19, 19, 10),
    (0, 3, 18, 23, 13),
    (1, 3, 23, 19, 9),
    (2, 3, 19, 20, 15),
    (0, 4, 13, 19, 18),
    (1, 4, 16, 20, 12),
    (2, 4, 16, 15, 17),
    (3, 4, 17, 14, 16),
    (0, 5, 18, 21, 12),
    (1, 5, 22, 20, 12),
    (2, 5, 13, 18, 10),
    (3, 5, 14, 19, 18),
    (4, 5, 11, 21, 12),
)

Outcome = tuple[int, int, int, int, int]


def tables(outcomes: Iterable[Outcome], items: int) -> tuple[Matrix, Matrix]:
    """Return wins and ties from pairs with the wins of the first, of the second, and the ties."""
    wins, ties = np.zeros((items, items)), np.zeros((items, items))
    for first, second, won, lost, tied in outcomes:
        wins[first, second] += won
        wins[second, first] += lost
        ties[first, second] += tied
        ties[second, first] += tied
    return wins, ties
