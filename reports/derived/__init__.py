"""Figures worked out from figures already shown, and from nothing else (R13).

Each function here is given a release and returns further figures. What is hidden in the release
is not known here, so that no derived figure can say more than the printed ones it stands on.
"""

from collections.abc import Callable, Iterator

from reports.derived.contrasts import contrast_figures
from reports.derived.league import league_figures
from reports.derived.worths import worth_figures
from reports.disclosure.release import Cell, FactKey, Release
from reports.menu import Menu

Derive = Callable[[Release, Menu], Iterator[tuple[FactKey, Cell]]]
DERIVED: tuple[Derive, ...] = (league_figures, contrast_figures, worth_figures)


def with_derived(release: Release, menu: Menu) -> Release:
    """Return the release with every figure that follows from its own."""
    found: dict[FactKey, Cell] = {}
    for derive in DERIVED:
        found.update(derive(release, menu))
    return Release(release.policy, {**release.cells, **found}) if found else release
