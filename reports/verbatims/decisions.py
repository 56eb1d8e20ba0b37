"""What a consultant decides about a comment, and what of it may then be quoted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from questionnaires.characters import blank
from questionnaires.sentence import Sentence
from reports.verbatims.candidates import Search
from reports.verbatims.plain import Span

# What stands for everything that was struck out, whatever it was and however long.
MARK = "[…]"
# What may stand between two stretches struck out as one: how many there were tells as well.
_NOTHING_BETWEEN = re.compile(r"[ \t\u00a0,/&\-\u2010-\u2015]*")


class DecisionError(ValueError):
    """A decision that makes no sense for its comment; `message` says why."""

    def __init__(self, message: Sentence) -> None:
        self.message = message
        super().__init__(message)


class StillOpen(DecisionError):
    """A decision that would let out what should be struck out; `left` says where.

    The positions are those of the comment, or of the paraphrase where that is what was decided.
    """

    def __init__(self, left: Sequence[Span]) -> None:
        self.left = tuple(left)
        message = Sentence(
            "this would print what may identify somebody; stretches left: %(places)s",
            places=len(self.left),
        )
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Release:
    """Quote it as it is; `knowingly` in spite of candidates in it."""

    knowingly: bool = False


@dataclass(frozen=True, slots=True)
class Redact:
    """Quote it with stretches struck out: those proposed that were accepted, and any others.

    They may overlap; DecisionError where there are none, or an empty one.
    """

    spans: tuple[Span, ...]
    knowingly: bool = False

    def __post_init__(self) -> None:
        if not self.spans or any(not 0 <= start < end for start, end in self.spans):
            raise DecisionError(Sentence("nothing is marked to be struck out"))


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """Print these words of the consultant in its place."""

    text: str = field(repr=False)
    knowingly: bool = False


@dataclass(frozen=True, slots=True)
class Withhold:
    """Quote nothing of it."""


Decision = Release | Redact | Paraphrase | Withhold


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that may be printed, and whether they are the consultant's instead of the writer's."""

    text: str = field(repr=False)
    paraphrased: bool = False


def quoted(text: str, decision: Decision | None, search: Search) -> Quote | None:
    """Return what may be printed of a comment; None where nothing was decided, or to withhold it.

    StillOpen where candidates, or words that are struck out elsewhere in the comment, would be
    printed and this was not decided knowingly. DecisionError where a stretch to be struck out lies
    outside the text, or a paraphrase says nothing. None too, where nothing but marks is left.
    """
    match decision:
        case Release():
            _refuse(_candidates(text, search), decision.knowingly)
            return Quote(text)
        case Redact():
            stretches = _stretches(decision.spans, text)
            left = [each for each in _candidates(text, search) if _shows(each, text, stretches)]
            _refuse([*left, *_twins(text, stretches)], decision.knowingly)
            return _redacted(text, stretches)
        case Paraphrase():
            if blank(decision.text):
                raise DecisionError(Sentence("the paraphrase is empty"))
            _refuse(_candidates(decision.text, search), decision.knowingly)
            return Quote(decision.text.strip(), paraphrased=True)
        case _:
            return None


def _candidates(text: str, search: Search) -> list[Span]:
    return [candidate.span for candidate in search.candidates(text)]


def _refuse(left: Sequence[Span], knowingly: bool) -> None:
    if left and not knowingly:
        raise StillOpen(sorted(set(left)))


def _stretches(spans: Sequence[Span], text: str) -> list[Span]:
    """Return the stretches in order, those as one that overlap or have nothing between them."""
    if any(end > len(text) for _, end in spans):
        raise DecisionError(Sentence("a mark lies outside the comment"))
    stretches: list[Span] = []
    for start, end in sorted(spans):
        if stretches and (
            start <= stretches[-1].end or _NOTHING_BETWEEN.fullmatch(text, stretches[-1].end, start)
        ):
            stretches[-1] = Span(stretches[-1].start, max(end, stretches[-1].end))
        else:
            stretches.append(Span(start, end))
    return stretches


def _shows(candidate: Span, text: str, stretches: Sequence[Span]) -> bool:
    """Say whether a letter or digit of a candidate would be printed."""
    return any(
        text[place].isalnum() and not any(start <= place < end for start, end in stretches)
        for place in range(*candidate)
    )


def _twins(text: str, stretches: Sequence[Span]) -> Iterator[Span]:
    """Find what is struck out in one place, and would be printed in another."""
    words = {text[start:end].strip() for start, end in stretches}
    for word in words:
        if any(map(str.isalnum, word)):
            for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                if _shows(Span(*found.span()), text, stretches):
                    yield Span(*found.span())


def _redacted(text: str, stretches: Sequence[Span]) -> Quote | None:
    edges = [Span(0, 0), *stretches, Span(len(text), len(text))]
    kept = [text[one.end : other.start] for one, other in pairwise(edges)]
    return Quote(MARK.join(kept).strip()) if any(map(str.isalnum, "".join(kept))) else None
