"""The application: the shell around the questionnaire and the report engines."""

from flask import Flask

from survey_app.application import build
from survey_app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application; refuse, in one sentence, to start where a promise would break."""
    return build(settings or Settings.read())
