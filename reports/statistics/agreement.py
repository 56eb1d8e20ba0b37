"""How far ratings tell the rated apart: agreement of raters, and of the items of a scale."""

from math import nan

import numpy as np
import numpy.typing as npt

from reports.statistics.checks import array, between, count
from reports.statistics.refusal import StatisticsError

FORMS = ("1,1", "1,k")
# A spread between targets below this part of all spread is what rounding leaves of none.
ROUNDING = 1e-12


def icc(ratings: npt.ArrayLike, form: str = "1,1") -> float:
    """Return the intraclass correlation of ratings, targets × raters, each target with its own.

    Form `1,1` is the reliability of one rating, `1,k` that of the mean of all k. It may be
    negative. nan where there are fewer than two targets or raters, or all ratings are the same;
    `1,k` also where the targets' means are. Refuses a missing rating and any other form. P. E.
    Shrout, J. L. Fleiss, "Intraclass correlations", Psychological Bulletin 86 (1979), 420–428.
    """
    if form not in FORMS:
        raise StatisticsError(f"The form is {form!r}, and one of {' and '.join(FORMS)}.")
    scores = array("The ratings", ratings, 2)
    targets, raters = scores.shape
    if targets < 2 or raters < 2 or np.ptp(scores) == 0:
        return nan
    means = scores.mean(axis=1)
    between_sum = raters * float(((means - means.mean()) ** 2).sum())
    within_sum = float(((scores - means[:, None]) ** 2).sum())
    if between_sum <= ROUNDING * within_sum:
        between_sum = 0.0
    between_square, within_square = between_sum / (targets - 1), within_sum / targets / (raters - 1)
    others = raters - 1 if form == "1,1" else 0
    whole = between_square + others * within_square
    return (between_square - within_square) / whole if whole > 0 else nan


def cronbach_alpha(covariance: npt.ArrayLike) -> float:
    """Return alpha of a scale that adds up items, from their covariance matrix, items × items.

    At most 1, and negative where items run against each other. nan of fewer than two items, and
    where their sum does not vary. Refuses a matrix that is not square and symmetric, or holds a
    negative variance. L. J. Cronbach, Psychometrika 16 (1951), 297–334.
    """
    matrix = array("The covariances", covariance, 2)
    if matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T):
        raise StatisticsError("The covariances are not a symmetric matrix.")
    if (np.diag(matrix) < 0).any():
        raise StatisticsError("The covariances hold a negative variance.")
    items, own, whole = len(matrix), float(np.trace(matrix)), float(matrix.sum())
    if items < 2 or whole <= ROUNDING * own:
        return nan
    return items / (items - 1) * (1 - own / whole)


def reliability(icc: float, n: float) -> float:
    """Return how reliable the mean of n ratings is, given the reliability of one.

    n need not be whole. nan of no rating, of an `icc` that is nan, and where an `icc` is too far
    below 0 to be that of n raters. Refuses an `icc` outside −1 to 1 and a negative n. The
    Spearman–Brown formula: Shrout and Fleiss (1979), page 426.
    """
    ratings = count("n", n)
    if np.isnan(icc):
        return nan
    single = between("The icc", icc, -1, 1)
    whole = 1 + (ratings - 1) * single
    return ratings * single / whole if ratings > 0 and whole > 0 else nan
