"""Editions: what gates that do not cut them all alike from one count tell, and what this one does.

The tallies are those the product keeps, so that every other rule holds, the attacker's included.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, cycle, islice

import pytest

from reports.disclosure import rounding
from reports.disclosure.audit import audit
from reports.disclosure.facts import Fact
from reports.disclosure.gate import gate
from reports.disclosure.released import facts_of
from reports.tally import Tallies
from tests.unit.reports.disclosure.attacks import proven
from tests.unit.reports.disclosure.studies import POLICY, Study
from tests.unit.reports.disclosure.test_naive import people, study

Ratings = Mapping[str, str]
TURNS = (Fraction(0), Fraction(1, 3), Fraction(2, 3))
SIXTEEN_HIDDEN: Ratings = {
    "am1": "412242341154412122423444115415",
    "am2": "435224552313",
    "am3": "5545",
    "am4": "455554",
}
TWO_OF_FOUR: Ratings = {
    "am1": "131124313333251545443235531211",
    "am2": "45231251535332445135",
    "am3": "5455",
    "am4": "5445",
}


def rated(ratings: Ratings) -> Study:
    """Return a study of two large account managers, and two whose people are of other customers."""
    answers: list[tuple[str, str, str]] = []
    for manager, given in ratings.items():
        of = "abcdefghijkl" if manager in ("am1", "am2") else "mnopqr"
        answers += people(manager, "".join(islice(cycle(of), len(given))), given)
    return study(*answers)


def told(made: Study, tallies: Tallies) -> list[Fact]:
    """Return what an edition of these tallies tells."""
    return facts_of(gate(tallies, made.menu, made.policy), tallies, made.menu)


def rounded_anew(made: Study, tallies: Tallies, turn: Fraction) -> list[Fact]:
    """Return what an edition tells whose gate begins its steps elsewhere, at this part of one."""

    def to_step(value: Fraction, step: Decimal) -> Decimal:
        units = round(value / Fraction(step) - turn)
        return (units + Decimal(turn.numerator) / turn.denominator) * step

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "to_step", to_step)
        rounding.share_alike.cache_clear()
        facts = told(made, tallies)
    rounding.share_alike.cache_clear()
    return facts


def test_three_editions_that_round_anew_prove_what_no_two_do() -> None:
    """Of sixteen who are hidden more than half must have given a 4 or a 5."""
    made = rated(SIXTEEN_HIDDEN)
    kept = made.kept().tallies
    editions = [rounded_anew(made, kept, turn) for turn in TURNS]
    assert all(proven(made, two).is_safe for two in combinations(editions, 2))
    (finding,) = proven(made, editions).findings
    assert (finding.target.answers, finding.target.about.option) == (16, "4-5")
    assert finding.lowest == 9
    assert proven(made, [told(made, kept)] * 3).is_safe


def test_editions_each_of_which_is_safe_together_prove_an_answer() -> None:
    """A gate that tries each edition by itself lets all three out (R9)."""
    made = rated(TWO_OF_FOUR)
    kept = made.kept().tallies
    editions = [rounded_anew(made, kept, turn) for turn in TURNS]
    assert all(proven(made, [edition]).is_safe for edition in editions)
    together = proven(made, editions)
    protected = {
        (finding.target.about.subject, finding.target.about.option)
        for finding in together.findings
        if finding.target.kind == "protected" and finding.lowest > 0
    }
    assert ("am3", "4-5") in protected
    assert proven(made, [told(made, kept)] * 3).is_safe


def test_an_edition_cut_while_answers_still_come_in_contradicts_the_one_before() -> None:
    """Of a live count each edition is one of other answers: the audit refuses them together."""
    made = rated(TWO_OF_FOUR)
    before = replace(made, ballots=made.ballots[:-1])
    first, second = (told(each, each.kept().tallies) for each in (before, made))
    assert audit(first, made.menu).is_safe
    assert audit(second, made.menu).is_safe
    assert audit([*first, *second], made.menu).contradicts
    assert audit([*second, *told(made, made.kept().tallies)], made.menu).is_safe


def test_every_edition_of_a_count_rounds_alike() -> None:
    made = study(*people("am1", "abcdefghijkl" * 3, "551234123412" * 3))
    tallies = made.kept().tallies
    turned = replace(tallies, counts=dict(list(tallies.counts.items())[::-1]))
    first, again = (
        set(facts_of(gate(t, made.menu, POLICY), t, made.menu)) for t in (tallies, turned)
    )
    assert first == again != set()
