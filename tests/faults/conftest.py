"""A wave with many contacts behind the real web server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from survey_app.server import free_port
from tests.conftest import Server
from tests.factories import Installation, Launched, StudyFiles, contacts

Field = tuple[Launched, Server]
FieldOf = Callable[[int], Field]


@pytest.fixture
def field_of(installation: Installation) -> Iterator[FieldOf]:
    """Return what serves a wave with so many contacts."""
    with ExitStack() as stack:

        def serve(number: int) -> Field:
            files = StudyFiles(contacts=contacts(number))
            launched = installation.launch(installation.load(files))
            serving = Server(installation.settings, free_port())
            stack.callback(serving.stop)
            serving.start()
            return launched, serving

        yield serve
