"""Characters that nobody sees: a mark to trace a text by, or a name that only seems to be one."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters, marks and a symbol that draw nothing, though their category does not say so.
_VARIATIONS = (*range(0x180B, 0x180E), *range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))
_FILLERS = (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)
_EMPTY = frozenset(map(chr, (*_VARIATIONS, *_FILLERS)))


def invisible(character: str) -> bool:
    """Say whether this character draws nothing and is no space, tab or line end."""
    if character in "\n\t":
        return False
    return character in _EMPTY or unicodedata.category(character) in _HIDDEN


def blank(text: str) -> bool:
    """Say whether there is no letter, number, sign or symbol to see."""
    return not any(unicodedata.category(c)[0] in "LNPS" and not invisible(c) for c in text)


def folded(text: str) -> str:
    """Return what all spellings have in common that a reader takes for the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in plain if not invisible(c)).split())
