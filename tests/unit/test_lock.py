"""A passphrase and a recovery code over a key: what opens it, and what does not."""

import msgspec
import pytest

from survey_app.crockford import ALPHABET
from survey_app.lock import CODE_LENGTH, WORK, Lock, new_lock, opened

KEY = bytes(range(32))
PASSPHRASE = "violet kettle under gravel"


@pytest.fixture(scope="module")
def lock() -> Lock:
    """Return a lock at full strength."""
    return new_lock(PASSPHRASE)


@pytest.fixture(scope="module")
def locked(lock: Lock) -> bytes:
    """Return the key as the lock keeps it."""
    return lock.closed_over(KEY)


def test_a_guess_costs_what_the_standard_asks_where_memory_is_scarce() -> None:
    assert (WORK.memory_kib, WORK.passes) >= (64 * 1024, 3)


def test_the_salts_and_the_work_stand_beside_what_is_locked(locked: bytes) -> None:
    kept = msgspec.json.decode(locked)

    assert kept["work"] == {"memory_kib": 65536, "passes": 3, "lanes": 4}
    assert kept["passphrase"]["salt"] != kept["recovery"]["salt"]


@pytest.mark.parametrize(
    "typed",
    [PASSPHRASE, f"  {PASSPHRASE.replace(' ', '   ')}\n", "violet\u00a0kettle under gravel"],
)
def test_the_passphrase_opens_however_its_spaces_are_typed(locked: bytes, typed: str) -> None:
    assert opened(locked, typed) == KEY


def test_a_letter_with_an_accent_may_be_composed_in_either_way() -> None:
    locked = new_lock("caf\u00e9 au gravier violet").closed_over(KEY)

    assert opened(locked, "cafe\u0301 au gravier violet") == KEY


def test_the_recovery_code_opens_as_it_is_printed_and_as_a_hand_types_it(
    lock: Lock, locked: bytes
) -> None:
    misread = lock.code.replace("0", "o").replace("1", "L").replace("-", " ").lower()

    assert opened(locked, lock.code) == KEY
    assert opened(locked, f" {misread} ") == KEY


@pytest.mark.parametrize(
    "typed", ["", "violet kettle under grave", PASSPHRASE.upper(), "0" * CODE_LENGTH, "x" * 5000]
)
def test_nothing_else_opens(locked: bytes, typed: str) -> None:
    assert opened(locked, typed) is None


def test_each_code_is_drawn_anew_and_has_more_than_128_bits(lock: Lock) -> None:
    code = lock.code.replace("-", "").lower()

    assert len(code) * 5 >= 128
    assert set(code) <= set(ALPHABET)
    assert new_lock(PASSPHRASE).code != lock.code


def test_neither_secret_nor_key_shows_where_a_lock_is_printed(lock: Lock, locked: bytes) -> None:
    assert repr(lock) == "Lock()"
    assert KEY not in locked
    assert PASSPHRASE.encode() not in locked
