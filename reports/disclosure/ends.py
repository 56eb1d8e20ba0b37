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
    return _of_sums(sums, moment.n, points, top=top)


def firsts_possible(moments: Sequence[Moment], total: int, policy: Policy) -> list[range]:
    """Return how many of so many may have put each item first, as all mean positions tell.

    Whoever places three items gives the positions 1, 2 and 3: the sums of all items add up to what
    is known, so that each printed mean narrows the others. Where some left items out, it is not
    treated that those can only have given the first positions.
    """
    places = Points(1, len(moments))
    least, most = _all_positions(sum(moment.n for moment in moments), total, places.high)
    sums = [printed_alike(m, places, respondents=m.n, policy=policy) for m in moments]
    before: list[range] = []
    while sums != before:
        before = sums
        lows, highs = sum(each[0] for each in sums), sum(each[-1] for each in sums)
        sums = [
            range(max(s[0], least - (highs - s[-1])), min(s[-1], most - (lows - s[0])) + 1)
            for s in sums
        ]
    return [_of_sums(s, m.n, places, top=False) for s, m in zip(sums, moments, strict=True)]


def _all_positions(placed: int, total: int, items: int) -> tuple[int, int]:
    """Return the least and the most that all positions of so many placed items add up to.

    That is the least where all of them place as many items as the others, and the most where as
    few as possible place more than one.
    """
    each, more = divmod(placed, total)
    least = (total - more) * _up_to(each) + more * _up_to(each + 1)
    if items == 1:
        return least, least
    whole, extra = divmod(placed - total, items - 1)
    most = total + whole * (_up_to(items) - 1) + _up_to(1 + extra) - 1
    return least, most


def _up_to(items: int) -> int:
    """Return what the positions of so many items add up to."""
    return items * (items + 1) // 2


def _of_sums(sums: range, n: int, points: Points, *, top: bool) -> range:
    """Return how many of n may have given one end of the scale, all ratings adding up to these."""
    end = n * (points.high if top else points.low)
    near, far = sorted((abs(sums[0] - end), abs(sums[-1] - end)))
    others = range(ceil(Fraction(near, points.high - points.low)), min(far, n) + 1)
    return range(n - others[-1], n - others[0] + 1)


def end_share(
    counts: Sequence[int], possible: range, respondents: int, policy: Policy
) -> Span | None:
    """Return the share of the last of these points; None where it or the mean tells too much."""
    spans = distribution(counts, respondents, policy)
    if spans is None:
        return None
    printed = counts_printed(counts, spans, policy)
    narrow = spans[-1].banded and _narrows(possible, printed[-1])
    return None if narrow else spans[-1]


def first_shares(
    counts: Sequence[int], possible: Sequence[range], respondents: int, policy: Policy
) -> tuple[Span, ...] | None:
    """Return how many put each item first; None where they, or what stands beside, tell too much.

    `possible` is how many may have put each item first, as the mean positions tell, of those who
    placed it at all: who left it out put one of the others first.
    """
    spans = distribution(counts, respondents, policy)
    if spans is None:
        return None
    total = sum(counts)
    printed = counts_printed(counts, spans, policy)
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
