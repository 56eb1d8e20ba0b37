"""What is found where one rule is switched off, rule by rule; most of it stands in other files."""

import ast
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from reports.disclosure.policy import Policy
from reports.disclosure.release import FactKey, Hidden, Release, Shown
from reports.menu import Menu
from tests.unit.reports.disclosure.oracle import Oracle
from tests.unit.reports.disclosure.oracle_of_segments import OracleOfSegments
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Study,
    ballot,
    of_managers,
    questionnaire,
    rating,
)

TESTS = Path(__file__).parents[3]
UNION, NAIVE = "unit/reports/disclosure/test_union.py", "unit/reports/disclosure/test_naive.py"
OFF = "test_with_one_rule_switched_off_something_is_proven"
CONTROLS: Mapping[str, tuple[str, str]] = {
    "R1": (UNION, OFF),
    "R2": (UNION, OFF),
    "R3": (UNION, OFF),
    "R4": (UNION, OFF),
    # A gate that rounds each edition anew, in place of cutting all from one count.
    "R5": (NAIVE, "test_three_editions_prove_what_no_two_do"),
    # Nobody can be matched where there is no column to do it by.
    "R6": (
        "unit/operations/test_rules.py",
        "test_a_column_of_no_model_is_unforeseen_and_hidden_ones_are_not",
    ),
    "R7": (__file__, "test_a_menu_that_is_not_frozen_keeps_a_segment_that_nobody_may_name"),
    "R8": ("unit/reports/disclosure/test_keep.py", "test_four_comments_are_not"),
    # Each edition by itself is safe.
    "R9": ("unit/reports/disclosure/test_audit.py", "test_two_editions_prove_what_neither_does"),
    "R10": (UNION, "test_without_the_attackers_last_word_something_is_proven"),
    "R11": (__file__, "test_a_figure_of_a_hidden_row_is_found"),
    "R12": (
        "integration/test_ledger.py",
        "test_a_ledger_that_was_meddled_with_is_refused_and_nothing_released",
    ),
    "R13": (
        "unit/reports/disclosure/test_intervals.py",
        "test_an_interval_of_the_answers_gives_somebody_away",
    ),
}


@pytest.mark.parametrize("rule", CONTROLS)
def test_every_rule_has_a_control(rule: str) -> None:
    file, name = CONTROLS[rule]
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    assert len(CONTROLS) == 13


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
