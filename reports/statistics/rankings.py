"""Worths from rankings, whole or partial: Plackett–Luce."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import index

import numpy as np
import numpy.typing as npt

from reports.statistics.arrays import Matrix, Vector, Whole, vector
from reports.statistics.connected import Beats, refuse_split
from reports.statistics.contrasts import quasi_standard_errors, standard_errors, variances
from reports.statistics.newton import Slope, maximum
from reports.statistics.refusal import StatisticsError

Order = tuple[int, ...]
Rankings = Sequence[Sequence[int]] | npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class PlackettLuce:
    """K items by number: worths that sum to 1, and `log_worth` and `se` relative to item 0."""

    worth: Vector
    log_worth: Vector
    se: Vector
    quasi_se: Vector
    log_likelihood: float


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """Different rankings of `size` items (n × longest, best first, padded with `size`)."""

    size: int
    items: Whole
    counts: Vector


def plackett_luce(
    rankings: Rankings, counts: npt.ArrayLike | None = None, pseudo: float = 0.0
) -> PlackettLuce:
    """Estimate the worths of K items, from each of which the best of those left is chosen in turn.

    A ranking is a sequence of item numbers from 0, best first. It ranks the items it lists among
    one another and says nothing of the others: list those below the last, or leave them out, as
    was asked. `counts` is how often each was given, whole or weighted, once if left out. K is one
    more than the greatest number. `pseudo` adds so many wins and losses of each item against a
    ghost of average worth, which shrinks the worths to one another (Turner et al. 2020).

    Maximum likelihood. `log_likelihood` sums counts · log P without the pseudo-rankings; the
    standard errors come from the answers alone as well, quasi standard errors by Firth and de
    Menezes (2004), infinite between items that no chain of rankings joins. Refuses repeated or
    negative items, negative counts, no rankings, and with `pseudo` of 0 items of which some were
    ranked above or below all others always, or never with them.
    Source: Plackett (1975), Applied Statistics 24, 193–202; Hunter (2004), Annals of Statistics
    32, 384–406; Turner, van Etten, Firth and Kosmidis (2020), Computational Statistics 35,
    1027–1057.
    """
    orders = _orders(rankings, counts)
    if not 0 <= pseudo < np.inf:
        raise StatisticsError(f"pseudo-rankings are counted from 0 on, not {pseudo}")
    if pseudo == 0:
        refuse_split(_beats(orders))
        log_worth = maximum(lambda here: _slope(orders, here), orders.size)
    else:
        haunted = _with_ghost(orders, pseudo)
        log_worth = maximum(lambda here: _slope(haunted, here), haunted.size)[:-1]
    differences = variances(_slope(orders, log_worth).information)
    worth = np.exp(log_worth - log_worth.max())
    return PlackettLuce(
        worth=worth / worth.sum(),
        log_worth=log_worth,
        se=standard_errors(differences),
        quasi_se=quasi_standard_errors(differences),
        log_likelihood=_log_likelihood(orders, log_worth),
    )


def _orders(rankings: Rankings, counts: npt.ArrayLike | None) -> Orders:
    weights = vector(np.ones(len(rankings)) if counts is None else counts, "counts")
    if len(weights) != len(rankings):
        raise StatisticsError(f"{len(rankings)} rankings need as many counts, not {len(weights)}")
    if (weights < 0).any():
        raise StatisticsError("counts of rankings must be 0 or more")
    totals: dict[Order, float] = {}
    for ranking, weight in zip(rankings, weights.tolist(), strict=True):
        order = tuple(map(index, ranking))
        totals[order] = totals.get(order, 0.0) + weight
    for order in totals:
        _refuse_misnumbered(order)
    size = 1 + max((item for order in totals for item in order), default=-1)
    if not any(totals.values()) or size < 2:
        raise StatisticsError("a worth needs at least one ranking of two items")
    return _padded(size, totals.keys(), totals.values())


def _refuse_misnumbered(order: Order) -> None:
    if any(item < 0 for item in order):
        raise StatisticsError(f"items are numbered from 0 on: {list(order)} is no ranking")
    if len(set(order)) < len(order):
        raise StatisticsError(f"a ranking lists an item once: {list(order)} is none")


def _padded(size: int, orders: Iterable[Order], counts: Iterable[float]) -> Orders:
    listed = list(orders)
    items = np.full((len(listed), max(map(len, listed))), size, dtype=np.int64)
    for row, order in zip(items, listed, strict=True):
        row[: len(order)] = order
    return Orders(size, items, np.fromiter(counts, dtype=np.float64))


def _with_ghost(orders: Orders, pseudo: float) -> Orders:
    """Return the rankings with an item more, that wins and loses so often against each other."""
    ghost = orders.size
    own = [(item, ghost) for item in range(ghost)] + [(ghost, item) for item in range(ghost)]
    real = [tuple(row[row < ghost].tolist()) for row in orders.items]
    return _padded(ghost + 1, [*real, *own], [*orders.counts, *([pseudo] * len(own))])


def _beats(orders: Orders) -> Beats:
    """Return which item was ranked above which (K × K)."""
    found = np.zeros((orders.size + 1, orders.size + 1), dtype=np.bool_)
    items = orders.items[orders.counts > 0]
    for place in range(items.shape[1] - 1):
        found[items[:, place, None], items[:, place + 1 :]] = True
    return found[:-1, :-1]


def _log_left(orders: Orders, log_worth: Vector) -> tuple[Matrix, Matrix]:
    """Return the log-worth of each item ranked, and of all from it on together (n × longest)."""
    each = np.append(log_worth, -np.inf)[orders.items]
    return each, np.logaddexp.accumulate(each[:, ::-1], axis=1)[:, ::-1]


def _log_likelihood(orders: Orders, log_worth: Vector) -> float:
    each, left = _log_left(orders, log_worth)
    ranked, place = np.nonzero(orders.items < orders.size)
    return float(orders.counts[ranked] @ (each[ranked, place] - left[ranked, place]))


def _slope(orders: Orders, log_worth: Vector) -> Slope:
    """Return the slope in K log-worths, place by place: each is a choice among those left."""
    each, left = _log_left(orders, log_worth)
    size = orders.size + 1
    gradient, information = np.zeros(size), np.zeros((size, size))
    for place in range(orders.items.shape[1] - 1):
        # The last of a ranking is no choice.
        rows = np.flatnonzero(orders.items[:, place + 1] < orders.size)
        weight, rest = orders.counts[rows], orders.items[rows, place:]
        chance = np.zeros((len(rows), size))
        likely = np.exp(each[rows, place:] - left[rows, place, None])
        np.put_along_axis(chance, rest, likely, axis=1)
        expected = weight @ chance
        gradient += np.bincount(rest[:, 0], weight, minlength=size) - expected
        information += np.diag(expected) - chance.T @ (weight[:, None] * chance)
    return Slope(gradient[:-1], information[:-1, :-1])
