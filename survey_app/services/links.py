"""Launching for the consultant's own mail merge: the links, written once."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from survey_app.errors import Refused
from survey_app.services.waves import Link


@contextmanager
def links_file(file: Path) -> Iterator[TextIO]:
    """Open the file the links are written to, and remove it again if the launch fails.

    The caller writes before it commits: there is no state in which a wave is open and its links,
    which are stored nowhere else, are lost.
    """
    with _new_file(file) as stream:
        try:
            yield stream
        except BaseException:
            file.unlink(missing_ok=True)
            raise


def write_links(stream: TextIO, links: Sequence[Link], base_url: str) -> None:
    """Write `contact,email,url` to the disk itself."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["contact", "email", "url"])
    writer.writerows([link.contact, link.email, f"{base_url}/r/{link.token}"] for link in links)
    stream.flush()
    os.fsync(stream.fileno())


def _new_file(file: Path) -> TextIO:
    """Open a file for its owner alone; refuse one that has something in it."""
    if file.exists() and file.stat().st_size:
        raise Refused(f"{file} exists already and is left as it is; name another file.")
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    os.fchmod(handle, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")
