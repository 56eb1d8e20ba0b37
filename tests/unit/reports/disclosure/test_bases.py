import pytest

from reports.disclosure.bases import base_of, passes, rate_may_show
from reports.disclosure.policy import Policy
from reports.tally import Base, Invited


def test_a_base_counts_respondents_customers_and_the_largest_customer() -> None:
    assert base_of({"a": 3, "b": 1, "c": 0}) == Base(respondents=4, customers=2, largest=3)


def test_a_base_of_nobody_is_nothing() -> None:
    assert base_of({}) == Base(0, 0, 0)


@pytest.mark.parametrize(
    "base", [Base(5, 3, 2), Base(6, 3, 3), Base(6, 4, 3), Base(40, 3, 20), Base(5, 5, 1)]
)
def test_five_of_three_customers_may_be_shown(base: Base) -> None:
    assert passes(base, Policy())


@pytest.mark.parametrize(
    ("base", "why"),
    [
        (Base(0, 0, 0), "nobody"),
        (Base(4, 4, 1), "four respondents"),
        (Base(40, 2, 20), "two customers"),
        (Base(5, 3, 3), "one customer gives more than half"),
        (Base(41, 20, 21), "one customer gives more than half"),
    ],
)
def test_fewer_may_not(base: Base, why: str) -> None:
    assert not passes(base, Policy()), why


@pytest.mark.parametrize("base", [Base(7, 4, 2), Base(8, 3, 3)])
def test_a_stricter_policy_holds(base: Base) -> None:
    assert not passes(base, Policy(min_respondents=8, min_customers=4))


@pytest.mark.parametrize("answered", [0, 1, 5, 10])
def test_a_rate_shows_where_nobody_or_five_and_more_are_silent(answered: int) -> None:
    assert rate_may_show(Invited(10, answered)) == (answered not in {6, 7, 8, 9})


@pytest.mark.parametrize("silent", [1, 2, 3, 4])
def test_a_rate_that_leaves_one_to_four_silent_is_hidden(silent: int) -> None:
    assert not rate_may_show(Invited(50, 50 - silent))


@pytest.mark.parametrize("silent", [0, 5])
def test_a_rate_that_leaves_none_or_five_silent_is_shown(silent: int) -> None:
    assert rate_may_show(Invited(50, 50 - silent))


def test_a_rate_of_nine_invited_is_hidden() -> None:
    assert not rate_may_show(Invited(9, 3))
