"""Breakdowns by segment, from the ballots to the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from reports.disclosure import segments as engine
from reports.disclosure.release import FactKey, Hidden, Shown
from reports.menu import Menu
from reports.tally import Base, Count, Moment, Row
from tests.unit.reports.disclosure.oracle_of_segments import OracleOfSegments
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    plain,
    questionnaire,
    rating,
    segmented,
)

CUSTOMERS = "abcd"
TRUST = Row("trust", None)
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def study(
    regions: Mapping[str, int],
    answers: Answers | None = None,
    *,
    customers: str = CUSTOMERS,
    without: Mapping[str, Sequence[str]] | None = None,
) -> Study:
    """Return a study of so many contacts a region, who all answer alike.

    `without` names the questions that a region leaves out.
    """
    given = answers or {"trust": {"": "4"}, "recommend": {"": "9"}}
    ballots = []
    for region, number in regions.items():
        left_out = (without or {}).get(region, ())
        own = {question: rows for question, rows in given.items() if question not in left_out}
        named = {"region": region} if region != "none" else {}
        ballots += [ballot(customers[n % len(customers)], own, **named) for n in range(number)]
    asked = questionnaire(
        [rating("trust"), rating("quality", "supplier_grid"), plain("recommend", "nps")], []
    )
    values = tuple(sorted(each for each in regions if each != "none"))
    menu = Menu(asked, SUPPLIERS, (), "client", ("region",), {"region": values})
    return Study(menu, tuple(ballots))


def kept(made: Study, row: Row = TRUST) -> set[str]:
    """Return the regions kept of a question."""
    bases = made.chosen().bases
    return {
        each.within.removeprefix("region=")
        for each in bases
        if each.within and each._replace(within=None) == row
    }


@SLOW
@given(segmented())
def test_nothing_is_kept_by_segment_that_the_rules_forbid(drawn: Study) -> None:
    tallies = drawn.chosen()
    oracle = OracleOfSegments(drawn, tallies)
    assert [*oracle.wrong_tallies(tallies), *oracle.wrong_segments()] == []


@SLOW
@given(segmented())
def test_figures_by_segment_are_what_is_kept(drawn: Study) -> None:
    tallies = drawn.chosen()
    assert OracleOfSegments(drawn, tallies).wrong_figures(tallies, drawn.released()) == []


@SLOW
@given(segmented())
def test_a_breakdown_changes_no_number_of_the_whole(drawn: Study) -> None:
    whole = replace(drawn, menu=replace(drawn.menu, breakdowns=())).chosen()
    found = drawn.chosen()
    assert found.moments.items() >= {
        (row, moment) for row, moment in whole.moments.items() if row in found.bases
    }
    assert all(whole.bases[row] == found.bases[row] for row in found.bases if not row.within)


def test_a_segment_of_ten_is_kept_with_its_base_and_its_sum() -> None:
    tallies = study({"North": 10, "South": 12}).chosen()
    row = TRUST._replace(within="region=North")
    assert tallies.bases[row] == Base(respondents=10, customers=4, largest=3)
    assert tallies.moments[row] == Moment(n=10, total=40)


def test_of_a_rating_no_counts_are_kept_by_segment() -> None:
    counts = study({"North": 10, "South": 12}).chosen().counts
    assert [count for count in counts if count.within and count.question == "trust"] == []


def test_of_a_recommendation_the_counts_are_kept_by_segment() -> None:
    counts = study({"North": 10, "South": 12}).chosen().counts
    assert counts[Count("recommend", None, "9", within="region=South")] == 12


def test_the_grid_is_broken_down_for_the_client_alone() -> None:
    rated = {"quality": {"client": "4", "rival": "3"}}
    bases = study({"North": 10, "South": 12}, rated).chosen().bases
    assert {row.subject for row in bases if row.within} == {"client"}


def test_managers_are_broken_down_together_alone() -> None:
    ballots = [
        ballot(CUSTOMERS[n % 4], {f"responsive@{m}": {"": "4"}}, [m], region=region)
        for region in ("North", "South")
        for m in ("am1", "am2")
        for n in range(12)
    ]
    asked = questionnaire([], [rating("responsive")])
    menu = Menu(
        asked, SUPPLIERS, ("am1", "am2"), "client", ("region",), {"region": ("North", "South")}
    )
    bases = Study(menu, tuple(ballots)).chosen().bases
    found = {row for row in bases if row.within}
    assert found == {Row("responsive", None, None, f"region={r}") for r in ("North", "South")}


def test_a_segment_of_nine_hides_the_next_smallest_too() -> None:
    assert kept(study({"East": 9, "North": 20, "South": 12, "West": 30})) == {"North", "West"}


def test_two_small_segments_hide_each_other() -> None:
    assert kept(study({"East": 9, "North": 20, "South": 4, "West": 30})) == {"North", "West"}


def test_a_few_without_a_value_hide_the_smallest_segment() -> None:
    assert kept(study({"none": 4, "North": 20, "South": 12})) == {"North"}


def test_nobody_without_a_value_hides_nothing() -> None:
    assert kept(study({"North": 20, "South": 12})) == {"North", "South"}


def test_enough_without_a_value_are_no_segment_that_could_hide_alone() -> None:
    assert kept(study({"none": 20, "North": 20, "South": 12})) == {"North"}


def test_a_segment_of_two_customers_is_hidden() -> None:
    others = study({"East": 40, "North": 0, "South": 20, "West": 40})
    north = study({"North": 12}, customers="ab")
    assert kept(Study(others.menu, (*north.ballots, *others.ballots))) == {"East", "West"}


def test_what_hides_a_segment_of_one_question_hides_it_of_all() -> None:
    made = study({"East": 30, "North": 30, "South": 30}, without={"East": ["recommend"]})
    five = study({"East": 5})
    joined = Study(made.menu, (*made.ballots, *five.ballots))
    assert kept(joined, Row("recommend", None)) == kept(joined) == {"South"}


def test_a_question_that_few_were_asked_leaves_the_others_their_segments() -> None:
    made = study(
        {"East": 40, "North": 40, "South": 40},
        without={"East": ["recommend"], "North": ["recommend"], "South": ["recommend"]},
    )
    asked = study({"East": 5, "North": 5, "South": 5})
    joined = Study(made.menu, (*made.ballots, *asked.ballots))
    assert kept(joined) == {"East", "North", "South"}
    assert kept(joined, Row("recommend", None)) == set()


def test_a_value_that_was_not_frozen_is_none() -> None:
    made = study({"North": 20, "South": 20, "East": 20})
    menu = replace(made.menu, segments={"region": ("North", "South")})
    found = {row.within for row in Study(menu, made.ballots).chosen().bases}
    assert "region=East" not in found


def test_a_column_that_is_not_on_the_menu_is_not_counted() -> None:
    made = study({"North": 20, "South": 20})
    menu = replace(made.menu, breakdowns=())
    assert all(not row.within for row in Study(menu, made.ballots).chosen().bases)


def test_the_gate_shows_a_score_and_a_recommendation_by_segment_and_nothing_else() -> None:
    cells = study({"North": 10, "South": 30}).released().cells
    within = {key: cell for key, cell in cells.items() if key.within == "region=South"}
    assert {(key.measure, key.question) for key in within} == {
        ("mean", "trust"),
        ("mean", "quality"),
        ("nps", "recommend"),
    }
    score = within[FactKey("mean", "trust", within="region=South")]
    assert isinstance(score, Shown)
    assert (str(score.value), score.n) == ("4.0", 30)


def test_a_segment_on_the_menu_that_nobody_answered_is_hidden_like_any_other() -> None:
    made = study({"North": 20, "South": 20})
    menu = replace(made.menu, segments={"region": ("North", "Nowhere", "South")})
    release = Study(menu, made.ballots).released()
    assert release.cell("mean", "trust", within="region=Nowhere") == Hidden()


def test_facts_by_segment_stand_after_those_of_the_whole() -> None:
    facts = [
        fact["within"]
        for fact in study({"North": 20, "South": 20}).released().facts()
        if (fact["question"], fact["measure"]) == ("trust", "mean")
    ]
    assert facts == [None, "region=North", "region=South"]


# What the oracle would find if a rule were not kept


def test_without_the_check_of_what_is_left_the_oracle_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine._Breakdown, "_tells", lambda *_: False)
    made = study({"none": 4, "North": 20, "South": 12})
    found = OracleOfSegments(made, made.chosen()).wrong_segments()
    assert [line for line in found if line.startswith("R4: trust")] != []


def test_without_the_check_of_size_the_oracle_finds_the_small_segment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine._Breakdown, "_small", lambda _: set())
    made = study({"East": 9, "North": 20, "South": 12})
    found = OracleOfSegments(made, made.chosen()).wrong_segments()
    assert [line for line in found if line.startswith("R2: trust")] != []
