"""What may not be there at all: ballots that can be read, and figures of too few people."""

import base64
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from survey_app.errors import Refused
from survey_app.keys import KEY_BYTES, open_keys
from survey_app.operations.examine.evidence import Evidence, File
from survey_app.operations.examine.looking import MOST_TEXT
from survey_app.operations.examine.people import Truth

FLOOR_RESPONDENTS, FLOOR_CUSTOMERS = 5, 3
PLAIN = bytes.maketrans(b"-_", b"+/")


def sealed_in(evidences: Iterable[Evidence]) -> set[bytes]:
    """Return every sealed ballot that stood in a table."""
    return {
        bytes(cell)
        for evidence in evidences
        for row in evidence.rows("sealed_ballot")
        for cell in [row["sealed"]]
        if isinstance(cell, bytes | memoryview)
    }


def openable(
    sealed: Iterable[bytes], evidences: Sequence[Evidence], waves: Sequence[str], scratch: Path
) -> int:
    """Return how many of these ballots some key opens that stands in the evidence.

    Tried are the key folder as it was found, if it was, and every value of a key's length in a
    table, a key file, at the beginning or the end of any file, or written in hexadecimal or base
    64: those that belong to a public key the ballots may be sealed to.
    """
    public = {
        bytes(cell)
        for evidence in evidences
        for row in evidence.rows("wave")
        for cell in [row["public_key"]]
        if isinstance(cell, bytes | memoryview)
    }
    keys = (PrivateKey(key) for key in set(_candidates(evidences, waves, scratch)))
    boxes = [SealedBox(key) for key in keys if bytes(key.public_key) in public]
    return sum(any(_opens(box, ballot) for box in boxes) for ballot in sealed)


def _opens(box: "SealedBox[PrivateKey]", ballot: bytes) -> bool:
    try:
        box.decrypt(ballot)
    except CryptoError:
        return False
    return True


def _candidates(
    evidences: Sequence[Evidence], waves: Sequence[str], scratch: Path
) -> Iterator[bytes]:
    for evidence in evidences:
        yield from _unwrapped(evidence.keys, waves, scratch)
        cells = (cell for table in evidence.tables for row in table.rows for cell in row)
        found = [bytes(cell) for cell in cells if isinstance(cell, bytes | memoryview)]
        for file in (*evidence.keys, *evidence.files):
            found += [file.content[:KEY_BYTES], file.content[-KEY_BYTES:], *_spelt(file.content)]
        yield from (part for part in found if len(part) == KEY_BYTES)


def _spelt(content: bytes) -> Iterator[bytes]:
    """Yield what is written in hexadecimal or base 64 and may be a key."""
    if len(content) > MOST_TEXT:
        return
    for found in re.finditer(rb"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])", content):
        yield bytes.fromhex(found[0].decode())
    for found in re.finditer(rb"(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])", content):
        with suppress(ValueError):
            yield base64.b64decode(found[0][:43].translate(PLAIN) + b"=")


def _unwrapped(keys: Sequence[File], waves: Sequence[str], scratch: Path) -> Iterator[bytes]:
    """Yield the waves' private keys that a key folder with these files gives out."""
    if not keys:
        return
    folder = scratch / secrets.token_hex(8)
    folder.mkdir(mode=0o700, parents=True)
    for file in keys:
        copied = folder / Path(file.name).name
        copied.write_bytes(file.content)
        copied.chmod(0o600)
    for wave in waves:
        with suppress(Refused):
            yield bytes(open_keys(folder).private_key(wave))


def too_small(evidence: Evidence, truth: Truth, wave: str) -> list[str]:
    """Return a wave's rows about a group below the floor: none may be stored at all (R1)."""
    groups = {manager: _people_of(truth, manager) for manager in _managers(truth)}
    small = {manager for manager, people in groups.items() if not _passes(truth, people)}
    return [
        f"a row of {name} tells of {row['subject']}, a group of {len(groups[str(row['subject'])])}"
        for name in ("tally_row", "tally_count", "response")
        for row in evidence.rows(name)
        if row["wave"] == wave and row["subject"] in small
    ]


def _managers(truth: Truth) -> set[str]:
    return {manager for person in truth.people for manager in person.managers}


def _people_of(truth: Truth, manager: str) -> list[int]:
    return [place for place, one in enumerate(truth.people) if manager in one.managers]


def _passes(truth: Truth, people: Sequence[int]) -> bool:
    customers = [truth.people[place].customer for place in people]
    largest = max((customers.count(customer) for customer in customers), default=0)
    enough = len(people) >= FLOOR_RESPONDENTS and len(set(customers)) >= FLOOR_CUSTOMERS
    return enough and 2 * largest <= len(people)
