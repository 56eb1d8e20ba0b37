"""The database ends under the web server, which goes on serving when it is back.

SQLite has no server of its own that could end: its counterpart is the kill of the web server.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from sqlalchemy.engine import make_url

from survey_app.cli import serving
from survey_app.server import free_port
from tests.conftest import on_postgresql_alone
from tests.factories import Installation, StudyFiles, contacts
from tests.faults.conftest import FieldOf
from tests.faults.senders import MANNERS, Senders, posted, respondents
from tests.faults.trial import KEPT, counted, each_once, strike
from tests.faults.warm import WarmServer
from tests.postgres import Cluster

pytestmark = on_postgresql_alone


def test_after_a_restart_of_the_database_nobody_meets_an_error(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(200)
    Senders(server.port, respondents(launched, range(100))).run()

    postgres.crash_and_recover()
    senders = Senders(server.port, respondents(launched, range(100, 200)))
    senders.run()

    assert Counter(senders.statuses) == {303: 100}
    assert senders.broken == 0


def test_a_worker_that_starts_while_the_database_is_down_waits_for_it(
    installation: Installation, postgres: Cluster
) -> None:
    launched = installation.launch(installation.load(StudyFiles(contacts=contacts(20))))
    ended = postgres.data / "postmaster.pid"

    def bring_back() -> None:
        while ended.exists():
            time.sleep(0.01)
        time.sleep(1)
        postgres.start()

    server = WarmServer(launched.installation.settings, free_port(), partial(end_first, postgres))
    with ThreadPoolExecutor() as beside:
        back = beside.submit(bring_back)
        try:
            server.start()
            back.result()
            [one] = respondents(launched, range(1))
            assert posted(server.port, one.path, one.body)[0] == 303
        finally:
            server.stop()


def end_first(postgres: Cluster) -> None:
    """End the database after the command has looked at it and before any worker does."""
    look = serving._run

    def end_and_run(*arguments: Any) -> None:
        postgres.crash()
        look(*arguments)

    vars(serving)["_run"] = end_and_run


def test_five_crashes_of_the_database_during_sends_lose_nothing_and_count_nothing_twice(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(300)
    senders = Senders(server.port, respondents(launched, range(300), MANNERS))

    assert strike(launched, senders, kills=5, every=30, kill=postgres.crash_and_recover) == KEPT

    assert 503 in senders.statuses
    senders.try_the_unheard_again()
    assert counted(launched) == each_once(300)


def test_a_database_that_comes_back_and_answers_before_the_disk_does_gets_no_more_answers(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(20)
    database = make_url(launched.installation.settings.urn_url).database

    postgres.execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
    postgres.crash_and_recover()

    [one] = respondents(launched, range(1))
    status, page = posted(server.port, one.path, one.body)

    assert status == 503
    assert "could not be stored" in page
