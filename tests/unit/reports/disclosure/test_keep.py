import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answers import Ballot
from reports.disclosure.keep import Kept, keep
from reports.disclosure.policy import Policy
from reports.menu import Menu
from reports.tally import Base, Count, Invited, Moment, Row, Tallies
from tests.unit.reports.disclosure.oracle import Oracle
from tests.unit.reports.disclosure.studies import (
    RATINGS,
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    of_answers,
    of_managers,
    plain,
    questionnaire,
    rating,
    studies,
)

NOTHING = Kept(Tallies(), {}, 0, 0)
# Twelve of four customers, three of each; five and seven of three.
TWELVE, SEVEN, FIVE = "abcdabcdabcd", "abcabca", "abcab"


def kept_rows(groups: dict[str, str], questions: Sequence[str] = RATINGS[:1]) -> set[Row]:
    return set(of_managers(groups, questions=questions).chosen().bases)


def kept_managers(groups: dict[str, str]) -> set[str]:
    return {row.subject for row in kept_rows(groups) if row.subject}


def rated(customers: str, *questions: str, manager: str = "am1") -> list[Ballot]:
    """Return a respondent of each of these customers who rates the manager on the questions."""
    answers: Answers = {f"{question}@{manager}": {"": "4"} for question in questions}
    return [ballot(customer, answers, [manager]) for customer in customers]


def study(*ballots: Ballot, managers: Sequence[str] = ("am1",)) -> Study:
    """Return a study of two ratings and a comment about each account manager."""
    about = [rating("responsive"), rating("fair"), plain("praise", "text")]
    asked = questionnaire([plain("why", "text")], about)
    return Study(Menu(asked, SUPPLIERS, tuple(managers)), ballots)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies())
def test_nothing_is_kept_that_the_rules_forbid(drawn: Study) -> None:
    assert Oracle(drawn).wrong_tallies(drawn.chosen()) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies(), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_makes_no_difference(drawn: Study, chance: random.Random) -> None:
    shuffled = chance.sample(drawn.ballots, len(drawn.ballots))
    assert replace(drawn, ballots=tuple(shuffled)).kept() == drawn.kept()


# R1: who must stand behind a figure


@pytest.mark.parametrize("customers", [FIVE, SEVEN, "abcdaa", TWELVE])
def test_a_manager_rated_by_five_of_three_customers_is_kept(customers: str) -> None:
    assert kept_managers({"am1": customers}) == {"am1"}


@pytest.mark.parametrize("customers", ["abca", "abababab", "abcaaaa", ""])
def test_a_manager_below_that_is_not(customers: str) -> None:
    assert "am1" not in kept_managers({"am1": customers, "am2": TWELVE, "am3": TWELVE})


@pytest.mark.parametrize("customers", ["abca", "ababababab", "aaaaaaabc", ""])
def test_of_a_wave_below_that_nothing_is_kept(customers: str) -> None:
    assert of_managers({"am1": customers}).kept() == NOTHING


def test_a_row_is_kept_with_its_base_and_its_sum() -> None:
    tallies = of_managers({"am1": FIVE}).chosen()
    row = Row("responsive", "am1")
    assert tallies.bases[row] == Base(respondents=5, customers=3, largest=2)
    assert tallies.moments[row] == Moment(n=5, total=15)


def test_not_applicable_counts_for_nothing() -> None:
    said = [ballot(customer, {"trust": {"": "na"}}) for customer in FIVE]
    asked = questionnaire([rating("trust")], [])
    assert Study(Menu(asked, SUPPLIERS, ()), tuple(said)).chosen().bases == {}


def test_who_rates_two_managers_is_one_respondent_with_two_ratings() -> None:
    both = [
        ballot(c, {"responsive@am1": {"": "5"}, "responsive@am2": {"": "3"}}, ["am1", "am2"])
        for c in FIVE
    ]
    tallies = study(*both, managers=("am1", "am2")).chosen()
    together = Row(None, None)
    assert tallies.bases[together].respondents == 5
    assert tallies.moments[together] == Moment(n=10, total=40)


# R2: from 5 to 9 respondents only a pooled sum stays


def test_of_five_to_nine_only_the_pooled_sum_stays() -> None:
    tallies = of_managers({"am1": SEVEN}, questions=RATINGS).chosen()
    assert set(tallies.bases) == {Row(None, "am1"), Row(None, None)}
    assert tallies.counts == {}


def test_from_ten_every_question_stays_with_its_counts() -> None:
    tallies = of_managers({"am1": TWELVE}, questions=RATINGS).chosen()
    assert {row.question for row in tallies.bases if row.subject == "am1"} == {None, *RATINGS}
    assert tallies.counts[Count("responsive", "am1", "1")] == 3


def test_the_counts_of_a_question_asked_once_need_ten() -> None:
    assert of_answers(plain("recommend", "nps"), ["9"] * 9).chosen().counts == {}
    assert of_answers(plain("recommend", "nps"), ["9"] * 10).chosen().counts == {
        Count("recommend", None, "9"): 10
    }


# R4: what follows by subtraction


def test_where_all_less_the_kept_leaves_four_the_smallest_kept_goes_too() -> None:
    assert kept_managers({"am1": TWELVE * 2, "am2": TWELVE, "am3": "abcd"}) == {"am1"}


def test_where_all_less_the_kept_leaves_five_all_of_them_stay() -> None:
    groups = {"am1": TWELVE * 2, "am2": TWELVE, "am3": "ab", "am4": "bcd"}
    assert kept_managers(groups) == {"am1", "am2"}


def test_where_nobody_is_left_nobody_goes() -> None:
    assert kept_managers({"am1": TWELVE, "am2": SEVEN}) == {"am1", "am2"}


def test_who_goes_for_another_goes_with_all_questions() -> None:
    groups = {"am1": TWELVE * 2, "am2": TWELVE, "am3": "abcd"}
    assert {row for row in kept_rows(groups, RATINGS) if row.subject == "am2"} == set()


def test_two_of_equal_size_go_in_the_order_of_their_ids() -> None:
    assert kept_managers({"am2": TWELVE, "am1": TWELVE, "am3": "abcd"}) == {"am2"}


def test_a_pooled_score_leaves_out_a_question_that_would_follow_from_it() -> None:
    made = study(*rated(TWELVE, "responsive"), *rated("abc", "fair", "responsive"))
    tallies = made.chosen()
    assert Row("fair", "am1") not in tallies.bases
    assert tallies.moments[Row(None, "am1")] == tallies.moments[Row("responsive", "am1")]


def test_pooled_scores_of_others_may_not_give_a_question_away_either() -> None:
    # Fair of am2 is that of all less that of am1; what is left of its pool is four ratings.
    ballots = [
        *rated(TWELVE, "fair"),
        *rated("abca", "fair", "responsive", manager="am2"),
        *rated("c", "fair", manager="am2"),
        *rated("abcab", "responsive"),
    ]
    tallies = study(*ballots, managers=("am1", "am2")).chosen()
    assert Row(None, "am2") not in tallies.bases


def test_without_the_check_of_what_is_left_the_oracle_finds_the_four(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.choosing.given_away", lambda *_: frozenset())
    made = of_managers({"am1": TWELVE, "am2": "abcd"})
    assert Oracle(made).wrong_tallies(made.chosen()) == [
        "R4: all less ['am1'] leaves 4 of responsive",
        "R4: 4 respondents follow for [('am2', 'responsive')]",
    ]


def test_without_the_check_of_the_pool_the_oracle_finds_the_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.settle._parts", lambda *_: [])
    made = study(*rated(TWELVE, "responsive"), *rated("abc", "fair", "responsive"))
    found = Oracle(made).wrong_tallies(made.chosen())
    assert any(sentence.startswith("R4: am1 should hold") for sentence in found)


def test_without_the_first_rule_the_oracle_finds_what_is_below_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.choosing.passes", lambda *_: True)
    monkeypatch.setattr("tests.unit.reports.disclosure.studies.passes", lambda *_: True)
    made = of_managers({"am1": TWELVE, "am2": "aaaaaaaaaab"})
    found = Oracle(made).wrong_tallies(made.chosen())
    assert "R1: responsive/am2 is kept" in found


# R8: comments


def commented(writers: int, others: int) -> Kept:
    customers = "abcd" * 20
    said = [ballot(customers[n], {"why": {"": f"Comment {n}."}}) for n in range(writers)]
    return study(*said, *[ballot(customers[n], {}) for n in range(others)]).kept()


def test_five_comments_of_ten_respondents_are_kept() -> None:
    assert sorted(commented(5, 5).comments["why"]) == [f"Comment {n}." for n in range(5)]


def test_four_comments_are_not() -> None:
    assert commented(4, 20).comments == {}


def test_comments_of_nine_respondents_are_not() -> None:
    assert commented(9, 0).comments == {}


def test_no_comment_says_whom_it_is_about() -> None:
    ballots = [
        ballot(customer, {f"praise@{manager}": {"": "Friendly."}}, [manager])
        for manager in ("am1", "am2")
        for customer in TWELVE
    ]
    kept = study(*ballots, managers=("am1", "am2")).kept()
    assert kept.comments == {"praise": ("Friendly.",) * 24}


def test_five_comments_of_one_respondent_are_not_kept() -> None:
    managers = [f"am{n}" for n in range(5)]
    many = ballot("a", {f"praise@{m}": {"": "Friendly."} for m in managers}, managers)
    others = [ballot(customer, {}) for customer in TWELVE]
    assert study(many, *others, managers=managers).kept().comments == {}


# What is malformed


@pytest.mark.parametrize(
    "broken",
    [
        None,
        ballot("a", {"responsive@am1": {"": "6"}}, ["am1"]),
        ballot("a", {"responsive@am1": {"": "5", "am2": "x"}}, ["am1"]),
        ballot("a", {"why": {"client": "A comment in a row of its own."}}),
    ],
)
def test_a_malformed_ballot_is_counted_as_such_and_as_nothing_else(broken: Ballot | None) -> None:
    whole = of_managers({"am1": TWELVE})
    menu = study().menu
    kept = [
        keep(ballots, menu, Policy(), invited=20, response_by_manager={})
        for ballots in ([*whole.ballots, broken], whole.ballots)
    ]
    assert (kept[0].malformed, kept[1].malformed) == (1, 0)
    assert replace(kept[0], malformed=0) == kept[1]


def test_an_answer_about_somebody_elses_manager_is_not_counted() -> None:
    stranger = ballot("a", {"responsive@am1": {"": "1"}}, ["am2"])
    made = study(*rated(TWELVE, "responsive"), stranger, managers=("am1", "am2"))
    assert made.chosen().moments[Row("responsive", "am1")] == Moment(12, 48)


# Response


def rates(answered: int, invited: int, customers: str = TWELVE * 3) -> set[str]:
    made = of_managers({"am1": customers})
    kept = keep(
        made.ballots,
        made.menu,
        Policy(),
        invited=60,
        response_by_manager={"am1": Invited(invited, answered)},
    )
    return set(kept.tallies.response_by_manager)


def test_the_response_about_a_manager_is_kept() -> None:
    assert rates(36, 60) == {"am1"}


def test_the_response_that_leaves_four_silent_is_not() -> None:
    assert rates(36, 40) == set()


def test_the_response_that_leaves_four_silent_elsewhere_is_not() -> None:
    assert rates(36, 56) == set()


def test_the_response_about_ten_to_twenty_nine_is_not() -> None:
    assert rates(12, 20, TWELVE) == set()


def test_the_response_about_five_to_nine_is_not() -> None:
    assert rates(7, 20, SEVEN) == set()


def test_how_many_were_invited_and_counted_is_kept() -> None:
    assert of_managers({"am1": FIVE}).kept().tallies.response == Invited(8, 5)
