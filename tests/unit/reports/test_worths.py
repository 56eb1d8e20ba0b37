"""One scale of what was compared two at a time: Davidson's, of printed shares."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest

from questionnaires.schema import Option, Question
from reports.build import build_supplier
from reports.derived import with_derived
from reports.derived.worths import worth_figures
from reports.disclosure.answers import Counted, placed
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown, Size
from reports.menu import Menu
from reports.page import page
from reports.report import Figure, Report
from reports.statistics.arrays import Vector
from reports.tally import Base, Row, Tallies
from tests.unit.reports import sample
from tests.unit.reports.disclosure.studies import questionnaire, text
from tests.unit.reports.statistics.test_coverage import Record

ITEMS = ("speed", "price", "advice", "range")
OUTCOMES = ("better", "same", "worse")
Pair = tuple[str, str]


def asked(items: tuple[str, ...] = ITEMS) -> Question:
    options = tuple(Option(id=each, text=text(each.title())) for each in items)
    return Question(
        id="duel", kind="head_to_head", text=text("Which?"), options=options, pairs="all"
    )


def menu(items: tuple[str, ...] = ITEMS) -> Menu:
    return Menu(questionnaire([asked(items)], []), ("client", "rival"), (), "client")


def released(shares: Mapping[Pair, str], n: Size = 400, items: tuple[str, ...] = ITEMS) -> Release:
    """Return a release of these shares of better, the same and worse; other pairs are hidden."""
    cells: dict[FactKey, Cell] = {}
    for pair in combinations(items, 2):
        found = (
            list(sample.shares(shares[pair], n)) if pair in shares else [Hidden()] * len(OUTCOMES)
        )
        cells.update(placed(Row("duel", *pair), dict(zip(OUTCOMES, found, strict=True))))
    return with_derived(Release(Policy(), cells), menu(items))


def worths(release: Release, items: tuple[str, ...] = ITEMS) -> list[Cell | None]:
    return [release.cell("worth", "duel", None, item) for item in items]


def chances(worth: Vector, tie: float) -> dict[Pair, Vector]:
    """Return how likely better, the same and worse are of each pair, by Davidson's model."""
    found = {}
    for (i, first), (j, second) in combinations(enumerate(ITEMS), 2):
        parts = np.array([worth[i], tie * np.sqrt(worth[i] * worth[j]), worth[j]])
        found[first, second] = parts / parts.sum()
    return found


WORTH, TIE = np.array([0.4, 0.3, 0.2, 0.1]), 0.6
EXACT = {
    pair: " ".join(str(round(100 * each)) for each in parts)
    for pair, parts in chances(WORTH, TIE).items()
}


def test_worths_are_those_that_the_printed_shares_come_from() -> None:
    cells = worths(released(EXACT))
    assert all(isinstance(cell, Shown) for cell in cells)
    values = [float(cell.value) for cell in cells if isinstance(cell, Shown)]
    assert values == pytest.approx([40, 30, 20, 10], abs=1)
    assert sum(values) == pytest.approx(100, abs=2)


def test_each_interval_holds_its_worth_and_narrows_with_more_answers() -> None:
    few, many = (worths(released(EXACT, n)) for n in (100, 900))
    for less, more, truth in zip(few, many, (40, 30, 20, 10), strict=True):
        assert width(more) < width(less)
        for cell in (less, more):
            assert isinstance(cell, Shown)
            assert cell.low is not None
            assert cell.high is not None
            assert 0 < cell.low <= truth <= cell.high < 100


def width(cell: Cell | None) -> Decimal:
    assert isinstance(cell, Shown)
    assert cell.low is not None
    assert cell.high is not None
    return cell.high - cell.low


def test_coarse_shares_are_worth_fewer_answers() -> None:
    # The same shares in steps of one and of five.
    told = ("40 20 40", "45 20 35", "55 20 25", "40 20 40", "50 20 30", "45 25 30")
    shares = dict(zip(EXACT, told, strict=True))
    fine, coarse = released(shares, 100), released(shares, 99)
    assert sum(map(width, worths(coarse))) > sum(map(width, worths(fine)))


def test_pairs_that_are_hidden_are_left_out_while_the_others_join_all_items() -> None:
    chain = {("speed", "price"), ("price", "advice"), ("advice", "range")}
    release = released({pair: EXACT[pair] for pair in chain})
    values = [cell.value for cell in worths(release) if isinstance(cell, Shown)]
    assert values == pytest.approx([40, 30, 20, 10], abs=2)


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {("speed", "price"): "50 20 30"},
        {("speed", "price"): "50 20 30", ("advice", "range"): "50 20 30"},
    ],
)
def test_no_worth_is_shown_where_the_shown_pairs_do_not_join_the_items(
    shown: Mapping[Pair, str],
) -> None:
    assert worths(released(shown)) == [Hidden()] * len(ITEMS)


def test_of_two_items_the_shares_say_all_there_is() -> None:
    items = ("speed", "price")
    release = released({items: "50 20 30"}, items=items)
    assert worths(release, items) == [None, None]


def test_a_worth_is_a_function_of_what_is_shown() -> None:
    shown = released(EXACT)
    stripped = {key: cell for key, cell in shown.cells.items() if key.measure == "share"}
    again = dict(worth_figures(Release(Policy(), stripped), menu()))
    assert {key: shown.cells[key] for key in again} == again
    assert len(again) == len(ITEMS)


def report(release: Release | None = None, language: str = "en") -> Report:
    labels = sample.labels(
        questionnaire=questionnaire([asked()], []),
        suppliers={"client": "Aldermoor", "rival": "Brenz"},
        account_managers={},
        language=language,
    )
    return build_supplier(release or released(EXACT), labels)


def figures(of: Report) -> list[Figure]:
    return [block for block in of.blocks if isinstance(block, Figure)]


def test_worths_stand_below_their_pairs_and_are_told() -> None:
    for language, said in (("en", "“Speed” is preferred to"), ("de", "gegenüber")):
        told = report(language=language)
        about = [{fact.key.measure for fact in figure.facts()} for figure in figures(told)]
        place = about.index({"worth"})
        assert "share" in about[place - 1]
        figure = figures(told)[place]
        assert said in figure.title
        chart = figure.groups[0].chart
        assert chart is not None
        assert "40" in chart.alt
        assert figure.note in page(told)


def test_worths_too_close_to_call_are_called_so() -> None:
    told = report(released(dict.fromkeys(EXACT, "40 20 40"), 60))
    assert any("no item is clearly preferred" in figure.title for figure in figures(told))


def test_a_report_drawn_again_from_what_it_printed_is_the_same() -> None:
    told = report()
    assert report(told.release(Policy())) == told


@pytest.mark.nightly
@pytest.mark.parametrize("n", [30, 60, 100, 200])
def test_a_printed_worth_is_held(n: int, record_property: Record) -> None:
    """Of the shares that the gate prints of each pair, where all items can be put on one scale."""
    chance = np.random.default_rng(7)
    held: list[bool] = []
    draws = 400
    for _ in range(draws):
        cells: dict[FactKey, Cell] = {}
        for pair, parts in chances(WORTH, TIE).items():
            row = Row("duel", *pair)
            tallies = Tallies(bases={row: Base(n, 20, 5)})
            drawn = dict(zip(OUTCOMES, map(int, chance.multinomial(n, parts)), strict=True))
            cells.update(placed(row, Counted(tallies, menu(), Policy()).shares(drawn, row)))
        found = dict(worth_figures(Release(Policy(), cells), menu())).values()
        for cell, truth in zip(found, 100 * WORTH, strict=True):
            if isinstance(cell, Shown):
                held.append(float(cell.low or 0) <= truth <= float(cell.high or 100))
    share = float(np.mean(held))
    told = f"{100 * share:.1f} % of {100 * len(held) / draws / len(ITEMS):.0f} % that are shown"
    record_property(f"published worth, n={n}", told)
    assert len(held) > draws
    assert share >= 0.93
