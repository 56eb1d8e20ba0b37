"""Links: drawn for a wave's invitations, and handed out for the consultant's own mail merge."""

import csv
import hashlib
import hmac
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from questionnaires.sentence import Sentence
from survey_app.crockford import as_drawn, draw
from survey_app.errors import NotNow, Refused
from survey_app.keys import Keys
from survey_app.roll.models import Contact, Invitation, LinkToken, Wave
from survey_app.roll.settling import settle_after_commit
from survey_app.services.waves import STATES

TOKEN_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Link:
    """One contact's link, known only while it is handed out."""

    contact: str
    email: str
    token: str


def draw_links(roll: Session, keys: Keys, wave: Wave) -> list[Link]:
    """Draw a new link for every invitation of an open wave; those drawn before go on working."""
    if wave.state != "open":
        raise NotNow(
            Sentence(
                "The wave %(wave)s is %(state)s; only an open one has links.",
                wave=wave.name,
                state=STATES[wave.state],
            )
        )
    query = select(Invitation.id, Contact.ref, Contact.email).join_from(Invitation, Contact)
    query = query.where(Invitation.wave_id == wave.id).order_by(Contact.position, Contact.id)
    links, rows = [], []
    for row in roll.execute(query):
        link = Link(row.ref, row.email, new_token())
        rows.append({"token_hash": token_hash(keys, link.token), "invitation_id": row.id})
        links.append(link)
    roll.execute(insert(LinkToken), rows)
    settle_after_commit(roll)
    return links


def has_links(roll: Session, wave: Wave) -> bool:
    """Say whether links of the wave were ever drawn."""
    drawn = select(LinkToken).join(Invitation).where(Invitation.wave_id == wave.id)
    return bool(roll.scalar(select(drawn.exists())))


def links_csv(links: Sequence[Link], base_url: str) -> str:
    """Return `contact,email,url`; no cell can be a formula, by what a contact's list takes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["contact", "email", "url"])
    writer.writerows([link.contact, link.email, f"{base_url}/r/{link.token}"] for link in links)
    return out.getvalue()


def new_token() -> str:
    """Draw a link's token: 130 random bits."""
    return draw(TOKEN_LENGTH)


def typed_token(text: str) -> str:
    """Return the token as it was drawn, from a link that a mail client or a hand has altered."""
    return as_drawn(text.strip().rstrip(".,;:!?)>]}=\"'").strip())


def token_hash(keys: Keys, token: str) -> bytes:
    """Return what the roll keeps of a link's token: HMAC-SHA-256 under a key of its own."""
    return hmac.digest(keys.derived("token"), token.encode(), hashlib.sha256)


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
    """Write the links to the disk itself."""
    stream.write(links_csv(links, base_url))
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
