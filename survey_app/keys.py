"""The key folder: one master key of the installation, and two key files for each wave.

It lies outside the data folder and in no backup. A wave's files are destroyed by its count. Its
private key may be locked with a passphrase besides; who casts a ballot needs the other one alone.
"""

import hashlib
import hmac
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random

from questionnaires.sentence import Sentence
from survey_app.errors import Locked, Refused
from survey_app.lock import Lock, opened

KEY_BYTES = 32
MASTER = "master.key"
WRONG = Sentence(
    "This is neither the passphrase nor the recovery code of this wave; nothing was changed."
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The key folder, opened with its master key. Nothing of it may reach a log or a page."""

    folder: Path
    master: bytes

    def derived(self, purpose: str) -> bytes:
        """Return the installation's key for one purpose and no other (BLAKE2b, keyed)."""
        return hashlib.blake2b(purpose.encode(), key=self.master, digest_size=KEY_BYTES).digest()

    def fingerprint(self) -> bytes:
        """Return what the roll remembers, to tell this installation's key from another's."""
        return self.derived("fingerprint")[:16]

    @property
    def verification_key(self) -> bytes:
        """Return the published key (Ed25519) that confirms what the installation has signed."""
        return bytes(SigningKey(self.derived("signing")).verify_key)

    def signature(self, text: str) -> bytes:
        """Return the installation's signature of a text (Ed25519, RFC 8032)."""
        return SigningKey(self.derived("signing")).sign(text.encode()).signature

    def create_wave(self, wave: str, lock: Lock | None = None) -> bytes:
        """Draw a wave's key pair and nullifier key, write both wrapped, return the public key."""
        self.destroy_wave(wave)  # files of a launch that was cut short
        private = PrivateKey.generate()
        content = lock.closed_over(bytes(private)) if lock else bytes(private)
        self._write(self._private_file(wave), content)
        self._write(self._nullifier_file(wave), random(KEY_BYTES))
        _sync_folder(self.folder)
        return bytes(private.public_key)

    def needs_passphrase(self, wave: str) -> bool:
        """Say whether the wave's ballots open with a passphrase or recovery code only."""
        return len(self._read(self._private_file(wave))) != KEY_BYTES

    def private_key(self, wave: str, secret: str = "") -> PrivateKey:
        """Return the key that opens the wave's ballots; only the count asks for it."""
        content = self._read(self._private_file(wave))
        key = content if len(content) == KEY_BYTES else opened(content, secret)
        if key is None:
            raise Locked(WRONG)
        return PrivateKey(key)

    def nullifier_key(self, wave: str) -> bytes:
        """Return the key that turns the wave's invitations into nullifiers."""
        return _nullifier_key(self, wave)

    def refuse_lost(self, wave: str) -> None:
        """Refuse where a key file of a wave in the field is lost, damaged or open to others."""
        for file in self._files(wave):
            self._read(file)

    def destroy_wave(self, wave: str) -> None:
        """Overwrite and remove the wave's key files; a second call changes nothing."""
        try:
            for file in self._files(wave):
                if file.exists():
                    _overwrite(file)
                    file.unlink()
            _sync_folder(self.folder)
        except OSError as error:
            raise Refused(
                f"The keys of a wave in {self.folder} cannot be destroyed: {error.strerror}."
            ) from None
        _nullifier_key.cache_clear()

    def has_files(self, wave: str) -> bool:
        """Say whether there is still anything of the wave's keys."""
        return any(os.path.lexists(file) for file in self._files(wave))

    def _files(self, wave: str) -> tuple[Path, Path]:
        return self._private_file(wave), self._nullifier_file(wave)

    def _private_file(self, wave: str) -> Path:
        return self.folder / f"wave-{wave}.private"

    def _nullifier_file(self, wave: str) -> Path:
        return self.folder / f"wave-{wave}.nullifier"

    def _write(self, file: Path, key: bytes) -> None:
        _write_new(file, bytes(SecretBox(self.derived("wrap")).encrypt(key)))

    def _read(self, file: Path) -> bytes:
        try:
            return SecretBox(self.derived("wrap")).decrypt(_read_private(file))
        except CryptoError:
            raise Refused(f"The key file {file} is damaged or of another installation.") from None


@lru_cache(maxsize=256)
def _nullifier_key(keys: Keys, wave: str) -> bytes:
    return keys._read(keys._nullifier_file(wave))


def create_keys(folder: Path) -> Keys:
    """Make the key folder of a new installation; the folder may exist, a master key may not."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write_new(folder / MASTER, random(KEY_BYTES))
    _sync_folder(folder)
    return open_keys(folder)


def open_keys(folder: Path) -> Keys:
    """Return the keys; refuse a key file that is missing, unreadable, open to others or damaged."""
    master = _read_private(folder / MASTER)
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused(f"The key folder {folder} is open to other users; run: chmod 700 {folder}")
    if len(master) != KEY_BYTES:
        raise Refused(
            f"The key file {folder / MASTER} is damaged: it is not {KEY_BYTES} bytes long."
        )
    return Keys(folder, master)


def confirmed(text: str, signature: bytes, verification_key: bytes) -> bool:
    """Say whether the installation of this published key has signed the text (Ed25519)."""
    try:
        VerifyKey(verification_key).verify(text.encode(), signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def same(a: bytes, b: bytes) -> bool:
    """Compare two secrets without telling by time where they differ."""
    return hmac.compare_digest(a, b)


def _read_private(file: Path) -> bytes:
    _refuse_unsound(file)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"The key file {file} cannot be read: {error.strerror}.") from None


def _refuse_unsound(file: Path) -> None:
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        raise Refused(
            f"The key file {file} is missing; without it no link and no ballot of this "
            "installation can be read. Put it back, or set SURVEY_APP_KEYS to its folder."
        ) from None
    except OSError as error:
        raise Refused(f"The key file {file} cannot be read: {error.strerror}.") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused(f"The key file {file} is open to other users; run: chmod 600 {file}")
    if not stat.S_ISREG(mode) or not mode & stat.S_IRUSR:
        raise Refused(f"The key file {file} cannot be read; run: chmod 600 {file}")


def _write_new(file: Path, content: bytes) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(f"The key file {file} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _overwrite(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(random(file.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
