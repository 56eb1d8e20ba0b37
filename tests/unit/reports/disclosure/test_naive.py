"""What a gate that only counts heads lets out, and the attacker finds in it."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

import pytest

from reports.disclosure import answers, choosing
from reports.disclosure.atoms import Atom
from reports.disclosure.attacker import attack
from reports.disclosure.audit import audit
from reports.disclosure.bases import base_of
from reports.disclosure.gate import gate
from reports.disclosure.knowledge import Space
from reports.disclosure.policy import Policy
from reports.disclosure.release import Shown
from reports.disclosure.released import facts_of
from reports.disclosure.tear import Torn
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Base, Row, Tallies
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    questionnaire,
    rating,
)
from tests.unit.reports.disclosure.test_audit import MENU, number, share


def study(*people: tuple[str, str, str], questions: Sequence[str] = ("fair",)) -> Study:
    """Return a study of customer, account manager and ratings, one character a question.

    A dash stands for no answer.
    """
    ballots = []
    for customer, manager, given in people:
        rated = dict(zip(questions, given, strict=True))
        found: Answers = {
            f"{q}@{manager}": {"": value} for q, value in rated.items() if value != "-"
        }
        ballots.append(ballot(customer, found, [manager]))
    managers = tuple(sorted({manager for _, manager, _ in people}))
    asked = questionnaire([], [rating(question) for question in questions])
    return Study(Menu(asked, SUPPLIERS, managers), tuple(ballots))


def people(manager: str, customers: str, ratings: str) -> list[tuple[str, str, str]]:
    """Return a person of each customer with a rating each."""
    return list(zip(customers, [manager] * len(customers), ratings, strict=True))


def tried(made: Study, tallies: Tallies) -> Verdict:
    """Return what follows inside the count from everything these tallies could show."""
    facts = facts_of(gate(tallies, made.menu, made.policy), tallies, made.menu)
    return Trial(made.torn(), made.menu, made.policy).verdict(facts)


def found(verdict: Verdict) -> set[tuple[str, str | None]]:
    return {
        (finding.target.about.question, finding.target.about.subject)
        for finding in verdict.findings
    }


# Customers as protected units


ONE_CUSTOMER = [
    *people("am1", "abcdefghijkl", "123451234512"),
    *people("am2", "zzzzzzz", "5545554"),
]


def test_a_gate_that_counts_heads_shows_one_customers_seven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = study(*ONE_CUSTOMER)
    assert Row("fair", "am2") not in made.kept().tallies.bases

    def by_heads(base: Base, policy: Policy) -> bool:
        return base.respondents >= policy.min_respondents

    monkeypatch.setattr(choosing, "passes", by_heads)
    monkeypatch.setattr(answers, "passes", by_heads)
    assert ("fair", "am2") in found(tried(made, made.chosen()))


def test_what_an_outsider_cannot_prove_a_whole_customer_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of five hidden ratings customer z gave three: what is left of them is two people's."""
    made = study(
        *people("am1", "abcdefghijkl", "123451234512"),
        *people("am2", "zzzyy", "12355"),
    )
    total, shown = (number(None, 17), number("am1", 12))
    facts = [total, share(None, 4, 5), shown, share("am1", 2, 2)]
    trial = Trial(made.torn(), made.menu, made.policy)
    with_z = trial.verdict(facts).findings
    monkeypatch.setattr(Trial, "_colluding", lambda *_: {})
    outside = trial.verdict(facts).findings
    assert len(outside) < len(with_z)
    # Three are left to somebody of customer y.
    assert {finding.target.answers for finding in with_z} - {5, 12} == {2, 3}


# Item non-response: differences in n between questions


def test_a_gate_that_counts_a_managers_people_shows_the_four_who_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = [f"{1 + n % 5}{'5' if n < 4 else '-'}" for n in range(12)]
    made = study(
        *[("abcdef"[n % 6], "am1", each) for n, each in enumerate(given)],
        *[("ghijkl"[n % 6], "am2", f"{1 + n % 5}{1 + n % 4}") for n in range(30)],
        questions=("fair", "clear"),
    )
    assert Row("clear", "am1") not in made.kept().tallies.bases

    def of_the_manager(torn: Torn, row: Row, _: Policy, *, from_: int) -> bool:
        whole = torn.by_subject[row.subject] if row.subject else torn.by_customer[row]
        return base_of(whole).respondents >= from_

    monkeypatch.setattr(choosing, "reportable", of_the_manager)
    monkeypatch.setattr(answers, "passes", lambda *_: True)
    assert ("clear", "am1") in found(tried(made, made.chosen()))


# "Mr X and Mrs Y"


def test_two_together_less_one_is_the_other() -> None:
    x, y = Atom("fair", "am1"), Atom("fair", "am2")
    space = Space(MENU)
    space.add(x, 9)
    space.add(y, 3)

    def groups(row: Row) -> Sequence[Atom]:
        return [x, y] if row.subject is None else [x]

    space.learn(share(None, 8, 8), groups)
    space.learn(share("am1", 6, 6), groups)
    targets = list(space.targets(Row("fair", "am2"), [y], 3, "protected"))
    assert {
        (finding.target.about.option, finding.lowest, finding.highest)
        for finding in attack(space.system(), targets).findings
    } >= {("5", 2, 2)}


# Three editions and more


def test_three_editions_prove_what_no_two_do() -> None:
    base = [number(None, 24), number("am1", 12)]
    editions = [
        [*base, share(None, 8, 10), share("am1", 4, 6)],
        [*base, share(None, 9, 11), share("am1", 4, 6)],
        [*base, share(None, 8, 11), share("am1", 5, 5)],
    ]
    for two in combinations(editions, 2):
        assert audit([fact for edition in two for fact in edition], MENU).is_safe
    assert not audit([fact for edition in editions for fact in edition], MENU).is_safe


# Derived figures (R13)


def wilson(count: int, n: int) -> tuple[int, int]:
    """Return a Wilson interval in whole percent, worked out from the count itself."""
    share_, z = count / n, 1.96
    centre = (share_ + z * z / (2 * n)) / (1 + z * z / n)
    half = z * ((share_ * (1 - share_) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return round(100 * (centre - half)), round(100 * (centre + half))


def test_an_interval_of_the_counts_gives_each_of_them_away() -> None:
    told = {(n, wilson(count, n)) for n in range(10, 30) for count in range(n + 1)}
    assert len(told) == sum(n + 1 for n in range(10, 30)) == 410


def test_an_interval_of_what_is_printed_says_nothing_more() -> None:
    """Whatever was answered, what prints the same score prints the same interval."""
    intervals: dict[Decimal, set[tuple[Decimal | None, Decimal | None]]] = defaultdict(set)
    for ratings in ("1" * 12, "123451234512", "5" * 11 + "4", "5" * 12, "1" * 11 + "2", "3" * 12):
        made = study(*people("am1", "abcdefabcdef", ratings))
        cell = made.released().cell("mean", "fair", "am1")
        assert isinstance(cell, Shown)
        intervals[cell.value].add((cell.low, cell.high))
    assert len(intervals) < 6
    assert all(len(each) == 1 for each in intervals.values())
