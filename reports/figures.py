"""How a released figure is written: its sign, its unit, its bounds and its number of answers."""

from dataclasses import dataclass
from decimal import Decimal

from reports.disclosure.release import Banded, Cell, Hidden, Measure, Shown, Size

NOTHING = "–"
PERCENT = frozenset({"share", "top_box", "rate", "superiority", "weight"})
SIGNED = frozenset({"nps", "difference"})
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes numbers: before their decimals, and between two that have signs."""

    decimal: str = "."
    to: str = " to "

    def number(self, value: Decimal | int) -> str:
        """Return a number with its minus as a typographer sets it."""
        return f"{value:f}".replace("-", "−").replace(".", self.decimal)


PLAIN = Writing()


def shortened(text: str, most: int) -> str:
    """Return the text, cut to at most that many characters where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def value_text(measure: Measure, cell: Cell | None, writing: Writing = PLAIN) -> str:
    """Return `4.1`, `+12`, `55 %` or `≥ 90 %`; a dash where nothing is shown."""
    if cell is None or isinstance(cell, Hidden):
        return NOTHING
    if isinstance(cell, Banded):
        bound = "≥" if cell.at_least else "≤"
        return f"{bound}{_NO_BREAK}{number_text(measure, cell.value, writing)}"
    return number_text(measure, cell.value, writing)


def number_text(measure: Measure, value: Decimal, writing: Writing = PLAIN) -> str:
    """Return one number of that measure with its sign or unit."""
    if measure in PERCENT:
        return f"{writing.number(value)}{_NO_BREAK}%"
    sign = "+" if measure in SIGNED and value > 0 else ""
    return sign + writing.number(value)


def interval_text(measure: Measure, cell: Cell | None, writing: Writing = PLAIN) -> str:
    """Return `3.8–4.4` or `5–30 %`, or `+2 to +22` where signs would meet the dash."""
    if not isinstance(cell, Shown) or cell.low is None or cell.high is None:
        return NOTHING
    joined = writing.to if measure in SIGNED or cell.low < 0 else "–"
    if measure in PERCENT:
        return f"{writing.number(cell.low)}{joined}{number_text(measure, cell.high, writing)}"
    return joined.join(number_text(measure, bound, writing) for bound in (cell.low, cell.high))


def size_text(cell: Cell | None) -> str:
    """Return the number of answers: a number, or the band that stands for it."""
    return NOTHING if cell is None or isinstance(cell, Hidden) else size_words(cell.n)


def size_words(size: Size) -> str:
    """Return a number of answers as it is printed: `38`, or the band `5–9` with a dash of figures.

    release.json writes the same band with a plain hyphen.
    """
    return str(size).replace("-", "–")


def bounds(cell: Cell | None) -> tuple[Decimal, Decimal] | None:
    """Return the interval, or the one value of a figure without; None where none is shown."""
    if cell is None or isinstance(cell, Hidden):
        return None
    if cell.low is None or cell.high is None:
        return cell.value, cell.value
    return cell.low, cell.high
