"""What the web server loads in each of its worker processes."""

import ctypes
import resource
import signal
import sys

import structlog
from flask import Flask

from survey_app import access, create_app, logs
from survey_app.errors import Refused

log = structlog.get_logger()

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4


def _keep_to_itself() -> None:
    """End with the master, however that one ends, and leave no picture of the memory behind.

    A worker that outlived its master would hold the port. A core dump would hold the answers and
    the tokens of the moment, and the keys; it is shut off twice, since a system's collector of
    dumps does not ask for the limit.
    """
    system = ctypes.CDLL(None)
    system.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    system.prctl(PR_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _application() -> Flask:
    """Return the application; if it cannot start, say so without the words of an exception.

    A start completes interrupted counts, so that even here an exception may quote an answer.
    """
    try:
        return create_app()
    except Refused as refusal:
        log.error("refused", sentence=str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever it is, its message must not be printed
        log.error("not started", kind=type(error).__name__, at=logs.places(error.__traceback__))
    sys.exit(1)


_keep_to_itself()
logs.configure()
logs.silence_messages()
app = _application()
access.note(app)
