"""Shares of the end of a scale beside the mean: together they may not say more than R3 allows."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from questionnaires.kinds.base import Points
from reports.disclosure.policy import Policy
from reports.disclosure.rounding import Span, counts_printed, distribution, printed_alike
from reports.tally import Moment


def at_the_end(
    moment: Moment, points: Points, *, respondents: int, policy: Policy, top: bool
) -> range:
    """Return how many may have given the lowest point, or the top one, as the printed mean tells.

    Everybody else is one point away from that end at least, and the whole scale at most.
    """
    sums = printed_alike(moment, points, respondents=respondents, policy=policy)
    end = moment.n * (points.high if top else points.low)
    near, far = sorted((abs(sums[0] - end), abs(sums[-1] - end)))
    others = range(ceil(Fraction(near, points.high - points.low)), min(far, moment.n) + 1)
    return range(moment.n - others[-1], moment.n - others[0] + 1)


def end_share(
    counts: Sequence[int], possible: range, respondents: int, policy: Policy
) -> Span | None:
    """Return the share of the last of these points; None where it or the mean tells too much."""
    spans = distribution(counts, respondents, policy)
    if spans is None:
        return None
    printed = counts_printed(spans, sum(counts), respondents, policy)
    narrow = spans[-1].banded and _narrows(possible, printed[-1])
    return None if narrow else spans[-1]


def first_shares(
    counts: Sequence[int], possible: Sequence[range], respondents: int, policy: Policy
) -> tuple[Span, ...] | None:
    """Return how many put each item first; None where they, or what stands beside, tell too much.

    `possible` is how many may have put each item first, as its mean position tells, of those who
    placed it at all: who left it out put one of the others first.
    """
    spans = distribution(counts, respondents, policy)
    if spans is None:
        return None
    total = sum(counts)
    printed = counts_printed(spans, total, respondents, policy)
    both = [
        (max(low, each[0]), min(high, each[-1]))
        for (low, high), each in zip(printed, possible, strict=True)
    ]
    fewest, most = (sum(bounds) for bounds in zip(*both, strict=True))
    for i, span in enumerate(spans):
        low, high = both[i]
        left = range(max(low, total - (most - high)), min(high, total - (fewest - low)) + 1)
        if span.banded and _narrows(left, printed[i]):
            return None
    return spans


def _narrows(possible: range, printed: tuple[int, int]) -> bool:
    """Say whether fewer counts are possible than an extreme share is printed for."""
    return possible[0] > printed[0] or possible[-1] < printed[1]
