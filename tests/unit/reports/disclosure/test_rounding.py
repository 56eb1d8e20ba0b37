from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.kinds.base import Points
from reports.disclosure.policy import Policy
from reports.disclosure.rounding import (
    Span,
    banded_counts,
    counts_printed,
    distribution,
    fewest,
    interval,
    net_promoters,
    score,
    size,
    three_bands,
    to_step,
)
from reports.tally import Moment

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

POLICY = Policy()
SPREAD = Decimal("1.2")


def printed(counts: Sequence[int], respondents: int = 30) -> list[str]:
    """Return the shares as a reader sees them."""
    spans = distribution(counts, respondents, POLICY)
    assert spans is not None
    signs = [("≤" if s.high == s.value else "≥") if s.banded else "" for s in spans]
    return [f"{sign}{span.value}" for sign, span in zip(signs, spans, strict=True)]


def mean_of(total: int, n: int, points: int = 5, respondents: int | None = None) -> Decimal:
    people = n if respondents is None else respondents
    return score(Moment(n, total), Points(1, points), respondents=people, policy=POLICY)


@pytest.mark.parametrize(
    ("respondents", "expected"),
    [(5, "5-9"), (9, "5-9"), (10, "10-29"), (29, "10-29"), (30, 30), (1000, 1000)],
)
def test_the_number_of_respondents_is_a_band_below_thirty(
    respondents: int, expected: int | str
) -> None:
    assert size(respondents, POLICY) == expected


def test_the_fewest_of_a_band_is_its_lower_end() -> None:
    assert [fewest("5-9"), fewest("10-29"), fewest(37)] == [5, 10, 37]


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (Fraction(425, 100), "0.1", "4.2"),
        (Fraction(435, 100), "0.1", "4.4"),
        (Fraction(4351, 1000), "0.1", "4.4"),
        (Fraction(25, 2), "5", "10"),
        (Fraction(35, 2), "5", "20"),
        (Fraction(-15), "10", "-20"),
        (Fraction(-5), "10", "0"),
    ],
)
def test_of_two_equally_near_the_even_one_is_printed(
    value: Fraction, step: str, expected: str
) -> None:
    assert to_step(value, Decimal(step)) == Decimal(expected)


@pytest.mark.parametrize(
    ("total", "n", "expected"),
    [(5, 5, "1.5"), (25, 5, "4.5"), (22, 5, "4.4"), (36, 8, "4.5"), (21, 5, "4.2")],
)
def test_below_ten_a_score_stays_an_eighth_inside_its_scale(
    total: int, n: int, expected: str
) -> None:
    assert mean_of(total, n) == Decimal(expected)


@pytest.mark.parametrize(("points", "low", "high"), [(2, "1.2", "1.8"), (7, "1.8", "6.2")])
def test_the_same_fraction_is_kept_from_the_ends_of_other_scales(
    points: int, low: str, high: str
) -> None:
    # And never so near that it would stand for one way to answer alone.
    assert mean_of(5, 5, points) == Decimal(low)
    assert mean_of(5 * points, 5, points) == Decimal(high)


@pytest.mark.parametrize("respondents", [10, 30, 1000])
def test_no_score_stands_at_the_end_of_its_scale_however_many_answered(respondents: int) -> None:
    assert mean_of(respondents, respondents) == Decimal("1.1")
    assert mean_of(5 * respondents, respondents) == Decimal("4.9")


def test_the_respondents_decide_not_the_ratings_they_gave() -> None:
    assert mean_of(60, 12, respondents=6) == Decimal("4.5")


@UNHURRIED
@given(st.integers(5, 200).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, 5 * n))))
def test_a_score_is_never_further_from_the_mean_than_rounding_and_clipping(
    ratings: tuple[int, int],
) -> None:
    n, total = ratings
    off = abs(Fraction(mean_of(total, n)) - Fraction(total, n))
    clip = Fraction(1, 2) if n < 10 else Fraction(1, 10)
    assert off <= clip + Fraction(1, 20)


def test_an_interval_follows_from_the_printed_score_and_band_alone() -> None:
    assert interval(Decimal("4.2"), "10-29", spread=SPREAD, low=Decimal(1), high=Decimal(5)) == (
        Decimal("3.4"),
        Decimal("5"),
    )


def test_an_interval_is_rounded_outwards() -> None:
    assert interval(Decimal("3.0"), 30, spread=SPREAD, low=Decimal(1), high=Decimal(5)) == (
        Decimal("2.5"),
        Decimal("3.5"),
    )


def test_an_interval_is_narrower_the_more_answered() -> None:
    ends = [
        interval(Decimal("3.0"), n, spread=SPREAD, low=Decimal(1), high=Decimal(5))
        for n in (30, 100, 1000)
    ]
    assert ends == sorted(ends)


def test_from_thirty_a_share_is_printed_to_the_nearest_five() -> None:
    assert printed([10, 20], 30) == ["35", "65"]


def test_from_a_hundred_a_share_is_printed_to_the_nearest_one() -> None:
    assert printed([33, 67], 100) == ["33", "67"]


def test_ten_and_ninety_are_no_extremes() -> None:
    assert printed([10, 90], 100) == ["10", "90"]


@pytest.mark.parametrize("counts", [[0, 30], [2, 28], [30, 0]])
def test_of_two_options_an_extreme_bands_both(counts: list[int]) -> None:
    assert sorted(printed(counts)) == ["≤10", "≥90"]


def test_all_answers_alike_say_no_more_than_almost_all() -> None:
    assert printed([0, 0, 0, 0, 50]) == printed([0, 0, 0, 1, 49])


def test_beside_an_extreme_share_the_others_are_rounded_to_ten() -> None:
    assert printed([12, 10, 7, 1]) == ["40", "30", "20", "≤10"]


def test_a_share_just_inside_the_bounds_is_never_printed_beyond_them() -> None:
    assert all(
        value in {"10", "90"} or 10 < int(value.strip("≤≥")) < 90 for value in printed([3, 27])
    )


def test_where_the_others_tell_an_extreme_share_nothing_is_printed() -> None:
    # 10, 10 and 80 beside "at most 10" could stand beside one answer at most.
    assert distribution([26, 4, 4, 0], 34, POLICY) is None


def every_count(total: int, options: int) -> Iterator[tuple[int, ...]]:
    """Yield all ways in which so many respondents can choose among the options."""
    if options == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in every_count(total - first, options - 1):
            yield (first, *rest)


def told(total: int, options: int) -> dict[tuple[Span, ...], list[tuple[int, ...]]]:
    """Return for everything that can be printed all the answers it is printed for."""
    found: dict[tuple[Span, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in every_count(total, options):
        spans = distribution(counts, total, POLICY)
        if spans is not None:
            found[spans].append(counts)
    return found


@pytest.mark.parametrize(
    ("total", "options"),
    [*((n, 2) for n in range(10, 121)), *((n, 3) for n in range(10, 61)), (20, 4), (33, 4)],
)
def test_whoever_knows_the_rules_learns_no_more_of_an_extreme_share_than_its_bound(
    total: int, options: int
) -> None:
    for spans, answers in told(total, options).items():
        for position, span in enumerate(spans):
            if span.banded:
                possible = {counts[position] for counts in answers}
                # Of ten answers nine are extreme too: no bound may stand for everybody alone.
                low, high = (90, 101) if span.low else (-1, 10)
                nearly = 1 if total <= 10 else 0
                band = {
                    n
                    for n in range(total + 1)
                    if low * total - nearly < 100 * n < high * total + nearly
                }
                assert possible == band, (spans, answers)


@pytest.mark.parametrize(("total", "options"), [(20, 2), (30, 2), (20, 3), (30, 3)])
def test_no_count_prints_two_different_shares(total: int, options: int) -> None:
    ranges: dict[int, dict[Span, range]] = defaultdict(dict)
    for spans, answers in told(total, options).items():
        same_step = ranges[sum(span.banded for span in spans)]
        bounds = counts_printed(answers[0], spans, POLICY)
        for position, (span, (least, most)) in enumerate(zip(spans, bounds, strict=True)):
            same_step[span] = range(least, most + 1)
            assert all(counts[position] in same_step[span] for counts in answers), (spans, span)
    for same_step in ranges.values():
        every = [count for counts in same_step.values() for count in counts]
        assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "expected"),
    [
        (50, 13, 100, 37),
        (20, 7, 40, 30),
        (23, 10, 40, 30),
        (10, 3, 20, 40),
        (20, 0, 20, 80),
        (0, 15, 15, -80),
        (40, 0, 40, 90),
        (0, 200, 200, -90),
    ],
)
def test_a_net_promoter_score_is_coarser_the_fewer_answered(
    promoters: int, detractors: int, n: int, expected: int
) -> None:
    assert net_promoters(promoters - detractors, n, respondents=n, policy=POLICY) == expected


def test_a_net_promoter_score_is_one_of_answers_not_of_respondents() -> None:
    assert net_promoters(40, 100, respondents=30, policy=POLICY) == 40


@pytest.mark.parametrize(
    ("points", "bands"),
    [
        (2, ["1", "2"]),
        (3, ["1", "2", "3"]),
        (4, ["1", "2-3", "4"]),
        (5, ["1-2", "3", "4-5"]),
        (7, ["1-2", "3-5", "6-7"]),
        (10, ["1-4", "5-6", "7-10"]),
    ],
)
def test_a_scale_folds_into_bands_of_which_the_outer_two_are_alike(
    points: int, bands: list[str]
) -> None:
    assert list(banded_counts({}, three_bands(Points(1, points)))) == bands


@pytest.mark.parametrize("points", range(2, 12))
def test_the_bands_hold_every_point_once(points: int) -> None:
    bands = three_bands(Points(1, points))
    assert [point for band in bands for point in band] == list(range(1, points + 1))


def test_the_counts_of_a_band_are_added_up() -> None:
    counts = {"1": 1, "2": 2, "3": 4, "5": 16}
    assert banded_counts(counts, three_bands(Points(1, 5))) == {"1-2": 3, "3": 4, "4-5": 16}
