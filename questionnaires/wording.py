"""The closed list of `{names}` a consultant's text may contain, replaced in one pass."""

import re
from collections.abc import Mapping

PLACEHOLDERS = frozenset({"client", "manager"})
_BRACED = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(text: str) -> list[str]:
    """Return the names in braces that are not on the list, in the order they stand."""
    return [name for name in _BRACED.findall(text) if name not in PLACEHOLDERS]


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces that are on the list."""
    return PLACEHOLDERS.intersection(_BRACED.findall(text))


def filled(text: str, names: Mapping[str, str]) -> str:
    """Replace each `{name}` once; what a name brings along is never looked at again."""
    return _BRACED.sub(lambda found: names.get(found[1], found[0]), text)
