"""Four network suppliers, each rated by its own customers (Hair, Hult, Ringle, Sarstedt 2017)."""

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from scipy.linalg import sqrtm
from statsmodels.stats.multitest import multipletests

from reports.statistics import BrunnerMunzel, brunner_munzel, holm, lmg, relative_weights

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "telecom_reputation.csv"
SUPPLIERS = ("1", "2", "3", "4")
GROUPS = ("qual", "perf", "csor", "attr", "like", "comp")
PAIRS = list(combinations(range(4), 2))
Answers = npt.NDArray[np.float64]

pytestmark = pytest.mark.skipif(not DATA.is_file(), reason="the shared data folder is not there")


def rows() -> list[dict[str, str]]:
    with DATA.open(newline="") as stream:
        return list(csv.DictReader(stream))


def satisfaction(supplier: str) -> list[int]:
    return [
        int(row["cusa"]) for row in rows() if row["serviceprovider"] == supplier and row["cusa"]
    ]


def counts(ratings: list[int]) -> list[int]:
    return [ratings.count(point) for point in range(1, 8)]


def compared(one: int, other: int) -> BrunnerMunzel:
    first, second = (counts(satisfaction(SUPPLIERS[each])) for each in (one, other))
    return brunner_munzel(first, second)


def test_each_two_suppliers_differ_as_scipy_finds_from_the_answers() -> None:
    for one, other in PAIRS:
        first, second = (satisfaction(SUPPLIERS[each]) for each in (one, other))
        expected = stats.brunnermunzel(first, second)
        found = compared(one, other)
        assert abs(found.test.statistic) == pytest.approx(abs(expected.statistic), rel=1e-9)
        assert found.test.p == pytest.approx(expected.pvalue, rel=1e-7)
        above = np.sign(np.subtract.outer(np.array(second), np.array(first)))
        assert found.superiority.value == pytest.approx(0.5 + above.mean() / 2)


def test_taken_together_they_are_adjusted_as_statsmodels_does() -> None:
    p = [compared(*pair).test.p for pair in PAIRS]
    adjusted = holm(p)
    assert adjusted == pytest.approx(multipletests(p, method="holm")[1])
    clear = {pair for pair, each in zip(PAIRS, adjusted, strict=True) if each < 0.05}
    alone = {pair for pair, each in zip(PAIRS, p, strict=True) if each < 0.05}
    assert clear <= alone
    means = [np.mean(satisfaction(each)) for each in SUPPLIERS]
    for one, other in clear:
        ahead = compared(one, other).superiority.value > 0.5
        assert ahead == (means[other] > means[one])


def attributes() -> Answers:
    """Return the satisfaction of everybody who answered it, and the mean of each group of items."""
    found = []
    for row in rows():
        groups = [
            [int(v) for k, v in row.items() if k.startswith(f"{group}_") and v] for group in GROUPS
        ]
        if row["cusa"] and all(groups):
            found.append([int(row["cusa"]), *map(np.mean, groups)])
    return np.array(found)


def correlations() -> Answers:
    return np.asarray(np.corrcoef(attributes().T), dtype=np.float64)


def test_relative_weights_of_the_attributes_on_satisfaction() -> None:
    table = correlations()
    root = np.real(sqrtm(table[1:, 1:]))
    expected = root**2 @ np.linalg.solve(root, table[1:, 0]) ** 2
    found = relative_weights(table)
    assert found == pytest.approx(expected, rel=1e-8)
    answers = attributes()
    design = np.column_stack([np.ones(len(answers)), answers[:, 1:]])
    left = answers[:, 0] - design @ np.linalg.lstsq(design, answers[:, 0], rcond=None)[0]
    explained = 1 - left.var() / answers[:, 0].var()
    assert found.sum() == pytest.approx(explained)


def test_they_are_near_the_average_over_all_orders() -> None:
    table = correlations()
    assert relative_weights(table) == pytest.approx(lmg(table), abs=0.02)
