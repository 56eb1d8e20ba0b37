"""The audit (R9): the attacker on the union of everything that was ever released of a wave.

It asks nothing but the facts, so that it works when the tallies are long gone. What hidden groups
answered is there as what is left of a total less its shown parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reports.disclosure.atoms import Atom
from reports.disclosure.attacker import AtOnce, attack
from reports.disclosure.facts import Fact
from reports.disclosure.knowledge import Space
from reports.disclosure.options import most
from reports.disclosure.verdict import Verdict
from reports.menu import Menu
from reports.tally import Row


class Rest(NamedTuple):
    """What is left of a row less its shown parts, and how many answers that is."""

    row: Row
    parts: tuple[Row, ...]
    atom: Atom
    answers: int


def audit(facts: Iterable[Fact], menu: Menu, *, at_once: AtOnce = map) -> Verdict:
    """Attack the facts of one wave together, whichever editions they were released in.

    Which hidden group answered how often is not known any more, only how often all of them did:
    of these no number may be narrower than two, and no more than half may be proven to have
    answered the same, whatever groups they fall into. Of no group shown, all may.
    """
    every = list(facts)
    rows = answers_of(every, menu)
    # A pooled score alone says nothing of a single question.
    known = [fact for fact in every if _tells(fact, rows) or fact.key.question]
    if not all(_tells(fact, rows) for fact in known):
        return Verdict(contradicts=True)
    space, rests = Space(menu), list(_rests(rows, menu))
    for row, answers in rows.items():
        space.add(_atom(row), answers)
    for rest in rests:
        if rest.answers < 0:
            return Verdict(contradicts=True)
        space.add(rest.atom, rest.answers)
        space.split(_atom(rest.row), [*map(_atom, rest.parts), rest.atom])
    for fact in known:
        space.learn(fact, lambda row: [_atom(row)])
    targets = [
        t for row, n in rows.items() for t in space.targets(row, [_atom(row)], n, "everybody")
    ]
    for rest in rests:
        targets += space.targets(rest.row, [rest.atom], rest.answers, "rest")
    return attack(space.system(), targets, at_once=at_once)


def _tells(fact: Fact, rows: Mapping[Row, int]) -> bool:
    return all(count.row in rows for count, _ in fact.coefficients)


def answers_of(facts: Iterable[Fact], menu: Menu) -> dict[Row, int]:
    """Return the number of answers of each row that a fact tells."""
    found: dict[Row, int] = {}
    for fact in facts:
        key = fact.key
        if key.measure == "n" and key.question is not None:
            row = Row(key.question, key.subject, key.against, key.within)
            found[row] = fact.high // most(menu.by_id[key.question])
    return found


def _rests(rows: Mapping[Row, int], menu: Menu) -> Iterator[Rest]:
    """Yield what is left of each row that is shown together with some of its parts."""
    for row, answers in rows.items():
        for way, parts in menu.partitions(row).items():
            shown = tuple(part for part in parts if part in rows)
            if shown:
                left = answers - sum(rows[part] for part in shown)
                atom = Atom(row.question or "", row.subject, row.against, (f"not {way}",))
                yield Rest(row, shown, atom, left)


def _atom(row: Row) -> Atom:
    return Atom(row.question or "", row.subject, row.against, (row.within,) if row.within else ())
