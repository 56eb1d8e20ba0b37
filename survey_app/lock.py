"""A second lock on a wave's private key: a passphrase, or the recovery code printed with it.

It comes on top of the installation's own key, so that neither who runs the server nor who knows
the passphrase opens a ballot alone.
"""

import unicodedata
from dataclasses import dataclass, field

import msgspec
from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from survey_app.crockford import ALPHABET, as_drawn, draw

SALT_BYTES = 16
KEY_BYTES = 32
LONGEST = 1024
CODE_LENGTH = 30  # 150 bits
CODE_GROUP = 5


class Work(msgspec.Struct, frozen=True):
    """How much work one guess is: argon2id as RFC 9106 recommends where memory is scarce."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class _Slot(msgspec.Struct, frozen=True):
    """The locked content under the key that one secret and this salt make."""

    salt: bytes
    box: bytes


class _Locked(msgspec.Struct, frozen=True):
    """What stands in the key file, inside the installation's own wrap."""

    work: Work
    passphrase: _Slot
    recovery: _Slot


WORK = Work()


@dataclass(frozen=True, slots=True)
class Lock:
    """A passphrase and a fresh recovery code, worked into keys before any transaction waits."""

    code: str = field(repr=False)
    _passphrase: tuple[bytes, bytes] = field(repr=False)
    _recovery: tuple[bytes, bytes] = field(repr=False)

    def closed_over(self, content: bytes) -> bytes:
        """Return the content as only the passphrase or the recovery code gives it back."""
        slots = [
            _Slot(salt, bytes(SecretBox(key).encrypt(content)))
            for salt, key in (self._passphrase, self._recovery)
        ]
        return msgspec.json.encode(_Locked(WORK, *slots))


def new_lock(passphrase: str) -> Lock:
    """Return a lock that this passphrase opens, with a code that is told once and kept nowhere."""
    code = draw(CODE_LENGTH)
    groups = [code[i : i + CODE_GROUP] for i in range(0, CODE_LENGTH, CODE_GROUP)]
    salts = random(SALT_BYTES), random(SALT_BYTES)
    return Lock(
        "-".join(groups).upper(),
        (salts[0], _worked(as_typed(passphrase), salts[0], WORK)),
        (salts[1], _worked(code, salts[1], WORK)),
    )


def opened(locked: bytes, secret: str) -> bytes | None:
    """Return the content for its passphrase or recovery code; None for any other text."""
    kept = msgspec.json.decode(locked, type=_Locked)
    found = _from(kept.passphrase, as_typed(secret), kept.work)
    code = _code_in(secret)
    return _from(kept.recovery, code, kept.work) if found is None and code else found


def as_typed(passphrase: str) -> str:
    """Return a passphrase as any keyboard writes it, however it composes letters and spaces."""
    return " ".join(unicodedata.normalize("NFKC", passphrase[:LONGEST]).split())


def _code_in(text: str) -> str | None:
    code = as_drawn("".join(letter for letter in text if letter.isalnum()))
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def _from(slot: _Slot, secret: str, work: Work) -> bytes | None:
    try:
        return SecretBox(_worked(secret, slot.salt, work)).decrypt(slot.box)
    except CryptoError:
        return None


def _worked(secret: str, salt: bytes, work: Work) -> bytes:
    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=work.passes,
        memory_cost=work.memory_kib,
        parallelism=work.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
