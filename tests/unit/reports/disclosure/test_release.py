from decimal import Decimal

import pytest

from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown

KEYS = ["question", "subject", "against", "within", "option", "measure"]
FIGURES = ["value", "low", "high", "n", "shown"]


def release(**cells: Cell) -> Release:
    return Release(Policy(), {FactKey("mean", name): cell for name, cell in cells.items()})


def fact(key: FactKey, cell: Cell) -> dict[str, object]:
    (found,) = Release(Policy(), {key: cell}).facts()
    return found


def test_a_fact_has_exactly_the_fields_of_the_contract() -> None:
    assert list(fact(FactKey("rate"), Hidden())) == KEYS + FIGURES


@pytest.mark.parametrize(
    "cell", [Shown(Decimal(1), 30), Banded(Decimal(10), 30, Decimal(0), Decimal(10))]
)
def test_a_shown_fact_has_the_same_fields_as_a_hidden_one(cell: Cell) -> None:
    assert list(fact(FactKey("rate"), cell)) == KEYS + FIGURES


def test_what_does_not_apply_is_null() -> None:
    found = fact(FactKey("share", "quality", "client", "5"), Shown(Decimal(40), 30))
    assert {name: found[name] for name in KEYS} == {
        "question": "quality",
        "subject": "client",
        "against": None,
        "within": None,
        "option": "5",
        "measure": "share",
    }


def test_a_comparison_within_a_segment_names_both() -> None:
    key = FactKey("difference", "quality", "client", against="rival", within="region=north")
    found = fact(key, Hidden())
    assert (found["against"], found["within"]) == ("rival", "region=north")


def test_a_hidden_fact_says_nothing_but_that_it_is_hidden() -> None:
    found = fact(FactKey("mean", "quality"), Hidden())
    assert {name: found[name] for name in FIGURES} == {
        "value": None,
        "low": None,
        "high": None,
        "n": None,
        "shown": False,
    }


def test_a_shown_fact_is_as_printed() -> None:
    found = fact(
        FactKey("mean", "quality"), Shown(Decimal("4.2"), "10-29", Decimal("3.4"), Decimal("5.0"))
    )
    assert {name: found[name] for name in FIGURES} == {
        "value": 4.2,
        "low": 3.4,
        "high": 5,
        "n": "10-29",
        "shown": True,
    }


@pytest.mark.parametrize("value", ["5.0", "40", "4E+1", "-0.0", "-20"])
def test_a_whole_number_is_an_integer(value: str) -> None:
    found = fact(FactKey("mean"), Shown(Decimal(value), 30))["value"]
    assert isinstance(found, int)
    assert found == Decimal(value)


def test_a_figure_without_an_interval_has_none() -> None:
    found = fact(FactKey("rate"), Shown(Decimal(61), 214))
    assert (found["low"], found["high"]) == (None, None)


def test_a_bound_is_a_value_with_the_range_it_stands_for() -> None:
    found = fact(FactKey("share"), Banded(Decimal(90), 30, Decimal(90), Decimal(100)))
    assert [found[name] for name in FIGURES] == [90, 90, 100, 30, True]


def test_a_bound_knows_its_side() -> None:
    assert Banded(Decimal(90), 30, Decimal(90), Decimal(100)).at_least
    assert not Banded(Decimal(10), 30, Decimal(0), Decimal(10)).at_least


def test_facts_stand_in_the_same_order_however_they_were_made() -> None:
    one = release(quality=Hidden(), price=Hidden())
    other = release(price=Hidden(), quality=Hidden())
    assert list(one.facts()) == list(other.facts())


def test_a_figure_nobody_asked_for_is_not_even_hidden() -> None:
    assert release(quality=Hidden()).cell("mean", "price") is None


def test_a_figure_is_found_by_what_it_is_about() -> None:
    assert release(quality=Hidden()).cell("mean", "quality") == Hidden()
