"""The database ends under the web server, which goes on serving when it is back.

SQLite has no server of its own that could end: its counterpart is the kill of the web server.
"""

from collections import Counter

from sqlalchemy.engine import make_url

from tests.conftest import on_postgresql_alone
from tests.faults.conftest import FieldOf
from tests.faults.senders import MANNERS, Senders, posted, respondents
from tests.faults.trial import KEPT, counted, each_once, strike
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
