"""What every command shares: the options accepted everywhere, and the installation opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy.orm import Session

from survey_app.application import build, dispose
from survey_app.config import Settings
from survey_app.extensions import roll_engine
from survey_app.keys import Keys
from survey_app.roll.models import Study, Wave
from survey_app.services import waves

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Chosen:
    """The options every command knows, wherever on the line they stand; the last one counts."""

    data: str | None = None
    practice: str | None = None

    def settings(self) -> Settings:
        """Return the settings of the chosen data folder."""
        return Settings.read(data=self.data)


def chosen() -> Chosen:
    """Return the options given so far."""
    return click.get_current_context().ensure_object(Chosen)


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None and parameter.name:
        setattr(context.ensure_object(Chosen), parameter.name, value)


def everywhere(command: Command) -> Command:
    """Give a command the options that are accepted before and after its name."""
    for name, metavar, text in (
        ("--practice", "NAME", "The consultancy, as respondents and reports read it."),
        ("--data", "DIR", "The data folder (default: SURVEY_APP_DATA, or instance/)."),
    ):
        option = click.option(
            name, metavar=metavar, help=text, callback=_remember, expose_value=False
        )
        command = option(command)
    return command


@dataclass(frozen=True)
class Desk:
    """What a command works with: the application, the book of who, and the keys."""

    app: Flask
    roll: Session
    keys: Keys

    @property
    def settings(self) -> Settings:
        """Return the installation's settings."""
        found: Settings = self.app.extensions["settings"]
        return found

    @property
    def base_url(self) -> str:
        """Return what links begin with."""
        return self.settings.base_url

    def wave(self, name: str) -> Wave:
        """Return the wave of that id."""
        return waves.find_wave(self.roll, name, chosen().practice)

    def study(self, name: str) -> Study:
        """Return the study of that id."""
        return waves.find_study(self.roll, name, chosen().practice)


@contextmanager
def desk(settings: Settings | None = None) -> Iterator[Desk]:
    """Open the installation for one command."""
    app = build(settings or chosen().settings())
    with app.app_context():
        try:
            with Session(roll_engine()) as roll:
                yield Desk(app, roll, app.extensions["keys"])
        finally:
            dispose()
