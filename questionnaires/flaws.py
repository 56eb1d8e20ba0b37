"""What can be wrong with a question of one of the kinds that compare items, or ask a number."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from questionnaires.kinds.base import item_ids
from questionnaires.kinds.number import MOST_PLACES, bounds_of, places, plain
from questionnaires.schema import Question, Questionnaire, Section
from questionnaires.sentence import Sentence
from questionnaires.source import Path

MOST_RANKED = 12
MOST_PAIRS = 66  # every pair of twelve
MOST_STEPS = 1_000_000
COMPARING = frozenset({"ranking", "head_to_head", "best_worst"})


class Flaw(NamedTuple):
    """What is wrong at which path of the definition."""

    path: Path
    message: Sentence


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
        message = Sentence(
            "%(number)s options to rank; at most %(limit)s can be put in order",
            number=len(options),
            limit=MOST_RANKED,
        )
        yield Flaw((*place.path, "options"), message)
    if question.kind != "head_to_head":
        return
    if isinstance(question.pairs, tuple):
        yield from _pair_flaws(place, question.pairs, options)
    elif len(options) * (len(options) - 1) // 2 > MOST_PAIRS:
        message = Sentence("more than %(limit)s pairs; name the ones to ask", limit=MOST_PAIRS)
        yield Flaw((*place.path, "options"), message)


def number_flaws(place: Place) -> Iterator[Flaw]:
    """Yield what is wrong with the bounds of a number."""
    question = place.question
    if question.kind != "number" or question.min is None or question.max is None:
        return
    bounds = bounds_of(question)
    if bounds.high <= bounds.low:
        message = Sentence("max is %(max)s; it must be above min", max=plain(bounds.high))
        yield Flaw((*place.path, "max"), message)
    elif bounds.step <= 0:
        message = Sentence("step is %(step)s; it must be above 0", step=plain(bounds.step))
        yield Flaw((*place.path, "step"), message)
    elif places(bounds) > MOST_PLACES:
        message = Sentence(
            "a number has at most %(limit)s decimals; use another unit", limit=MOST_PLACES
        )
        yield Flaw((*place.path, "step"), message)
    elif bounds.steps(bounds.high) % 1:
        message = Sentence(
            "from min to max it is no whole number of steps of %(step)s", step=plain(bounds.step)
        )
        yield Flaw((*place.path, "step"), message)
    elif bounds.steps(bounds.high) > Decimal(MOST_STEPS):
        message = Sentence(
            "more than %(limit)s steps from min to max; make the steps larger", limit=MOST_STEPS
        )
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
        message = Sentence(
            "%(kind)s compares the suppliers, and the study has one; list options",
            kind=question.kind,
        )
        yield Flaw((*place.path, "kind"), message)
    elif isinstance(question.pairs, tuple):
        for path, name in _unknown_items(place, question.pairs, suppliers):
            yield Flaw(path, Sentence("%(id)s is no supplier of the study", id=name))


def _pair_flaws(
    place: Place, pairs: Sequence[tuple[str, str]], options: Sequence[str]
) -> Iterator[Flaw]:
    path: Path = (*place.path, "pairs")
    if not 1 <= len(pairs) <= MOST_PAIRS:
        message = Sentence(
            "%(number)s pairs; there must be 1 to %(limit)s", number=len(pairs), limit=MOST_PAIRS
        )
        yield Flaw(path, message)
    seen: set[frozenset[str]] = set()
    for i, pair in enumerate(pairs):
        if pair[0] == pair[1]:
            yield Flaw((*path, i), Sentence("%(id)s is compared with itself", id=pair[0]))
        elif frozenset(pair) in seen:
            message = Sentence("a second pair of %(one)s and %(other)s", one=pair[0], other=pair[1])
            yield Flaw((*path, i), message)
        seen.add(frozenset(pair))
    if place.question.options is not None:
        for at, name in _unknown_items(place, pairs, options):
            yield Flaw(at, Sentence("%(id)s is no option of this question", id=name))


def _unknown_items(
    place: Place, pairs: Sequence[tuple[str, str]], known: Sequence[str]
) -> Iterator[tuple[Path, str]]:
    for i, pair in enumerate(pairs):
        for name in pair:
            if name not in known:
                yield (*place.path, "pairs", i), name
