"""Where a study stands, and what its consultant does next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from survey_app.consult.desk import study_address, wave_address
from survey_app.languages import day
from survey_app.roll.models import Wave
from survey_app.services import waves
from survey_app.services.links import has_links
from survey_app.services.report_files import editions_of
from survey_app.services.retention import kept_until
from survey_app.workspace import language, words


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, and what for; `to_do` where it cannot simply wait."""

    text: str
    address: str
    to_do: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in a word or two, and how its badge looks."""

    text: str
    badge: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the way from files to reports: `done`, `here` or `ahead`."""

    text: str
    place: str


def is_over(wave: Wave, today: date) -> bool:
    """Say whether the last day to answer has passed."""
    return wave.closes_on is not None and wave.closes_on < today


def stage_of(roll: Session, wave: Wave, today: date) -> Stage:
    """Return the stage of a wave."""
    if wave.state == "open" and wave.closes_on:
        last = day(wave.closes_on, language())
        if is_over(wave, today):
            return Stage(words("Over since %s, not counted") % last, "closed")
        return Stage(words("Open until %s") % last, "open")
    if wave.state == "counted" and editions_of(roll, wave):
        return Stage(words("Reports released"), "released")
    text = {
        "draft": words("Draft"),
        "closed": words("Closed, not counted"),
        "counted": words("Counted"),
        "destroyed": words("Destroyed unopened"),
    }[wave.state]
    return Stage(text, wave.state)


def next_step(roll: Session, wave: Wave, today: date) -> Link:
    """Return the one thing to do next."""
    if wave.state == "draft":
        return _before_launch(roll, wave, today)
    if wave.state == "open":
        return _in_the_field(roll, wave, today)
    if wave.state == "closed":
        text = words("Give it more time, or end it")
        return Link(text, study_address(wave.study), to_do=False)
    if wave.state == "counted" and editions_of(roll, wave):
        return Link(words("Read the reports"), wave_address(wave, "reports"))
    if wave.state == "counted" and not kept_until(wave, today):
        return Link(words("Make the reports"), wave_address(wave, "reports"))
    return Link(words("Begin the next wave"), f"{study_address(wave.study)}/files", to_do=False)


def milestones(roll: Session, wave: Wave, today: date) -> list[Milestone]:
    """Return the way of a wave with how far it has come."""
    texts = [
        words("Set up"),
        words("Check"),
        words("Launch"),
        words("Collect answers"),
        words("Count"),
        words("Report"),
    ]
    here = _reached(roll, wave, today)
    places = ["done" if i < here else "here" if i == here else "ahead" for i in range(len(texts))]
    return [Milestone(text, place) for text, place in zip(texts, places, strict=True)]


def _reached(roll: Session, wave: Wave, today: date) -> int:
    """Return how many milestones a wave has behind it; what comes next follows from the same."""
    if wave.state == "draft":
        return 0 if waves.hindrance(wave, waves.numbers(roll, wave)) else 1
    if wave.state == "open":
        return 4 if is_over(wave, today) else 3 if has_links(roll, wave) else 2
    if wave.state == "counted":
        return 6 if editions_of(roll, wave) else 5
    return 4


def _before_launch(roll: Session, wave: Wave, today: date) -> Link:
    if _reached(roll, wave, today) == 0:
        return Link(words("Add contacts"), f"{study_address(wave.study)}/files")
    return Link(words("Check who could be reported"), wave_address(wave, "preflight"))


def _in_the_field(roll: Session, wave: Wave, today: date) -> Link:
    if is_over(wave, today):
        return Link(words("Close and count"), wave_address(wave, "close"))
    if not has_links(roll, wave):
        return Link(words("Download the links"), wave_address(wave, "links"))
    last = day(wave.closes_on, language()) if wave.closes_on else ""
    text = words("Wait for answers until %s") % last
    return Link(text, wave_address(wave, "response"), to_do=False)
