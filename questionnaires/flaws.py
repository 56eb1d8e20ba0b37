"""What can be wrong with a question of one of the kinds that compare items, or ask a number."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from questionnaires.kinds.base import item_ids
from questionnaires.kinds.number import MOST_PLACES, bounds_of, places, plain
from questionnaires.schema import Question, Questionnaire, Section
from questionnaires.source import Path

MOST_RANKED = 12
MOST_PAIRS = 66  # every pair of twelve
MOST_STEPS = 1_000_000
COMPARING = frozenset({"ranking", "head_to_head", "best_worst"})


class Flaw(NamedTuple):
    """What is wrong at which path of the definition."""

    path: Path
    message: str


class Place(NamedTuple):
    """Where a question stands."""

    path: Path
    section: Section
    question: Question


def comparison_flaws(place: Place) -> Iterator[Flaw]:
    """Yield what is wrong with the items or pairs of a question, as far as it lists them itself."""
    question = place.question
    options = [option.id for option in question.options or ()]
    if question.kind == "ranking" and len(options) > MOST_RANKED:
        message = f"{len(options)} options to rank; at most {MOST_RANKED} can be put in order"
        yield Flaw((*place.path, "options"), message)
    if question.kind != "head_to_head":
        return
    if isinstance(question.pairs, tuple):
        yield from _pair_flaws(place, question.pairs, options)
    elif len(options) * (len(options) - 1) // 2 > MOST_PAIRS:
        message = f"more than {MOST_PAIRS} pairs; name the ones to ask"
        yield Flaw((*place.path, "options"), message)


def number_flaws(place: Place) -> Iterator[Flaw]:
    """Yield what is wrong with the bounds of a number."""
    question = place.question
    if question.kind != "number" or question.min is None or question.max is None:
        return
    bounds = bounds_of(question)
    if bounds.high <= bounds.low:
        message = f"max is {plain(bounds.high)}; it must be above min"
        yield Flaw((*place.path, "max"), message)
    elif bounds.step <= 0:
        yield Flaw((*place.path, "step"), f"step is {plain(bounds.step)}; it must be above 0")
    elif places(bounds) > MOST_PLACES:
        message = f"a number has at most {MOST_PLACES} decimals; use another unit"
        yield Flaw((*place.path, "step"), message)
    elif bounds.steps(bounds.high) % 1:
        message = f"from min to max it is no whole number of steps of {plain(bounds.step)}"
        yield Flaw((*place.path, "step"), message)
    elif bounds.steps(bounds.high) > Decimal(MOST_STEPS):
        message = f"more than {MOST_STEPS:,} steps from min to max; make the steps larger"
        yield Flaw((*place.path, "step"), message)


def supplier_flaws(questionnaire: Questionnaire, suppliers: Sequence[str]) -> Iterator[Flaw]:
    """Yield what is wrong with the questions that compare the study's suppliers."""
    for i, section in enumerate(questionnaire.sections):
        for j, question in enumerate(section.questions):
            place = Place(("sections", i, "questions", j), section, question)
            if question.kind in COMPARING and question.options is None:
                yield from _supplier_flaws(place, suppliers)


def _supplier_flaws(place: Place, suppliers: Sequence[str]) -> Iterator[Flaw]:
    question = place.question
    if len(item_ids(question, suppliers)) < 2:
        message = f"{question.kind} compares the suppliers, and the study has one; list options"
        yield Flaw((*place.path, "kind"), message)
    elif isinstance(question.pairs, tuple):
        yield from _unknown_items(place, question.pairs, suppliers, "supplier of the study")


def _pair_flaws(
    place: Place, pairs: Sequence[tuple[str, str]], options: Sequence[str]
) -> Iterator[Flaw]:
    path: Path = (*place.path, "pairs")
    if not 1 <= len(pairs) <= MOST_PAIRS:
        yield Flaw(path, f"{len(pairs)} pairs; there must be 1 to {MOST_PAIRS}")
    seen: set[frozenset[str]] = set()
    for i, pair in enumerate(pairs):
        if pair[0] == pair[1]:
            yield Flaw((*path, i), f"{pair[0]} is compared with itself")
        elif frozenset(pair) in seen:
            yield Flaw((*path, i), f"a second pair of {pair[0]} and {pair[1]}")
        seen.add(frozenset(pair))
    if place.question.options is not None:
        yield from _unknown_items(place, pairs, options, "option of this question")


def _unknown_items(
    place: Place, pairs: Sequence[tuple[str, str]], known: Sequence[str], what: str
) -> Iterator[Flaw]:
    for i, pair in enumerate(pairs):
        for name in pair:
            if name not in known:
                yield Flaw((*place.path, "pairs", i), f"{name} is no {what}")
