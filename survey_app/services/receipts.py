"""Receipts looked up by hand: found however they are typed, and never before the count."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

CODE_LENGTH = 20
# Base 32 has no 0, 1 or 8; who reads one takes it for the letter that looks like it.
_ALIKE = str.maketrans("01L8", "OIIB")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What became of a receipt that was looked up: `code` is its entry, `""` where there is none.

    `whole` says whether what was typed can be a receipt at all.
    """

    typed: str
    code: str
    whole: bool


def look_up(codes: Sequence[str], typed: str) -> Lookup:
    """Return the entry of a receipt as it was typed: in any case, with any signs between."""
    wanted = _folded(typed)
    found = next((code for code in codes if _bare(code) == wanted), "")
    return Lookup(typed.strip(), found, len(wanted) == CODE_LENGTH)


def _bare(code: str) -> str:
    """Return an entry as `_folded` returns it, at the pace that a list of 100,000 asks for."""
    return code.replace("-", "").replace("L", "I")


def _folded(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(filter(str.isalnum, plain)).translate(_ALIKE)
