"""Headlines of breakdowns, each held against the figures it is made from."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.release import Cell, Hidden
from reports.languages import language
from reports.story import Scored, Verdict, verdict
from reports.story_of_segments import ahead_of, segments_headline, standing
from tests.unit.reports.test_story import HIGH, LOW, MIDDLE, cells

Told = list[tuple[str, Cell | None]]
ENGLISH, GERMAN = language("en"), language("de")
APART: Told = [("North", HIGH), ("South", LOW), ("West", MIDDLE)]
CLOSE: Told = [("North", HIGH), ("South", MIDDLE), ("West", Hidden())]
NOTHING: Told = [("North", Hidden()), ("South", Hidden())]
ALONE: Told = [("North", HIGH), ("South", Hidden())]

questions = st.lists(
    st.lists(cells(), min_size=3, max_size=3).map(
        lambda found: list(zip(("North", "South", "West"), found, strict=True))
    ),
    min_size=1,
    max_size=25,
)


@pytest.mark.parametrize(
    ("scored", "said"),
    [
        ([APART, CLOSE], "By region, groups differ on one of two questions; on the others all"),
        ([APART, APART], "By region, groups differ on every question"),
        ([CLOSE, CLOSE], "By region, no question tells any two groups apart"),
        ([APART], "By region, the groups differ: North is ahead of South"),
        ([CLOSE, NOTHING], "By region, no two groups can be told apart"),
        ([ALONE, ALONE], "By region, only the results of North can be shown"),
        ([NOTHING], "Too few answered for results by region"),
        ([], "Too few answered for results by region"),
        ([*[APART] * 3, *[CLOSE] * 30], "By region, groups differ on three questions; on the"),
    ],
)
def test_the_headline_says(scored: Sequence[Scored], said: str) -> None:
    assert segments_headline(ENGLISH, "region", scored).startswith(said)


def test_german_says_the_same() -> None:
    said = segments_headline(GERMAN, "Region", [APART, CLOSE])
    assert said.startswith("Nach Region unterscheiden sich Gruppen bei einer von zwei Fragen")


@given(questions)
def test_a_headline_never_claims_a_difference_where_all_intervals_overlap(
    scored: list[Told],
) -> None:
    said = segments_headline(ENGLISH, "region", scored)
    any_apart = any(
        verdict(own, other) is Verdict.AHEAD
        for each in scored
        for _, own in each
        for _, other in each
    )
    assert ("differ" in said) == any_apart


@given(questions)
def test_whoever_is_said_to_be_ahead_is_ahead_of_everybody_named(
    scored: list[Told],
) -> None:
    for each in scored:
        said = ahead_of(ENGLISH, each)
        by_name = dict(each)
        if said:
            high, _, others = said.removesuffix(":").partition(" is ahead of ")
            named = others.replace(" and ", ", ").split(", ")
            assert {verdict(by_name[high], by_name[name]) for name in named} == {Verdict.AHEAD}


@given(questions)
def test_a_sign_is_given_where_one_side_alone_does_not_overlap(
    scored: list[Told],
) -> None:
    for each in scored:
        for name, cell in each:
            found = {verdict(cell, other) for other_name, other in each if other_name != name}
            side = standing(name, each)
            assert (side is Verdict.AHEAD) == (
                Verdict.AHEAD in found and Verdict.BEHIND not in found
            )
            assert (side is Verdict.BEHIND) == (
                Verdict.BEHIND in found and Verdict.AHEAD not in found
            )
