"""Everything an installation stores, byte by byte, by the place where it lies."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from survey_app.config import Settings
from tests.postgres import Cluster

LOG = "write-ahead log"


def stored(settings: Settings) -> dict[str, bytes]:
    """Return the bytes of each place: `roll`, `urn`, the keys, and what a server has beside."""
    places: dict[str, list[bytes]] = {}
    for place, file in files_of(settings):
        with suppress(FileNotFoundError):  # a server that works makes and removes files of its own
            places.setdefault(place, []).append(file.read_bytes())
    return {place: b"\n".join(contents) for place, contents in places.items()}


def files_of(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Name the place of each file: the book it belongs to, or what kind of thing it is."""
    for folder in (settings.data, settings.keys):
        yield from ((file.name.split(".")[0], file) for file in _all_in(folder))
    roll, urn = make_url(settings.roll_url), make_url(settings.urn_url)
    if _has_server(urn):
        server = _server(urn)
        places = {_folder_of(roll): "roll", _folder_of(urn): "urn", server.data / "pg_wal": LOG}
        server.execute("CHECKPOINT")
        for file in (*_all_in(server.data), server.log):
            yield next((places[each] for each in file.parents if each in places), "server"), file


def at_rest(url: str) -> dict[str, bytes]:
    """Return a book's tables and indexes by file, with nothing left in memory or a log."""
    address = make_url(url)
    own = _files_of_tables(address) if _has_server(address) else _checkpointed(address)
    return {str(file): file.read_bytes() for file in own}


def _folder_of(address: URL) -> Path:
    [oid] = _asked(address, "SELECT oid FROM pg_database WHERE datname = current_database()")
    return _server(address).data / "base" / str(oid)


def _files_of_tables(address: URL) -> list[Path]:
    names = _asked(address, "SELECT pg_relation_filepath(oid) FROM pg_class WHERE oid >= 16384")
    server = _server(address)
    server.execute("CHECKPOINT")
    return [server.data / str(name) for name in names if name is not None]


def _checkpointed(address: URL) -> list[Path]:
    assert list(_asked(address, "PRAGMA wal_checkpoint(TRUNCATE)")) == [0]  # nobody was in its way
    return [Path(str(address.database))]


def _asked(address: URL, question: str) -> Iterable[object]:
    """Return the first column of the answer."""
    engine = create_engine(address)
    with engine.connect() as connection:
        answer = connection.scalars(text(question)).all()
    engine.dispose()
    return answer


def _has_server(address: URL) -> bool:
    return address.get_backend_name() == "postgresql"


def _server(address: URL) -> Cluster:
    return Cluster(Path(str(address.query["host"])))


def _all_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
