"""Preflight: which groups could be reported, how likely that is, and whom to put together."""

import random
import time
from collections.abc import Sequence

import pytest

from questionnaires.contacts import Contact
from reports.disclosure.preflight import RATES, Forecast, Light
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.services import count
from survey_app.services.preflight import WHOLE, Preflight, chances_in_words, preflight
from survey_app.services.waves import Member, find_wave, members
from tests.factories import DAY, Installation, StudyFiles, contact, contacts

MANAGERS = (("am1", "First Manager"), ("am2", "Second Manager"), ("am3", "Third Manager"))


def checked(shared: Installation, people: Sequence[Contact], **policy: int) -> Preflight:
    files = StudyFiles(contacts=people, managers=MANAGERS)
    files.policy = {**files.policy, **policy}
    return of_wave(shared, shared.load(files))


def of_wave(installation: Installation, name: str) -> Preflight:
    with installation.roll() as roll:
        wave = find_wave(roll, name)
        return preflight(wave, members(roll, wave))


def forecast(shared: Installation, people: Sequence[Contact], **policy: int) -> dict[str, Forecast]:
    return {each.id: each.forecast for each in checked(shared, people, **policy).groups}


def together(found: Preflight) -> list[list[str]]:
    return [[group.id for group in merge.groups] for merge in found.merges]


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
        found = preflight(wave, [*people, Member("Customer 1", ("am58", "am59"))])

    assert time.process_time() - began < 5
    assert [one.forecast.light for one in found.managers[-2:]] == [Light.RED, Light.RED]
    assert found.whole.forecast.light is Light.GREEN


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


def test_two_small_groups_are_suggested_to_be_reported_together(shared: Installation) -> None:
    people = contacts(20, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(20, 27)]
    people += [contact(n, account_managers=("am3",)) for n in range(27, 35)]

    found = checked(shared, people)

    assert together(found) == [["am2", "am3"]]
    assert found.merges[0].forecast.light is Light.GREEN
    assert found.merges[0].forecast.base.respondents == 15
    assert found.helped == 2
    assert [found.merge_of(group) is not None for group in found.groups] == [False] * 2 + [True] * 2


def test_what_helps_the_least_likely_comes_first(shared: Installation) -> None:
    people = contacts(60, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(60, 63)]

    found = checked(shared, people)

    assert together(found) == [["am1", "am2"]]
    assert found.helped == 1
    assert [group.id for group in found.lit(Light.RED)] == ["am3", "am2"]


def test_somebody_who_deals_with_both_is_one_person(shared: Installation) -> None:
    people = contacts(20, account_managers=())
    people += [contact(n, account_managers=("am2", "am3")) for n in range(20, 24)]

    assert checked(shared, people).merges == ()


@pytest.mark.parametrize("number", [0, 4])
def test_nobody_to_be_put_with_is_put_with_nobody(shared: Installation, number: int) -> None:
    people = contacts(20, account_managers=())
    people += [contact(n, account_managers=("am2",)) for n in range(20, 20 + number)]

    assert checked(shared, people).merges == ()


def test_what_is_in_the_way_is_said_with_what_to_do(shared: Installation) -> None:
    def told(am2: Sequence[Contact]) -> str:
        found = checked(shared, [*contacts(20, account_managers=("am1",)), *am2])
        assert found.managers[0].advice is None
        return str(found.managers[1].advice)

    def dealing(numbers: range, customer: str | None = None) -> list[Contact]:
        changes = {"customer": customer} if customer else {}
        return [contact(n, account_managers=("am2",), **changes) for n in numbers]

    assert told([]).startswith("nobody on the list deals with them")
    assert told(dealing(range(20, 21))).startswith("one contact, and at least 5 must answer")
    assert told(dealing(range(20, 24))).startswith("4 contacts, and at least 5 must answer")
    assert told(dealing(range(20, 30), "One")).startswith("all contacts belong to one customer")
    two = [*dealing(range(20, 25), "One"), *dealing(range(25, 30), "Two")]
    assert told(two).startswith("contacts of 2 customers, and answers of 3 are needed")
    nearly = [*dealing(range(20, 40), "One"), *dealing(range(40, 42))]
    assert told(nearly).startswith("nearly all contacts belong to one customer")
    more = [*dealing(range(20, 40), "One"), *dealing(range(40, 50))]
    assert told(more).startswith("more than half of the contacts belong to one customer")
    assert told(dealing(range(20, 27))).startswith("7 contacts. From about 12, at several")
    half = [*dealing(range(20, 30), "One"), *dealing(range(30, 40))]
    assert told(half).startswith("there are contacts enough, but at too few customers")
    assert "few: it takes most of them" in str(checked(shared, contacts(8)).whole.advice)


def test_a_customer_with_more_than_half_leaves_a_chance(shared: Installation) -> None:
    """Were it red, nobody would know that who answers decides."""
    people = contacts(60, account_managers=("am1",))
    people += [contact(n, customer="One", account_managers=("am2",)) for n in range(60, 72)]
    people += [contact(n, account_managers=("am2",)) for n in range(72, 80)]

    found = forecast(shared, people)["am2"]

    assert found.light is Light.AMBER
    assert all(0 < chance < 0.9 for chance in found.chances.values())


def test_chances_are_said_neither_as_certain_nor_as_none_unless_they_are(
    shared: Installation,
) -> None:
    people = contacts(60, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(60, 66)]

    said = {name: chances_in_words(one) for name, one in forecast(shared, people).items()}

    assert set(said[WHOLE].values()) == {"over 99 %"}
    assert said["am2"][30] == "under 1 %"
    assert set(said["am3"].values()) == {"never"}


def test_after_the_launch_nothing_changes_it(installation: Installation) -> None:
    people = contacts(30, account_managers=("am1",))
    people += [contact(n, account_managers=("am2",)) for n in range(30, 37)]
    people += [contact(n, account_managers=("am3",)) for n in range(37, 40)]
    name = installation.load(StudyFiles(contacts=people, managers=MANAGERS))
    before = of_wave(installation, name)
    launched = installation.launch(name)
    others = StudyFiles(
        contacts=contacts(200, account_managers=("am2", "am3"))[20:], managers=MANAGERS[1:]
    )

    with pytest.raises(NotNow):
        installation.load(others)
    assert of_wave(installation, name) == before
    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), installation.keys, wave, today=DAY)
    later = installation.load(others)

    assert of_wave(installation, name) == before
    assert before.merges
    assert later != name
    assert of_wave(installation, later) != before
