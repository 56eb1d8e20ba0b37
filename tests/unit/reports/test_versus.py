"""Who of two was found better by the same people: from printed shares, and fair among many."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from questionnaires.answers import Ballot
from reports.build import build_supplier
from reports.derived import with_derived
from reports.derived.contrasts import clear
from reports.disclosure.policy import Policy
from reports.disclosure.rated_pairs import RESULTS
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown, Size
from reports.menu import Menu
from reports.page import page
from reports.report import Fact, Figure, Report
from reports.statistics import paired_superiority
from tests.unit.reports import sample
from tests.unit.reports.disclosure.studies import (
    Study,
    ballot,
    questionnaire,
    rating,
)

GRIDS = ("quality", "advice", "price")
NAMES = {"client": "Aldermoor", "rival": "Brenz", "other": "Castell"}
ASKED = questionnaire([rating(each, "supplier_grid") for each in GRIDS], [])
MENU = Menu(ASKED, tuple(NAMES), (), "client")


def pair(shares: str, n: Size = 80, *, question: str = "quality", rival: str = "rival") -> Release:
    """Return a release of `60 25 15`: how many rated the client better, alike and worse."""
    cells = zip(RESULTS, sample.shares(shares, n), strict=True)
    keys = {FactKey("share", question, "client", each, rival): cell for each, cell in cells}
    return with_derived(Release(Policy(), keys), MENU)


def difference(release: Release, question: str = "quality", rival: str = "rival") -> Cell:
    return release.cells[FactKey("difference", question, "client", None, rival)]


def test_a_difference_is_that_of_the_same_table_and_what_rounding_leaves_open() -> None:
    # 40 of 80 better, 20 alike, 20 worse: shares that are printed exactly, in steps of 5.
    table = np.zeros((5, 5))
    table[3, 2], table[2, 2], table[1, 2] = 40, 20, 20
    exact = paired_superiority(table)
    cell = difference(pair("50 25 25"))
    assert isinstance(cell, Shown)
    assert cell.value == 100 * Decimal(exact.difference.value)
    assert cell.low is not None
    assert cell.high is not None
    # Each share may be off by 2.5 points: the two together hide at most 5.
    half = worst_case(5, 100 * exact.se)
    assert [int(cell.low), int(cell.high)] == [floor(25 - half), ceil(25 + half)]
    assert cell.n == 80


def worst_case(hidden: float, error: float) -> float:
    """Return the least half width that holds 95 % however far off the middle is (a slow search)."""
    normal, half = NormalDist(0, error), hidden
    while normal.cdf(half + hidden) - normal.cdf(-half + hidden) < 0.95:
        half += 0.001
    return half


def test_a_bound_stands_for_the_middle_of_what_it_allows() -> None:
    for shares, value in ((">90 <10 <10", 90), ("<10 <10 >90", -90), ("60 35 <10", 55)):
        cell = difference(pair(shares))
        assert isinstance(cell, Shown)
        assert cell.value == value


def test_what_a_bound_leaves_open_makes_the_interval_wider() -> None:
    bound, exact = difference(pair("60 35 <10", 400)), difference(pair("60 35 5", 400))
    assert width(bound) > width(exact) + 2


def width(cell: Cell) -> Decimal:
    assert isinstance(cell, Shown)
    assert cell.low is not None
    assert cell.high is not None
    return cell.high - cell.low


def test_nothing_follows_of_a_pair_of_which_a_share_is_hidden() -> None:
    whole = pair("60 25 15")
    key = FactKey("share", "quality", "client", "tie", "rival")
    less = Release(Policy(), {**whole.cells, key: Hidden()})
    assert difference(with_derived(less, MENU)) == Hidden()


def test_a_difference_is_known_from_the_printed_figures_alone() -> None:
    # Ballots that differ, and print the same: 41 of 80 better is 50 % in steps of five.
    studies = [study(wins, 20, 80 - 20 - wins) for wins in (40, 41)]
    first, second = (each.released() for each in studies)
    shares = [FactKey("share", "quality", "client", each, "rival") for each in RESULTS]
    assert [first.cells[key] for key in shares] == [second.cells[key] for key in shares]
    assert difference(first) == difference(second) != Hidden()


def study(wins: int, ties: int, losses: int, *, spread: Sequence[int] = (3,)) -> Study:
    """Return a study in which so many rated the client a point above, like and below the rival."""
    steps = [1] * wins + [0] * ties + [-1] * losses
    ballots = [one(step, n, spread[n % len(spread)]) for n, step in enumerate(steps)]
    return Study(MENU, tuple(ballots))


def one(step: int, n: int, about: int) -> Ballot:
    """Return the ballot of somebody who rates around a point of their own."""
    given = {"client": str(about + step), "rival": str(about)}
    return ballot(f"customer {n % 8}", {"quality": given})


# Many at once


def many(*shares: str) -> dict[FactKey, Cell]:
    """Return the differences of so many pairs of one table."""
    pairs = [(question, rival) for question in GRIDS for rival in ("rival", "other")]
    cells = [
        difference(pair(each, question=q, rival=r), q, r)
        for each, (q, r) in zip(shares, pairs, strict=False)
    ]
    keys = [FactKey("difference", q, "client", None, r) for q, r in pairs]
    return dict(zip(keys, cells, strict=False))


def test_one_difference_alone_is_clear_where_its_interval_leaves_none_out() -> None:
    assert len(clear(many("40 40 20"))) == 1
    assert clear(many("35 35 30")) == set()


def test_what_is_clear_alone_is_not_where_five_others_could_have_been() -> None:
    alone, among = many("40 40 20"), many("40 40 20", *["35 30 35"] * 5)
    assert set(alone) <= set(among)
    assert clear(alone) == set(alone)
    assert clear(among) == set()


def test_what_is_far_beyond_chance_stays_so_among_others() -> None:
    found = clear(many("80 10 10", *["35 30 35"] * 5))
    assert {(key.question, key.against) for key in found} == {("quality", "rival")}


def test_nothing_hidden_is_called_clear_or_counted_among_the_others() -> None:
    cells = many("40 40 20", "80 10 10")
    first, second = cells
    assert clear({**cells, second: Hidden()}) == {first}


# On the page


def report(of: Study, language: str = "en") -> Report:
    labels = sample.labels(
        questionnaire=ASKED, suppliers=NAMES, account_managers={}, language=language
    )
    return build_supplier(of.released(), labels)


def versus(of: Report) -> Figure:
    figures = [block for block in of.blocks if isinstance(block, Figure)]
    (found,) = [each for each in figures if any(map(is_difference, each.facts()))]
    return found


def is_difference(fact: Fact) -> bool:
    return fact.key.measure == "difference"


# Everybody rates around a point of their own from 2 to 4, and the client half a point higher.
PLANTED = study(50, 38, 12, spread=(2, 3, 4))


def test_a_planted_difference_is_found_person_by_person_where_the_scores_are_too_close() -> None:
    release = PLANTED.released()
    client, rival = (release.cell("mean", "quality", each) for each in ("client", "rival"))
    assert isinstance(client, Shown)
    assert isinstance(rival, Shown)
    assert client.low is not None
    assert rival.high is not None
    assert client.low < rival.high, "the two intervals meet"
    told = report(PLANTED)
    row = versus(told).groups[0].rows[0]
    assert row.strong
    assert "Aldermoor is ahead of Brenz" in versus(told).title
    section = next(each for each in told.sections if versus(told) in each.blocks)
    assert "too close to call" in section.headline


def test_the_planted_difference_is_what_its_ballots_say() -> None:
    cell = difference(PLANTED.released())
    assert isinstance(cell, Shown)
    error = sqrt((0.5 + 0.12 - 0.38**2) / 100)
    assert cell.value == 38
    assert float(cell.low or 0) == pytest.approx(38 - 196 * error, abs=1.5)
    assert float(cell.high or 0) == pytest.approx(38 + 196 * error, abs=1.5)


def test_a_difference_that_chance_explains_is_not_called_one() -> None:
    told = report(study(40, 30, 30, spread=(2, 3, 4)))
    assert not any(row.strong for group in versus(told).groups for row in group.rows)
    assert "beyond chance" in versus(told).title


def test_few_who_rated_both_are_not_compared() -> None:
    few = study(15, 8, 6, spread=(2, 3, 4))
    assert len(few.ballots) == 29
    told = report(few)
    assert not [fact for block in told.blocks for fact in block.facts() if fact.key.against]


def test_the_table_is_told_in_words_too() -> None:
    for language, words in (("en", "Where the same people"), ("de", "Wo dieselben Personen")):
        told = report(PLANTED, language)
        figure = versus(told)
        assert figure.title.startswith(words)
        chart = figure.groups[0].chart
        assert chart is not None
        assert "quality" in chart.alt or "How good?" in chart.alt
        assert "+38" in chart.alt
        assert "+38" in page(told)


def test_a_report_drawn_again_from_what_it_printed_is_the_same() -> None:
    labels = sample.labels(questionnaire=ASKED, suppliers=NAMES, account_managers={})
    told = report(PLANTED)
    assert build_supplier(told.release(Policy()), labels) == told
