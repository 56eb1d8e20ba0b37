"""What one answer can be: the counts of which every answer adds to one, to some, or to a sum."""

from collections.abc import Collection

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Cell, Points, item_ids
from questionnaires.kinds.best_worst import BEST, WORST
from questionnaires.kinds.number import bounds_of
from questionnaires.schema import Question
from reports.disclosure.answers import NPS_GROUPS
from reports.disclosure.rounding import band_name, three_bands
from reports.menu import Menu, points_of

TOTAL = "total"
"""What a number adds to: the sum, in steps above the least. Single ones are kept nowhere."""

Sets = tuple[tuple[str, ...], ...]


def alternatives(question: Question, menu: Menu) -> Sets:
    """Return sets of options of which every answer chooses exactly one; none for a number.

    Of an option that may be ticked beside others the alternative is not to tick it.
    """
    measure = KINDS[question.kind].measure
    if measure == "number":
        return ()
    if measure == "multiple":
        return tuple((option, unticked(option)) for option in item_ids(question, menu.suppliers))
    if measure == "extremes":
        items = item_ids(question, menu.suppliers)
        return tuple(tuple(f"{item}.{end}" for item in items) for end in (BEST, WORST))
    if measure == "ranking":
        return (tuple(str(n + 1) for n in range(len(menu.items(question)))),)
    return (KINDS[question.kind].options(question),)


def chosen(question: Question, menu: Menu, cells: Collection[Cell]) -> list[tuple[str, int]]:
    """Return what one answer adds to an option of each set; of a number, to the sum."""
    sets = alternatives(question, menu)
    given = {cell.option for cell in cells}
    if not sets:
        return [(TOTAL, cell.value) for cell in cells if cell.value is not None]
    found = [next((o for o in options if o in given), options[-1]) for options in sets]
    return [(option, 1) for option in found]


def unticked(option: str) -> str:
    """Return what is counted of those who left an option unticked."""
    return f"not {option}"


def most(question: Question) -> int:
    """Return how much one answer adds to its option at most."""
    if KINDS[question.kind].measure != "number":
        return 1
    bounds = bounds_of(question)
    return int(bounds.steps(bounds.high))


def bands(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """Return what several options together are called: `1-2` of a scale, `detractors`."""
    if KINDS[question.kind].measure == "nps":
        return [(name, members(name, None)) for name in NPS_GROUPS]
    points = points_of(question)
    found = three_bands(points) if points else ()
    return [(band_name(band), tuple(map(str, band))) for band in found if len(band) > 1]


def members(option: str, points: Points | None) -> tuple[str, ...]:
    """Return the options that a printed share stands for: `1-2` for two points, `promoters`."""
    if option in NPS_GROUPS:
        return tuple(map(str, NPS_GROUPS[option]))
    first, _, last = option.partition("-")
    if points and last:
        return tuple(str(point) for point in range(int(first), int(last) + 1))
    return (option,)
