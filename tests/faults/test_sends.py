"""The real server under load and under SIGKILL: what was acknowledged is what is counted."""

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.server import free_port, serve
from survey_app.urn.models import Comment
from survey_app.urn.tallies import Outcome, outcome
from tests.conftest import Server
from tests.factories import Installation, Launched, StudyFiles, answer_of, contact, contacts
from tests.faults.senders import Senders

CONCURRENCY = 16


@pytest.fixture
def field_of_500(installation: Installation) -> Iterator[tuple[Launched, Server]]:
    """Serve a wave with five hundred contacts."""
    launched = installation.launch(installation.load(StudyFiles(contacts=contacts(500))))
    serving = Server(installation.settings, free_port())
    serving.start()
    yield launched, serving
    serving.stop()


def marked(launched: Launched, number: int) -> list[tuple[str, dict[str, str]]]:
    """Return the path and the answers of so many contacts, each with a comment of its own."""
    return [
        (launched.path(f"c{n}"), answer_of(contact(n), **{"q.why": f"Marker {n}"}))
        for n in range(number)
    ]


def comments(launched: Launched) -> Counter[str]:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return Counter(connection.scalars(select(Comment.text)))


def counted(launched: Launched) -> Outcome | None:
    launched.close()
    with launched.wave() as (_, wave):
        return outcome(urn_engine(), wave.urn_wave)


def test_500_sends_at_concurrency_16_are_500_ballots_without_an_error(
    field_of_500: tuple[Launched, Server],
) -> None:
    launched, server = field_of_500
    senders = Senders(server.port, marked(launched, 500), CONCURRENCY)

    senders.run()

    assert Counter(senders.statuses) == {303: 500}
    assert senders.broken == 0
    assert counted(launched) == Outcome(invited=500, counted=500, malformed=0)
    assert comments(launched) == Counter(f"Marker {n}" for n in range(500))


def test_five_kills_during_300_sends_lose_nothing_and_count_nothing_twice(
    field_of_500: tuple[Launched, Server],
) -> None:
    launched, server = field_of_500
    senders = Senders(server.port, marked(launched, 300), CONCURRENCY)
    sending = threading.Thread(target=senders.run)

    sending.start()
    for kill in range(1, 6):
        while sending.is_alive() and senders.acknowledged < 50 * kill:
            time.sleep(0.001)
        assert sending.is_alive()
        server.kill()
        server.start()
    sending.join()

    assert senders.broken > 0
    assert senders.acknowledged == 300
    assert all(len(receipts) == 1 for receipts in senders.receipts.values())
    assert counted(launched) == Outcome(invited=500, counted=300, malformed=0)
    assert comments(launched) == Counter(f"Marker {n}" for n in range(300))


def test_a_connection_cut_in_the_middle_of_a_body_stores_nothing(
    launched: Launched, server: Server
) -> None:
    body = urlencode(answer_of(contact(0))).encode()
    head = (
        f"POST {launched.path('c0')} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for kept in range(1, len(body), 7):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(head + body[:kept])
            connection.shutdown(socket.SHUT_WR)
            with suppress(OSError):
                connection.recv(4096)

    senders = Senders(server.port, marked(launched, 6), 1)
    senders.run()

    assert counted(launched) == Outcome(invited=20, counted=6, malformed=0)


def group_of(leader: int) -> list[int]:
    """Return the living processes of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                found += [int(entry.name)] if int(group) == leader and state != "Z" else []
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_leaves_no_process_within_ten_seconds_however_its_master_ends(
    server: Server, number: signal.Signals
) -> None:
    assert server.process is not None
    leader = server.process.pid
    assert len(group_of(leader)) > 1

    os.kill(leader, number)
    server.process.wait(timeout=10)
    deadline = time.monotonic() + 10
    while group_of(leader) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert group_of(leader) == []


def test_a_port_that_is_served_already_is_refused_in_a_sentence(server: Server) -> None:
    with pytest.raises(Refused, match="cannot be served"):
        serve(server.settings, "127.0.0.1", server.port)


def test_two_signals_at_once_end_the_server_all_the_same(server: Server) -> None:
    assert server.process is not None
    leader = server.process.pid

    os.killpg(leader, signal.SIGTERM)
    os.kill(leader, signal.SIGTERM)
    server.process.wait(timeout=10)

    assert group_of(leader) == []
