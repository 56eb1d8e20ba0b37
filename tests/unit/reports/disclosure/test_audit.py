"""The audit of released facts alone: what follows from several editions together."""

from collections.abc import Mapping

import pytest

from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.release import FactKey
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Base, Count
from tests.unit.reports.disclosure.studies import SUPPLIERS, questionnaire, rating

BASE = Base(12, 6, 2)
POINTS = ("1", "2", "3", "4", "5")
MENU = Menu(questionnaire([], [rating("fair"), rating("clear")]), SUPPLIERS, ("am1", "am2", "am3"))


def number(manager: str | None, answers: int, question: str = "fair") -> Fact:
    """Return how many answered a question about an account manager, or about all of them."""
    terms = tuple((Count(question, manager, point), 1) for point in POINTS)
    return Fact(FactKey("n", question, manager), terms, answers, answers, BASE)


def share(
    manager: str | None, low: int, high: int, point: str = "5", question: str = "fair"
) -> Fact:
    """Return that so many at least, and so many at most, gave a point."""
    key = FactKey("share", question, manager, point)
    return Fact(key, ((Count(question, manager, point), 1),), low, high, BASE)


def mean(manager: str | None, low: int, high: int, question: str = "fair") -> Fact:
    """Return that the ratings add up to so much at least, and so much at most."""
    terms = tuple((Count(question, manager, point), int(point)) for point in POINTS)
    return Fact(FactKey("mean", question, manager), terms, low, high, BASE)


def proven(*facts: Fact) -> Mapping[tuple[str | None, str], tuple[int, int]]:
    verdict = audit(facts, MENU)
    assert not verdict.contradicts
    return {
        (finding.target.about.subject, finding.target.about.option): (
            finding.lowest,
            finding.highest,
        )
        for finding in verdict.findings
    }


def test_nothing_is_proven_of_one_group_alone() -> None:
    assert proven(number("am1", 12), share("am1", 5, 6), mean("am1", 40, 42)) == {}


def test_what_is_left_of_an_exact_total_is_proven() -> None:
    facts = [number(None, 17), share(None, 9, 9), number("am1", 12), share("am1", 4, 4)]
    assert proven(*facts)[None, "5"] == (5, 5)


def test_what_rounding_leaves_open_is_not() -> None:
    facts = [number(None, 17), share(None, 7, 9), number("am1", 12), share("am1", 4, 5)]
    assert proven(*facts) == {}


def test_two_editions_prove_what_neither_does() -> None:
    first = [number(None, 17), share(None, 7, 9), number("am1", 12), share("am1", 4, 5)]
    second = [number(None, 17), share(None, 6, 8), number("am1", 12), share("am1", 2, 4)]
    assert proven(*first) == proven(*second) == {}
    assert proven(*first, *second)[None, "5"] == (3, 4)


def test_more_than_half_of_the_hidden_may_not_be_proven_to_agree() -> None:
    facts = [number(None, 20), share(None, 15, 18), number("am1", 12), share("am1", 8, 10)]
    assert proven(*facts)[None, "5"] == (5, 8)


def test_everybody_of_a_group_shown_may_not_be_proven_to_agree() -> None:
    assert proven(number("am1", 12), mean("am1", 60, 60)) == {("am1", "5"): (12, 12)}
    assert proven(number("am1", 12), mean("am1", 59, 60)) == {}


def test_a_pooled_score_and_one_question_tell_the_other() -> None:
    terms = tuple(
        (Count(question, "am1", point), int(point))
        for question in ("fair", "clear")
        for point in POINTS
    )
    pooled = Fact(FactKey("mean", None, "am1"), terms, 118, 119, BASE)
    fair = [number("am1", 12), mean("am1", 58, 58)]
    clear = [number("am1", 12, "clear"), mean("am1", 58, 60, "clear")]
    assert proven(*fair, *clear) == {}
    assert proven(*fair, *clear, pooled) == {("am1", "5"): (12, 12)}


def test_only_whole_numbers_are_possible() -> None:
    """Of 12 answers adding up to 59 a linear attacker finds 11.75 fives, and not that 11 it is."""
    facts = [number(None, 24), mean(None, 118, 118), number("am1", 12), mean("am1", 59, 59)]
    assert proven(*facts)[None, "5"] == (11, 11)


def test_facts_that_contradict_each_other_are_not_safe() -> None:
    verdict = audit([number("am1", 12), share("am1", 3, 4), share("am1", 6, 7)], MENU)
    assert verdict.contradicts
    assert not verdict.is_safe


def test_a_total_smaller_than_its_parts_is_a_contradiction() -> None:
    assert audit([number(None, 10), number("am1", 12)], MENU).contradicts


def test_a_figure_of_which_nobody_says_how_many_answered_is_not_taken_for_safe() -> None:
    assert not audit([share("am1", 3, 4)], MENU).is_safe


def test_no_facts_prove_nothing() -> None:
    assert audit([], MENU) == Verdict()


@pytest.mark.parametrize("answers", [10, 25, 60])
def test_the_same_facts_get_the_same_verdict(answers: int) -> None:
    facts = [number(None, answers + 9), share(None, 8, 9), number("am1", answers)]
    assert audit(facts, MENU) == audit(facts, MENU)
