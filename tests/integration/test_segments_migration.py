"""The revision that brings tallies by segment: up and down beside an urn with counted waves."""

import pytest
from alembic import command
from sqlalchemy import Connection, insert, inspect
from sqlalchemy.exc import IntegrityError

from reports.tally import Base, Count, Moment, Row, Tallies
from survey_app.extensions import urn_engine
from survey_app.migrations import config_of
from survey_app.urn.models import TallyCount, UrnWave
from survey_app.urn.tallies import read_tallies, write_tallies
from tests.factories import Installation

WHOLE, NORTH = Row("trust", None), Row("trust", None, None, "region=North")
CLIENT = Row("quality", "client")
TEN = Base(10, 4, 3)
FOURS = Count("trust", None, "4")
NINES = Count("recommend", None, "9", within="region=North = the far one")
KEPT = Tallies(
    bases={WHOLE: Base(20, 4, 5), CLIENT: TEN, NORTH: TEN, NINES.row: TEN},
    moments={WHOLE: Moment(20, 80), CLIENT: Moment(10, 40), NORTH: Moment(10, 40)},
    counts={FOURS: 20, NINES: 10},
)


def counted(connection: Connection) -> None:
    connection.execute(
        insert(UrnWave).values(wave="w", state="counted", invited=30, counted=20, malformed=0)
    )
    write_tallies(connection, "w", KEPT)


def test_what_is_kept_by_segment_is_read_back(installation: Installation) -> None:
    with installation.app.app_context():
        with urn_engine().begin() as connection:
            counted(connection)
        found = read_tallies(urn_engine(), "w")

    assert (found.bases, found.moments, found.counts) == (KEPT.bases, KEPT.moments, KEPT.counts)


def test_below_the_revision_the_whole_is_left_and_comes_back(installation: Installation) -> None:
    with installation.app.app_context():
        config = config_of("urn")
        with urn_engine().begin() as connection:
            counted(connection)
            config.attributes["connection"] = connection
            command.downgrade(config, "0004")
            columns = {column["name"] for column in inspect(connection).get_columns("tally_row")}
            command.upgrade(config, "0005")
        found = read_tallies(urn_engine(), "w")

    assert "within" not in columns
    assert found.bases == {WHOLE: Base(20, 4, 5), CLIENT: TEN}
    assert found.moments == {WHOLE: Moment(20, 80), CLIENT: Moment(10, 40)}
    assert found.counts == {FOURS: 20}


def test_a_count_within_a_segment_belongs_to_a_row_within_it(installation: Installation) -> None:
    with installation.app.app_context(), urn_engine().begin() as connection:
        counted(connection)
        stray = {"wave": "w", "question": "trust", "subject": "", "within": "region=South"}
        with pytest.raises(IntegrityError):
            connection.execute(insert(TallyCount).values(**stray, option="4", number=1))
