"""The list of contacts: one CSV file, accepted or refused as a whole, each problem with its row."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from questionnaires.characters import blank, invisible
from questionnaires.errors import DefinitionError, Problem, shortened

REQUIRED = ("contact", "name", "email", "customer", "language", "account_managers")
OPTIONAL = ("role", "audience")
MAX_BYTES = 10_000_000
MAX_CONTACTS = 100_000
MAX_PROBLEMS = 100
MAX_CELL = 200
MAX_SEGMENTS = 20
MAX_COLUMNS = len(REQUIRED) + len(OPTIONAL) + MAX_SEGMENTS
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
    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(message)


def load_contacts(
    file: str, data: bytes, *, managers: Sequence[str], languages: Sequence[str]
) -> tuple[Contact, ...]:
    """Return the contacts of a UTF-8 CSV file (comma, semicolon or tab), in its order.

    Raise DefinitionError naming row and column of every problem: a missing column, a person
    twice, an account manager or language the study does not have, an address that is none.
    It names the first 100 and refuses more than 100,000 contacts.
    """
    rows = _rows(file, data)
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
            problems.append(Problem(error.column, str(error), line))
        else:
            contacts.append(contact)
    if not contacts and not problems:
        problems.append(Problem("", "there is no contact below the header"))
    if problems:
        raise DefinitionError(file, problems)
    return tuple(contacts)


def _too_many(contacts: Sequence[Contact]) -> str:
    if len(contacts) == MAX_CONTACTS:
        return f"more than {MAX_CONTACTS:,} contacts; load them as several studies"
    return "not read on from here; mend what is named above first"


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


def _rows(file: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(file, data)
    first = next(row for row in text.split("\n") if row.strip())
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                message = f"{len(cells)} cells; at most {MAX_COLUMNS} are possible"
                raise DefinitionError(file, [Problem("", message, line)])
            if any(cell.strip() for cell in cells):
                yield line, [_tidy(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise DefinitionError(file, [Problem("", f"not readable as CSV: {error}", line)]) from None


def _tidy(cell: str) -> str:
    # Not what is refused for its length anyway: normalising 100,000 accents in a row takes 8 s.
    stripped = cell.strip()
    return stripped if len(stripped) > 2 * MAX_CELL else unicodedata.normalize("NFC", stripped)


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise DefinitionError(file, [Problem("", f"the file is larger than {MAX_BYTES:,} bytes")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; save it as 'CSV UTF-8' and load it again"
        raise DefinitionError(file, [Problem("", message, line)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise DefinitionError(file, [Problem("", "the file is empty")])
    return text


def _header(file: str, line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    problems = [
        Problem(name, "this column is missing; it must stand in the first row", line)
        for name in REQUIRED
        if name not in names
    ]
    for position, name in enumerate(names):
        if name in names[:position]:
            other = names.index(name) + 1
            message = f"column {position + 1} has the same name as column {other}"
            problems.append(Problem(shortened(name) or f"column {position + 1}", message, line))
        elif not _COLUMN.fullmatch(name):
            message = "a column is named with lower-case letters, digits and underscores"
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
        raise _RowError("", f"{len(cells)} cells, but the header has {len(header)} columns")
    row = dict(zip(header, cells, strict=True))
    for column, cell in row.items():
        if len(cell) > MAX_CELL and column != "account_managers":
            raise _RowError(column, f"{len(cell)} characters; at most {MAX_CELL} are possible")
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
        raise _RowError(column, "this cell is empty")
    return row[column]


def _plain_id(cell: str) -> str:
    if not cell[0].isalnum():
        # A spreadsheet would run =… or @… from the list of links as a formula.
        raise _RowError("contact", f"{shortened(cell)} must begin with a letter or a digit")
    return cell


def _email(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    if not _EMAIL.fullmatch(plain) or not plain[0].isalnum() or any(map(invisible, plain)):
        raise _RowError("email", f"{shortened(cell) or 'an empty cell'} is not an e-mail address")
    if plain != cell:
        # Two spellings of one address would be two identities of one person.
        raise _RowError("email", f"{shortened(cell)} must be written as {shortened(plain)}")
    return cell


def _language(cell: str, languages: Sequence[str]) -> str:
    if not cell:
        return languages[0]
    if cell not in languages:
        offered = ", ".join(languages)
        raise _RowError("language", f"{shortened(cell)} is no language of the study ({offered})")
    return cell


def _managers(cell: str, managers: Sequence[str]) -> tuple[str, ...]:
    named = [part.strip() for part in cell.split(";") if part.strip()]
    for name in named:
        if name not in managers:
            message = f"the study file names no account manager {shortened(name)}"
            raise _RowError("account_managers", message)
    if len(set(named)) < len(named):
        raise _RowError("account_managers", "an account manager is named twice")
    return tuple(named)


def _audience(cell: str) -> Audience:
    if cell not in ("", "customer", "staff"):
        raise _RowError("audience", f"must be customer or staff, not {shortened(cell)}")
    return cast(Audience, cell or "customer")


def _note_duplicate(contact: Contact, line: int, seen: dict[tuple[str, str], int]) -> None:
    for column, value in (
        ("contact", contact.contact),
        ("email", contact.email.casefold()),
    ):
        first = seen.setdefault((column, value), line)
        if first != line:
            raise _RowError(column, f"{shortened(value)} stands in row {first} already")


def _note_spelling(contact: Contact, line: int, spelt: dict[str, tuple[str, int]]) -> None:
    """Refuse a customer written in two ways: it would pass for two in the disclosure rules."""
    folded = unicodedata.normalize("NFKC", contact.customer).casefold()
    one = " ".join("".join(c for c in folded if not invisible(c)).split())
    spelling, row = spelt.setdefault(one, (contact.customer, line))
    if spelling != contact.customer:
        first = f"{shortened(spelling)} in row {row}"
        raise _RowError("customer", f"{shortened(contact.customer)} is written {first}; use one")
