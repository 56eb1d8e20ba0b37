"""What the web server loads in each of its worker processes."""

import ctypes
import os
import resource
import signal
import sys
import time
from multiprocessing import parent_process

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from survey_app import access, create_app, logs
from survey_app.errors import Refused

log = structlog.get_logger()

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
PATIENCE_SECONDS = 20
PAUSE_SECONDS = 0.5


def _end_with_master() -> None:
    """End with the master, however that one ends: no worker is left holding the port.

    Until it serves, a worker has the master's handlers, which would swallow any milder signal.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    master = parent_process()
    if master is not None and master.pid != os.getppid():
        sys.exit()  # it had ended before the kernel knew whom to tell


def _refuse_dumps() -> None:
    """Leave no picture of the memory: it holds answers and tokens of the moment, and the keys.

    It is refused twice, since a system's collector of dumps does not ask for the limit.
    """
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _application() -> Flask:
    """Return the application; if it cannot start, say so without the words of an exception.

    A start completes interrupted counts, so that even here an exception may quote an answer.
    """
    try:
        return _created()
    except Refused as refusal:
        log.error("refused", sentence=str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever it is, its message must not be printed
        log.error("not started", kind=type(error).__name__, at=logs.places(error.__traceback__))
    sys.exit(1)


def _created() -> Flask:
    """Return the application; a database that is just restarting is waited for.

    The other workers wait for it while they serve: one that gave up would end them all.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return create_app()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            log.warning("waiting for the database")
            time.sleep(PAUSE_SECONDS)


_end_with_master()
_refuse_dumps()
logs.configure()
logs.silence_messages()
app = _application()
access.note(app)
