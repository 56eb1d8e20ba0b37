"""Access lines: one JSON object for a request, and none that says that somebody answered.

A line names the method, the rule of the route and the status; it has the day and nothing finer. Of
the address, the path, the query, the browser and the length it knows nothing. That is not enough:
whatever collects standard error stamps each line as it comes, and the lines of a day are in order.
So it matters as well which lines there are. A send that was taken, a form handed back to be mended
and the receipt leave none: otherwise a watcher would count the answers one by one, next to figures
that move once a day in steps, and know the moment of each. What is left tells that a link was
opened, which mail scanners do too, and what failed, of which nothing was stored. A health check
leaves a line only when it fails: one every ten seconds would be a clock between the others.
"""

import time

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from survey_app import workspace

log = structlog.get_logger()

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
RECEIPTS = "/receipt/"
ROUTINE = ("/static/", "/healthz")
MENDED = 422


def note(app: Flask) -> None:
    """Let an application write its access lines; that of a command writes none."""
    app.before_request(_begin)
    app.after_request(_line)


def _begin() -> None:
    g.began = time.perf_counter()


def _line(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else None
    method = request.method if request.method in METHODS else None
    own = workspace.inside(request.path)
    if own or not _is_silent(rule, method, response.status_code):
        log.info("request", method=method, rule=rule, status=response.status_code, **_taken(own))
    return response


def _is_silent(rule: str | None, method: str | None, status: int) -> bool:
    """Say whether the line would tell of an answer, or be no more than a tick of a clock."""
    if rule is None or status >= 400:
        return status == MENDED
    return method not in READING or rule.startswith((RECEIPTS, *ROUTINE))


def _taken(own: bool) -> dict[str, int]:
    """Return how long a page of the workspace took; how long somebody's form took is not noted."""
    began = g.get("began")
    return {"ms": round((time.perf_counter() - began) * 1000)} if own and began else {}
