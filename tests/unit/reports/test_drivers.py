"""Derived importance: what the overall judgement goes with, from rounded correlations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from questionnaires.schema import Question
from reports.build import build_supplier
from reports.disclosure.answers import Counted
from reports.disclosure.drivers import driver_figures, drivers, judgement
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Shown
from reports.disclosure.steps import coarse
from reports.menu import Menu
from reports.report import Figure, Report
from reports.statistics.arrays import Matrix
from reports.tally import Correlation, Tallies
from tests.unit.reports import sample
from tests.unit.reports.disclosure.studies import Study, ballot, plain, questionnaire, rating
from tests.unit.reports.statistics.test_coverage import Record

NAMES = {"client": "Aldermoor", "rival": "Brenz"}
ATTRIBUTES = ("quality", "advice", "price")
Ratings = npt.NDArray[np.int64]


def tagged(question: Question, measures: str) -> Question:
    return question.model_copy(update={"measures": measures})


def named(question: Question) -> Question:
    return question.model_copy(update={"label": {"en": question.id}})


OVERALL = tagged(rating("overall", "supplier_grid", 7), "delight")


def menu(*asked: Question) -> Menu:
    return Menu(questionnaire(asked, []), tuple(NAMES), (), "client")


def grids(names: Sequence[str]) -> list[Question]:
    return [named(rating(each, "supplier_grid", 7)) for each in names]


def drawn(n: int, loads: Sequence[float], seed: int = 5) -> Ratings:
    """Return n respondents' overall judgement and attributes, from 1 to 7, as these load on it."""
    chance = np.random.default_rng(seed)
    common = chance.normal(size=(n, 1))
    rated = 0.7 * common + 0.7 * chance.normal(size=(n, len(loads)))
    overall = rated @ np.array(loads) + 0.8 * chance.normal(size=n)
    found: Ratings = np.clip(np.round(np.column_stack([overall, rated]) + 4.5), 1, 7).astype(int)
    return found


def study(ratings: Ratings, names: Sequence[str] = ATTRIBUTES) -> Study:
    columns = ("overall", *names)
    ballots = [
        ballot(
            f"customer {n % 12}",
            {name: {"client": str(each)} for name, each in zip(columns, line, strict=True)},
        )
        for n, line in enumerate(ratings)
    ]
    return Study(menu(OVERALL, *grids(names)), tuple(ballots))


def weight(cells: Mapping[FactKey, Cell], name: str) -> Cell:
    return cells[FactKey("weight", name, "client")]


PLANTED = study(drawn(240, (0.9, 0.3, 0.0)))
CELLS = PLANTED.released().cells


def correlated(ratings: Ratings) -> Matrix:
    return np.asarray(np.corrcoef(ratings.T), dtype=np.float64)


def by_hand(ratings: Ratings) -> tuple[float, list[float]]:
    """Return R² and the parts of it, from correlations rounded as the count rounds them."""
    n, deviations = len(ratings), ratings.std(axis=0)
    table = correlated(ratings)
    for i, j in combinations(range(len(table)), 2):
        hundredths = coarse(table[i, j], n * deviations[i] * deviations[j])
        table[i, j] = table[j, i] = (hundredths or 0) / 100
    # Johnson's weights by way of a singular value decomposition of a square root.
    root = np.linalg.cholesky(table[1:, 1:])
    left, values, right = np.linalg.svd(root)
    nearest = left @ np.diag(values) @ left.T
    slopes = np.linalg.solve(nearest, table[1:, 0])
    assert right.shape == left.shape
    parts = nearest**2 @ slopes**2
    explained = 1 - (1 - parts.sum()) * (n - 1) / (n - len(table))
    return float(explained), list(parts / parts.sum())


def test_weights_are_those_of_the_rounded_correlations() -> None:
    explained, parts = by_hand(drawn(240, (0.9, 0.3, 0.0)))
    for name, part in zip(ATTRIBUTES, parts, strict=True):
        cell = weight(CELLS, name)
        assert isinstance(cell, Shown)
        assert cell.value == 5 * round(20 * part)
        assert cell.n == 240
    whole = CELLS[FactKey("weight", "overall", None, "explained")]
    assert isinstance(whole, Shown)
    assert whole.value == 5 * round(20 * explained)


def test_intervals_are_in_steps_of_five_and_hold_the_weight() -> None:
    for name in ATTRIBUTES:
        cell = weight(CELLS, name)
        assert isinstance(cell, Shown)
        assert cell.low is not None
        assert cell.high is not None
        assert cell.low <= cell.value <= cell.high
        assert [cell.low % 5, cell.high % 5] == [0, 0]


@pytest.mark.parametrize(("n", "shown"), [(60, True), (59, False)])
def test_it_takes_ten_respondents_a_driver(n: int, shown: bool) -> None:
    names = (*ATTRIBUTES, "speed", "range", "care")
    cells = study(drawn(n, (0.6, 0.5, 0.4, 0.3, 0.2, 0.1)), names).released().cells
    found = [isinstance(weight(cells, name), Shown) for name in names]
    assert found == [shown] * len(names)


def test_a_driver_without_a_correlation_is_left_out_and_the_others_weighed() -> None:
    tallies = PLANTED.chosen()
    lacking = {
        pair: r for pair, r in tallies.correlations.items() if set(pair) != {"quality", "price"}
    }
    assert len(lacking) == len(tallies.correlations) - 1
    cells = gate(replace(tallies, correlations=lacking), PLANTED.menu, Policy()).cells
    shown = [name for name in ATTRIBUTES if isinstance(weight(cells, name), Shown)]
    # Each of the two lacks one: the one asked last goes.
    assert shown == ["quality", "advice"]
    values = [cell.value for name in shown if isinstance(cell := weight(cells, name), Shown)]
    assert sum(values) == pytest.approx(100, abs=5)


def test_what_explains_nothing_has_no_weights() -> None:
    alone = {
        pair: 5 if "overall" in pair else 0 for pair in combinations(("overall", *ATTRIBUTES), 2)
    }
    cells = from_hundredths(alone, 40)
    assert {weight(cells, name) for name in ATTRIBUTES} == {Hidden()}


def from_hundredths(
    hundredths: Mapping[tuple[str, str], int], n: int, names: Sequence[str] = ATTRIBUTES
) -> dict[FactKey, Cell]:
    correlations = {pair: Correlation(n, each) for pair, each in hundredths.items()}
    tallies = Tallies(correlations=correlations)
    return dict(driver_figures(Counted(tallies, menu(OVERALL, *grids(names)), Policy())))


def test_correlations_that_cannot_all_be_true_give_no_weights() -> None:
    pairs = combinations(("overall", *ATTRIBUTES), 2)
    impossible = {pair: -90 if "overall" in pair else 90 for pair in pairs}
    impossible["overall", "quality"] = 90
    cells = from_hundredths(impossible, 200)
    assert {weight(cells, name) for name in ATTRIBUTES} == {Hidden()}


def test_the_judgement_is_what_is_tagged_as_one_and_else_a_recommendation() -> None:
    attributes = grids(ATTRIBUTES)
    recommend = plain("recommend", "nps")
    satisfied = tagged(rating("content"), "satisfaction")
    assert judgement(menu(*attributes)) is None
    assert judgement(menu(*attributes, recommend)) == "recommend"
    assert judgement(menu(*attributes, recommend, OVERALL)) == "overall"
    assert judgement(menu(*attributes, OVERALL, satisfied)) == "content"


def test_drivers_are_the_ratings_of_the_client_that_are_tagged_as_nothing() -> None:
    asked = menu(
        OVERALL, *grids(ATTRIBUTES), tagged(rating("mended"), "recovery"), plain("recommend", "nps")
    )
    assert drivers(asked) == ATTRIBUTES


def test_one_rating_beside_the_judgement_is_no_comparison() -> None:
    made = menu(OVERALL, *grids(("quality",)))
    assert list(driver_figures(Counted(Tallies(), made, Policy()))) == []


# On the page


LARGE = study(drawn(900, (0.9, 0.3, 0.0)))


def report(of: Study = PLANTED, language: str = "en") -> Report:
    labels = sample.labels(
        questionnaire=of.menu.questionnaire,
        suppliers=NAMES,
        account_managers={},
        language=language,
    )
    return build_supplier(of.released(), labels)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "goes together with “quality” more than with"), ("de", "„quality“ stärker einher")],
)
def test_the_report_says_what_the_judgement_goes_with(language: str, said: str) -> None:
    told = report(LARGE, language)
    (section,) = [each for each in told.sections if each.id == "drivers"]
    assert said in section.headline
    figure = next(block for block in section.blocks if isinstance(block, Figure))
    measures = [[fact.key.measure for fact in row.facts] for row in figure.groups[0].rows]
    assert measures == [["weight", "weight", "mean", "weight"]] * len(ATTRIBUTES)


def test_weights_whose_intervals_overlap_are_told_as_alike() -> None:
    told = report(study(drawn(90, (0.4, 0.4, 0.4))))
    (section,) = [each for each in told.sections if each.id == "drivers"]
    assert section.headline.startswith("No single rating")


def test_there_is_no_such_section_where_no_weight_is_shown() -> None:
    told = report(study(drawn(25, (0.9, 0.3, 0.0))))
    assert "drivers" not in {each.id for each in told.sections}


def test_a_report_drawn_again_from_what_it_printed_is_the_same() -> None:
    labels = sample.labels(
        questionnaire=PLANTED.menu.questionnaire, suppliers=NAMES, account_managers={}
    )
    told = report()
    assert build_supplier(told.release(Policy()), labels) == told


@pytest.mark.nightly
@pytest.mark.parametrize(("n", "drivers_"), [(30, 3), (60, 3), (60, 6), (100, 8), (200, 8)])
def test_a_printed_weight_is_held(n: int, drivers_: int, record_property: Record) -> None:
    loads = [0.5 - 0.5 * each / (drivers_ - 1) for each in range(drivers_)]
    names = [f"d{each}" for each in range(drivers_)]
    columns = ("overall", *names)
    explained, parts = by_hand(drawn(200_000, loads))
    truths = {FactKey("weight", "overall", None, "explained"): explained}
    truths |= {FactKey("weight", n, "client"): p for n, p in zip(names, parts, strict=True)}
    held: list[bool] = []
    for seed in range(400):
        ratings = drawn(n, loads, seed)
        r, deviations = correlated(ratings), ratings.std(axis=0)
        hundredths = {
            (columns[i], columns[j]): kept
            for i, j in combinations(range(len(columns)), 2)
            if (kept := coarse(r[i, j], n * deviations[i] * deviations[j])) is not None
        }
        if len(hundredths) < len(columns) * drivers_ / 2:
            continue
        for key, cell in from_hundredths(hundredths, n, names).items():
            if isinstance(cell, Shown):
                assert cell.low is not None
                assert cell.high is not None
                held.append(cell.low <= Decimal(100 * truths[key]) <= cell.high)
    share = float(np.mean(held))
    record_property(f"published weight, {drivers_} drivers, n={n}", f"{100 * share:.1f} %")
    assert len(held) > 100 * drivers_
    assert share >= 0.93
