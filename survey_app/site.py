"""The site's own pages: its front door, its health, and the demonstration's shelf."""

from flask import Blueprint, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from survey_app.extensions import READING, roll_engine, urn_engine

site = Blueprint("site", __name__)


@site.get("/healthz")
def healthz() -> Response:
    """Answer 200 when both databases answer."""
    try:
        for engine in (roll_engine(), urn_engine()):
            with engine.execution_options(**READING).connect() as connection:
                connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return make_response("a database does not answer\n", 503)
    return make_response("ok\n")
