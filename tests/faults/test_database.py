"""The database ends under the web server, which goes on serving when it is back.

SQLite has no server of its own that could end: its counterpart is the kill of the web server.
"""

import http.client
from collections import Counter
from urllib.parse import urlencode

from sqlalchemy.engine import make_url

from survey_app.urn.tallies import Outcome
from tests.conftest import on_postgresql_alone
from tests.factories import answer_of, contact
from tests.faults.conftest import FieldOf
from tests.faults.senders import FORM, Senders, counted, marked, markers
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


def test_five_crashes_of_the_database_during_sends_lose_nothing_and_count_nothing_twice(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(300)
    senders = Senders(server.port, marked(launched, range(300)))

    with senders.at_work():
        for _ in range(5):
            senders.wait_for_more(30)
            postgres.crash()
            postgres.start()

    assert 503 in senders.statuses
    assert [len(receipts) for receipts in senders.receipts.values()] == [1] * 300
    assert counted(launched) == (Outcome(300, 300, 0), markers(range(300)))


def test_a_database_that_comes_back_and_answers_before_the_disk_does_gets_no_more_answers(
    field_of: FieldOf, postgres: Cluster
) -> None:
    launched, server = field_of(20)
    database = make_url(launched.installation.settings.urn_url).database

    postgres.execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
    postgres.crash()
    postgres.start()

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    connection.request("POST", launched.path("c0"), urlencode(answer_of(contact(0))), FORM)
    answer = connection.getresponse()
    assert answer.status == 503
    assert "could not be stored" in answer.read().decode()
    connection.close()
