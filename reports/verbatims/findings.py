"""What a comment may give somebody away by: candidates to be struck out, and hints for a human."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from questionnaires.sentence import Sentence
from reports.verbatims.plain import Span


class Kind(StrEnum):
    """What a candidate is; of overlapping ones the first kind of this list counts."""

    IBAN = "iban"
    EMAIL = "email"
    WEB = "web"
    PHONE = "phone"
    NUMBER = "number"
    PERSON = "person"
    ORGANISATION = "organisation"


class Clue(StrEnum):
    """What a hint is."""

    UNIQUE = "unique"
    ROLE = "role"
    PLACE = "place"
    DATE = "date"
    TENURE = "tenure"
    AMOUNT = "amount"


REASONS: Mapping[Kind | Clue, Sentence] = {
    Kind.IBAN: Sentence("a bank account"),
    Kind.EMAIL: Sentence("an e-mail address"),
    Kind.WEB: Sentence("an address on the web"),
    Kind.PHONE: Sentence("a telephone number"),
    Kind.NUMBER: Sentence("a number that may stand for an order, a customer or an account"),
    Kind.PERSON: Sentence("a person's name"),
    Kind.ORGANISATION: Sentence("a customer's name"),
    Clue.UNIQUE: Sentence("words that perhaps one person alone can say"),
    Clue.ROLE: Sentence("a position in a company"),
    Clue.PLACE: Sentence("perhaps a place"),
    Clue.DATE: Sentence("a date"),
    Clue.TENURE: Sentence("something of the writer's own life"),
    Clue.AMOUNT: Sentence("a sum or a quantity"),
}


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A stretch of the original text that should not be quoted; positions count characters.

    `like` is the name of the roll it was taken for, in the roll's spelling, '' for other kinds.
    """

    start: int
    end: int
    kind: Kind
    like: str = field(default="", repr=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def reason(self) -> Sentence:
        return REASONS[self.kind]


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """A stretch of the original text for a human to weigh; positions count characters."""

    start: int
    end: int
    clue: Clue

    @property
    def reason(self) -> Sentence:
        return REASONS[self.clue]


def disjoint(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates in order of the text, those that overlap as one of the first kind."""
    return tuple(_merged(sorted(candidates)))


def _merged(ordered: list[Candidate]) -> Iterator[Candidate]:
    kinds = list(Kind)
    last: Candidate | None = None
    for each in ordered:
        if last is None or each.start >= last.end:
            if last:
                yield last
            last = each
            continue
        chief = min(last, each, key=lambda found: kinds.index(found.kind))
        last = Candidate(last.start, max(last.end, each.end), chief.kind, chief.like)
    if last:
        yield last
