"""Respondents whose every trace is a word of its own, and a search for it in all that is written.

Tokens, addresses and agents stand nowhere at all; what somebody said stands in the urn's comments
after the count, in a copy made of them, and in the log that a PostgreSQL server writes ahead.
"""

import base64
import json
import socket
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from survey_app.extensions import urn_engine
from survey_app.server import free_port
from survey_app.urn.models import Comment
from tests.anonymity.canaries import Browser, Flock, grep
from tests.anonymity.copies import backed_up
from tests.anonymity.stored import LOG, files_of
from tests.conftest import Server
from tests.factories import Installation, Launched, StudyFiles, answer_of, contact, contacts

NUMBER = 32
MENDED, LARGE, TWICE, CUT = range(8), range(8, 12), range(12, 20), NUMBER - 1
# Where a program puts what it has no other place for.
SHARED = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108 - they are searched
OTHERS = ("postgres-", "pytest-")
LIMIT = 64_000_000

Places = Mapping[str, list[Path]]


@dataclass
class Field:
    """A wave in the field behind a real server, with everything watched that it could write."""

    launched: Launched
    server: Server
    folder: Path
    flock: Flock = field(default_factory=Flock)
    before: set[Path] = field(default_factory=lambda: _shared())
    copies: dict[str, Path] = field(default_factory=dict)

    def browser(self, number: int) -> Browser:
        return Browser(self.flock, number, self.server.port)

    def everybody_answers(self) -> None:
        for number in range(CUT):
            self._one_answers(number)
        self._is_cut_off(self.launched.path(f"c{CUT}"))

    def _one_answers(self, number: int) -> None:
        browser, path = self.browser(number), self.launched.path(f"c{number}")
        assert browser.ask("GET", path).status == 200
        if number in MENDED:
            assert browser.ask("POST", path, self.form(number, draft=True)).status == 422
        form = self.form(number)
        padding = {"unasked": self.flock.draft(number) * 3000} if number in LARGE else {}
        answer = browser.ask("POST", path, form + ("&" + urlencode(padding) if padding else ""))
        assert answer.status == 303
        if number in TWICE:
            again = form.replace(self.flock.spoken, self.flock.silent)
            assert browser.ask("POST", path, again).status == 303
        assert browser.ask("GET", answer.headers["Location"].partition("?")[0]).status == 200

    def form(self, number: int, *, draft: bool = False) -> str:
        said = self.flock.draft(number) if draft else self.flock.comment(number)
        answers = answer_of(contact(number), **{"q.why": said})
        wrong = {"q.quality.client": self.flock.draft(number)} if draft else {}
        return urlencode(answers | wrong)

    def _is_cut_off(self, path: str) -> None:
        body = self.form(CUT, draft=True).encode()
        head = "".join(f"{n}: {v}\r\n" for n, v in self.flock.headers(CUT).items())
        place = (self.flock.address(CUT), 0)
        with socket.create_connection(("127.0.0.1", self.server.port), 5, place) as connection:
            connection.sendall(
                f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: 900000\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
            )
            connection.sendall(body)

    def copy(self, name: str) -> None:
        """Make a backup, which is searched from then on."""
        made = backed_up(self.launched.installation.settings, self.folder / name)
        self.copies |= {f"{name} of the {book}": file for book, file in made.items()}

    def places(self) -> Places:
        """Return every file that is or could have been written, by the kind of place."""
        found: dict[str, list[Path]] = {name: [file] for name, file in self.copies.items()}
        for place, file in files_of(self.launched.installation.settings):
            found.setdefault(place, []).append(file)
        assert self.server.log is not None
        assert self.server.temporary is not None
        found["what the server says"] = [self.server.log]
        found["temporary"] = _files_in([self.server.temporary])
        found["shared"] = _files_in(_shared() - self.before)
        found["where it was started"] = _files_in(Path.cwd().glob("*core*"))
        return found

    def finds(self, *words: str) -> set[str]:
        """Return the places that hold one of the words."""
        places = self.places()
        guilty = grep(words, [file for files in places.values() for file in files])
        return {place for place, files in places.items() if guilty & set(files)}

    def traces(self) -> list[str]:
        """Return what tells who was there; half of a token is too much already."""
        halves = [token[:13] for token in self.launched.tokens.values()]
        return [self.flock.silent, self.flock.net, *halves]

    def comments(self) -> list[str]:
        with self.launched.installation.app.app_context(), urn_engine().connect() as connection:
            return list(connection.scalars(select(Comment.text)))


def _shared() -> set[Path]:
    """Return what lies in the folders that all programs share, but for what is other tests'."""
    entries = (entry for folder in SHARED if folder.is_dir() for entry in folder.iterdir())
    return {entry for entry in entries if not entry.name.startswith(OTHERS)}


def _files_in(entries: Iterable[Path]) -> list[Path]:
    files = []
    for entry in entries:
        with suppress(OSError):  # another program's, which has just removed it
            inside = (entry, *entry.rglob("*"))
            files += [f for f in inside if f.is_file() and f.stat().st_size < LIMIT]
    return files


@pytest.fixture
def fielded(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Field]:
    """Return a wave of thirty-two, to be served from a folder of its own."""
    (tmp_path / "started").mkdir()
    monkeypatch.chdir(tmp_path / "started")
    launched = installation.launch(installation.load(StudyFiles(contacts=contacts(NUMBER))))
    server = Server(
        installation.settings, free_port(), tmp_path / "server.log", tmp_path / "temporary"
    )
    yield Field(launched, server, tmp_path)
    server.stop()


def test_no_trace_of_a_respondent_is_written_anywhere_and_no_word_but_the_counted_comments(
    fielded: Field,
) -> None:
    fielded.server.start()
    fielded.everybody_answers()
    fielded.copy("backup in the field")
    assert fielded.finds(*fielded.traces(), fielded.flock.spoken) == set()

    fielded.launched.close()
    late = fielded.browser(0).ask("POST", fielded.launched.path("c0"), fielded.form(0))
    fielded.copy("backup after the count")
    fielded.server.stop()

    assert late.status == 410
    said = [fielded.flock.comment(number) for number in range(CUT)]
    assert sorted(fielded.comments()) == sorted(said)
    found = fielded.finds(fielded.flock.spoken)
    assert {"urn", "backup after the count of the urn"} <= found
    assert found <= {"urn", "backup after the count of the urn", LOG}
    assert fielded.finds(*fielded.traces()) == set()


def test_a_canary_planted_in_any_place_is_found(fielded: Field) -> None:
    assert fielded.server.log is not None
    assert fielded.server.temporary is not None
    word, settings = fielded.flock.silent, fielded.launched.installation.settings
    for url in (settings.roll_url, settings.urn_url):
        plant(url, word)
    fielded.copy("backup")
    (settings.keys / "master.old").write_text(word)
    with fielded.server.log.open("a") as log:
        log.write(f'{{"event": "{word}"}}\n')
    (fielded.server.temporary / "deep").mkdir(parents=True)
    (fielded.server.temporary / "deep" / "body").write_text(word)
    Path("core.17").write_text(word)

    with tempfile.NamedTemporaryFile("w", dir=SHARED[0]) as shared:
        shared.write(word)
        shared.flush()
        found = fielded.finds(word)

    of_a_server = {LOG, "server"} if settings.urn_url.startswith("postgresql") else set()
    assert found == of_a_server | {
        *("roll", "urn", "backup of the roll", "backup of the urn", "master"),
        *("what the server says", "temporary", "shared", "where it was started"),
    }


@pytest.mark.parametrize("before", range(4))
def test_a_canary_is_found_however_it_is_written_down(tmp_path: Path, before: int) -> None:
    flock = Flock()
    said = "x" * before + flock.comment(7)
    ways = {
        "plain": said.encode(),
        "percent": quote(said).encode(),
        "json": json.dumps({"comment": said}).encode(),
        "base64": base64.b64encode(said.encode()),
        "hexadecimal": said.encode().hex().encode(),
        "utf-16": said.encode("utf-16-le"),
        "utf-16, other order": said.encode("utf-16-be"),
    }
    for name, content in ways.items():
        (tmp_path / name).write_bytes(b"\0\1" + content + b"\n")
    (tmp_path / "another").write_text(Flock().comment(7))

    found = grep([flock.spoken], list(tmp_path.iterdir()))

    assert {file.name for file in found} == set(ways)


def plant(url: str, word: str) -> None:
    """Leave a word in a database and, if it has a server, in what that one says."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE planted (word TEXT)"))
        connection.execute(text("INSERT INTO planted VALUES (:word)"), {"word": word})
    with engine.connect() as connection, suppress(DBAPIError):
        connection.execute(text(f"SELECT '{word}' FROM nowhere"))  # noqa: S608 - our own word
    engine.dispose()
