"""Tallies: counts of answers and sums of ratings, and nothing that a person could be found in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Row(NamedTuple):
    """What counts belong to: a question and whom or what it was answered about.

    The subject is a supplier, an account manager, or an option that is rated or ranked; `against`
    the other one of a pair. `question=None` pools all rating questions about the subject.
    `subject=None` is the study itself, or for a question about account managers all of them
    together. `within` is the segment of the contacts that it is confined to, `region=North`.
    """

    question: str | None
    subject: str | None
    against: str | None = None
    within: str | None = None


class Count(NamedTuple):
    """The cell of one count: a row and the option or scale point that was chosen.

    The options of a row are those of its kind: `6` of a rating, `6.4` of the ratings of a pair of
    suppliers by the same respondents (or `win`, `tie`, `loss`), `better` of a comparison,
    `price.best` of a best-worst question, `2` of an item's position in a ranking, and `b>a>c` of
    the ranking itself.
    """

    question: str
    subject: str | None
    option: str
    against: str | None = None
    within: str | None = None

    @property
    def row(self) -> Row:
        """Return the row it belongs to."""
        return Row(self.question, self.subject, self.against, self.within)


class Base(NamedTuple):
    """Who stands behind a row: respondents, distinct customers, respondents of the largest one."""

    respondents: int
    customers: int
    largest: int


class Moment(NamedTuple):
    """How many ratings there are and what they add up to."""

    n: int
    total: int


class Invited(NamedTuple):
    """How many contacts were invited and how many of them answered."""

    invited: int
    answered: int


class Correlation(NamedTuple):
    """How two ratings of the client by the same respondents go together, in hundredths."""

    respondents: int
    hundredths: int


NOBODY = Invited(0, 0)


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything a wave leaves behind to be reported. Rows that may not be reported are absent."""

    bases: Mapping[Row, Base] = field(default_factory=dict)
    moments: Mapping[Row, Moment] = field(default_factory=dict)
    counts: Mapping[Count, int] = field(default_factory=dict)
    correlations: Mapping[tuple[str, str], Correlation] = field(default_factory=dict)
    response: Invited = NOBODY
    response_by_manager: Mapping[str, Invited] = field(default_factory=dict)
