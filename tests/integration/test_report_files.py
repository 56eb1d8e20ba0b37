"""Report files: recorded with their edition, kept once, and known of editions from before."""

from alembic import command
from sqlalchemy import select

from survey_app.extensions import roll_engine, urn_engine
from survey_app.migrations import config_of
from survey_app.roll.models import Edition
from survey_app.services.editions import record_edition
from survey_app.services.report_files import content_of, edition_of, keep_file, listed_files
from tests.factories import Launched, answer_of, contacts


def release(launched: Launched) -> None:
    people = contacts(12)
    for person in people:
        launched.send(person.contact, answer_of(person))
    launched.close()
    with launched.wave() as (roll, wave):
        record_edition(roll, urn_engine(), wave, launched.installation.keys)
        roll.commit()


def move(revision: str) -> None:
    config = config_of("roll")
    with roll_engine().begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        command.upgrade(config, "head")


def test_an_edition_of_before_is_known_by_its_files_and_undrawn(launched: Launched) -> None:
    release(launched)
    with launched.wave() as (roll, wave):
        before = listed_files(roll, roll.scalars(select(Edition)).one())
        assert edition_of(roll, wave, 1) is not None

    with launched.installation.app.app_context():
        move("0002")

    with launched.wave() as (roll, wave):
        found = edition_of(roll, wave, 1)
        assert found is not None
        assert listed_files(roll, found) == before
        assert {file.size for file in before} == {None}
        assert before[0].file == "supplier.pdf"


def test_the_first_drawing_stays(launched: Launched) -> None:
    release(launched)
    with launched.wave() as (roll, wave):
        edition = edition_of(roll, wave, 1)
        assert edition is not None
        for content in (b"%PDF first", b"%PDF second"):
            keep_file(roll, edition.id, "supplier.pdf", content)
        roll.commit()

        assert content_of(roll, edition, "supplier.pdf") == b"%PDF first"
        assert listed_files(roll, edition)[0].size == len(b"%PDF first")
