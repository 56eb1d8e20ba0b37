"""The sample study broken down by a column of its contacts, as the gate would release it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reports.disclosure.release import Cell, FactKey, Hidden, Measure, Release, Shown, Size
from reports.labels import Labels
from reports.material import Material
from reports.menu import points_of, within
from tests.unit.reports import sample

SIZES: Sequence[Size] = (41, "10-29", 33)
SHIFTS = (Decimal("0.5"), Decimal("-0.1"), Decimal("-0.6"))


def labels(segments: Mapping[str, Sequence[str]], plain: Labels | None = None) -> Labels:
    """Return the sample's names with those of the segments."""
    return replace(plain or sample.labels(), segments=segments)


def release(
    segments: Mapping[str, Sequence[str]],
    *,
    hidden: Sequence[str] = (),
    alike: bool = False,
    whole: Release | None = None,
    plain: Labels | None = None,
) -> Release:
    """Return the sample's figures with those of each segment beside them; `alike` or apart."""
    found = whole or sample.release()
    material = Material(found, labels(segments, plain))
    cells: dict[FactKey, Cell] = {}
    for row, question in material.menu.broken_down.items():
        measure: Measure = "mean" if points_of(question) else "nps"
        cell = found.cell(measure, row.question, row.subject)
        for column, values in segments.items():
            for n, value in enumerate(values):
                key = FactKey(measure, *row[:2], within=within(column, value))
                off = 0 if alike else n % 3
                shown = isinstance(cell, Shown) and value not in hidden
                cells[key] = _moved(cell, SHIFTS[off], SIZES[n % 3], measure) if shown else Hidden()
    return Release(found.policy, {**found.cells, **cells})


def _moved(cell: Cell | None, shift: Decimal, n: Size, measure: Measure) -> Cell:
    assert isinstance(cell, Shown)
    if measure == "mean":
        return sample.score(cell.value + shift, n, 5 if cell.value < Decimal("4.5") else 7)
    value = (cell.value + 20 * shift).quantize(Decimal(1))
    return Shown(value, n, value - 21, value + 21)
