"""Account managers seen together: fitted on what is printed, and in order only if that holds."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import sqrt

import pytest

from reports.build import build_manager, build_supplier
from reports.derived import with_derived
from reports.derived.league import RATERS, RELIABILITY
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown, Size
from reports.menu import Menu
from reports.report import Figure, KeyFigures, Report
from reports.statistics import league
from tests.unit.reports import sample

TENTH = Decimal("0.1")
LABELS = sample.labels()
MENU = Menu(
    LABELS.questionnaire, tuple(LABELS.suppliers), tuple(LABELS.account_managers), LABELS.client
)
MANAGERS = MENU.managers


def released(scores: Sequence[tuple[str, Size] | None]) -> Release:
    """Return the sample's release with these overall scores of its account managers."""
    cells = {key: cell for key, cell in sample.release().cells.items() if key.measure != "worth"}
    for manager, score in zip(MANAGERS, scores, strict=True):
        key = FactKey("mean", None, manager)
        cells[key] = sample.score(*score, 5) if score else Hidden()
    return with_derived(Release(Policy(), cells), MENU)


APART = released([("4.8", 200), ("3.1", 180), ("4.0", 190), ("2.2", 150), None, None, None, None])
ALIKE = released([("4.2", 40), ("4.1", "10-29"), ("4.3", 35), ("4.2", "5-9"), *[None] * 4])


def worth(release: Release, manager: str) -> Cell | None:
    return release.cell("worth", None, manager)


def figure(report: Report) -> Figure:
    return next(
        block
        for block in report.blocks
        if isinstance(block, Figure) and block.style == "caterpillar"
    )


def shown_order(release: Release) -> list[str]:
    rows = figure(build_supplier(release, LABELS)).groups[0].rows
    keys = [row.facts[0].key.subject for row in rows if not row.hidden]
    return [key for key in keys if key]


def test_a_score_becomes_what_the_model_makes_of_the_printed_figures() -> None:
    means, least = [4.2, 4.1, 4.3, 4.2], [40, 10, 35, 5]
    fit = league(means, [1.2 / sqrt(n) for n in least])
    for place, manager in enumerate(MANAGERS[:4]):
        cell = worth(ALIKE, manager)
        assert isinstance(cell, Shown)
        assert cell.value == Decimal(float(fit.mean[place])).quantize(TENTH)
        assert cell.low == Decimal(float(fit.low[place])).quantize(TENTH, ROUND_FLOOR)
        assert cell.high == min(
            Decimal(float(fit.high[place])).quantize(TENTH, ROUND_CEILING), Decimal(5)
        )


def test_reliability_is_what_is_left_of_the_differences_without_chance() -> None:
    fit = league([4.2, 4.1, 4.3, 4.2], [1.2 / sqrt(n) for n in (40, 10, 35, 5)])
    between = fit.between_sd**2
    mean_error = 1.44 / (4 / (1 / 40 + 1 / 10 + 1 / 35 + 1 / 5))
    cell = ALIKE.cells[RELIABILITY]
    assert isinstance(cell, Shown)
    assert float(cell.value) == pytest.approx(between / (between + mean_error), abs=0.01)
    raters = ALIKE.cells[RATERS]
    assert isinstance(raters, Shown)
    at, less = (between / (between + 1.44 / (float(raters.value) - step)) for step in (0, 1))
    assert at >= float(Policy.reliable) > less


def test_scores_of_few_answers_are_drawn_further_to_the_centre() -> None:
    found = released([("4.9", 200), ("4.9", "5-9"), ("3.0", 200), ("3.9", 200), *[None] * 4])
    many, few = worth(found, MANAGERS[0]), worth(found, MANAGERS[1])
    assert isinstance(many, Shown)
    assert isinstance(few, Shown)
    assert few.value < many.value


def test_they_stand_in_order_only_where_the_scores_are_reliable() -> None:
    reliable, not_reliable = APART.cells[RELIABILITY], ALIKE.cells[RELIABILITY]
    assert isinstance(reliable, Shown)
    assert isinstance(not_reliable, Shown)
    assert reliable.value >= Policy.reliable > not_reliable.value
    assert shown_order(APART) == [MANAGERS[0], MANAGERS[2], MANAGERS[1], MANAGERS[3]]
    assert shown_order(ALIKE) == list(MANAGERS[:4])


def test_only_below_that_it_is_said_how_many_answers_it_would_take() -> None:
    for release, keys in ((APART, [RELIABILITY]), (ALIKE, [RELIABILITY, RATERS])):
        blocks = build_supplier(release, LABELS).blocks
        strips = [block for block in blocks if isinstance(block, KeyFigures)]
        assert [fact.key for fact in strips[-1].facts()] == keys


def test_who_is_hidden_stays_so_and_stands_last() -> None:
    assert worth(APART, MANAGERS[5]) == Hidden()
    rows = figure(build_supplier(APART, LABELS)).groups[0].rows
    assert [row.hidden for row in rows] == [False] * 4 + [True] * 4 + [False]


def test_two_scores_are_not_seen_together() -> None:
    found = released([("4.8", 200), ("2.1", 180), *[None] * 6])
    assert not any(key.measure == "worth" for key in found.cells)
    assert shown_order(found) == list(MANAGERS[:2])


def test_it_is_a_function_of_the_printed_figures_alone() -> None:
    """Whatever else a release holds of a hidden person, the others' figures do not change."""
    plain = {key: cell for key, cell in APART.cells.items() if key.measure != "worth"}
    other = dict(plain)
    for key, cell in plain.items():
        if key.measure != "mean" and key.subject in MANAGERS and isinstance(cell, Shown):
            other[key] = Hidden()
    again = with_derived(Release(Policy(), other), MENU)
    assert all(worth(again, each) == worth(APART, each) for each in MANAGERS)


def test_a_managers_own_report_knows_nothing_of_it() -> None:
    facts = build_manager(APART, LABELS, MANAGERS[0]).facts()
    assert not any(key.measure == "worth" for key in facts)


def test_a_study_without_ratings_of_managers_has_no_league() -> None:
    section = LABELS.questionnaire.sections
    asked = LABELS.questionnaire.model_copy(
        update={"sections": tuple(s for s in section if s.subject != "account_managers")}
    )
    menu = replace(MENU, questionnaire=asked)
    cells = {FactKey("mean", None, manager): sample.score("4.0", 40, 5) for manager in MANAGERS}
    release = Release(Policy(), dict(cells))
    assert with_derived(release, menu) is release


@pytest.mark.parametrize("release", [APART, ALIKE])
def test_a_report_drawn_again_from_what_it_printed_is_the_same(release: Release) -> None:
    first = build_supplier(release, LABELS)
    assert build_supplier(first.release(release.policy), LABELS) == first
