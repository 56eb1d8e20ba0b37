"""Logs: one JSON object a line on standard error, with the day and never the hour.

The time of an error on a respondent's route would tell when somebody answered, and the message of
an exception may hold what was answered: a library's is not written, only its kind and its places.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog

GRANIAN = "_granian"
STARTS_AND_ENDS = frozenset({GRANIAN, f"{GRANIAN}.serve"})
DAY = "%Y-%m-%d"

log = structlog.get_logger()


def configure() -> None:
    """Set up structlog for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt=DAY, utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def of_libraries() -> dict[str, Any]:
    """Return how a server's processes log what its libraries say, granian's access log never."""
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "day"}
    nothing = {"class": "logging.NullHandler"}  # without one, the last resort prints the words
    return {
        "formatters": {"day": {"()": "survey_app.logs.LibraryFormatter"}},
        "handlers": {"standard error": handler, "nowhere": nothing},
        "root": {"handlers": ["standard error"], "level": "WARNING"},
        "loggers": {
            GRANIAN: {"handlers": ["standard error"], "level": "INFO", "propagate": False},
            "granian.access": {"handlers": ["nowhere"], "propagate": False},
        },
    }


class LibraryFormatter(logging.Formatter):
    """Says which library logged where; in words only what granian says of its own start and end."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, object] = {"event": "library", "logger": record.name}
        line["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line |= _told(record.exc_info[1])
        elif record.name in STARTS_AND_ENDS:
            line["event"] = record.getMessage()
        line["level"] = record.levelname.lower()
        line["timestamp"] = datetime.fromtimestamp(record.created, UTC).strftime(DAY)
        return json.dumps(line)


def silence_messages() -> None:
    """Let nothing of this process reach standard error with the words of an exception."""
    logging.raiseExceptions = False  # a line that cannot be written would be printed with its words
    logging.captureWarnings(True)
    sys.excepthook = _at_the_end
    threading.excepthook = _in_a_thread
    sys.unraisablehook = _in_a_finaliser


def places(trace: TracebackType | None) -> list[str]:
    """Return where an exception passed, without a line of source or a value."""
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]


def _at_the_end(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    log.error("stray", **_told(error))


def _in_a_thread(thrown: threading.ExceptHookArgs) -> None:
    if thrown.exc_value is not None:
        log.error("stray", **_told(thrown.exc_value))


def _in_a_finaliser(thrown: "sys.UnraisableHookArgs") -> None:
    if thrown.exc_value is not None:
        log.error("stray", **_told(thrown.exc_value))


def _told(error: BaseException) -> dict[str, Any]:
    return {"kind": type(error).__name__, "at": places(error.__traceback__)}
