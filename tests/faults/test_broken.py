"""Negative controls: each trial turns red on a server that breaks what it is about.

A cast that SQLite acknowledges before the disk has it cannot be caught by killing the web server,
whose pages the kernel keeps; that SQLite waits for the disk is asked at every start instead.
"""

from collections.abc import Callable
from typing import Any

import pytest

from survey_app import extensions
from survey_app.application import build
from survey_app.errors import Refused
from tests.conftest import on_postgresql_alone, on_sqlite_alone
from tests.factories import Installation
from tests.faults import broken
from tests.faults.conftest import FieldOf
from tests.faults.senders import MANNERS, Senders, respondents
from tests.faults.trial import Verdict, close_during_sends, strike
from tests.faults.warm import Alteration
from tests.postgres import Cluster

CONTACTS, KILLS = 2000, 40


def lost(found: Verdict) -> bool:
    return found.lost > 0


def twice(found: Verdict) -> bool:
    return found.twice > 0


def two_receipts_and_twice(found: Verdict) -> bool:
    return found.receipts > 0 and twice(found)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("alter", "caught"),
    [
        (broken.acknowledges_before_the_commit, lost),
        (broken.uses_the_link_up_before_it_stores, lost),
        (broken.draws_a_name_for_every_send, two_receipts_and_twice),
        (broken.remembers_in_memory_who_has_sent, twice),
    ],
)
def test_kills_catch_a_cast_that(
    field_of: FieldOf,
    request: pytest.FixtureRequest,
    alter: Alteration,
    caught: Callable[[Verdict], bool],
) -> None:
    launched, server = field_of(CONTACTS, alter)
    senders = Senders(server.port, respondents(launched, range(CONTACTS), MANNERS))

    found = strike(
        launched,
        senders,
        kills=KILLS,
        every=CONTACTS // KILLS,
        kill=server.kill,
        revive=server.start,
    )

    request.node.user_properties += [*senders.figures(), ("caught", str(found))]
    assert caught(found)


@pytest.mark.nightly
@on_postgresql_alone
def test_crashes_of_the_database_catch_a_cast_that_answers_before_the_disk_does(
    field_of: FieldOf, request: pytest.FixtureRequest, postgres: Cluster
) -> None:
    launched, server = field_of(CONTACTS, broken.answers_before_the_disk_does)
    senders = Senders(server.port, respondents(launched, range(CONTACTS), MANNERS))

    found = strike(
        launched, senders, kills=KILLS, every=CONTACTS // KILLS, kill=postgres.crash_and_recover
    )

    request.node.user_properties += [*senders.figures(), ("caught", str(found))]
    assert lost(found)


@pytest.mark.nightly
def test_a_close_during_sends_catches_a_cast_that_asks_too_early_whether_the_wave_is_open(
    field_of: FieldOf, request: pytest.FixtureRequest
) -> None:
    launched, server = field_of(300, broken.asks_too_early_whether_the_wave_is_open)
    senders = Senders(server.port, respondents(launched, range(300)))

    found = close_during_sends(launched, senders, after=30)

    request.node.user_properties += [*senders.figures(), ("caught", str(found))]
    assert lost(found)


@on_sqlite_alone
def test_a_sqlite_that_does_not_wait_for_the_disk_is_refused(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_as_it_should_be = extensions._set_pragmas

    def hurry(connection: Any, record: Any) -> None:
        set_as_it_should_be(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(extensions, "_set_pragmas", hurry)

    with pytest.raises(Refused, match="synchronous is 0 where it must be 2"):
        build(installation.settings)
