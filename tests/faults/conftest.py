"""A wave with many contacts behind the real web server."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from survey_app.server import free_port
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.faults.warm import Alteration, WarmServer, unaltered

Field = tuple[Launched, WarmServer]


class FieldOf(Protocol):
    """What serves a wave with so many contacts, by a server that may be altered."""

    def __call__(self, number: int, alter: Alteration = unaltered) -> Field: ...


@pytest.fixture
def field_of(installation: Installation) -> Iterator[FieldOf]:
    """Return what serves a wave with so many contacts."""
    with ExitStack() as stack:

        def serve(number: int, alter: Alteration = unaltered) -> Field:
            files = StudyFiles(contacts=contacts(number))
            launched = installation.launch(installation.load(files))
            serving = WarmServer(installation.settings, free_port(), alter)
            stack.callback(serving.stop)
            serving.start()
            return launched, serving

        yield serve
