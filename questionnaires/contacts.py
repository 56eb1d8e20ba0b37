"""The list of contacts: one CSV file, accepted or refused as a whole, each problem with its row."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from questionnaires.characters import blank, folded, invisible
from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.rows import MAX_CELL, read_rows
from questionnaires.sentence import Sentence

REQUIRED = ("contact", "name", "email", "customer", "language", "account_managers")
OPTIONAL = ("role", "audience")
MAX_CONTACTS = 20_000
MAX_SEGMENTS = 20
MAX_PROBLEMS = 100
_EMAIL = re.compile(
    r"(?!\.|[^@]*\.[.@])[^@\s\"(),:;<>\[\]\\]{1,64}"
    r"@(?=.{4,253}$)(\w([\w-]{0,61}\w)?\.)+[^\W\d_][\w-]{0,61}\w"
)
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,31}")

Audience = Literal["customer", "staff"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer, with the account managers they deal with and their segments."""

    contact: str
    name: str
    email: str
    customer: str
    language: str
    account_managers: tuple[str, ...] = ()
    role: str = ""
    audience: Audience = "customer"
    segments: Mapping[str, str] = field(default_factory=dict)


class _RowError(ValueError):
    def __init__(self, column: str, message: Sentence) -> None:
        self.column, self.message = column, message
        super().__init__(message)


def load_contacts(
    file: str, data: bytes, *, managers: Sequence[str], languages: Sequence[str]
) -> tuple[Contact, ...]:
    """Return the contacts of a UTF-8 CSV file (comma, semicolon or tab), in its order.

    Raise DefinitionError naming row and column of every problem: a missing column, a person
    twice, an account manager or language the study does not have, an address that is none.
    It names the first 100 and refuses more than 20,000 contacts.
    """
    rows = read_rows(file, data)
    header = _header(file, *next(rows, (1, [])))
    problems: list[Problem] = []
    contacts: list[Contact] = []
    seen: dict[tuple[str, str], int] = {}
    spelt: dict[str, tuple[str, int]] = {}
    for line, cells in rows:
        if len(contacts) == MAX_CONTACTS or len(problems) == MAX_PROBLEMS:
            problems.append(Problem("", _too_many(contacts), line))
            break
        try:
            contact = _contact(header, cells, managers=managers, languages=languages)
            _note_duplicate(contact, line, seen)
            _note_spelling(contact, line, spelt)
        except _RowError as error:
            problems.append(Problem(error.column, error.message, line))
        else:
            contacts.append(contact)
    if not contacts and not problems:
        problems.append(Problem("", Sentence("there is no contact below the header")))
    if problems:
        raise DefinitionError(file, problems)
    return tuple(contacts)


def _too_many(contacts: Sequence[Contact]) -> Sentence:
    if len(contacts) == MAX_CONTACTS:
        return Sentence(
            "more than %(limit)s contacts; load them as several studies", limit=MAX_CONTACTS
        )
    return Sentence("not read on from here; mend what is named above first")


def dump_contacts(contacts: Sequence[Contact]) -> bytes:
    """Return the contacts as the CSV file that `load_contacts` reads back to the same."""
    segments = sorted({name for contact in contacts for name in contact.segments})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*REQUIRED, *OPTIONAL, *segments])
    for c in contacts:
        managers = ";".join(c.account_managers)
        fixed = [
            c.contact,
            c.name,
            c.email,
            c.customer,
            c.language,
            managers,
            c.role,
            c.audience,
        ]
        writer.writerow([*fixed, *(c.segments.get(name, "") for name in segments)])
    return out.getvalue().encode()


def _header(file: str, line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    problems = [
        Problem(name, Sentence("this column is missing; it must stand in the first row"), line)
        for name in REQUIRED
        if name not in names
    ]
    for position, name in enumerate(names):
        if name in names[:position]:
            other = names.index(name) + 1
            message = Sentence(
                "column %(number)s has the same name as column %(other)s",
                number=position + 1,
                other=other,
            )
            problems.append(Problem(shortened(name) or f"column {position + 1}", message, line))
        elif not _COLUMN.fullmatch(name):
            message = Sentence("a column is named with lower-case letters, digits and underscores")
            problems.append(Problem(shortened(name) or f"column {position + 1}", message, line))
    if problems:
        raise DefinitionError(file, problems)
    return names


def _contact(
    header: Sequence[str],
    cells: Sequence[str],
    *,
    managers: Sequence[str],
    languages: Sequence[str],
) -> Contact:
    if len(cells) != len(header):
        message = Sentence(
            "%(number)s cells, but the header has %(columns)s columns",
            number=len(cells),
            columns=len(header),
        )
        raise _RowError("", message)
    row = dict(zip(header, cells, strict=True))
    for column, cell in row.items():
        if len(cell) > MAX_CELL and column != "account_managers":
            message = Sentence(
                "%(number)s characters; at most %(limit)s are possible",
                number=len(cell),
                limit=MAX_CELL,
            )
            raise _RowError(column, message)
    fixed = {*REQUIRED, *OPTIONAL}
    return Contact(
        contact=_plain_id(_named(row, "contact")),
        name=_named(row, "name"),
        email=_email(row["email"]),
        customer=_named(row, "customer"),
        language=_language(row["language"], languages),
        account_managers=_managers(row["account_managers"], managers),
        role=row.get("role", ""),
        audience=_audience(row.get("audience", "")),
        segments={name: row[name] for name in header if name not in fixed and row[name]},
    )


def _named(row: Mapping[str, str], column: str) -> str:
    if blank(row[column]):
        raise _RowError(column, Sentence("this cell is empty"))
    return row[column]


def _plain_id(cell: str) -> str:
    if not cell[0].isalnum():
        # A spreadsheet would run =… or @… from the list of links as a formula.
        message = Sentence("%(id)s must begin with a letter or a digit", id=shortened(cell))
        raise _RowError("contact", message)
    return cell


def _email(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    if not _EMAIL.fullmatch(plain) or not plain[0].isalnum() or any(map(invisible, plain)):
        given = shortened(cell) or Sentence("an empty cell")
        raise _RowError("email", Sentence("%(given)s is not an e-mail address", given=given))
    if plain != cell:
        # Two spellings of one address would be two identities of one person.
        message = Sentence(
            "%(given)s must be written as %(plain)s",
            given=shortened(cell),
            plain=shortened(plain),
        )
        raise _RowError("email", message)
    return cell


def _language(cell: str, languages: Sequence[str]) -> str:
    if not cell:
        return languages[0]
    if cell not in languages:
        message = Sentence(
            "%(given)s is no language of the study (%(offered)s)",
            given=shortened(cell),
            offered=", ".join(languages),
        )
        raise _RowError("language", message)
    return cell


def _managers(cell: str, managers: Sequence[str]) -> tuple[str, ...]:
    named = [part.strip() for part in cell.split(";") if part.strip()]
    for name in named:
        if name not in managers:
            message = Sentence("the study file names no account manager %(id)s", id=shortened(name))
            raise _RowError("account_managers", message)
    if len(set(named)) < len(named):
        raise _RowError("account_managers", Sentence("an account manager is named twice"))
    return tuple(named)


def _audience(cell: str) -> Audience:
    if cell not in ("", "customer", "staff"):
        message = Sentence("must be customer or staff, not %(given)s", given=shortened(cell))
        raise _RowError("audience", message)
    return cast(Audience, cell or "customer")


def _note_duplicate(contact: Contact, line: int, seen: dict[tuple[str, str], int]) -> None:
    for column, value in (
        ("contact", contact.contact),
        ("email", contact.email.casefold()),
    ):
        first = seen.setdefault((column, value), line)
        if first != line:
            message = Sentence(
                "%(value)s stands in row %(row)s already", value=shortened(value), row=first
            )
            raise _RowError(column, message)


def _note_spelling(contact: Contact, line: int, spelt: dict[str, tuple[str, int]]) -> None:
    """Refuse a customer written in two ways: it would pass for two in the disclosure rules."""
    spelling, row = spelt.setdefault(folded(contact.customer), (contact.customer, line))
    if spelling != contact.customer:
        message = Sentence(
            "%(given)s is written %(first)s in row %(row)s; use one",
            given=shortened(contact.customer),
            first=shortened(spelling),
            row=row,
        )
        raise _RowError("customer", message)
