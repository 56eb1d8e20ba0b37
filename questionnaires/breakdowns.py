"""What can be wrong with the columns of contacts by which results may be broken down."""

from collections.abc import Iterator, Sequence

from questionnaires.characters import folded
from questionnaires.contacts import Contact
from questionnaires.errors import shortened
from questionnaires.flaws import Flaw
from questionnaires.sentence import Sentence


def column_flaws(columns: Sequence[str], contacts: Sequence[Contact]) -> Iterator[Flaw]:
    """Yield why results cannot be broken down by some of these columns of customers' contacts.

    None of them has a value there, or one value is written in two ways and would pass for two.
    """
    customers = [contact for contact in contacts if contact.audience == "customer"]
    known = sorted({column for contact in customers for column in contact.segments})
    for position, column in enumerate(columns):
        path = ("breakdowns", position)
        if column not in known:
            yield Flaw(path, _no_such_column(column, known))
        spelt: dict[str, str] = {}
        for value in sorted({contact.segments.get(column, "") for contact in customers}):
            first = spelt.setdefault(folded(value), value)
            if first != value:
                message = Sentence(
                    "the column %(column)s has both %(first)s and %(given)s; use one spelling",
                    column=column,
                    first=shortened(first),
                    given=shortened(value),
                )
                yield Flaw(path, message)


def _no_such_column(column: str, known: Sequence[str]) -> Sentence:
    if not known:
        return Sentence(
            "no contact has a value in a column %(column)s, nor in any other of a segment",
            column=column,
        )
    return Sentence(
        "no contact has a value in a column %(column)s; the contacts have %(known)s",
        column=column,
        known=", ".join(known),
    )
