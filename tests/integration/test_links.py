"""Links and the launch before them: two at once, drawn again, and what is left of neither."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.roll.models import Invitation, LinkToken
from survey_app.services import waves
from survey_app.services.links import draw_links, has_links, links_csv
from tests.factories import DAY, Installation, Launched, StudyFiles, answer_of, contact


def launch(installation: Installation, name: str) -> None:
    with installation.roll() as roll:
        wave = waves.find_wave(roll, name)
        waves.launch(roll, installation.keys, wave, today=DAY, until=None)
        waves.open_urn(urn_engine(), wave)
        roll.commit()


def test_of_two_launches_at_once_one_is_refused_and_the_keys_are_the_others(
    installation: Installation,
) -> None:
    name = installation.load(StudyFiles())
    both, outcomes = Barrier(2), []

    def try_it() -> None:
        both.wait()
        try:
            launch(installation, name)
            outcomes.append("launched")
        except NotNow:
            outcomes.append("refused")

    threads = [Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["launched", "refused"]
    with installation.roll() as roll:
        wave = waves.find_wave(roll, name)
        private = installation.keys.private_key(wave.urn_wave)
        assert bytes(private.public_key) == wave.public_key
        assert roll.scalar(select(func.count()).select_from(Invitation)) == 20


def test_a_launched_wave_has_no_link_until_they_are_drawn(installation: Installation) -> None:
    name = installation.load(StudyFiles())
    launch(installation, name)

    with installation.roll() as roll:
        wave = waves.find_wave(roll, name)
        assert not has_links(roll, wave)
        drawn = draw_links(roll, installation.keys, wave)
        assert has_links(roll, wave)
    assert [link.contact for link in drawn] == [f"c{n}" for n in range(20)]


def test_links_drawn_later_open_the_same_invitation(launched: Launched) -> None:
    before = launched.send("c3", answer_of(contact(3)))
    with launched.wave() as (roll, wave):
        again = draw_links(roll, launched.installation.keys, wave)
        roll.commit()
        assert roll.scalar(select(func.count()).select_from(LinkToken)) == 40
    token = next(link.token for link in again if link.contact == "c3")

    later = launched.client.post(f"/r/{token}", data=answer_of(contact(3)))

    assert later.headers["Location"] == before.headers["Location"]
    assert launched.client.get(launched.path("c4")).status_code == 200


def test_a_wave_that_is_closed_hands_out_no_links(launched: Launched) -> None:
    with pytest.raises(NotNow):
        launched.close()

    with launched.wave() as (roll, wave), pytest.raises(NotNow, match="only an open one has"):
        draw_links(roll, launched.installation.keys, wave)


def test_the_file_of_links_has_one_line_a_contact(launched: Launched) -> None:
    with launched.wave() as (roll, wave):
        drawn = draw_links(roll, launched.installation.keys, wave)

    lines = links_csv(drawn, "https://survey.example.com").splitlines()

    assert lines[0] == "contact,email,url"
    assert lines[1] == f"c0,contact0@example.com,https://survey.example.com/r/{drawn[0].token}"
    assert len(lines) == 21
