import random
from collections import Counter
from itertools import permutations, product

from reports.verbatims.shuffle import shuffled

ROUNDS = 12_000
# The 99.99 % points of chi-square: the seed is fixed, so the tests never waver.
CRITICAL = {23: 58.6, 15: 44.3}


def chi_square(found: Counter[object], cells: int) -> float:
    expected = found.total() / cells
    missing = (cells - len(found)) * expected
    return missing + sum((n - expected) ** 2 / expected for n in found.values())


def rounds(comments: dict[str, list[str]]) -> list[dict[str, tuple[str, ...]]]:
    chance = random.Random(7)
    return [shuffled(comments, chance) for _ in range(ROUNDS)]


def test_every_order_of_a_questions_comments_is_equally_likely() -> None:
    found: Counter[object] = Counter(each["why"] for each in rounds({"why": list("abcd")}))
    assert set(found) == set(permutations("abcd"))
    assert chi_square(found, 24) < CRITICAL[23]


def test_where_a_comment_stands_says_nothing_of_where_its_writers_other_comment_stands() -> None:
    both = rounds({"keep": list("abcd"), "change": list("abcd")})
    found: Counter[object] = Counter(
        (each["keep"].index("a"), each["change"].index("a")) for each in both
    )
    assert set(found) == set(product(range(4), repeat=2))
    assert chi_square(found, 16) < CRITICAL[15]


def test_the_test_would_notice_one_order_for_all_questions() -> None:
    both = [(each["why"].index("a"),) * 2 for each in rounds({"why": list("abcd")})]
    assert chi_square(Counter[object](both), 16) > CRITICAL[15]


def test_where_a_comment_was_stored_says_nothing_of_where_it_is_read() -> None:
    found: Counter[object] = Counter()
    for each in rounds({"why": list("abcd")}):
        found.update((text, place) for place, text in enumerate(each["why"]))
    assert chi_square(found, 16) < CRITICAL[15]


def test_no_comment_is_lost_or_doubled() -> None:
    comments = {"keep": ["same", "same", "other"], "change": []}
    read = shuffled(comments, random.Random(1))
    assert {question: sorted(texts) for question, texts in read.items()} == {
        "keep": ["other", "same", "same"],
        "change": [],
    }
    assert comments["keep"] == ["same", "same", "other"]


def test_a_comment_may_bring_its_slip_along() -> None:
    slips = {"why": [(b"\x01", "one"), (b"\x02", "two")]}
    assert sorted(shuffled(slips, random.Random(1))["why"]) == slips["why"]
