"""Every data set that goes with a correlation that is kept, one by one."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

import pytest

from reports.disclosure.alone import Crossed
from reports.disclosure.policy import Policy
from reports.disclosure.steps import coarse
from reports.disclosure.together import Together

Counts = Counter[int]
Chosen = dict[int, int]


class Rated(NamedTuple):
    """The ratings of two questions: by those who gave both, and by the few who gave only one."""

    both: Sequence[tuple[int, int]]
    first: Sequence[int]
    second: Sequence[int]

    def kept(self) -> int | None:
        """Return the hundredths that are kept; those who rated one question are of one customer."""
        together = Together(("x", "y"))
        for number, (x, y) in enumerate(self.both):
            together.add("abcdef"[number % 6], {"x": x, "y": y})
        for x in self.first:
            together.add("a", {"x": x})
        for y in self.second:
            together.add("a", {"y": y})
        found = together.correlations(Policy())
        return found["x", "y"].hundredths if found else None

    def told(self, kept: int) -> bool:
        """Say whether more of the few must have given some rating than must by counts alone."""
        xs = Counter(self.first) + Counter(x for x, _ in self.both)
        ys = Counter(self.second) + Counter(y for _, y in self.both)
        fitting = [
            (alone_x, alone_y)
            for alone_x in chosen(xs, len(self.first))
            for alone_y in chosen(ys, len(self.second))
            if fits(xs - Counter(alone_x), ys - Counter(alone_y), kept)
        ]
        by_first = proven(self.first, xs, [alone for alone, _ in fitting])
        return by_first or proven(self.second, ys, [alone for _, alone in fitting])


def chosen(counts: Counts, number: int) -> list[Chosen]:
    """Return all ways in which so many of these ratings can be those of the few."""
    found: list[tuple[Chosen, int]] = [({}, number)]
    for rating in sorted(counts):
        found = [
            ({**some, rating: more}, left - more)
            for some, left in found
            for more in range(min(left, counts[rating]) + 1)
        ]
    return [some for some, left in found if left == 0]


def proven(alone: Sequence[int], counts: Counts, fitting: Sequence[Chosen]) -> bool:
    return any(
        min(some.get(rating, 0) for some in fitting)
        > max(0, len(alone) - counts.total() + counts[rating])
        for rating in set(alone)
    )


def fits(xs: Counts, ys: Counts, kept: int) -> bool:
    """Say whether some who gave both ratings this often would have this correlation kept."""
    n, (x, xx), (y, yy) = xs.total(), moments(xs), moments(ys)
    spread = sqrt(max(0, n * xx - x * x) * max(0, n * yy - y * y)) / n
    products = sums_of_products(xs, ys) if spread else ()
    return any(coarse((each - x * y / n) / spread, spread) == kept for each in products)


def moments(counts: Counts) -> tuple[int, int]:
    return sum(r * n for r, n in counts.items()), sum(r * r * n for r, n in counts.items())


def sums_of_products(xs: Counts, ys: Counts) -> set[int]:
    """Return all sums of products of two ratings given this often, whoever gave them together."""
    found = {tuple(ys.values()): {0}}
    for x, number in xs.items():
        after: dict[tuple[int, ...], set[int]] = {}
        for left, sums in found.items():
            for taken in shared(number, left):
                more = x * sum(y * n for y, n in zip(ys, taken, strict=True))
                rest = tuple(a - b for a, b in zip(left, taken, strict=True))
                after.setdefault(rest, set()).update(each + more for each in sums)
        found = after
    return found[(0,) * len(ys)]


def shared(number: int, most: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(most) == 1:
        if number <= most[0]:
            yield (number,)
        return
    for first in range(min(number, most[0]) + 1):
        for rest in shared(number - first, most[1:]):
            yield (first, *rest)


def drawn(chance: random.Random) -> Rated:
    """Return ratings of which few are different, some of them rare."""
    values = [chance.sample(range(1, 6), chance.choice([2, 2, 3])) for _ in range(2)]
    weights = [[chance.choice([1, 1, 0.3, 0.1, 0.05]) for _ in some] for some in values]
    alike, both = chance.choice([0, 0, 0.5, 0.9]), []
    for _ in range(chance.choice([30, 31, 35, 40])):
        x, y = (chance.choices(v, w)[0] for v, w in zip(values, weights, strict=True))
        same = dict(zip(*values, strict=False)).get(x, y)
        both.append((x, same if chance.random() < alike else y))
    first = chance.choices(values[0], k=chance.choice([1, 1, 2, 3, 9]))
    return Rated(both, first, chance.choices(values[1], k=chance.choice([0, 0, 1, 2])))


@pytest.mark.parametrize("seed", range(5))
def test_of_the_few_who_left_one_question_out_no_rating_follows(seed: int) -> None:
    chance = random.Random(seed)
    made = [(rated, rated.kept()) for rated in (drawn(chance) for _ in range(90))]
    kept = [(rated, hundredths) for rated, hundredths in made if hundredths is not None]
    assert len(kept) >= 10
    assert [rated for rated, hundredths in kept if rated.told(hundredths)] == []


def test_without_a_look_at_those_few_many_ratings_would_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Crossed, "hides_those_alone", lambda *_: True)
    chance = random.Random(0)
    made = [(rated, rated.kept()) for rated in (drawn(chance) for _ in range(60))]
    assert sum(kept is not None and rated.told(kept) for rated, kept in made) >= 5


def test_the_only_one_who_can_have_given_a_rare_rating_keeps_back_the_correlation() -> None:
    # Of three who gave the first question a 5 one left the second out.
    rated = Rated([(1, 2)] * 28 + [(5, 5)] * 2, [5], [])
    assert rated.told(90)
    assert rated.kept() is None


def test_ten_of_three_customers_keep_back_nothing() -> None:
    both, alone = [(1, 2)] * 28 + [(5, 5)] * 2, "abcabcabca"
    together = Together(("x", "y"))
    for number, (x, y) in enumerate(both):
        together.add("abcdef"[number % 6], {"x": x, "y": y})
    for customer in alone[1:]:
        together.add(customer, {"x": 5})
    assert together.correlations(Policy()) == {}
    together.add(alone[0], {"x": 5})
    assert together.correlations(Policy()) != {}
