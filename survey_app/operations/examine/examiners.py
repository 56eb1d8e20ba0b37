"""The examiners: each makes of the evidence a guess whose answers are whose, or an order.

An order of marks becomes a guess where it is laid against an order of people: that in which they
truly sent, if an oracle tells it, or any in which the roll has them. Other guesses join a mark and
a name that stand together: in one row, in one commit, at one value, or next to each other.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from survey_app.operations.examine.evidence import Evidence, Table
from survey_app.operations.examine.looking import (
    PAGE,
    Known,
    Order,
    Sight,
    first_commits,
    marked_rows,
    marks_in,
    names_in,
    orders_in_file,
    orders_in_table,
    orders_of_names,
    plain,
)
from survey_app.operations.examine.statistic import Floats, Ints, Recovered

Guess = Mapping[int, int]
"""For a person, whose answers are taken for theirs."""
ORACLE = "with the order of sending"
WORD = re.compile(r"[^\W_]+")


def examine(evidence: Evidence, known: Known) -> Recovered:
    """Return everything the examiners make of the evidence."""
    n = len(known.truth.people)
    guesses: dict[str, Ints] = {}
    orders: dict[str, tuple[Floats, Ints]] = {}
    oracle = {person: float(place) for place, person in enumerate(known.truth.sent)}
    rolls = [o for table in evidence.tables for o in orders_of_names(table, known)]
    for found in _orders(evidence, known):
        orders[found.name] = _as_arrays(found, n)
        if found.pages is None:
            guesses[f"{found.name}, {ORACLE}"] = _guess(_laid(found, oracle, known), n)
            for roll in rolls:
                name = f"{found.name}, against {roll.name}"
                guesses[name] = _guess(_laid(found, roll.places, known), n)
    for examiner in JOINS:
        for name, guess in examiner(evidence, known):
            guesses[name] = _guess(guess, n)
    attributed = {name: _guess(guess, n) for name, guess in _by_attributes(evidence, known)}
    return Recovered(guesses, orders, attributed)


def _orders(evidence: Evidence, known: Known) -> Iterator[Order]:
    for file in evidence.files:
        yield from orders_in_file(file, known)
    for table in evidence.tables:
        yield from orders_in_table(table, known)
    yield from _by_time_of_file(evidence, known)


def _by_time_of_file(evidence: Evidence, known: Known) -> Iterator[Order]:
    """Order the marks by when a file that holds them was last written."""
    times: dict[int, float] = {}
    for file in sorted(evidence.files, key=lambda file: file.changed):
        for _, person, _ in marks_in(file.content, known):
            times.setdefault(person, float(file.changed))
    if len(set(times.values())) > 1:
        yield Order("times of files", times)


def _as_arrays(found: Order, n: int) -> tuple[Floats, Ints]:
    places, pages = np.full(n, np.nan), np.zeros(n, dtype=np.int64)
    for person, place in found.places.items():
        places[person] = place
        pages[person] = found.pages[person] if found.pages else 0
    return places, pages


def _laid(marks: Order, people: Mapping[int, float], known: Known) -> Guess:
    """Lay the marks, in their order, against those of the people whose marks these are.

    That the examiner knows whose marks are missing favours him. Of marks at equal places the order
    is that of their letters: any other would be the examiner's own, and find people by itself.
    """
    both = marks.places.keys() & people.keys()
    in_order = sorted(both, key=lambda p: (marks.places[p], known.truth.people[p].comment))
    return dict(zip(sorted(both, key=lambda p: (people[p], p)), in_order, strict=True))


def _guess(guess: Guess, n: int) -> Ints:
    found = np.full(n, -1, dtype=np.int64)
    for person, owner in guess.items():
        found[person] = owner
    return found


# Joins


def _in_one_commit(evidence: Evidence, known: Known) -> Iterator[tuple[str, Guess]]:
    """Join a mark and a name that first stood in a log in the same commit, and no other did."""
    for file in evidence.files:
        if file.name.endswith("-wal"):
            marks, names = first_commits(file.content, known)
            yield f"{file.name}: one commit", _joined(marks, names)


def _at_one_value(evidence: Evidence, known: Known) -> Iterator[tuple[str, Guess]]:
    """Join rows of two tables by a column that tells them apart: a time, an id, a transaction."""
    marked = {t: rows for t in evidence.tables if (rows := list(marked_rows(t, known)))}
    for table, rows in _of_names(evidence, known):
        for other, others in ((t, marked[t]) for t in evidence.tables if t in marked):
            for i, column in enumerate(table.columns):
                for j, against in enumerate(other.columns):
                    names = {person: row[i] for row, person in rows}
                    marks = {person: row[j] for row, person in others}
                    guess = _joined(marks, names)
                    if guess:
                        first, second = f"{table.name}.{column}", f"{other.name}.{against}"
                        yield f"{first} = {second}", guess


def _of_names(
    evidence: Evidence, known: Known
) -> Iterator[tuple[Table, list[tuple[tuple[object, ...], int]]]]:
    for table in evidence.tables:
        rows = [
            (row, known.names[cell])
            for row in table.rows
            for cell in dict.fromkeys(map(plain, row))
            if cell in known.names
        ]
        if rows:
            yield table, rows


def _in_one_row(evidence: Evidence, known: Known) -> Iterator[tuple[str, Guess]]:
    """Join a mark and a name in the same row of a table."""
    for table in evidence.tables:
        guess = {
            known.names[cell]: owner
            for row, owner in marked_rows(table, known)
            for cell in map(plain, row)
            if cell in known.names
        }
        if guess:
            yield f"{table.book}.{table.name}: one row", guess


def _next_to_each_other(evidence: Evidence, known: Known) -> Iterator[tuple[str, Guess]]:
    """Join a mark and the last name before it in a file, or the first one after."""
    for file in evidence.files:
        marks, names = marks_in(file.content, known), names_in(file.content, known)
        if marks and names:
            yield f"{file.name}: name before", _nearest(marks, names)
            yield f"{file.name}: name after", _nearest(_turned(marks), _turned(names))


def _turned(sights: Sequence[Sight]) -> list[Sight]:
    return [Sight(-sight.place, sight.person) for sight in reversed(sights)]


def _nearest(marks: Sequence[Sight], names: Sequence[Sight]) -> Guess:
    guess: dict[int, int] = {}
    before, position = None, 0
    for mark in marks:
        while position < len(names) and names[position].place < mark.place:
            before, position = names[position], position + 1
        if before is not None and mark.place - before.place < PAGE:
            guess.setdefault(before.person, mark.person)
    return guess


def _by_attributes(evidence: Evidence, known: Known) -> Iterator[tuple[str, Guess]]:
    """Join a mark whose row says customer and account managers with the people who share them."""
    strata: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place, person in enumerate(known.truth.people):
        strata.setdefault((person.customer, frozenset(person.managers)), []).append(place)
    customers = {customer for customer, _ in strata}
    managers = {manager for _, several in strata for manager in several}
    for table in evidence.tables:
        guess: dict[int, int] = {}
        for row, owner in marked_rows(table, known):
            words = {word for cell in row for word in (str(cell), *WORD.findall(str(cell)))}
            words |= {known.codes[word] for word in words & known.codes.keys()}
            theirs = frozenset(words & managers)
            alike = [p for c in words & customers for p in strata.get((c, theirs), ())]
            free = next((place for place in alike if place not in guess), None)
            if free is not None:
                guess[free] = owner
        if guess:
            yield f"{table.book}.{table.name}: customer and account managers", guess


def _joined(marks: Mapping[int, object], names: Mapping[int, object]) -> Guess:
    """Join by equal values, where a value belongs to one mark and to one name."""
    owners, people = _by_value(marks), _by_value(names)
    return {
        people[value][0]: owners[value][0]
        for value in owners.keys() & people.keys()
        if len(owners[value]) == len(people[value]) == 1
    }


def _by_value(found: Mapping[int, object]) -> dict[object, list[int]]:
    values: dict[object, list[int]] = {}
    for person, value in found.items():
        if isinstance(value, str | int | float | bytes):
            values.setdefault(value, []).append(person)
    return values


JOINS: Sequence[Callable[[Evidence, Known], Iterator[tuple[str, Guess]]]] = (
    _in_one_commit,
    _at_one_value,
    _in_one_row,
    _next_to_each_other,
)
