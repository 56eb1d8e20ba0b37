"""R2 and R3: how coarsely a figure is printed, by the number of respondents behind it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from questionnaires.kinds.base import Points
from questionnaires.kinds.number import Bounds
from reports.disclosure.policy import Policy
from reports.disclosure.release import Size
from reports.tally import Moment

TENTH = Policy.score_step
FEW = 2
FINE, PLAIN, COARSE, COARSEST = map(Decimal, Policy.share_steps)
Z_95 = Decimal("1.96")


@dataclass(frozen=True, slots=True)
class Span:
    """A share as printed, and the values it may have had."""

    value: Decimal
    low: Decimal
    high: Decimal
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


def score(moment: Moment, points: Points, *, respondents: int, policy: Policy) -> Decimal:
    """Return a mean rating to one decimal, held inside the ends of its scale (R2).

    Below 10 respondents by an eighth of the scale (1.5 to 4.5 of 1 to 5); from 10 on by one
    tenth, because a score at the very end says what each single person answered.
    """
    width = points.high - points.low
    clip = Fraction(policy.score_clip)
    if respondents < policy.detail_from:
        clip = width * Fraction(policy.score_clip_of_width)
    held = min(max(Fraction(moment.total, moment.n), points.low + clip), points.high - clip)
    return to_step(held, TENTH)


def printed_alike(moment: Moment, points: Points, *, respondents: int, policy: Policy) -> range:
    """Return every sum of as many ratings that prints the same mean."""

    def mean(total: int) -> Decimal:
        return score(Moment(moment.n, total), points, respondents=respondents, policy=policy)

    totals, value = range(points.low * moment.n, points.high * moment.n + 1), mean(moment.total)
    least, most = bisect_left(totals, value, key=mean), bisect_right(totals, value, key=mean)
    return totals[least:most]


def amount(moment: Moment, bounds: Bounds) -> Decimal:
    """Return a mean number, to about a hundredth of its range and held that far inside it (R2).

    The step is rounded up to 1, 2 or 5 of a power of ten, so that figures read well.
    """
    step = amount_step(bounds)
    mean = Fraction(bounds.low) + Fraction(moment.total, moment.n) * Fraction(bounds.step)
    held = min(max(mean, Fraction(bounds.low + step)), Fraction(bounds.high - step))
    return to_step(held, step)


def amount_step(bounds: Bounds) -> Decimal:
    """Return the step a mean number is printed in: 1 for 0 to 100, 0.5 for 0 to 24.

    Never finer than a tenth of the step the numbers have, as with ratings: of few possible numbers
    a finer mean would give away how many gave which (R3).
    """
    least = max((bounds.high - bounds.low) / 100, bounds.step / 10)
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
    counts: Sequence[int], respondents: int, policy: Policy
) -> tuple[Span, ...] | None:
    """Return shares in percent such that subtraction narrows no extreme one (R3).

    A share above 90 or below 10 is printed as that bound, and the others then in steps of 10, of
    20 if they are two or one. None where 100 minus those would say more of an extreme one than its
    bound: that follows from what is printed alone, so that the choice itself gives nothing away.
    """
    total = sum(counts)
    step = _step(_spans(counts, total, COARSE, policy), respondents, policy)
    spans = _spans(counts, total, step, policy)
    if not any(span.banded for span in spans):
        return spans
    ranges = [_counts_printed_as(span, total, step, policy) for span in spans]
    covered = all(_covered(ranges, i, total) for i, span in enumerate(spans) if span.banded)
    return spans if covered else None


def counts_printed(
    spans: Sequence[Span], total: int, respondents: int, policy: Policy
) -> list[tuple[int, int]]:
    """Return for each share of a distribution the least and the greatest count that prints it."""
    step = _step(spans, respondents, policy)
    return [_counts_printed_as(span, total, step, policy) for span in spans]


def ticked(
    counts: Sequence[int], answers: int, respondents: int, policy: Policy
) -> tuple[Span, ...] | None:
    """Return the share of answers that tick each option, of which an answer may tick several.

    Every answer ticks one at least. None where the options that all others tick at most leave so
    many answers to a rare one that its bound would be none (R3).
    """
    step = _plain_step(respondents, policy)
    spans = _spans(counts, answers, step, policy)
    most = [_counts_printed_as(span, answers, step, policy)[1] for span in spans]
    rare = (number for span, number in zip(spans, most, strict=True) if span.low == 0)
    return None if any(sum(most) - number < answers for number in rare) else spans


def _plain_step(respondents: int, policy: Policy) -> Decimal:
    return FINE if respondents >= policy.fine_from else PLAIN


def _step(spans: Sequence[Span], respondents: int, policy: Policy) -> Decimal:
    """Return the step of the shares of a distribution: coarser if one of them is extreme."""
    moderate = sum(not span.banded for span in spans)
    return step_of(moderate, len(spans), respondents, policy)


def step_of(moderate: int, shares: int, respondents: int, policy: Policy) -> Decimal:
    """Return the step of so many shares, of which so many are moderate and the others bounds."""
    if moderate == shares:
        return _plain_step(respondents, policy)
    return COARSE if moderate > FEW else COARSEST


def _spans(counts: Sequence[int], total: int, step: Decimal, policy: Policy) -> tuple[Span, ...]:
    return tuple(_span(Fraction(100 * count, total), step, policy.extreme) for count in counts)


def _counts_printed_as(span: Span, total: int, step: Decimal, policy: Policy) -> tuple[int, int]:
    """Return the least and the greatest count that is printed like this."""

    def shown(count: int) -> tuple[Decimal, Decimal]:
        # In steps of 20, what is printed as 10 and as 20 begins at the same bound.
        each = _span(Fraction(100 * count, total), step, policy.extreme)
        return each.low, each.value

    every, sought = range(total + 1), (span.low, span.value)
    return bisect_left(every, sought, key=shown), bisect_right(every, sought, key=shown) - 1


def _span(share: Fraction, step: Decimal, extreme: Decimal) -> Span:
    if share < extreme:
        return Span(extreme, Decimal(0), extreme, banded=True)
    if share > 100 - extreme:
        return Span(100 - extreme, 100 - extreme, Decimal(100), banded=True)
    nearest = to_step(share, step)
    # A rounded share never prints beyond the bounds, which would say that it is not extreme; nor
    # can it have been beyond them, or it would have been banded.
    least, most = max(nearest - step / 2, extreme), min(nearest + step / 2, 100 - extreme)
    return Span(min(max(nearest, extreme), 100 - extreme), least, most)


def _covered(ranges: Sequence[tuple[int, int]], position: int, total: int) -> bool:
    """Say whether the other options leave open every count that one of them is printed for."""
    others = [each for i, each in enumerate(ranges) if i != position]
    least = total - sum(high for _, high in others)
    most = total - sum(low for low, _ in others)
    return least <= ranges[position][0] and most >= ranges[position][1]


def net_promoters(
    promoters: int, detractors: int, answers: int, *, respondents: int, policy: Policy
) -> Decimal:
    """Return the net promoter score in points, of answers of which one respondent may give several.

    To the point from 100 respondents, to 5 from 30, else to 10 (R3); clipped to ±80, and from 30
    on to ±90, since a score at the very end says what each single person answered.
    """
    exact = Fraction(100 * (promoters - detractors), answers)
    step, most = policy.nps_steps[0], policy.nps_most[0]
    if respondents >= policy.full_from:
        step = policy.nps_steps[2 if respondents >= policy.fine_from else 1]
        most = policy.nps_most[1]
    return min(max(to_step(exact, Decimal(step)), Decimal(-most)), Decimal(most))


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
