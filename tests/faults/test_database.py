"""The database ends under the web server, which goes on serving when it is back.

SQLite has no server of its own that could end: its counterpart is the kill of the web server.
"""

import threading
from collections import Counter

from survey_app.urn.tallies import Outcome
from tests.conftest import on_postgresql_alone
from tests.faults.conftest import FieldOf
from tests.faults.senders import Senders, counted, marked, markers
from tests.faults.test_sends import wait_for_more
from tests.postgres import Cluster

pytestmark = on_postgresql_alone


def test_after_a_restart_of_the_database_nobody_meets_an_error(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(200)
    Senders(server.port, marked(launched, range(100))).run()

    postgres.crash()
    postgres.start()
    senders = Senders(server.port, marked(launched, range(100, 200)))
    senders.run()

    assert Counter(senders.statuses) == {303: 100}
    assert senders.broken == 0


def test_five_crashes_of_the_database_during_300_sends_lose_nothing_and_count_nothing_twice(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(300)
    senders = Senders(server.port, marked(launched, range(300)))
    sending = threading.Thread(target=senders.run)

    sending.start()
    for _ in range(5):
        wait_for_more(senders, 30)
        assert sending.is_alive()
        postgres.crash()
        postgres.start()
    sending.join()

    assert set(senders.statuses) == {303, 503}
    assert all(len(receipts) == 1 for receipts in senders.receipts.values())
    assert counted(launched) == (Outcome(300, 300, 0), markers(range(300)))
