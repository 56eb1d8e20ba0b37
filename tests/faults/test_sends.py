"""The real server under load, with bodies cut short, and at its end."""

import os
import signal
import socket
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode

import pytest

from survey_app.errors import Refused
from survey_app.server import serve
from survey_app.urn.tallies import Outcome
from tests.conftest import Server
from tests.factories import Launched, answer_of, contact
from tests.faults.conftest import FieldOf
from tests.faults.senders import Senders, respondents
from tests.faults.trial import counted, each_once
from tests.faults.warm import group_of


def test_500_sends_at_concurrency_16_are_500_ballots_without_an_error(field_of: FieldOf) -> None:
    launched, server = field_of(500)
    senders = Senders(server.port, respondents(launched, range(500)))

    senders.run()

    assert Counter(senders.statuses) == {303: 500}
    assert senders.broken == 0
    assert counted(launched) == each_once(500)


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

    senders = Senders(server.port, respondents(launched, range(6)), concurrency=1)
    senders.run()

    assert counted(launched)[0] == Outcome(invited=20, counted=6, malformed=0)


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
