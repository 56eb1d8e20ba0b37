"""What a gate that only counts heads lets out, and the attacker finds in it."""

from collections.abc import Sequence

import pytest

from reports.disclosure import answers, choosing
from reports.disclosure.bases import base_of
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.released import facts_of
from reports.disclosure.tear import Torn
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Base, Count, Row, Tallies
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    questionnaire,
    rating,
)
from tests.unit.reports.disclosure.test_audit import number, share


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


def two_in_one_region() -> Study:
    """Return a study whose region North is Mr X, of twelve, and Mrs Y, of three who all gave a 5.

    The South has another small group, so that all less the large ones tell of six people.
    """
    groups = {
        "x": ("North", "abcdefghijkl", "123451234512"),
        "y": ("North", "mno", "555"),
        "am3": ("South", "pqrstuvwxyzABCDEFGHI", "12345" * 4),
        "am4": ("South", "JKL", "222"),
    }
    ballots = [
        ballot(customer, {f"fair@{manager}": {"": given}}, [manager], region=region)
        for manager, (region, customers, ratings) in groups.items()
        for customer, given in zip(customers, ratings, strict=True)
    ]
    asked = questionnaire([], [rating("fair")])
    regions = {"region": ("North", "South")}
    menu = Menu(asked, SUPPLIERS, tuple(groups), None, ("region",), regions)
    return Study(menu, tuple(ballots))


def test_two_together_less_one_is_the_other() -> None:
    """Without the attacker each table is fine by itself: North, Mr X. Mrs Y is what is left."""
    made = two_in_one_region()
    naive = made.chosen()
    shown = {Row("fair", None, within="region=North"), Row("fair", "x")}
    assert shown <= naive.bases.keys()
    assert Row("fair", "y") not in naive.bases
    verdict = tried(made, naive)
    assert ("fair", "y") in found(verdict)
    about = [each for each in verdict.findings if each.target.about == Count("fair", "y", "4-5")]
    assert max(each.lowest for each in about) == 3


def test_the_count_does_not_keep_two_tables_that_tell_a_third() -> None:
    made = two_in_one_region()
    kept = made.kept().tallies
    assert tried(made, kept).is_safe
    assert not {Row("fair", None, within="region=North"), Row("fair", "x")} <= kept.bases.keys()
