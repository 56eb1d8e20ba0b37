"""Servers altered to break one promise each: the trials must catch every one of them.

Each is passed to a server's copy before it begins, and changes what that copy casts with.
"""

import secrets
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, select, update

from questionnaires.answers import Ballot
from survey_app import extensions
from survey_app.extensions import insert_ignoring_conflict, reading
from survey_app.keys import Keys
from survey_app.respond import views
from survey_app.services import cast as casting
from survey_app.services.cast import OpenedLink
from survey_app.urn.models import SealedBallot, UrnWave
from survey_app.urn.sealing import nullifier, receipt, seal, tag

FULL_CAST = casting.cast
SLOW_SECONDS = 1


def acknowledges_before_the_commit() -> None:
    """Reply first, and store the ballot behind the respondent's back."""

    def cast(urn: Engine, keys: Keys, link: OpenedLink, ballot: Ballot) -> str:
        threading.Thread(target=FULL_CAST, args=(urn, keys, link, ballot)).start()
        return receipt(_name(keys, link))

    _put(views, cast)


def uses_the_link_up_before_it_stores() -> None:
    """Write the nullifier in a transaction of its own, and the ballot in the next."""

    def cast(urn: Engine, keys: Keys, link: OpenedLink, ballot: Ballot) -> str:
        name = _name(keys, link)
        if _insert(urn, link, name, b""):
            row = update(SealedBallot).where(SealedBallot.nullifier == name)
            with urn.begin() as connection:
                connection.execute(row.values(sealed=_sealed(keys, link, ballot, name)))
        return receipt(name)

    _put(views, cast)


def draws_a_name_for_every_send() -> None:
    """Store each send under a random nullifier."""

    def nullifier(_key: bytes, _invitation: bytes) -> bytes:
        return secrets.token_bytes(32)

    _put(casting, nullifier)


def remembers_in_memory_who_has_sent() -> None:
    """Let each worker keep its own list in place of the unique nullifier."""
    known: set[bytes] = set()

    def cast(urn: Engine, keys: Keys, link: OpenedLink, ballot: Ballot) -> str:
        name = _name(keys, link)
        if name not in known:
            drawn = secrets.token_bytes(32)
            _insert(urn, link, drawn, _sealed(keys, link, ballot, drawn))
            known.add(name)
        return receipt(name)

    _put(views, cast)


def asks_too_early_whether_the_wave_is_open() -> None:
    """Ask for the wave's state in one transaction, and store in another, which comes late."""

    def cast(urn: Engine, keys: Keys, link: OpenedLink, ballot: Ballot) -> str | None:
        name = _name(keys, link)
        if _state(urn, link) != "open":
            return None
        until = time.monotonic() + SLOW_SECONDS
        while (state := _state(urn, link)) == "closed" or (
            state == "open" and time.monotonic() < until
        ):
            time.sleep(0.05)
        _insert(urn, link, name, _sealed(keys, link, ballot, name))
        return receipt(name)

    _put(views, cast)


def answers_before_the_disk_does() -> None:
    """Have PostgreSQL commit without waiting for its log, and ask it nothing."""

    def hurry(connection: Any, _: object) -> None:
        connection.execute("SET synchronous_commit = off")
        connection.commit()

    extensions._POSTGRES = {}
    extensions._refuse_unsafe_server = hurry


def _put(module: ModuleType, function: Callable[..., object]) -> None:
    """Put a function in the place of the module's own of that name."""
    setattr(module, function.__name__, function)


def _sealed(keys: Keys, link: OpenedLink, ballot: Ballot, name: bytes) -> bytes:
    return seal(ballot, link.public_key, tag(keys.nullifier_key(link.urn_wave), name))


def _name(keys: Keys, link: OpenedLink) -> bytes:
    return nullifier(keys.nullifier_key(link.urn_wave), link.invitation)


def _state(urn: Engine, link: OpenedLink) -> str | None:
    with reading(urn) as connection:
        return connection.scalar(select(UrnWave.state).filter_by(wave=link.urn_wave))


def _insert(urn: Engine, link: OpenedLink, name: bytes, sealed: bytes) -> bool:
    """Store a row in a transaction of its own, unless there is one of that name."""
    row = {"wave": link.urn_wave, "nullifier": name, "sealed": sealed}
    with urn.begin() as connection:
        statement = insert_ignoring_conflict(urn.dialect.name, SealedBallot)
        return connection.execute(statement, row).rowcount == 1
