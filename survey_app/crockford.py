"""Crockford's base 32: codes that a person can read out and type without a mistake."""

import secrets

# No letter that could be taken for another, and case of no matter.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("oil", "011")


def draw(length: int) -> str:
    """Draw a code of so many characters, five random bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def as_drawn(text: str) -> str:
    """Return a code as it was drawn, from what a hand has made of it."""
    return text.lower().translate(_MISREAD)
