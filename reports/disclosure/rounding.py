"""R2 and R3: how coarsely a figure is printed, by the number of respondents behind it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from questionnaires.kinds.base import Points
from questionnaires.kinds.number import Bounds
from reports.disclosure.policy import Policy
from reports.disclosure.release import Size
from reports.tally import Moment

TENTH = Policy.score_step
FEW = 2
FINE, PLAIN, COARSE, COARSEST = STEPS = tuple(map(Decimal, Policy.share_steps))
Z_95 = Decimal("1.96")
_Printed = TypeVar("_Printed", Decimal, tuple[Decimal, Decimal])


@dataclass(frozen=True, slots=True)
class Span:
    """A share as printed, and the values it may have had."""

    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    banded: bool = False


def size(respondents: int, policy: Policy) -> Size:
    """Return the number of respondents as printed: a band below 30, the number from there on."""
    if respondents < policy.detail_from:
        return "5-9"
    return "10-29" if respondents < policy.full_from else respondents


def fewest(n: Size) -> int:
    """Return the least number of respondents the printed size allows."""
    return n if isinstance(n, int) else int(n.split("-")[0])


def to_step(value: Fraction, step: Decimal) -> Decimal:
    """Return the exact value rounded half-even to a multiple of the step."""
    units = round(value / Fraction(step))
    return units * step


def score(
    moment: Moment, points: Points, *, respondents: int, policy: Policy, coarse: bool = False
) -> Decimal:
    """Return a mean rating to one decimal, held inside the ends of its scale (R2).

    Below 10 respondents by an eighth of the scale (1.5 to 4.5 of 1 to 5); from 10 on by one
    step, because a score at the very end says what each single person answered.
    """
    step, width = policy.score_step, points.high - points.low
    clip = Fraction(policy.score_clip)
    if coarse:
        step, clip = policy.score_coarse, Fraction(policy.score_coarse)
    if respondents < policy.detail_from:
        clip = max(width * Fraction(policy.score_clip_of_width), Fraction(policy.score_clip_small))
    held = min(max(Fraction(moment.total, moment.n), points.low + clip), points.high - clip)
    return to_step(held, step)


def printed_alike(
    moment: Moment, points: Points, *, respondents: int, policy: Policy, coarse: bool = False
) -> range:
    """Return every sum of as many ratings that prints the same mean."""

    def mean(total: int) -> Decimal:
        each = Moment(moment.n, total)
        return score(each, points, respondents=respondents, policy=policy, coarse=coarse)

    return alike(range(points.low * moment.n, points.high * moment.n + 1), moment.total, mean)


def alike(values: range, value: int, printed: Callable[[int], _Printed]) -> range:
    """Return every one of these values that prints as this one; printing keeps their order."""
    sought = printed(value)
    least, most = (
        bisect_left(values, sought, key=printed),
        bisect_right(values, sought, key=printed),
    )
    return values[least:most]


def amount(moment: Moment, bounds: Bounds, *, coarse: bool = False) -> Decimal:
    """Return a mean number, to about a hundredth of its range and held that far inside it (R2).

    The step is rounded up to 1, 2 or 5 of a power of ten, so that figures read well.
    """
    step = amount_step(bounds, coarse=coarse)
    mean = Fraction(bounds.low) + Fraction(moment.total, moment.n) * Fraction(bounds.step)
    held = min(max(mean, Fraction(bounds.low + step)), Fraction(bounds.high - step))
    return to_step(held, step)


def amount_alike(moment: Moment, bounds: Bounds, *, coarse: bool = False) -> range:
    """Return every sum of as many numbers, in steps above the least, that prints the same mean."""
    most = int(bounds.steps(bounds.high)) * moment.n

    def mean(total: int) -> Decimal:
        return amount(Moment(moment.n, total), bounds, coarse=coarse)

    return alike(range(most + 1), moment.total, mean)


def amount_step(bounds: Bounds, *, coarse: bool = False) -> Decimal:
    """Return the step a mean number is printed in: 1 for 0 to 100, 0.5 for 0 to 24.

    Never finer than a tenth of the step the numbers have, as with ratings: of few possible numbers
    a finer mean would give away how many gave which (R3).
    """
    least = max((bounds.high - bounds.low) / 100, bounds.step / 10) * (2 if coarse else 1)
    power = Decimal(1).scaleb(least.adjusted())
    step = next(nice * power for nice in (1, 2, 5, 10) if nice * power >= least)
    return step.normalize()


def interval(
    value: Decimal,
    n: Size,
    *,
    spread: Decimal,
    low: Decimal,
    high: Decimal,
    step: Decimal = TENTH,
) -> tuple[Decimal, Decimal]:
    """Return a 95 % interval that is a function of printed figures only (R13).

    Half its width is 1.96 times `spread`, the standard deviation the policy fixes for the scale,
    over the root of the fewest respondents the printed size allows; rounded outwards.
    """
    half = Z_95 * spread / Decimal(fewest(n)).sqrt()
    below = ((value - half) / step).to_integral_value("ROUND_FLOOR") * step
    above = ((value + half) / step).to_integral_value("ROUND_CEILING") * step
    # Adding nothing of the step writes a bound of the scale with as many decimals as the others.
    return max(below, low) + 0 * step, min(above, high) + 0 * step


def distribution(
    counts: Sequence[int], respondents: int, policy: Policy, *, coarse: bool = False
) -> tuple[Span, ...] | None:
    """Return shares in percent such that subtraction narrows no extreme one (R3).

    A share above 90 or below 10 is printed as that bound, and the others then in steps of 10, of
    20 if they are two or one. None where 100 minus those would say more of an extreme one than its
    bound. Not treated: what that choice tells beside a mean.
    """
    total = sum(counts)
    step = _step(_spans(counts, total, COARSE, policy), respondents, policy, coarse=coarse)
    spans = _spans(counts, total, step, policy)
    if not any(span.banded for span in spans):
        return spans
    ranges = [_bounds(share_alike(count, total, step, policy)) for count in counts]
    covered = all(_covered(ranges, i, total) for i, span in enumerate(spans) if span.banded)
    return spans if covered else None


def counts_printed(
    counts: Sequence[int], spans: Sequence[Span], policy: Policy
) -> list[tuple[int, int]]:
    """Return for each share of a distribution the least and the greatest count that prints it."""
    total = sum(counts)
    return [
        _bounds(share_alike(count, total, span.step, policy))
        for count, span in zip(counts, spans, strict=True)
    ]


def _bounds(values: range) -> tuple[int, int]:
    return values[0], values[-1]


def ticked(
    counts: Sequence[int], answers: int, respondents: int, policy: Policy, *, coarse: bool = False
) -> tuple[Span, ...] | None:
    """Return the share of answers that tick each option, of which an answer may tick several.

    Every answer ticks one at least. None where the options that all others tick at most leave so
    many answers to a rare one that its bound would be none (R3).
    """
    step = plain_step(respondents, policy, coarse=coarse)
    spans = _spans(counts, answers, step, policy)
    most = [share_alike(count, answers, step, policy)[-1] for count in counts]
    rare = (number for span, number in zip(spans, most, strict=True) if span.low == 0)
    return None if any(sum(most) - number < answers for number in rare) else spans


def plain_step(respondents: int, policy: Policy, *, coarse: bool = False) -> Decimal:
    """Return the step of shares none of which is extreme."""
    return coarser(FINE if respondents >= policy.fine_from else PLAIN, coarse=coarse)


def coarser(step: Decimal, *, coarse: bool) -> Decimal:
    """Return the step, or the next one for the figures of a parent with a hidden child."""
    further = (each for each in STEPS if coarse and each > step)
    return next(further, step)


def _step(spans: Sequence[Span], respondents: int, policy: Policy, *, coarse: bool) -> Decimal:
    """Return the step of the shares of a distribution: coarser if one of them is extreme."""
    moderate = sum(not span.banded for span in spans)
    return step_of(moderate, len(spans), respondents, policy, coarse=coarse)


def step_of(
    moderate: int, shares: int, respondents: int, policy: Policy, *, coarse: bool = False
) -> Decimal:
    """Return the step of so many shares, of which so many are moderate and the others bounds."""
    if moderate == shares:
        return plain_step(respondents, policy, coarse=coarse)
    return coarser(COARSE if moderate > FEW else COARSEST, coarse=coarse)


def _spans(counts: Sequence[int], total: int, step: Decimal, policy: Policy) -> tuple[Span, ...]:
    return tuple(_span(count, total, step, policy) for count in counts)


@lru_cache(maxsize=1 << 15)
def share_alike(count: int, total: int, step: Decimal, policy: Policy) -> range:
    """Return every count of so many that prints the same share in this step."""

    def shown(number: int) -> tuple[Decimal, Decimal]:
        # In steps of 20, what is printed as 10 and as 20 begins at the same bound.
        each = _span(number, total, step, policy)
        return each.low, each.value

    return alike(range(total + 1), count, shown)


def _span(count: int, total: int, step: Decimal, policy: Policy) -> Span:
    share, extreme = Fraction(100 * count, total), policy.extreme
    if _is_extreme(count, total, policy):
        return Span(extreme, Decimal(0), extreme, step, banded=True)
    if _is_extreme(total - count, total, policy):
        return Span(100 - extreme, 100 - extreme, Decimal(100), step, banded=True)
    nearest = to_step(share, step)
    # A rounded share never prints beyond the bounds, which would say that it is not extreme; nor
    # can it have been beyond them, or it would have been banded.
    least, most = max(nearest - step / 2, extreme), min(nearest + step / 2, 100 - extreme)
    return Span(min(max(nearest, extreme), 100 - extreme), least, most, step)


def _is_extreme(count: int, total: int, policy: Policy) -> bool:
    """Say whether so few of so many print as a bound: always one too, or it would mean nobody."""
    return 100 * count < policy.extreme * total or (count <= 1 and total <= policy.detail_from)


def _covered(ranges: Sequence[tuple[int, int]], position: int, total: int) -> bool:
    """Say whether the other options leave open every count that one of them is printed for."""
    others = [each for i, each in enumerate(ranges) if i != position]
    least = total - sum(high for _, high in others)
    most = total - sum(low for low, _ in others)
    return least <= ranges[position][0] and most >= ranges[position][1]


def net_promoters(
    difference: int, answers: int, *, respondents: int, policy: Policy, coarse: bool = False
) -> Decimal:
    """Return the net promoter score in points, of so many more promoters than detractors.

    One respondent may give several of the answers. To the point from 100 respondents, to 5 from
    30, else to 10 (R3); clipped to ±80, and from 30 on to ±90, since a score at the very end says
    what each single person answered.
    """
    exact = Fraction(100 * difference, answers)
    step, most = policy.nps_steps[0], policy.nps_most[0]
    if respondents >= policy.full_from:
        step = policy.nps_steps[2 if respondents >= policy.fine_from else 1]
        most = policy.nps_most[1]
    value = to_step(exact, coarser(Decimal(step), coarse=coarse))
    return min(max(value, Decimal(-most)), Decimal(most))


def three_bands(points: Points) -> tuple[tuple[int, ...], ...]:
    """Return the points of a scale as a low, a middle and a high band; the outer two alike.

    A scale of two points has no middle band.
    """
    every = tuple(range(points.low, points.high + 1))
    outer = max(1, 2 * len(every) // 5) if len(every) > 3 else 1
    bands = (every[:outer], every[outer:-outer], every[-outer:])
    return tuple(band for band in bands if band)


def band_name(points: Sequence[int]) -> str:
    """Return `1-2` for a band of points, `3` for a band of one."""
    return f"{points[0]}-{points[-1]}" if len(points) > 1 else str(points[0])


def banded_counts(counts: Mapping[str, int], bands: Sequence[Sequence[int]]) -> dict[str, int]:
    """Return the counts of points added up by band."""
    return {band_name(band): sum(counts.get(str(p), 0) for p in band) for band in bands}
