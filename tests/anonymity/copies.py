"""A backup of both books, as an owner would make it."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from survey_app.config import Settings
from tests.postgres import Cluster


def backed_up(settings: Settings, folder: Path) -> dict[str, Path]:
    """Return the copy of each book, made in the folder by what the database has for that."""
    folder.mkdir()
    copies = {}
    for book, url in (("roll", settings.roll_url), ("urn", settings.urn_url)):
        address = make_url(url)
        copies[book] = folder / book
        (_dump if address.get_backend_name() == "postgresql" else _copy)(address, copies[book])
    return copies


def _copy(address: URL, to: Path) -> None:
    with (
        closing(sqlite3.connect(str(address.database))) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)


def _dump(address: URL, to: Path) -> None:
    cluster = Cluster(Path(str(address.query["host"])))
    program = next(cluster.folder.glob("*/*/bin/pg_dump"))
    with to.open("wb") as stream:
        subprocess.run(
            [program, "-h", cluster.folder, "-U", str(address.username), str(address.database)],
            check=True,
            user=cluster.folder.stat().st_uid if os.geteuid() == 0 else None,
            cwd="/",
            stdout=stream,
        )
