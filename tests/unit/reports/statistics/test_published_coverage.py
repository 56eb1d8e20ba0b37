"""How often printed intervals hold what they estimate: of rounded figures and a fixed spread."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest

from questionnaires.kinds.base import Points
from reports.derived.contrasts import contrast_figures
from reports.disclosure.answers import SPREAD_OF_NPS, SPREAD_OF_WIDTH, Counted
from reports.disclosure.policy import Policy
from reports.disclosure.rated_pairs import RESULTS
from reports.disclosure.release import FactKey, Release, Shown
from reports.disclosure.rounding import distribution, interval, net_promoters, score, size
from reports.menu import Menu
from reports.tally import Moment, Tallies
from tests.unit.reports.disclosure.studies import questionnaire, rating
from tests.unit.reports.statistics.test_coverage import SEED, Record

pytestmark = pytest.mark.nightly

FIVE, POLICY, DRAWN = Points(1, 5), Policy(), 4000
LEAST = 0.93
SHAPES = {
    "mostly good": (0.02, 0.08, 0.2, 0.4, 0.3),
    "middling": (0.1, 0.2, 0.4, 0.2, 0.1),
    "mostly poor": (0.25, 0.35, 0.25, 0.1, 0.05),
    "nearly all at the top": (0.01, 0.02, 0.05, 0.12, 0.8),
}
RECOMMENDED = {"many promoters": (0.1, 0.25, 0.65), "a third each": (1 / 3, 1 / 3, 1 / 3)}
COMPARED = {
    "a little better": (0.4, 0.35, 0.25),
    "much better": (0.65, 0.25, 0.1),
    "mostly alike": (0.15, 0.7, 0.15),
    "hardly ever worse": (0.5, 0.46, 0.04),
}
MENU = Menu(
    questionnaire([rating("quality", "supplier_grid")], []), ("client", "rival"), (), "client"
)
Shares = tuple[float, ...]
Whole = npt.NDArray[np.int64]


def mean_held(counts: Whole, truth: float) -> bool:
    n, total = int(counts.sum()), int(counts @ np.arange(1, 6))
    value = score(Moment(n, total), FIVE, respondents=n, policy=POLICY)
    low, high = interval(
        value, size(n, POLICY), spread=SPREAD_OF_WIDTH * 4, low=Decimal(1), high=Decimal(5)
    )
    return low <= Fraction(truth) <= high


def nps_held(counts: Whole, truth: float) -> bool:
    n = int(counts.sum())
    value = net_promoters(int(counts[2] - counts[0]), n, respondents=n, policy=POLICY)
    low, high = interval(
        value,
        size(n, POLICY),
        spread=SPREAD_OF_NPS,
        low=Decimal(-100),
        high=Decimal(100),
        step=Decimal(1),
    )
    return low <= Fraction(truth) <= high


def difference_held(counts: Whole, shares: Shares) -> bool | None:
    """Say whether the interval of better less worse holds its truth; None where it is hidden."""
    n = int(counts.sum())
    spans = distribution([int(each) for each in counts], n, POLICY)
    if spans is None:
        return None
    counted = Counted(Tallies(), MENU, POLICY)
    keys = [FactKey("share", "quality", "client", each, "rival") for each in RESULTS]
    cells = {key: counted.cell(span, n) for key, span in zip(keys, spans, strict=True)}
    ((_, found),) = contrast_figures(Release(POLICY, cells), MENU)
    assert isinstance(found, Shown)
    assert found.low is not None
    assert found.high is not None
    return found.low <= Fraction(100 * (shares[0] - shares[2])) <= found.high


def covered(held: Callable[[Whole, float], bool], drawn: Whole, truth: float) -> float:
    return float(np.mean([held(counts, truth) for counts in drawn]))


@pytest.mark.parametrize("n", [5, 10, 29, 30, 60, 100, 400])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_printed_mean_is_held(n: int, shape: str, record_property: Record) -> None:
    shares = SHAPES[shape]
    drawn = np.random.default_rng(SEED).multinomial(n, shares, DRAWN)
    found = covered(mean_held, drawn, float(np.dot(shares, range(1, 6))))
    record_property(f"published mean, {shape}, n={n}", f"{100 * found:.1f} %")
    assert found >= LEAST


@pytest.mark.parametrize("n", [10, 29, 30, 60, 100, 400])
@pytest.mark.parametrize("shape", RECOMMENDED)
def test_a_printed_recommendation_is_held(n: int, shape: str, record_property: Record) -> None:
    shares = RECOMMENDED[shape]
    drawn = np.random.default_rng(SEED).multinomial(n, shares, DRAWN)
    found = covered(nps_held, drawn, 100 * (shares[2] - shares[0]))
    record_property(f"published NPS, {shape}, n={n}", f"{100 * found:.1f} %")
    assert found >= LEAST


@pytest.mark.parametrize("n", [30, 60, 100, 200])
@pytest.mark.parametrize("shape", COMPARED)
def test_a_printed_difference_is_held(n: int, shape: str, record_property: Record) -> None:
    shares = COMPARED[shape]
    drawn = np.random.default_rng(SEED).multinomial(n, shares, DRAWN)
    held = [each for counts in drawn if (each := difference_held(counts, shares)) is not None]
    found = float(np.mean(held))
    told = f"{100 * found:.1f} % of {100 * len(held) / DRAWN:.0f} % that are shown"
    record_property(f"published difference, {shape}, n={n}", told)
    assert len(held) > DRAWN / 5
    assert found >= LEAST


@pytest.mark.parametrize("customers", [10, 20, 40])
@pytest.mark.parametrize("alike", [0.05, 0.1, 0.3])
def test_a_printed_mean_is_held_though_a_customers_contacts_agree(
    customers: int, alike: float, record_property: Record
) -> None:
    """Three contacts a customer; one in so many answers as his whole customer does."""
    chance, shares = np.random.default_rng(SEED), SHAPES["mostly good"]
    size_ = (DRAWN, customers, 3)
    own = chance.choice(5, size=size_, p=shares)
    theirs = chance.choice(5, size=(DRAWN, customers, 1), p=shares)
    # Two of the same customer are alike by this much where each follows it by its root.
    rated = np.where(chance.random(size_) < alike**0.5, theirs, own).reshape(DRAWN, -1)
    drawn = np.stack([(rated == point).sum(axis=1) for point in range(5)], axis=1)
    found = covered(mean_held, drawn, float(np.dot(shares, range(1, 6))))
    record_property(f"published mean, {customers} customers, {alike}", f"{100 * found:.1f} %")
    assert found >= LEAST


def test_of_a_house_divided_the_fixed_spread_is_too_narrow(record_property: Record) -> None:
    """Half at either end: the interval says less of it than the spread of shares beside it."""
    drawn = np.random.default_rng(SEED).multinomial(100, (0.5, 0, 0, 0, 0.5), DRAWN)
    found = covered(mean_held, drawn, 3.0)
    record_property("published mean, half at either end, n=100", f"{100 * found:.1f} %")
    assert 0.7 < found < LEAST
