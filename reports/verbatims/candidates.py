"""Everything in a comment that should be struck out before it is quoted."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from reports.verbatims.accounts import accounts
from reports.verbatims.addresses import addresses
from reports.verbatims.findings import Candidate, disjoint
from reports.verbatims.mentions import mentions
from reports.verbatims.names import Names
from reports.verbatims.numbers import numbers
from reports.verbatims.plain import Plain


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in the comments of a study: the names of its roll, and numbers.

    `regions` are those whose telephone numbers are known without the country's code, as ISO 3166
    codes: `DE`, `GB`.
    """

    names: Names
    regions: tuple[str, ...] = ()

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Return what should be struck out, in order of the text, none overlapping another.

        Any text is taken, and it alone decides: equal texts have equal candidates. Positions are
        those of the text as given. Too much is proposed rather than too little.
        """
        return disjoint(self._found(Plain.of(text)))

    def _found(self, plain: Plain) -> Iterator[Candidate]:
        found = (addresses(plain.text), accounts(plain.text), numbers(plain.text, self.regions))
        for start, end, kind in chain.from_iterable(found):
            yield Candidate(*plain.original(start, end), kind)
        for start, end, kind, like in mentions(plain.text, self.names):
            yield Candidate(*plain.original(start, end), kind, like)
