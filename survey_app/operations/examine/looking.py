"""What an examiner can make out in the evidence: where each person's marks and names stand."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from survey_app.operations.examine.evidence import Evidence, File, Table
from survey_app.operations.examine.people import Truth
from survey_app.operations.examine.wal import commits_of

PAGE = 4096
MOST_TEXT = 2_000_000
NAMELESS = (re.compile(rb"[0-9a-hjkmnp-tv-z]{26}"), re.compile(rb"[0-9a-f]{32,64}"))
"""What tokens and ids look like."""


@dataclass(frozen=True, eq=False)
class Known:
    """What an examiner knows of one study: the marks to look for, and the roll's names.

    `names` are all by which the roll calls a person: addresses, ids, the tokens of their links.
    """

    truth: Truth
    names: Mapping[str, int]
    codes: Mapping[str, str]
    """The opaque codes of the customers, as the roll has them."""

    @cached_property
    def marks(self) -> Sequence["re.Pattern[bytes]"]:
        """Return what the marks of the study look like in a file; each begins with letters."""
        return (
            re.compile(rb"q%03dz[0-9a-f]{16}" % self.truth.number),
            re.compile(rb"0\.\d{6}(?!\d)"),
        )

    @cached_property
    def owners(self) -> Mapping[str, int]:
        """Return whose mark is whose."""
        return self.truth.owners


class Sight(NamedTuple):
    """One person's mark or name, seen at a place of a file (0-based, in bytes)."""

    place: int
    person: int
    mark: str = ""


class Order(NamedTuple):
    """Marks in some order: where each person's stood, equal places not told apart, and pages."""

    name: str
    places: Mapping[int, float]
    pages: Mapping[int, int] | None = None


@lru_cache(maxsize=128)
def marks_in(content: bytes, known: Known) -> list[Sight]:
    """Return every mark in these bytes, in their order."""
    return sorted(_sights(content, known.marks, known.owners))


def names_in(content: bytes, known: Known) -> list[Sight]:
    """Return every name of a person in these bytes, in their order.

    What has no letters of its own to look for is looked for where text is, and not in the large
    files of a server.
    """
    plain_names = re.compile(rb"c%03dn\d{3}(?:@examined\.example)?" % known.truth.number)
    patterns = [plain_names] if len(content) > MOST_TEXT else [plain_names, *NAMELESS]
    return sorted(_sights(content, patterns, known.names))


def _sights(
    content: bytes, patterns: Sequence["re.Pattern[bytes]"], whose: Mapping[str, int]
) -> Iterator[Sight]:
    for pattern in patterns:
        for match in pattern.finditer(content):
            word = match[0].decode()
            if word in whose:
                yield Sight(match.start(), whose[word], word)


def orders_in_file(file: File, known: Known) -> Iterator[Order]:
    """Yield the orders of marks in a file's bytes: first and last sight of each, and by page."""
    seen = marks_in(file.content, known)
    if not seen:
        return
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for place, person, _ in seen:
        first.setdefault(person, place)
        last[person] = place
    yield Order(f"{file.name}: first byte", first)
    if first != last:
        yield Order(f"{file.name}: last byte", last)
    pages = {person: int(place) // PAGE for person, place in first.items()}
    yield Order(f"{file.name}: within pages", first, pages)
    if file.name.endswith("-wal"):
        committed = first_commits(file.content, known)
        yield Order(f"{file.name}: commit", {p: float(c) for p, c in committed[0].items()})


def first_commits(wal: bytes, known: Known) -> tuple[dict[int, int], dict[int, int]]:
    """Return in which commit of a write-ahead log each mark, and each name, first stood."""
    marks: dict[int, int] = {}
    names: dict[int, int] = {}
    for number, content in enumerate(commits_of(wal)):
        for _, person, _ in marks_in(content, known):
            marks.setdefault(person, number)
        for _, person, _ in names_in(content, known):
            names.setdefault(person, number)
    return marks, names


def orders_in_table(table: Table, known: Known) -> Iterator[Order]:
    """Yield the orders of marks in a table: as the rows come, and sorted by each column."""
    rows = list(marked_rows(table, known))
    yield from _orders(table, rows)


def orders_of_names(table: Table, known: Known) -> Iterator[Order]:
    """Yield the orders of people in a table of the roll, as `orders_in_table` those of marks."""
    rows = [
        (row, place)
        for row in table.rows
        for place in [next((known.names[c] for c in map(plain, row) if c in known.names), None)]
        if place is not None
    ]
    yield from _orders(table, rows)


def _orders(table: Table, rows: Sequence[tuple[tuple[object, ...], int]]) -> Iterator[Order]:
    if not rows:
        return
    called = f"{table.book}.{table.name}"
    yield Order(f"{called}: order of rows", _places([n for n, _ in enumerate(rows)], rows))
    for position, column in enumerate(table.columns):
        cells = [row[position] for row, _ in rows]
        ranked = _ranked(cells)
        if ranked is not None:
            yield Order(f"{called}: by {column}", _places(ranked, rows))


def _places(
    ranks: Sequence[int], rows: Sequence[tuple[tuple[object, ...], int]]
) -> dict[int, float]:
    found: dict[int, float] = {}
    for rank, (_, person) in zip(ranks, rows, strict=True):
        found.setdefault(person, float(rank))
    return found


def _ranked(cells: Sequence[object]) -> list[int] | None:
    """Return the rank of each cell; None where they cannot be sorted or are all alike."""
    try:
        ranks = {cell: rank for rank, cell in enumerate(sorted(set(cells)))}  # type: ignore[type-var]
    except TypeError:
        return None
    return [ranks[cell] for cell in cells] if len(ranks) > 1 else None


def marked_rows(table: Table, known: Known) -> Iterator[tuple[tuple[object, ...], int]]:
    """Yield the rows that hold a mark, with whose it is."""
    owners = known.owners
    for row in table.rows:
        for cell in row:
            text = plain(cell)
            owner = owners.get(text)
            if owner is None:
                seen = marks_in(text.encode(), known)
                owner = seen[0].person if seen else None
            if owner is not None:
                yield row, owner
                break


def plain(cell: object) -> str:
    """Return a cell as names and marks are written."""
    return bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell)


def places_of(evidence: Evidence, known: Known, marks: Collection[str]) -> list[str]:
    """Return the files and tables in which any of these marks can be read."""
    files = [
        file.name
        for file in evidence.files
        if any(sight.mark in marks for sight in marks_in(file.content, known))
    ]
    tables = [
        f"{table.book}.{table.name}"
        for table in evidence.tables
        if any(plain(cell) in marks for row in table.rows for cell in row)
    ]
    return files + tables
