from decimal import Decimal

import pytest

from reports.disclosure.policy import Policy, PolicyError


def test_the_floor_is_five_respondents_of_three_customers() -> None:
    assert Policy() == Policy(min_respondents=5, min_customers=3)


def test_a_study_may_be_stricter() -> None:
    assert Policy(min_respondents=8, min_customers=4).as_dict()["min_respondents"] == 8


@pytest.mark.parametrize("threshold", [4, 1, 0, -1])
def test_fewer_respondents_than_the_floor_are_refused(threshold: int) -> None:
    with pytest.raises(PolicyError, match=rf"min_respondents is {threshold}; the floor is 5"):
        Policy(min_respondents=threshold)


@pytest.mark.parametrize("threshold", [2, 0, -1])
def test_fewer_customers_than_the_floor_are_refused_by_name(threshold: int) -> None:
    with pytest.raises(PolicyError) as refused:
        Policy(min_customers=threshold)
    assert refused.value.field == "min_customers"


def test_a_report_says_the_policy_with_its_version() -> None:
    assert Policy().as_dict() == {
        "version": "2",
        "min_respondents": 5,
        "min_customers": 3,
        "largest_customer": 50,
        "rate_from": 10,
        "silent": [1, 4],
        "rate_steps": [1, 5],
        "detail_from": 10,
        "full_from": 30,
        "fine_from": 100,
        "score_step": 0.1,
        "score_clip_of_width": 0.125,
        "score_clip_small": 0.2,
        "score_clip": 0.1,
        "score_coarse": 0.2,
        "share_steps": [1, 5, 10, 20],
        "extreme_low": 10,
        "extreme_high": 90,
        "nps_steps": [10, 5, 1],
        "nps_most": [80, 90],
        "correlation_steps": [1, 2, 5, 10],
        "correlation_most": 90,
        "comments_from": 10,
        "writers_from": 5,
        "level": 95,
        "spread": 0.3,
        "nps_spread": 80,
        "reliable": 0.7,
    }


def test_a_policy_says_every_threshold_it_knows() -> None:
    """None is left out: a rule that a reader is not told cannot be checked."""
    known = {
        name for name, value in vars(Policy).items() if isinstance(value, int | Decimal | tuple)
    }
    known -= {"__slots__", "__match_args__", "extreme"}

    assert known <= Policy().as_dict().keys()


def test_a_wave_keeps_the_version_it_was_launched_under() -> None:
    assert Policy(version="1").as_dict() == Policy().as_dict() | {"version": "1"}
    with pytest.raises(PolicyError, match="does not know the disclosure policy of version 3"):
        Policy(version="3")


def test_the_steps_of_detail_are_nobodys_choice() -> None:
    with pytest.raises(TypeError):
        Policy(detail_from=5)  # type: ignore[call-arg]  # that is the point
