"""What statistics return, and what they refuse."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from math import inf, nan

import pytest

from reports import statistics
from reports.statistics import (
    Estimate,
    Interval,
    StatisticsError,
    Test,
    benjamini_hochberg,
    bowker,
    brunner_munzel,
    cochran_q,
    cronbach_alpha,
    difference_independent,
    difference_paired,
    friedman,
    holm,
    icc,
    jeffreys,
    mcnemar,
    nps,
    paired_superiority,
    reliability,
    response_rates,
    stuart_maxwell,
    wilson,
)

Call = Callable[[], object]


def test_a_value_cannot_be_changed_and_has_no_further_attributes() -> None:
    with pytest.raises(FrozenInstanceError):
        Interval(0, 1).low = 0.5  # type: ignore[misc]
    for value in (Interval(0, 1), Estimate(0.5, 0, 1), Test(1, None, 0.5)):
        assert not hasattr(value, "__dict__")


def test_everything_the_package_names_is_there() -> None:
    assert all(hasattr(statistics, name) for name in statistics.__all__)


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.1, nan, inf])
@pytest.mark.parametrize(
    "interval",
    [
        lambda level: wilson(1, 2, level),
        lambda level: jeffreys(1, 2, level),
        lambda level: difference_independent(1, 2, 1, 2, level),
        lambda level: difference_paired(1, 1, 1, 1, level),
        lambda level: nps(1, 1, 1, level),
        lambda level: paired_superiority([[1, 1], [1, 1]], level),
        lambda level: brunner_munzel([1, 1], [1, 1], level),
        lambda level: brunner_munzel([0, 0], [0, 0], level),
    ],
)
def test_a_level_that_is_no_share_between_none_and_all_is_refused(
    interval: Callable[[float], object], level: float
) -> None:
    with pytest.raises(
        StatisticsError, match=r"The level is .*, and lies strictly between 0 and 1\."
    ):
        interval(level)


@pytest.mark.parametrize("bad", [-1, nan, inf])
@pytest.mark.parametrize(
    "function",
    [
        lambda bad: wilson(bad, 5),
        lambda bad: wilson(0, bad),
        lambda bad: jeffreys(bad, 5),
        lambda bad: difference_independent(1, 5, bad, 5),
        lambda bad: difference_paired(1, 1, 1, bad),
        lambda bad: nps(1, bad, 1),
        lambda bad: mcnemar(bad, 1),
        lambda bad: mcnemar(bad, 1, exact=True),
        lambda bad: stuart_maxwell([[1, bad], [1, 1]]),
        lambda bad: bowker([[1, bad], [1, 1]]),
        lambda bad: paired_superiority([[1, bad], [1, 1]]),
        lambda bad: cochran_q([[1, bad], [1, 1]]),
        lambda bad: brunner_munzel([1, bad], [1, 1]),
        lambda bad: response_rates(1, 1, bad, 1, 1, 1, 1, 0.5),
        lambda bad: response_rates(1, 1, 1, 1, 1, 1, 1, bad),
        lambda bad: reliability(0.5, bad),
        lambda bad: cronbach_alpha([[bad, 0], [0, 1]]),
    ],
)
def test_a_count_that_is_negative_or_no_number_is_refused(
    function: Callable[[float], object], bad: float
) -> None:
    with pytest.raises(StatisticsError):
        function(bad)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda: wilson(6, 5), "6 successes are more than the n of 5."),
        (lambda: difference_independent(1, 2, 3, 2), "3 successes are more than the n of 2."),
        (lambda: nps(1, -2, 1), "passives is -2, and a count cannot be negative."),
        (lambda: nps(1, nan, 1), "passives is nan, and a count is a finite number."),
        (lambda: mcnemar(1.5, 1, exact=True), "1.5 and 1 are not whole counts"),
        (lambda: stuart_maxwell([[1, 2]]), "The counts have 1 rows and 2 columns."),
        (lambda: bowker([]), "The counts have 1 dimensions instead of 2."),
        (lambda: bowker([[], []]), "The counts have 2 rows and 0 columns."),
        (lambda: paired_superiority([[1], [2, 3]]), "are not numbers in equally long rows."),
        (lambda: cochran_q([[0, 2]]), "something other than 0 and 1."),
        (lambda: cochran_q([[], []]), "The responses are about no item at all."),
        (lambda: friedman([1, 2]), "The ratings have 1 dimensions instead of 2."),
        (lambda: friedman([[1, nan]]), "The ratings hold a number that is not finite."),
        (lambda: friedman([["a", "b"]]), "are not numbers in equally long rows."),
        (lambda: brunner_munzel([1, 2], [1]), "A has 2 scale points and B has 1."),
        (lambda: brunner_munzel([[1]], [[1]]), "have 2 dimensions instead of 1."),
        (lambda: holm([[0.1]]), "The p values have 2 dimensions instead of 1."),
        (lambda: holm([0.1, 1.1]), "one that does not lie between 0 and 1."),
        (lambda: benjamini_hochberg([-0.1]), "one that does not lie between 0 and 1."),
        (lambda: icc([[1, 2], [3, 4]], "2,1"), "The form is '2,1', and one of 1,1 and 1,k."),
        (lambda: icc([[1, nan]]), "The ratings hold a number that is not finite."),
        (lambda: cronbach_alpha([[1, 2], [3, 4]]), "are not a symmetric matrix."),
        (lambda: cronbach_alpha([[1, 2, 3], [3, 4, 5]]), "are not a symmetric matrix."),
        (lambda: reliability(1.5, 2), "The icc is 1.5, and lies between -1 and 1."),
        (lambda: response_rates(1, 1, 1, 1, 1, 1, 1, 1.5), "e is 1.5, and lies between 0 and 1."),
    ],
)
def test_a_refusal_says_in_a_sentence_what_is_wrong(function: Call, sentence: str) -> None:
    with pytest.raises(StatisticsError) as refusal:
        function()
    assert sentence in str(refusal.value)
    assert isinstance(refusal.value, ValueError)
