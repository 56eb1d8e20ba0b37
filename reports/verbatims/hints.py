"""What in a comment a human should look at: by which its writer may be known, unnamed."""

from collections.abc import Iterator

from reports.verbatims.findings import Clue, Hint
from reports.verbatims.languages import all_rules, is_plain_language
from reports.verbatims.plain import Plain
from reports.verbatims.words import folded, words_of


def hints(text: str) -> tuple[Hint, ...]:
    """Return what should be looked at, in order of the text, none of one clue overlapping another.

    Positions are those of the text as given. Nothing of it stands in the way of a release: the
    tables of the languages guess, and none of them knows which person can say what.
    """
    plain = Plain.of(text)
    return tuple(sorted(hint for clue in Clue for hint in _of_clue(clue, plain)))


def _of_clue(clue: Clue, plain: Plain) -> Iterator[Hint]:
    """Return the stretches of one clue, those that overlap as one."""
    start = end = 0
    for first, last in sorted(_stretches(clue, plain.text)):
        if first >= end:
            if end:
                yield Hint(*plain.original(start, end), clue)
            start = first
        end = max(end, last)
    if end:
        yield Hint(*plain.original(start, end), clue)


def _stretches(clue: Clue, text: str) -> Iterator[tuple[int, int]]:
    for pattern in all_rules().hints[clue]:
        for found in pattern.finditer(text):
            if "at" not in pattern.groupindex:
                yield found.span()
            elif not _is_no_place(found.group("at")):
                yield found.span("at")


def _is_no_place(text: str) -> bool:
    """Say whether what stands where a place might is nothing but ordinary words and ERP, CAD."""
    return all(
        is_plain_language(folded(word.text)) or (word.text.isupper() and len(word.text) < 5)
        for word in words_of(text)
    )
