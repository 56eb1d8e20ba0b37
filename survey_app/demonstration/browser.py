"""As much of a browser as the invented customers need: one connection, forms, patience."""

import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

TIMEOUT_SECONDS = 30
PAUSES = (0.1, 0.5, 2.0)
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}

Fields = Mapping[str, Sequence[str]]


class Reply(NamedTuple):
    status: int
    location: str
    page: str


class Browser:
    """One connection kept alive, opened again where the server closed it."""

    def __init__(self) -> None:
        self._connection: HTTPConnection | None = None
        self._host = ""

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def request(self, method: str, url: str, fields: Fields | None = None) -> Reply | None:
        """Return the reply; None where after several tries there is none, or a server error.

        Sending again is safe: a second answer with one link changes nothing.
        """
        for pause in (*PAUSES, None):
            try:
                reply = self._once(method, url, fields)
            except (OSError, HTTPException):
                self.close()
            else:
                if reply.status < 500 and reply.status != 429:
                    return reply
            if pause:
                time.sleep(pause)
        return None

    def _once(self, method: str, url: str, fields: Fields | None) -> Reply:
        parts = urlsplit(url)
        connection = self._to(parts.netloc)
        body = urlencode(_typed(fields), doseq=True) if fields else None
        path = parts._replace(scheme="", netloc="").geturl()
        connection.request(method, path, body, FORM_TYPE if fields else {})
        response = connection.getresponse()
        page = response.read().decode("utf-8", "replace")
        return Reply(response.status, response.getheader("Location", ""), page)

    def _to(self, host: str) -> HTTPConnection:
        if self._connection is None or host != self._host:
            self.close()
            self._connection = HTTPConnection(host, timeout=TIMEOUT_SECONDS)
            self._host = host
        return self._connection


def _typed(fields: Fields) -> dict[str, list[str]]:
    """Return the fields with line breaks as browsers send them."""
    return {name: list(_with_breaks(values)) for name, values in fields.items()}


def _with_breaks(values: Sequence[str]) -> Iterator[str]:
    return (value.replace("\n", "\r\n") for value in values)
