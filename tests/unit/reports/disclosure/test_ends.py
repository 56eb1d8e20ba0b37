"""All answers that print alike, gone through one by one."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations, product

import pytest

from questionnaires.kinds.base import Points
from reports.disclosure.ends import at_the_end, end_share, first_shares, firsts_possible
from reports.disclosure.policy import Policy
from reports.disclosure.rounding import Span, distribution, score
from reports.tally import Moment

POLICY = Policy()
Counts = tuple[int, ...]
Order = tuple[int, ...]
"""The items one respondent placed, the first one first."""
Ranked = tuple[Counts, tuple[Moment, ...]]
"""How many put each item first, and the sums of all positions."""


def every_count(total: int, options: int) -> Iterator[Counts]:
    """Yield all ways in which so many respondents can choose among the options."""
    if options == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in every_count(total - first, options - 1):
            yield (first, *rest)


def moment_of(counts: Sequence[int], points: Points) -> Moment:
    ratings = range(points.low, points.high + 1)
    return Moment(sum(counts), sum(n * r for n, r in zip(counts, ratings, strict=True)))


@cache
def mean_of(moment: Moment, points: Points, respondents: int) -> object:
    return score(moment, points, respondents=respondents, policy=POLICY)


@cache
def possible(moment: Moment, points: Points, respondents: int, top: bool) -> range:
    return at_the_end(moment, points, respondents=respondents, policy=POLICY, top=top)


@cache
def printed(counts: Counts) -> tuple[Span, ...] | None:
    return distribution(counts, sum(counts), POLICY)


def band_of(span: Span, total: int) -> set[int]:
    """Return every count that is printed as this bound."""
    shares = {n: 100 * n / total for n in range(total + 1)}
    return {n for n, share in shares.items() if (share > 90 if span.low else share < 10)}


# How many may have given the end of a scale, as its mean tells

SCALES = [
    *((Points(low, low + 1), n) for low in (0, 1) for n in (1, 2, 9, 10, 20, 33)),
    *((Points(low, low + 2), n) for low in (0, 1) for n in (2, 5, 10, 17)),
    *((Points(1, 4), n) for n in (2, 5, 10)),
    *((Points(1, 5), n) for n in (2, 5)),
    *((Points(0, 10), n) for n in (1, 2, 3)),
]


@pytest.mark.parametrize("top", [False, True])
@pytest.mark.parametrize("respondents", [5, 12, 40])
def test_as_many_may_be_at_the_end_as_some_answers_with_the_same_mean_have(
    respondents: int, top: bool
) -> None:
    for points, n in SCALES:
        alike: dict[object, set[int]] = defaultdict(set)
        moments: dict[object, set[Moment]] = defaultdict(set)
        for counts in every_count(n, points.high - points.low + 1):
            moment = moment_of(counts, points)
            mean = mean_of(moment, points, respondents)
            alike[mean].add(counts[-1 if top else 0])
            moments[mean].add(moment)
        for mean, found in alike.items():
            for moment in moments[mean]:
                assert set(possible(moment, points, respondents, top)) == found, (points, moment)


def test_a_mean_at_the_end_of_its_range_leaves_open_who_was_at_the_end() -> None:
    # 1.1 is printed for every mean up to 1.15.
    moment, points = Moment(n=40, total=40), Points(1, 5)
    assert possible(moment, points, 40, top=False) == range(35, 41)
    assert possible(moment, points, 40, top=True) == range(2)


# The share of the end beside the mean


def told_of_the_end(points: Points, n: int) -> dict[tuple[object, Span | None], set[int]]:
    """Return for every mean and share that can be printed all numbers they are printed for."""
    found: dict[tuple[object, Span | None], set[int]] = defaultdict(set)
    for counts in every_count(n, points.high - points.low + 1):
        moment = moment_of(counts, points)
        span = end_share(counts, possible(moment, points, n, top=True), n, POLICY)
        found[mean_of(moment, points, n), span].add(counts[-1])
    return found


def narrowed(told: dict[tuple[object, Span | None], set[int]], n: int) -> list[object]:
    """Return what is printed that says more of an extreme share than its bound."""
    return [
        (mean, span, numbers)
        for (mean, span), numbers in told.items()
        if span and span.banded and numbers != band_of(span, n)
    ]


@pytest.mark.parametrize(
    ("high", "respondents"),
    [*((2, n) for n in (30, 37, 64, 100)), *((3, n) for n in (30, 31, 34))],
)
def test_the_share_of_the_end_says_no_more_beside_the_mean_than_its_bound(
    high: int, respondents: int
) -> None:
    told = told_of_the_end(Points(1, high), respondents)
    assert narrowed(told, respondents) == []
    assert any(span and span.banded for _, span in told)
    assert any(span and not span.banded for _, span in told)


def test_without_a_look_at_the_mean_more_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.disclosure.ends._narrows", lambda *_: False)
    assert narrowed(told_of_the_end(Points(1, 3), 30), 30) != []


def test_a_share_that_its_mean_gives_away_is_hidden() -> None:
    # "At most 10 %" of thirty is printed for none, one and two.
    assert end_share((20, 9, 1), range(3), 30, POLICY) is not None
    assert end_share((20, 9, 1), range(2), 30, POLICY) is None
    assert end_share((20, 9, 1), range(1, 3), 30, POLICY) is None


# How many put each item first


def counted(orders: Sequence[Order], every: Iterable[Counts]) -> set[Ranked]:
    """Return what is counted of rankings, `every` being how many may have given each order."""
    items = max(map(max, orders)) + 1
    found: set[Ranked] = set()
    for numbers in every:
        places = [[0] * items for _ in range(items)]
        for number, order in zip(numbers, orders, strict=True):
            for place, item in enumerate(order):
                places[item][place] += number
        moments = tuple(moment_of(each, Points(1, items)) for each in places)
        if all(moment.n >= POLICY.detail_from for moment in moments):
            found.add((tuple(each[0] for each in places), moments))
    return found


def told_of_firsts(every: Iterable[Ranked]) -> dict[object, tuple[tuple[Span, ...], set[Counts]]]:
    """Return for all that can be printed of a ranking every number of first places behind it."""
    found: dict[object, tuple[tuple[Span, ...] | None, set[Counts]]] = {}
    for firsts, moments in every:
        points, n = Points(1, len(moments)), sum(firsts)
        means = tuple(mean_of(moment, points, moment.n) for moment in moments)
        key = (tuple(moment.n for moment in moments), means, printed(firsts))
        if key not in found:
            # Whether it is hidden follows from what would be printed, so that once is enough.
            possible_firsts = firsts_possible(moments, n, POLICY)
            found[key] = (first_shares(firsts, possible_firsts, n, POLICY), set())
        found[key][1].add(firsts)
    return {key: (spans, firsts) for key, (spans, firsts) in found.items() if spans}


def told_beyond_a_bound(orders: Sequence[Order], every: Iterable[Counts]) -> list[object]:
    return [
        (key, item)
        for key, (spans, firsts) in told_of_firsts(counted(orders, every)).items()
        for item, span in enumerate(spans)
        if span.banded and {each[item] for each in firsts} != band_of(span, sum(next(iter(firsts))))
    ]


TWO_PLACED: list[Order] = [(0, 1), (1, 0)]
SOME_PLACED: list[Order] = [*TWO_PLACED, (0,), (1,)]
THREE: list[Order] = [o for placed in (1, 2, 3) for o in permutations(range(3), placed)]


@pytest.mark.parametrize(
    ("orders", "respondents"),
    [*((TWO_PLACED, n) for n in (30, 33, 47, 100)), (SOME_PLACED, 20), (SOME_PLACED, 21)],
)
def test_of_two_items_first_places_say_no_more_beside_the_means_than_a_bound(
    orders: list[Order], respondents: int
) -> None:
    assert told_beyond_a_bound(orders, every_count(respondents, len(orders))) == []


def test_without_a_look_at_the_means_of_two_items_more_would_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.ends._narrows", lambda *_: False)
    assert told_beyond_a_bound(SOME_PLACED, every_count(20, 4)) != []


ALL_THREE: list[Order] = sorted(permutations(range(3)))


def rarely_first(n: int) -> Iterator[Counts]:
    """Yield how many gave each order of three items, of which few put the first item first.

    No more are needed: where a bound is printed there is such an item, and items are alike.
    """
    for few in (k for k in range(n) if 10 * k < n):
        for first, others in product(every_count(few, 2), every_count(n - few, 4)):
            yield (*first, *others)


def test_of_three_items_that_all_placed_first_places_say_no_more_than_a_bound() -> None:
    assert told_beyond_a_bound(ALL_THREE, rarely_first(30)) == []


def test_without_a_look_at_what_all_means_add_up_to_more_would_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.ends._all_positions", lambda *_: (0, 1000))
    assert told_beyond_a_bound(ALL_THREE, rarely_first(30)) != []


def ranked(chance: random.Random, n: int) -> tuple[Counts, list[range]]:
    """Return how many put each of three items first, and how many may have by each mean alone."""
    weights = [chance.random() ** 3 for _ in THREE]
    given = [*THREE[-6:], *chance.choices(THREE, weights, k=n - 6)]
    places = [[sum(o.index(i) == p for o in given if i in o) for p in range(3)] for i in range(3)]
    moments = [moment_of(each, Points(1, 3)) for each in places]
    return tuple(each[0] for each in places), firsts_possible(moments, n, POLICY)


def told_by_some(firsts: Counts, open_to: list[range]) -> list[object]:
    """Return the items of which first places, and the ranges of all, say more than a bound."""
    n = sum(firsts)
    spans = first_shares(firsts, open_to, n, POLICY)
    if spans is None:
        return []
    fitting = [
        counts
        for counts in every_count(n, 3)
        if all(number in each for number, each in zip(counts, open_to, strict=True))
        and printed(counts) == spans
    ]
    numbers = [{counts[item] for counts in fitting} for item in range(3)]
    banded = [item for item, span in enumerate(spans) if span.banded]
    return [(firsts, item) for item in banded if numbers[item] != band_of(spans[item], n)]


@pytest.mark.parametrize("respondents", [30, 31, 34])
def test_of_three_items_neither_do_the_first_places_that_the_others_may_have_had(
    respondents: int,
) -> None:
    chance = random.Random(respondents)
    for _ in range(40):
        assert told_by_some(*ranked(chance, respondents)) == []


def test_first_places_that_the_others_must_have_had_narrow_what_is_left() -> None:
    # 31 less 13 and 17 leaves one first place at most, where the bound is printed for three.
    open_to = [range(6), range(13, 17), range(14, 21)]
    assert first_shares((0, 14, 17), open_to, 31, POLICY) is None


def test_so_do_those_that_the_others_can_have_had_at_most() -> None:
    # 31 less 14 and 16 leaves one first place at least, where the bound is printed for none too.
    open_to = [range(6), range(10, 15), range(10, 17)]
    assert first_shares((1, 14, 16), open_to, 31, POLICY) is None
