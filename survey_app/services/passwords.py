"""Passwords: which may be chosen, and how they are kept."""

import re
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from survey_app.languages import later

SHORTEST, LONGEST = 12, 1024
TOO_LONG = later("Please choose a password of at most 1,024 characters.")
TOO_SHORT = later("Please choose a password of at least 12 characters; a few words are fine.")
UNTYPABLE = later(
    "This password has a character in it that no keyboard types (NUL); please leave it out."
)
BLANK = later("A password of spaces alone is too easy to guess.")
NAMED = later(
    "Please choose a password that does not contain the first part of your e-mail address."
)
COMMON = later(
    "This password is among the first that are guessed. Please choose another, for example a few "
    "unusual words that have nothing to do with each other."
)

# Without the words and rows that everybody guesses, a password must have so many characters left.
_OF_ITS_OWN = 6
_RUN = 4
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1, type=Type.ID)
_ROWS = (
    "012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl;",
    "zxcvbnm,./",
    "yxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "qazwsxedcrfvtgbyhnujm",
    "!@#$%^&*()",
    '!"£$%^&*()',
)
_WORDS = frozenset((files("survey_app") / "services" / "common_passwords.txt").read_text().split())
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_DISGUISED = str.maketrans("013457@$!", "oieastasi")


def problem(password: str, email: str, practice: str = "") -> str | None:
    """Return what is wrong with a new password, in one sentence, or None."""
    if len(password) > LONGEST:
        return TOO_LONG
    if "\0" in password:
        return UNTYPABLE
    if not password.strip():
        return BLANK
    if len(password) < SHORTEST:
        return TOO_SHORT
    return _too_easy(password.casefold(), email.casefold(), practice.casefold())


def hashed(password: str) -> str:
    """Return what is kept of a password: argon2id, with its own salt."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Compare a password with what was kept; where nothing was, it takes as long to say no."""
    fits = len(password) <= LONGEST
    try:
        _HASHER.verify(kept or _of_nobody(), password if fits else "")
    except (VerificationError, InvalidHashError):
        return False
    return fits and bool(kept)


@cache
def _of_nobody() -> str:
    return hashed("the password of an account that does not exist")


def _too_easy(text: str, email: str, practice: str) -> str | None:
    local, _, domain = email.partition("@")
    if len(local) > 2 and local in text:
        return NAMED
    around = re.findall(r"\w{4,}", f"{practice} {domain}")
    left = _without_runs(_unit(text))
    for form in (left, left.translate(_DISGUISED)):
        left = min(left, _without_words(form, _WORDS.union(around)), key=_variety)
    return COMMON if _variety(left) < _OF_ITS_OWN else None


def _variety(text: str) -> int:
    return len(set(text))


def _unit(text: str) -> str:
    """Return `abc` for `abcabcabc`."""
    return text[: (text * 2).index(text, 1)]


def _without_words(text: str, words: frozenset[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return _YEAR.sub("", text)


def _without_runs(text: str) -> str:
    """Return the text without stretches of a keyboard, the alphabet or the numbers."""
    covered = {
        place + step
        for place in range(len(text) - _RUN + 1)
        if text[place : place + _RUN] in _runs()
        for step in range(_RUN)
    }
    return "".join(letter for place, letter in enumerate(text) if place not in covered)


@cache
def _runs() -> frozenset[str]:
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return frozenset(row[i : i + _RUN] for row in rows for i in range(len(row) - _RUN + 1))
