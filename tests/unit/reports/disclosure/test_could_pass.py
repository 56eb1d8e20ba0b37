"""Whether a group could ever be shown, whoever of its people answers."""

from itertools import product

import pytest

from reports.disclosure.bases import base_of, could_pass, passes
from reports.disclosure.policy import Policy


def some_answer_passes(invited: tuple[int, ...], policy: Policy) -> bool:
    answered = product(*(range(number + 1) for number in invited))
    return any(
        passes(base_of({str(n): each[n] for n in range(len(each))}), policy) for each in answered
    )


@pytest.mark.parametrize("policy", [Policy(), Policy(6, 4)])
def test_it_is_what_trying_every_set_of_answers_says(policy: Policy) -> None:
    for invited in product(range(5), range(5), range(4), range(3)):
        expected = some_answer_passes(invited, policy)
        assert could_pass(base_of({str(n): invited[n] for n in range(4)}), policy) == expected, (
            invited
        )


def test_a_customer_with_most_of_the_people_hides_a_group_only_while_all_of_it_answers() -> None:
    base = base_of({"large": 8, "second": 3, "third": 3})
    assert not passes(base, Policy())
    assert could_pass(base, Policy())
