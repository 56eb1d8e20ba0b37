"""Worths from comparisons in pairs: without ties Bradley–Terry, with ties Davidson."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from reports.statistics.arrays import Matrix, Vector, pair_counts
from reports.statistics.connected import refuse_split
from reports.statistics.contrasts import quasi_standard_errors, standard_errors, variances
from reports.statistics.newton import Slope, maximum
from reports.statistics.refusal import StatisticsError


@dataclass(frozen=True, slots=True, eq=False)
class BradleyTerry:
    """K items in the order given; `log_worth` and `se` relative to the first, which has 0."""

    log_worth: Vector
    se: Vector
    quasi_se: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Davidson:
    """As Bradley–Terry, with worths that sum to 1, and `tie`: ties weigh tie · √(wᵢwⱼ)."""

    log_worth: Vector
    se: Vector
    quasi_se: Vector
    worth: Vector
    tie: float


def bradley_terry(wins: npt.ArrayLike) -> BradleyTerry:
    """Estimate the worths w of K items: i beats j with the odds of wᵢ to wⱼ.

    `wins[i, j]` is how often i beat j, K × K, whole or weighted counts; the diagonal is not read.
    Maximum likelihood, standard errors from the expected information, quasi standard errors by
    Firth and de Menezes (2004). Refuses less than two items, and items of which some won or lost
    everything against the others, or never met them: their worth would be without bound.
    Source: Bradley and Terry (1952), Biometrika 39, 324–345; Ford (1957) for what is refused.
    """
    counts = pair_counts(wins, "wins")
    refuse_split(counts > 0)
    log_worth = maximum(lambda here: _without_ties(counts, here), len(counts))
    differences = variances(_without_ties(counts, log_worth).information)
    return BradleyTerry(log_worth, standard_errors(differences), quasi_standard_errors(differences))


def davidson(wins: npt.ArrayLike, ties: npt.ArrayLike) -> Davidson:
    """Estimate worths w of K items: i wins, j wins or they tie as wᵢ to wⱼ to tie · √(wᵢwⱼ).

    `wins[i, j]` is how often i beat j; `ties[i, j]` how often the two tied, the same on both sides
    of the diagonal, or given on one side only; K × K, whole or weighted counts; the diagonals are
    not read. Without any tie `tie` is 0 and the rest is Bradley–Terry. Refuses less than two
    items, and what leaves a worth or `tie` without bound: items some of which won or lost all
    against the others or never met them, and ties so many that no win stands against another.
    Source: Davidson (1970), Journal of the American Statistical Association 65, 317–328.
    """
    won, tied = pair_counts(wins, "wins"), _both_sides(pair_counts(ties, "ties"))
    if won.shape != tied.shape:
        raise StatisticsError(f"wins are of {len(won)} items, ties of {len(tied)}")
    if not tied.any():
        fit = bradley_terry(won)
        return _davidson(fit.log_worth, 0.0, fit.se, fit.quasi_se)
    refuse_split((won > 0) | (tied > 0))
    _refuse_order(won > 0, tied > 0)
    found = maximum(lambda here: _with_ties(won, tied, here), len(won) + 1)
    information = _with_ties(won, tied, found).information
    across = information[:-1, -1]
    worths = information[:-1, :-1] - np.outer(across, across) / information[-1, -1]
    differences = variances(worths)
    errors = standard_errors(differences), quasi_standard_errors(differences)
    return _davidson(found[:-1], float(np.exp(found[-1])), *errors)


def _davidson(log_worth: Vector, tie: float, se: Vector, quasi_se: Vector) -> Davidson:
    worth = np.exp(log_worth - log_worth.max())
    return Davidson(log_worth, se, quasi_se, worth / worth.sum(), tie)


def _both_sides(ties: Matrix) -> Matrix:
    if np.array_equal(ties, ties.T):
        return ties
    if np.any((ties > 0) & (ties.T > 0)):
        raise StatisticsError("ties must be the same for i and j as for j and i")
    return ties + ties.T


def _refuse_order(won: npt.NDArray[np.bool_], tied: npt.NDArray[np.bool_]) -> None:
    """Refuse items that stand in an order where wins go down a step or more and ties at most one.

    A `tie` that grows with the length of the steps then makes the answers ever likelier. There is
    no such order if and only if some way round has more wins than ties: the longest way tells.
    """
    longest = np.where(won, 1.0, np.where(tied, -1.0, -np.inf))
    for through in range(len(longest)):
        longest = np.maximum(longest, longest[:, through, None] + longest[None, through, :])
        if (np.diag(longest) > 0).any():
            return
    raise StatisticsError(
        "there are too many ties for the wins, none of which stands against another,"
        " so no worth follows from the answers"
    )


def _without_ties(wins: Matrix, log_worth: Vector) -> Slope:
    ahead = log_worth[:, None] - log_worth[None, :]
    met = wins + wins.T
    chance: Matrix = expit(ahead)
    information = -met * chance * chance.T
    np.fill_diagonal(information, -information.sum(axis=1))
    return Slope(
        gradient=np.sum(wins - met * chance, axis=1),
        information=information,
    )


def _with_ties(wins: Matrix, ties: Matrix, here: Vector) -> Slope:
    """Return the slope in K log-worths and log(tie), in which the model is a multinomial one."""
    log_worth, log_tie = here[:-1], here[-1]
    row = np.broadcast_to(log_worth[:, None], wins.shape)
    level = log_tie + (row + row.T) / 2
    whole = np.logaddexp(np.logaddexp(row, row.T), level)
    win, tie = np.exp(row - whole), np.exp(level - whole)
    met = wins + wins.T + ties
    score = win + tie / 2
    information = np.empty((len(here), len(here)))
    information[:-1, :-1] = met * (tie / 4 - score * score.T)
    np.fill_diagonal(information, np.append(np.sum(met * (win + tie / 4 - score**2), axis=1), 0.0))
    information[:-1, -1] = information[-1, :-1] = np.sum(met * tie * (0.5 - score), axis=1)
    information[-1, -1] = np.sum(met * tie * (1 - tie)) / 2
    return Slope(
        gradient=np.append(
            np.sum(wins + ties / 2 - met * score, axis=1), np.sum(ties - met * tie) / 2
        ),
        information=information,
    )
