"""The stepped figures of the field, as a consultant may see them today."""

from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.consult.desk import changing, keys
from survey_app.extensions import urn_engine
from survey_app.roll.models import Wave
from survey_app.services import status as daily
from survey_app.services.status import Status


def take_due(roll: Session, waves: list[Wave]) -> None:
    """Take the day's figures where nobody has asked yet today.

    Whoever asks first decides the hour and nothing else: it happens once a day. It is one of the
    two things a GET writes (the other is `drawing.drawn_now`): nobody's request can bring a
    figure forward or have it taken twice, and a consultant who looks must not have to ask first.
    """
    due = [wave.id for wave in waves if daily.is_due(roll, wave, today=today())]
    for wave_id in due:
        with changing() as own:
            daily.status(own, urn_engine(), keys(), own.get_one(Wave, wave_id), today=today())
            own.commit()


def status_of(roll: Session, wave: Wave) -> Status:
    """Return the wave's figures, which `take_due` has seen to."""
    return daily.status(roll, urn_engine(), keys(), wave, today=today())
