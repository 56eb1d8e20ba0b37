"""The web server: granian with its workers, as one process group."""

import os

from granian import Granian
from granian.constants import Interfaces

from survey_app.config import Settings

THREADS = 4


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; no request is logged."""
    os.environ["SURVEY_APP_DATA"] = str(settings.data)
    Granian(
        "survey_app.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        log_access=False,
        workers_kill_timeout=5,
    ).serve()
