"""A wave in the browser: watched, extended, counted, destroyed."""

from datetime import date, timedelta

import pytest

from questionnaires.sentence import Sentence
from survey_app.clock import today
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.languages import day as written
from survey_app.services import count
from survey_app.services.waves import find_wave
from tests.factories import Installation, Launched, StudyFiles, answer_of, contacts
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
STUDY, NAME = "/consult/studies/relationship-study", "relationship-study-1"
WAVE = f"/consult/waves/{NAME}"
SOON = (today() + timedelta(days=20)).isoformat()


@pytest.fixture
def field(launched: Launched) -> Browser:
    """Return a consultant's browser; the sample study is in the field, until far away."""
    return signed_in(launched.installation, practice=OURS)


def state(installation: Installation) -> tuple[str, date | None]:
    with installation.roll() as roll:
        wave = find_wave(roll, NAME)
        return wave.state, wave.closes_on


def answered(launched: Launched, number: int) -> None:
    for person in contacts(number):
        assert launched.send(person.contact, answer_of(person)).status_code == 303


def move_last_day(launched: Launched, last: date) -> None:
    with launched.wave() as (roll, wave):
        wave.closes_on = last
        roll.commit()


def key_files(installation: Installation) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in installation.settings.keys.glob("wave-*")}


def test_the_response_moves_in_steps_and_once_a_day(launched: Launched, field: Browser) -> None:
    answered(launched, 9)
    first = field.get(f"{WAVE}/response").text
    answered(launched, 20)
    later = field.get(f"{WAVE}/response").text

    assert "<dt>answered, at least</dt><dd>5</dd>" in first
    assert "<dt>answered, at least</dt><dd>5</dd>" in later
    assert "once a day and in steps of 5" in later
    assert "At least 5 of 20 have answered" in field.get(STUDY).text
    assert "At least 5 of 20 have answered" in field.get("/consult/").text


def test_too_few_to_be_told_are_fewer_than_the_step(launched: Launched, field: Browser) -> None:
    answered(launched, 4)

    said = f"Fewer than 5 of 20 had answered when the figure of {written(today(), 'en')} was taken"
    assert said in field.get("/consult/").text
    assert said in field.get(STUDY).text


def test_on_the_day_of_the_launch_there_is_no_figure_yet(
    launched: Launched, field: Browser
) -> None:
    with launched.wave() as (roll, wave):
        wave.opened_on = today()
        roll.commit()
    field.get("/consult/")
    answered(launched, 12)

    for page in ("/consult/", STUDY):
        told = field.get(page).text
        assert "20 are invited. There is no figure yet; the first comes tomorrow" in told
        assert "Fewer than" not in told
    assert "the first figures come tomorrow" in field.get(f"{WAVE}/response").text


def test_the_files_of_a_study_in_the_field_are_refused_before_they_are_changed(
    launched: Launched, field: Browser
) -> None:
    refused = field.get(f"{STUDY}/files")

    assert launched.name in refused.text
    assert refused.status_code == 409
    assert "is open: its questionnaire and contacts are frozen" in refused.text
    assert "<textarea" not in refused.text


def test_an_open_wave_is_extended_to_a_later_day_only(launched: Launched, field: Browser) -> None:
    move_last_day(launched, today() + timedelta(days=5))
    later = today() + timedelta(days=9)

    for day, told in (
        (today() - timedelta(days=1), "This day is past"),
        (today() + timedelta(days=3), "already; name a later day"),
        (today() + timedelta(days=400), "a year at most"),
    ):
        refused = field.send(f"{WAVE}/extend", {"until": day.isoformat()})
        assert (refused.status_code, told in refused.text) == (422, True)
    taken = field.send(f"{WAVE}/extend", {"until": later.isoformat()})

    assert taken.status_code == 303
    assert state(launched.installation) == ("open", later)


def test_a_wave_past_its_last_day_asks_to_be_counted(launched: Launched, field: Browser) -> None:
    move_last_day(launched, today() - timedelta(days=1))

    listed = field.get("/consult/").text

    assert "not counted" in listed
    assert f'href="{WAVE}/close">Close and count' in listed
    assert 'name="early"' not in field.get(f"{WAVE}/close").text


def test_closing_before_the_last_day_asks_for_both_ticks(
    launched: Launched, field: Browser
) -> None:
    answered(launched, 12)

    for ticks in ({}, {"confirmed": "y"}, {"early": "y"}):
        answer = field.send(f"{WAVE}/close", ticks)
        assert answer.status_code == 422
        assert "Nothing is closed yet" in answer.text

    assert state(launched.installation)[0] == "open"


def test_a_wave_is_counted_and_its_reports_offered(launched: Launched, field: Browser) -> None:
    answered(launched, 12)

    answer = field.send(f"{WAVE}/close", {"confirmed": "y", "early": "y"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{WAVE}/reports")
    assert state(launched.installation)[0] == "counted"
    assert key_files(launched.installation) == {}
    assert "12 of 20 answers counted" in field.get("/consult/").text
    assert "Make the reports" in field.get(f"{WAVE}/reports").text


def test_too_few_answers_stay_closed_and_both_ways_on_are_shown(
    launched: Launched, field: Browser
) -> None:
    answered(launched, 4)

    answer = field.send(f"{WAVE}/close", {"confirmed": "y", "early": "y"})

    assert (answer.status_code, answer.headers["Location"]) == (303, STUDY)
    assert state(launched.installation)[0] == "closed"
    page = field.get(STUDY).text
    assert "Closed, and not counted" in page
    assert f'href="{WAVE}/extend"' in page
    assert f'href="{WAVE}/destroy"' in page
    reopened = field.send(f"{WAVE}/extend", {"until": SOON})
    assert reopened.status_code == 303
    assert state(launched.installation) == ("open", date.fromisoformat(SOON))
    assert launched.client.get(launched.path("c9")).status_code == 200


def test_a_count_whose_traces_remain_is_offered_to_be_finished(
    launched: Launched, field: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(launched, 12)

    def busy(_: object) -> None:
        raise NotNow(Sentence("The urn is in use."))

    monkeypatch.setattr(count, "_rewrite_storage", busy)
    field.send(f"{WAVE}/close", {"confirmed": "y", "early": "y"})
    monkeypatch.undo()

    assert "The count is not finished" in field.get(STUDY).text
    assert field.send(f"{WAVE}/close", {"confirmed": "y"}).headers["Location"] == f"{WAVE}/reports"
    assert state(launched.installation)[0] == "counted"


def test_destroying_asks_for_the_id_itself(launched: Launched, field: Browser) -> None:
    for typed in ("", "relationship-study", "Relationship study", "yes"):
        answer = field.send(f"{WAVE}/destroy", {"typed": typed})
        assert answer.status_code == 422
        assert "Nothing is destroyed" in answer.text

    assert state(launched.installation)[0] == "open"


def test_a_wave_is_destroyed_unopened_and_the_next_one_begins(
    launched: Launched, field: Browser
) -> None:
    answered(launched, 12)

    assert field.send(f"{WAVE}/destroy", {"typed": f" {NAME} "}).status_code == 303

    assert state(launched.installation)[0] == "destroyed"
    assert key_files(launched.installation) == {}
    assert "This wave ended unopened" in field.get(STUDY).text
    launched.installation.load(StudyFiles(contacts=contacts(15)))
    assert "wave 2" in field.get(STUDY).text
    assert field.get("/consult/waves/relationship-study-2/launch").status_code == 200


@pytest.mark.parametrize("when", ["draft", "counted", "destroyed"])
def test_a_wave_that_is_not_in_the_field_cannot_be_ended(
    installation: Installation, when: str
) -> None:
    name = installation.load(StudyFiles())
    browser = signed_in(installation, practice=OURS)
    if when != "draft":
        launched = installation.launch(name)
        answered(launched, 12)
        if when == "counted":
            launched.close()
        else:
            with launched.wave() as (roll, wave):
                count.destroy(roll, urn_engine(), installation.keys, wave, today=today())
    filled_in = {"confirmed": "y", "until": SOON, "typed": NAME}
    said = "a draft" if when == "draft" else when

    for page in (f"{WAVE}/extend", f"{WAVE}/close", f"{WAVE}/destroy"):
        for answer in (browser.get(page), browser.send(page, filled_in)):
            assert answer.status_code == 409
            assert f"The wave {NAME} is {said}" in answer.text
            assert f'href="{STUDY}"' in answer.text
    assert state(installation)[0] == when


def test_a_lost_key_is_no_matter_of_the_consultants_and_names_no_path(
    launched: Launched, field: Browser
) -> None:
    answered(launched, 12)
    for file in launched.installation.settings.keys.glob("wave-*"):
        file.unlink()

    answer = field.send(f"{WAVE}/close", {"confirmed": "y", "early": "y"})

    assert answer.status_code == 503
    assert str(launched.installation.settings.keys) not in answer.text
