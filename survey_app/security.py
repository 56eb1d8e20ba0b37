"""What every answer of the web server carries, and what it never tells."""

import sys

import structlog
from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from survey_app import logs, workspace
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.languages import first_spoken, later
from survey_app.respond.page import error_page, not_found_page

log = structlog.get_logger()

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
SENTENCES = {
    400: (later("This request cannot be read"), later("Please go back and try again.")),
    405: (
        later("This address cannot be used like that"),
        later("Please open the link from your mail again."),
    ),
    413: (
        later("Your answers are too long to be taken"),
        later("Nothing was stored. Please go back and shorten the longest comment."),
    ),
    415: (
        later("This request cannot be read"),
        later("Please send the form from the page itself."),
    ),
}
WORKSPACE_SENTENCES = {
    400: (
        later("This request cannot be read"),
        later("Nothing was stored. Please go back and try again."),
    ),
    403: (
        later("This is not open to you"),
        later(
            "Nothing was changed. If you think it should be, ask whoever runs this installation."
        ),
    ),
    404: (
        later("There is nothing at this address"),
        later(
            "It may have been renamed or removed, or the address was not copied to its last letter."
        ),
    ),
    405: (
        later("This address cannot be used like that"),
        later("Nothing was changed. Please use the buttons and links of the pages."),
    ),
    413: (
        later("What you sent is too large"),
        later("Nothing was stored. Please go back and send at most 4 MB at once."),
    ),
}
UNAVAILABLE = (
    later("This is not available just now"),
    later(
        "Nothing was stored. Please go back - what you typed is still there - and try again in a "
        "minute."
    ),
)
UNEXPECTED = (
    later("Something went wrong on our side"),
    later("Nothing of it was stored. Please go back and try again in a minute."),
)


def protect(app: Flask) -> None:
    """Give every answer its headers, and every error a page that tells nothing of the request."""
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    settings: Settings = current_app.extensions["settings"]
    if settings.base_url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code in (301, 302, 303, 307, 308):
        return Response(status=code, headers=error.get_headers())
    page = Response(_error_text(code), code, mimetype="text/html")
    if code == 405:
        page.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return page


def _error_text(code: int) -> str:
    own = workspace.inside(request.path)
    if code == 404 and not own:
        return not_found_page(_readers_language())
    return _page_of(*(WORKSPACE_SENTENCES if own else SENTENCES).get(code, UNEXPECTED))


def _unexpected(error: Exception) -> Response:
    """Log where it happened, but neither the message nor the address: both may carry an answer."""
    if isinstance(error, SQLAlchemyError | OSError | Refused):
        log.error("unavailable", kind=type(error).__name__, endpoint=request.endpoint, at=_places())
        return Response(_page_of(*UNAVAILABLE), 503, mimetype="text/html")
    log.error("unexpected", kind=type(error).__name__, endpoint=request.endpoint, at=_places())
    return Response(_page_of(*UNEXPECTED), 500, mimetype="text/html")


def _page_of(title: str, sentence: str) -> str:
    """Return a page in the look of the place where something happened."""
    if workspace.inside(request.path):
        return workspace.error_page(title, sentence)
    return error_page(title, sentence, _readers_language())


def _readers_language() -> str:
    """Return the language of a page that belongs to no study: the one the browser asks for."""
    return first_spoken(request.accept_languages.values())


def _places() -> list[str]:
    return logs.places(sys.exc_info()[2])
