"""Notes on shares that do not add up: by which steps they were rounded."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.disclosure.release import Banded, Cell, Hidden, Shown
from reports.figures import number_text
from reports.material import Material

WHOLE = Decimal(100)
Shares = Sequence[Shown | Banded]


def sum_note(material: Material, rows: Iterable[Sequence[Cell]]) -> str:
    """Return how these shares were rounded, where those of any row cannot add up to the whole.

    Each row holds all the shares of one distribution.
    """
    seen = [shares for row in rows if (shares := _shares(row))]
    if all(adds_up(row) for row in seen):
        return ""
    write = material.language.writing
    known = {cell.step for shares in seen for cell in shares if cell.step is not None}
    steps = [number_text("share", step, write) for step in sorted(known)]
    whole = number_text("share", WHOLE, write)
    return material.says("figure.sum_note", steps=material.language.listed(steps), whole=whole)


def joined(*notes: str) -> str:
    """Return the notes that say anything as one."""
    return " ".join(note for note in notes if note)


def adds_up(shares: Shares) -> bool:
    """Say whether they can add up to the whole, each bound standing for anything within it."""
    least = sum(cell.low if isinstance(cell, Banded) else cell.value for cell in shares)
    most = sum(cell.high if isinstance(cell, Banded) else cell.value for cell in shares)
    return least <= WHOLE <= most


def _shares(row: Sequence[Cell]) -> Shares:
    """Return the shares of a row; nothing where some of it is hidden."""
    found = [cell for cell in row if not isinstance(cell, Hidden)]
    return found if len(found) == len(row) else []
