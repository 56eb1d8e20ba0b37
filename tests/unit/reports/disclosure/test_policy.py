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
        "version": "1",
        "min_respondents": 5,
        "min_customers": 3,
        "detail_from": 10,
        "full_from": 30,
        "fine_from": 100,
    }


def test_the_steps_of_detail_are_nobodys_choice() -> None:
    with pytest.raises(TypeError):
        Policy(detail_from=5)  # type: ignore[call-arg]  # that is the point
