"""What is found where one rule is switched off, rule by rule; most of it stands in other files."""

import ast
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from reports.disclosure import keep
from reports.disclosure.keep import Kept
from reports.disclosure.policy import Policy
from reports.disclosure.release import FactKey, Hidden, Release, Shown
from reports.disclosure.segments import _Breakdown
from reports.menu import Menu
from reports.tally import Row
from tests.unit.reports.disclosure.attacks import editions, proven
from tests.unit.reports.disclosure.oracle import Oracle
from tests.unit.reports.disclosure.oracle_of_segments import OracleOfSegments
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Study,
    ballot,
    of_managers,
    plain,
    questionnaire,
    rating,
)
from tests.unit.reports.disclosure.test_union import RULES

TESTS = Path(__file__).parents[3]
HERE = "unit/reports/disclosure"
UNION, EDITIONS = f"{HERE}/test_union.py", f"{HERE}/test_editions.py"
OFF = "test_with_one_rule_switched_off_something_is_proven"
CONTROLS: Mapping[str, tuple[str, str]] = {
    # The attacker.
    "R1": (UNION, OFF),
    "R2": (UNION, OFF),
    "R3": (UNION, OFF),
    "R4": (UNION, OFF),
    "R5": (
        EDITIONS,
        "test_an_edition_cut_while_answers_still_come_in_contradicts_the_one_before",
    ),
    "R9": (EDITIONS, "test_editions_each_of_which_is_safe_together_prove_an_answer"),
    "R10": (UNION, "test_without_the_attackers_last_word_something_is_proven"),
    "R11": (__file__, "test_a_breakdown_hidden_cell_by_cell_is_found_and_proves_an_answer"),
    "R13": (f"{HERE}/test_intervals.py", "test_an_interval_of_the_answers_gives_somebody_away"),
    # What else the rule is held by, as each says.
    "R6": (
        "unit/operations/test_rules.py",
        "test_a_column_that_matches_persons_across_waves_is_unforeseen",
    ),
    "R7": (__file__, "test_a_menu_that_is_not_frozen_keeps_a_segment_that_nobody_may_name"),
    "R8": (__file__, "test_comments_that_everybody_may_quote_are_found"),
    "R12": (
        "integration/test_ledger.py",
        "test_a_ledger_that_was_meddled_with_is_refused_and_nothing_released",
    ),
}


@pytest.mark.parametrize("rule", CONTROLS)
def test_every_rule_has_a_control(rule: str) -> None:
    file, name = CONTROLS[rule]
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    switched_off = [each for each in RULES if (each.__doc__ or "").startswith(f"{rule}: ")]
    assert name != OFF or len(switched_off) == 1


def test_no_rule_is_left_out() -> None:
    assert CONTROLS.keys() == {f"R{number}" for number in range(1, 14)}


def from_three_regions(frozen: tuple[str, ...]) -> Study:
    """Return a study with contacts in three regions, of which the launch froze these."""
    ballots = tuple(
        ballot("abcdef"[n % 6], {"trust": {"": str(1 + n % 5)}}, region=region)
        for region in ("North", "South", "East")
        for n in range(14)
    )
    asked = questionnaire([rating("trust")], [])
    return Study(Menu(asked, SUPPLIERS, (), None, ("region",), {"region": frozen}), ballots)


def test_a_menu_that_is_not_frozen_keeps_a_segment_that_nobody_may_name() -> None:
    """R7: a segment more is none the attacker could object to; the oracle knows the frozen menu."""
    open_, frozen = (from_three_regions(each) for each in (("North", "South", "East"), ("North",)))
    wrong, right = (
        OracleOfSegments(frozen, made.chosen()).wrong_segments() for made in (open_, frozen)
    )
    assert any(each.startswith("R7") and "region=East" in each for each in wrong)
    assert not any(each.startswith("R7") for each in right)


def test_a_figure_of_a_hidden_row_is_found() -> None:
    """R11: what is hidden is hidden whole, and nothing says why."""
    made = of_managers({"am1": "abcdefabcdef", "am2": "abc", "am3": "defd"})
    tallies, release = made.chosen(), made.released()
    assert Oracle(made).wrong_figures(tallies, release) == []
    row = FactKey("mean", "responsive", "am2")
    assert release.cells[row] == Hidden()
    told = Release(Policy(), {**release.cells, row: Shown(Decimal(3), "5-9")})
    assert any(each.startswith("R11") for each in Oracle(made).wrong_figures(tallies, told))


def unlike_by_question(few: int) -> Study:
    """Return a study of three regions, of which the last answers the second question rarely."""
    ballots = []
    for region in ("North", "South", "East"):
        for n in range(14):
            given = {"trust": {"": str(1 + n % 5)}}
            if region != "East" or n < few:
                given["price"] = {"": str(1 + n % 5)}
            ballots.append(ballot("abcdef"[n % 6], given, region=region))
    asked = questionnaire([rating("trust"), rating("price")], [])
    regions = {"region": ("North", "South", "East")}
    return Study(Menu(asked, SUPPLIERS, (), None, ("region",), regions), tuple(ballots))


def cell_by_cell(breakdown: _Breakdown) -> set[Row]:
    """Keep each segment of each question that has enough answers, whatever is hidden beside it."""
    kept = breakdown._cells() - breakdown._small()
    return {row._replace(within=segment) for row, segment in kept}


def test_a_breakdown_hidden_cell_by_cell_is_found_and_proves_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R11: of one question four answers are hidden; what is left of the others are theirs."""
    made = unlike_by_question(few=4)

    def found() -> tuple[list[str], bool]:
        tallies = made.chosen()
        safe = proven(made, editions(made, tallies, [("region",)])).is_safe
        return OracleOfSegments(made, tallies).wrong_segments(), safe

    assert found() == ([], True)
    monkeypatch.setattr(_Breakdown, "kept", cell_by_cell)
    wrong, safe = found()
    assert any(each.startswith("R11") for each in wrong)
    assert not safe


def test_a_hidden_figure_has_no_room_for_a_reason() -> None:
    assert fields(Hidden) == ()
    assert Hidden() == Hidden()


def wrongly_quoted(made: Study, kept: Kept) -> list[str]:
    """Return the questions whose comments may not be quoted, by everybody's answers."""
    found = []
    for question in kept.comments:
        wrote = Counter(b.circumstances.customer for b in made.ballots if question in b.answers)
        few = wrote.total() < 5 or len(wrote) < 3 or 2 * max(wrote.values()) > wrote.total()
        if few or len(made.ballots) < 10:
            found.append(question)
    return found


@pytest.mark.parametrize(("writers", "silent"), [("abcd", 20), ("abcdefghi", 0), ("aaaabc", 20)])
def test_comments_that_everybody_may_quote_are_found(
    writers: str, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8: words are no counts that the attacker could solve for; who wrote them is counted here."""
    said = [ballot(each, {"why": {"": f"Comment {n}."}}) for n, each in enumerate(writers)]
    others = [ballot("abcd"[n % 4], {}) for n in range(silent)]
    menu = Menu(questionnaire([plain("why", "text")], []), SUPPLIERS, ())
    made = Study(menu, (*said, *others))
    assert wrongly_quoted(made, made.kept()) == []
    monkeypatch.setattr(keep, "may_be_quoted", lambda *_: True)
    assert wrongly_quoted(made, made.kept()) == ["why"]
