"""Outcome rates of a survey."""

from dataclasses import asdict, astuple
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics import response_rates
from tests.unit.reports.statistics.inputs import FEW

# Twelve persons, one of them not eligible, as printed in the manual of R's outcomerate.
PRINTED = {
    "rr1": 0.364,
    "rr2": 0.545,
    "rr3": 0.370,
    "rr4": 0.556,
    "rr5": 0.444,
    "rr6": 0.667,
    "coop1": 0.500,
    "coop2": 0.750,
    "coop3": 0.571,
    "coop4": 0.857,
    "ref1": 0.091,
    "ref2": 0.093,
    "ref3": 0.111,
    "con1": 0.727,
    "con2": 0.741,
    "con3": 0.889,
}
DISPOSITIONS = st.tuples(*[st.integers(0, 500)] * 7)
Dispositions = tuple[int, int, int, int, int, int, int]


def test_rates_are_those_the_manual_printed() -> None:
    found = response_rates(4, 2, 1, 1, 1, 1, 1, 0.9)
    assert {name: round(rate, 3) for name, rate in asdict(found).items()} == PRINTED


def test_rates_are_fractions_of_the_fifteen_cases_that_may_be_eligible() -> None:
    found = response_rates(
        complete=5,
        partial=3,
        refusal=2,
        noncontact=1,
        other=2,
        unknown_household=1,
        unknown_other=1,
        e=0.5,
    )
    response = (5 / 15, 8 / 15, 5 / 14, 8 / 14, 5 / 13, 8 / 13)
    cooperation, refusal = (5 / 12, 8 / 12, 5 / 10, 8 / 10), (2 / 15, 2 / 14, 2 / 13)
    contact = (12 / 15, 12 / 14, 12 / 13)
    assert astuple(found) == pytest.approx((*response, *cooperation, *refusal, *contact))


@FEW
@given(DISPOSITIONS, st.floats(0, 1))
def test_an_estimate_of_eligibility_lies_between_counting_all_and_none(
    cases: Dispositions, e: float
) -> None:
    found = response_rates(*cases, e)
    known = sum(cases[:5])
    for all_of_them, some, none in (
        (found.rr1, found.rr3, found.rr5),
        (found.rr2, found.rr4, found.rr6),
        (found.ref1, found.ref2, found.ref3),
        (found.con1, found.con2, found.con3),
    ):
        if known:
            assert 0 <= all_of_them <= some <= none <= 1
    if known:
        assert found.rr6 + found.ref3 <= found.con3 + 1e-12


@FEW
@given(DISPOSITIONS)
def test_all_eligible_or_none_are_the_outer_rates(cases: Dispositions) -> None:
    everybody, nobody = response_rates(*cases, 1), response_rates(*cases, 0)
    assert everybody.rr3 == pytest.approx(everybody.rr1, nan_ok=True)
    assert nobody.rr4 == pytest.approx(nobody.rr6, nan_ok=True)


def test_nobody_asked_has_no_rates_at_all() -> None:
    assert all(isnan(rate) for rate in astuple(response_rates(0, 0, 0, 0, 0, 0, 0, 1)))


def test_where_nobody_was_reached_there_is_response_but_no_cooperation() -> None:
    found = response_rates(0, 0, 0, 9, 0, 3, 0, 0.5)
    assert (found.rr1, found.con3, found.ref2) == (0, 0, 0)
    assert all(isnan(rate) for rate in (found.coop1, found.coop2, found.coop3, found.coop4))
