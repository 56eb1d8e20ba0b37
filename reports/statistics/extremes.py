"""Utilities from best–worst choices, in closed form."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.statistics.arrays import Vector, vector
from reports.statistics.refusal import StatisticsError


@dataclass(frozen=True, slots=True, eq=False)
class BestWorst:
    """K items in the order given: utilities, 0 as often best as worst, and shares that sum to 1."""

    utility: Vector
    share: Vector


def best_worst(shown: npt.ArrayLike, best: npt.ArrayLike, worst: npt.ArrayLike) -> BestWorst:
    """Estimate the utility of K items, log((t + b − w)/(t − b + w)), and their shares of choice.

    How often each was shown (t), chosen as best (b) and as worst (w), whole or weighted counts;
    the sets shown should be balanced. Utilities are not centred; shares are their softmax. An item
    that was best whenever shown has the utility ∞, one that was worst −∞, and shares are what they
    tend to: 0 for the worst, and all of it, in equal parts, for those of ∞. Refuses no items, an
    item never shown, and one chosen more often than shown.
    Source: Lipovetsky and Conklin (2014), Journal of Choice Modelling 10, 60–68.
    """
    times, best_of, worst_of = vector(shown, "shown"), vector(best, "best"), vector(worst, "worst")
    _refuse(times, best_of, worst_of)
    with np.errstate(divide="ignore"):
        utility = np.log(times + best_of - worst_of) - np.log(times - best_of + worst_of)
    return BestWorst(utility, _softmax(utility))


def _refuse(shown: Vector, best: Vector, worst: Vector) -> None:
    if not len(shown) == len(best) == len(worst) > 0:
        lengths = f"{len(shown)}, {len(best)} and {len(worst)}"
        raise StatisticsError(f"shown, best and worst count the same items, not {lengths}")
    for wrong, said in (
        (shown <= 0, "was never shown"),
        ((best < 0) | (worst < 0), "has a count below 0"),
        (best + worst > shown, "was chosen more often than it was shown"),
    ):
        if wrong.any():
            raise StatisticsError(f"item {int(np.argmax(wrong))} {said}")


def _softmax(utility: Vector) -> Vector:
    greatest = utility.max()
    parts = np.exp(utility - greatest) if np.isfinite(greatest) else 1.0 * (utility == greatest)
    found: Vector = parts / parts.sum()
    return found
