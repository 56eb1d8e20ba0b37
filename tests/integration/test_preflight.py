"""Preflight: which groups could be reported, how likely that is, and whom to put together."""

import random
import time
from collections.abc import Sequence

import pytest

from questionnaires.contacts import Contact
from survey_app.services.preflight import RATES, WHOLE, Forecast, Light, preflight
from survey_app.services.waves import Member, find_wave, members
from tests.factories import Installation, StudyFiles, contact, contacts

MANAGERS = (("am1", "First Manager"), ("am2", "Second Manager"), ("am3", "Third Manager"))


def forecast(shared: Installation, people: Sequence[Contact], **policy: int) -> dict[str, Forecast]:
    files = StudyFiles(contacts=people, managers=MANAGERS)
    files.policy = {**files.policy, **policy}
    name = shared.load(files)
    with shared.roll() as roll:
        wave = find_wave(roll, name)
        return {each.group: each for each in preflight(wave, members(roll, wave))}


def test_a_large_group_is_likely_and_a_small_one_depends(shared: Installation) -> None:
    people = contacts(60, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(60, 67)]

    found = forecast(shared, people)

    assert found[WHOLE].light is found["am1"].light is Light.GREEN
    assert found["am2"].light is Light.AMBER


def test_chances_grow_with_the_response(shared: Installation) -> None:
    people = contacts(40, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(40, 50)]

    chances = forecast(shared, people)["am2"].chances

    assert [*chances] == [*RATES]
    assert chances[30] < chances[50] < chances[70]
    assert 0.2 < chances[50] < 0.8


def test_the_same_list_gets_the_same_forecast(shared: Installation) -> None:
    people = contacts(30)

    assert forecast(shared, people) == forecast(shared, people)


def test_a_list_of_sixty_thousand_is_forecast_within_seconds(installation: Installation) -> None:
    managers = [(f"am{n}", f"Manager {n}") for n in range(60)]
    name = installation.load(StudyFiles(managers=managers))
    chance = random.Random(1)
    people = [
        Member(f"Customer {n % 9000}", (f"am{n % 58}", f"am{chance.randrange(58)}"))
        for n in range(60_000)
    ]
    with installation.roll() as roll:
        wave = find_wave(roll, name)
        began = time.process_time()
        forecasts = preflight(wave, [*people, Member("Customer 1", ("am58", "am59"))])

    assert time.process_time() - began < 5
    assert [one.light for one in forecasts[-2:]] == [Light.RED, Light.RED]
    assert forecasts[0].light is Light.GREEN


def test_all_of_one_customer_are_never_reported(shared: Installation) -> None:
    people = contacts(20, account_managers=("am1",))
    people += [contact(n, customer="One", account_managers=("am2",)) for n in range(20, 40)]

    found = forecast(shared, people)["am2"]

    assert found.light is Light.RED
    assert set(found.chances.values()) == {0.0}


def test_a_stricter_policy_dims_the_lights(shared: Installation) -> None:
    people = contacts(20, account_managers=("am1",))

    assert forecast(shared, people)["am1"].light is Light.GREEN
    assert forecast(shared, people, min_respondents=12)["am1"].light is Light.AMBER
    assert forecast(shared, people, min_customers=7)["am1"].light is Light.RED


def test_two_small_groups_are_named_to_each_other(shared: Installation) -> None:
    people = contacts(20, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(20, 24)]
    people += [contact(n, account_managers=("am3",)) for n in range(24, 28)]

    found = forecast(shared, people)

    assert found["am2"].merge == "Third Manager"
    assert found["am3"].merge == "Second Manager"
    assert found["am1"].merge is None


def test_somebody_who_deals_with_both_is_one_person(shared: Installation) -> None:
    people = contacts(20, account_managers=())
    people += [contact(n, account_managers=("am2", "am3")) for n in range(20, 24)]

    assert forecast(shared, people)["am2"].merge is None


@pytest.mark.parametrize("number", [0, 4])
def test_nobody_to_be_put_with_is_named_to_nobody(shared: Installation, number: int) -> None:
    people = contacts(20, account_managers=())
    people += [contact(n, account_managers=("am2",)) for n in range(20, 20 + number)]

    assert forecast(shared, people)["am2"].merge is None
