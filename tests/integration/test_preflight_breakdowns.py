"""Preflight of breakdowns: which segments could be shown, and how much of each column."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from questionnaires.contacts import Contact
from reports.disclosure.preflight import RATES, Forecast, Light
from survey_app.extensions import urn_engine
from survey_app.services import count
from survey_app.services.breakdowns import Breakdown, breakdowns
from survey_app.services.segments import Belonging
from survey_app.services.waves import belonging, find_wave
from tests.factories import DAY, Installation, StudyFiles, contact
from tests.integration.test_cli import run
from tests.workspace import signed_in

OURS, WAVE = "Independent Practice", "relationship-study-1"
PAGE = f"/consult/waves/{WAVE}/preflight"


def listed(regions: Mapping[str, int], customers: int = 12) -> list[Contact]:
    """Return so many contacts of each region, whose customers are spread evenly."""
    found: list[Contact] = []
    for region, number in regions.items():
        found += [
            contact(
                len(found) + n, customer=f"Customer {n % customers}", segments={"region": region}
            )
            for n in range(number)
        ]
    return found


def study(people: Sequence[Contact], *columns: str) -> StudyFiles:
    return StudyFiles(contacts=people, breakdowns=columns or ("region",))


def of_wave(installation: Installation, name: str) -> list[Breakdown]:
    with installation.roll() as roll:
        wave = find_wave(roll, name)
        return breakdowns(wave, belonging(roll, wave))


def by_region(shared: Installation, regions: Mapping[str, int], customers: int = 12) -> Breakdown:
    [found] = of_wave(shared, shared.load(study(listed(regions, customers))))
    return found


def forecasts(found: Breakdown) -> dict[str, Forecast]:
    return {each.name: each.forecast for each in found.segments}


def test_a_segment_takes_ten_where_an_account_manager_takes_five(shared: Installation) -> None:
    found = forecasts(by_region(shared, {"North": 40, "East": 16, "South": 9}))

    assert [*found] == ["East", "North", "South"]
    assert found["North"].light is Light.GREEN
    assert found["East"].light is Light.AMBER
    assert found["South"].light is Light.RED
    assert [*found["North"].chances] == [*RATES]
    assert set(found["South"].chances.values()) == {0.0}


def test_a_stricter_policy_holds_for_segments_too(shared: Installation) -> None:
    files = study(listed({"North": 40, "South": 40}))
    files.policy = {"min_respondents": 15, "min_customers": 3}
    [strict] = of_wave(shared, shared.load(files))
    assert strict.policy.min_respondents == 15


def test_a_segment_of_one_customer_is_never_shown(shared: Installation) -> None:
    people = listed({"North": 40, "South": 20})
    people = [replace(each, customer="One") if n >= 40 else each for n, each in enumerate(people)]
    [found] = of_wave(shared, shared.load(study(people)))

    assert forecasts(found)["South"].light is Light.RED
    assert str(found.segments[1].advice).startswith("all contacts belong to one customer")


def test_what_is_in_the_way_of_a_segment_is_said(shared: Installation) -> None:
    told = {
        each.name: each.advice
        for each in by_region(shared, {"North": 40, "East": 16, "South": 9}).segments
    }

    assert told["North"] is None
    assert str(told["South"]).startswith("9 contacts, and at least 10 must answer")
    assert str(told["East"]).startswith("16 contacts. From about 25, at several customers")


def test_where_all_are_likely_there_is_nothing_to_say(shared: Installation) -> None:
    assert by_region(shared, {"North": 40, "South": 40}).notes == ()


def test_a_segment_hidden_alone_takes_the_smallest_other_with_it(shared: Installation) -> None:
    found = by_region(shared, {"North": 60, "East": 50, "West": 40, "South": 9})

    follows, help_ = map(str, found.notes)
    assert "the smallest of the other groups, West, is hidden with it" in follows
    assert "together with another in the contacts’ column region" in help_


def test_two_that_are_hidden_and_large_enough_together_take_none(shared: Installation) -> None:
    found = by_region(shared, {"North": 60, "East": 50, "South": 15, "West": 15})

    [help_] = map(str, found.notes)
    assert help_.startswith("Put a group that is not likely to be shown together with another")


def test_contacts_without_a_value_are_hidden_like_a_group(shared: Installation) -> None:
    found = by_region(shared, {"North": 60, "South": 50, "East": 40, "": 3})

    assert [*forecasts(found)] == ["East", "North", "South"]
    without, follows = map(str, found.notes)
    assert without.startswith("Contacts without a value: 3.")
    assert "East, is hidden with it" in follows


@pytest.mark.parametrize(
    ("regions", "left", "number"),
    [
        ({"North": 40, "South": 9}, 0, 2),
        ({"North": 40}, 1, 1),
        ({"North": 60, "South": 60} | {f"r{n}": 9 for n in range(4)}, 2, 6),
        ({"North": 9, "South": 9}, 0, 2),
    ],
)
def test_a_breakdown_that_would_be_mostly_hidden_is_called_so(
    shared: Installation, regions: Mapping[str, int], left: int, number: int
) -> None:
    *_, last = map(str, by_region(shared, regions).notes)
    assert last.startswith(f"Likely to be shown: {left} of {number}.")
    assert "take the column out of the study file’s breakdowns" in last


def test_each_column_stands_for_itself(shared: Installation) -> None:
    people = [
        replace(each, segments={"region": "North", "branch_size": ("small", "large")[n % 2]})
        for n, each in enumerate(listed({"North": 80}))
    ]
    found = of_wave(shared, shared.load(study(people, "branch_size", "region")))

    assert [(each.column, each.name) for each in found] == [
        ("branch_size", "branch size"),
        ("region", "region"),
    ]
    assert [len(each.segments) for each in found] == [2, 1]


def test_a_study_without_breakdowns_has_none(shared: Installation) -> None:
    assert of_wave(shared, shared.load(StudyFiles())) == []


def test_a_column_of_too_many_values_says_only_that(shared: Installation) -> None:
    found = by_region(shared, {f"r{n}": 2 for n in range(31)})

    assert found.segments == ()
    [note] = map(str, found.notes)
    assert "31 different values in the column region" in note


def test_after_the_launch_the_values_are_those_that_were_frozen(installation: Installation) -> None:
    name = installation.load(study(listed({"North": 40, "South": 16})))
    before = of_wave(installation, name)
    launched = installation.launch(name)
    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), installation.keys, wave, today=DAY)
    later = installation.load(study(listed({"East": 30, "West": 30})))

    assert of_wave(installation, name) == before
    assert [*forecasts(of_wave(installation, later)[0])] == ["East", "West"]


def test_a_long_list_is_forecast_within_seconds(installation: Installation) -> None:
    name = installation.load(study(listed({"North": 20}), "region"))
    people = [Belonging(f"Customer {n % 5000}", {"region": f"r{n % 30}"}) for n in range(20_000)]
    with installation.roll() as roll:
        wave = find_wave(roll, name)
        began = time.process_time()
        [found] = breakdowns(wave, people)

    assert time.process_time() - began < 5
    assert {each.light for each in forecasts(found).values()} == {Light.GREEN}


def test_the_command_prints_segments_below_their_column(installation: Installation) -> None:
    installation.load(study(listed({"North": 40, "East": 16, "South": 9})))

    told = run("wave", "preflight", WAVE, data=installation.settings.data).stdout

    rows = told.splitlines()
    heading = rows.index("By region, from 10 respondents of 3 customers:")
    assert rows[heading - 1].split()[:2] == ["reportable", "am2"]
    assert rows[heading + 1].startswith(
        "  reportable  region       East: 16 contacts at 12 customers; "
    )
    assert rows[heading + 3].startswith("  too small   region       South: 9 contacts at 9")
    assert rows[heading + 4].startswith("Likely: ")
    assert "To do: region South - 9 contacts, and at least 10 must answer. Add contacts." in rows
    assert "Note: region - Likely to be shown: 1 of 3." in told
    assert "Customer 1" not in told


def test_the_page_has_a_section_for_each_column(installation: Installation) -> None:
    installation.load(study(listed({"<North>": 40, "East": 16, "South": 9})))

    page = signed_in(installation, practice=OURS).get(PAGE).text

    section = page.split('<h2 id="by-1">By region</h2>')[1].split("</section>")[0]
    places = [section.index(f"<bdi>{name}") for name in ("South", "East", "&lt;North&gt;")]
    assert places == sorted(places)
    assert section.count('role="img"') == 3
    assert "at least 10 people of 3 customers" in section
    assert "9 contacts, and at least 10 must answer" in section
    assert "Likely to be shown: 1 of 3." in section
    assert "Customer 1" not in page


def test_a_page_without_breakdowns_has_no_such_section(installation: Installation) -> None:
    installation.load(StudyFiles())
    assert 'id="by-1"' not in signed_in(installation, practice=OURS).get(PAGE).text


def test_the_page_says_it_in_german(shared: Installation) -> None:
    shared.load(study(listed({"North": 40, "East": 30, "South": 9, "": 4})))
    browser = signed_in(shared, practice=OURS)

    german = browser.client.get(PAGE, headers={"Accept-Language": "de"}).text

    section = german.split('<h2 id="by-1">')[1].split("</section>")[0]
    assert "Nach region" in german
    assert "Kontakte ohne Wert: 4." in section
    assert "Wahrscheinlich gezeigt:" in section
