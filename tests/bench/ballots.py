"""Ballots by the thousand, and how a measured figure is said."""

from collections.abc import Callable, Iterable

from questionnaires.answers import Ballot, Circumstances
from reports.menu import Menu

Say = Callable[[str, float, str], None]


def ballots(menu: Menu, number: int) -> Iterable[Ballot]:
    """Yield so many ballots one by one."""
    for n in range(number):
        circumstances = Circumstances(f"customer {n % 500}", (f"am{n % 2 + 1}",))
        yield Ballot(
            circumstances,
            {
                "buys": {"": "yes"},
                "quality": {supplier: str(n % 7 + 1) for supplier in menu.suppliers},
                "recommend": {"": str(n % 11)},
                f"responsive@am{n % 2 + 1}": {"": str(n % 5 + 1)},
            },
        )
