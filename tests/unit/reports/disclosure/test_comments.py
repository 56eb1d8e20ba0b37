import pytest

from reports.disclosure.comments import may_be_quoted
from reports.disclosure.policy import Policy
from reports.tally import Base

MANY = Base(40, 12, 6)


@pytest.mark.parametrize("answered", [Base(10, 5, 3), MANY])
@pytest.mark.parametrize("wrote", [Base(5, 3, 2), Base(6, 3, 3), Base(9, 9, 1)])
def test_five_who_wrote_among_ten_who_answered_may_be_quoted(answered: Base, wrote: Base) -> None:
    assert may_be_quoted(answered, wrote, Policy())


@pytest.mark.parametrize("answered", [Base(9, 5, 2), Base(0, 0, 0)])
def test_of_nine_who_answered_nobody_is_quoted(answered: Base) -> None:
    assert not may_be_quoted(answered, Base(5, 5, 1), Policy())


@pytest.mark.parametrize(
    ("wrote", "why"),
    [
        (Base(0, 0, 0), "nobody"),
        (Base(4, 4, 1), "four wrote"),
        (Base(6, 2, 3), "of two customers"),
        (Base(7, 3, 4), "one customer wrote more than half"),
    ],
)
def test_those_who_wrote_must_be_a_group_themselves(wrote: Base, why: str) -> None:
    assert not may_be_quoted(MANY, wrote, Policy()), why


def test_a_stricter_policy_holds_for_comments_too() -> None:
    assert not may_be_quoted(MANY, Base(7, 4, 2), Policy(min_respondents=8))
