"""Sealing: a ballot padded to a size class and closed to the wave's public key (libsodium)."""

import base64
import hashlib
import hmac

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from questionnaires.answers import Ballot, decode, encode

SMALLEST_CLASS = 1024
TAG_BYTES = 16


def nullifier(key: bytes, invitation: bytes) -> bytes:
    """Return the one name an invitation has in the urn: HMAC-SHA-256 under the wave's key."""
    return hmac.digest(key, invitation, hashlib.sha256)


def tag(key: bytes, nullifier_: bytes) -> bytes:
    """Return what a ballot holds inside its seal, to show that it was sealed for this nullifier.

    HMAC-SHA-256 under the wave's key, which lies in the key folder alone: whoever writes to the
    urn knows the public key, but can neither move a ballot nor make one that counts.
    """
    return hmac.digest(key, b"ballot of " + nullifier_, hashlib.sha256)[:TAG_BYTES]


def seal(ballot: Ballot, public_key: bytes, tag_: bytes) -> bytes:
    """Return the ballot as only the wave's private key opens it; its length tells a class only."""
    plain = tag_ + encode(ballot)
    size = SMALLEST_CLASS
    while size <= len(plain):
        size *= 2
    return SealedBox(PublicKey(public_key)).encrypt(sodium_pad(plain, size))


def unseal(sealed: bytes, private_key: PrivateKey, tag_: bytes) -> Ballot | None:
    """Return the ballot, or None for what was not sealed by us to this key with this tag."""
    try:
        padded = SealedBox(private_key).decrypt(sealed)
        plain = sodium_unpad(padded, len(padded))
        found, encoded = plain[:TAG_BYTES], plain[TAG_BYTES:]
        return decode(encoded) if hmac.compare_digest(found, tag_) else None
    except (CryptoError, ValueError, TypeError):
        return None


def receipt(nullifier_: bytes) -> str:
    """Return the code a respondent may keep: 100 bits of the nullifier's hash, in fours."""
    digest = hashlib.blake2b(nullifier_, digest_size=13, person=b"receipt").digest()
    code = base64.b32encode(digest).decode()[:20]
    return "-".join(code[i : i + 4] for i in range(0, 20, 4))
