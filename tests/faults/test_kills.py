"""SIGKILL of the whole server during sends of every manner: acknowledged is what is counted."""

import time

import pytest

from tests.conftest import on_sqlite_alone
from tests.faults.conftest import FieldOf
from tests.faults.senders import MANNERS, Senders, posted, respondents
from tests.faults.trial import KEPT, close_during_sends, counted, each_once, strike, verdict

NEARLY_NOTHING = 100_000


@pytest.mark.parametrize(
    ("kills", "contacts"),
    [(10, 300), pytest.param(100, 5000, marks=pytest.mark.nightly)],
    ids=["10 kills in 300 sends", "100 kills in 5000 sends"],
)
def test_kills_during_sends_lose_nothing_count_nothing_twice_and_use_nothing_up_in_vain(
    field_of: FieldOf, request: pytest.FixtureRequest, kills: int, contacts: int
) -> None:
    launched, server = field_of(contacts)
    senders = Senders(server.port, respondents(launched, range(contacts), MANNERS))
    begun = time.monotonic()

    found = strike(
        launched,
        senders,
        kills=kills,
        every=contacts // kills,
        kill=server.kill,
        revive=server.start,
    )

    assert found == KEPT
    assert senders.broken > 0
    assert senders.try_the_unheard_again() > 0
    request.node.user_properties += [
        ("kills", kills),
        *senders.figures(),
        ("seconds", round(time.monotonic() - begun)),
    ]
    assert verdict(launched, senders) == KEPT
    assert counted(launched) == each_once(contacts)


def test_a_close_during_sends_counts_every_answer_that_was_acknowledged(field_of: FieldOf) -> None:
    launched, server = field_of(300)
    senders = Senders(server.port, respondents(launched, range(300), MANNERS))

    assert close_during_sends(launched, senders, after=100) == KEPT
    assert 410 in senders.statuses


@on_sqlite_alone
def test_on_a_full_disk_nothing_is_acknowledged_and_once_there_is_room_the_same_links_work(
    field_of: FieldOf,
) -> None:
    launched, server = field_of(300)
    *most, late = respondents(launched, range(300))
    senders = Senders(server.port, most)

    with senders.at_work():
        senders.wait_for_more(50)
        server.limit_files(NEARLY_NOTHING)
        senders.wait_for_more(50, 503)
        status, page = posted(server.port, late.path, late.body)
        found = verdict(launched, senders)
        server.limit_files(None)

    assert (status, found) == (503, KEPT)
    assert "could not be stored" in page
    assert posted(server.port, late.path, late.body)[0] == 303
    assert counted(launched) == each_once(300)
