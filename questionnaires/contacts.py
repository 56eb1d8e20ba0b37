"""The list of contacts: one CSV file, accepted or refused as a whole, each problem with its row."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from questionnaires.errors import DefinitionError, Problem, shortened

REQUIRED = ("contact", "name", "email", "customer", "language", "account_managers")
OPTIONAL = ("role", "audience")
MAX_BYTES = 20_000_000
MAX_CELL = 200
MAX_SEGMENTS = 20
_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?=.{4,253}$)([\w-]+\.)+[\w-]{2,63}")
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
    """
    rows = list(_rows(file, data))
    header = _header(file, rows[0][1])
    problems: list[Problem] = []
    contacts: list[Contact] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in rows[1:]:
        try:
            contact = _contact(header, cells, managers=managers, languages=languages)
            _note_duplicate(contact, line, seen)
        except _RowError as error:
            problems.append(Problem(error.column, str(error), line))
        else:
            contacts.append(contact)
    if not contacts and not problems:
        problems.append(Problem("", "there is no contact below the header"))
    if problems:
        raise DefinitionError(file, problems)
    return tuple(contacts)


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
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield (
                    line,
                    [unicodedata.normalize("NFC", cell.strip()) for cell in cells],
                )
            line = reader.line_num + 1
    except csv.Error as error:
        raise DefinitionError(file, [Problem("", f"not readable as CSV: {error}", line)]) from None


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise DefinitionError(file, [Problem("", f"the file is larger than {MAX_BYTES:,} bytes")])
    if not data.strip():
        raise DefinitionError(file, [Problem("", "the file is empty")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; save it as 'CSV UTF-8' and load it again"
        raise DefinitionError(file, [Problem("", message, line)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\n")


def _header(file: str, cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    problems = [
        Problem(name, "this column is missing; it must stand in the first row", 1)
        for name in REQUIRED
        if name not in names
    ]
    for position, name in enumerate(names):
        if name in names[:position]:
            other = names.index(name) + 1
            message = f"column {position + 1} has the same name as column {other}"
            problems.append(Problem(name or f"column {position + 1}", message, 1))
        elif not _COLUMN.fullmatch(name):
            message = "a column is named with lower-case letters, digits and underscores"
            problems.append(Problem(shortened(name) or f"column {position + 1}", message, 1))
    if len(names) > len(REQUIRED) + len(OPTIONAL) + MAX_SEGMENTS:
        problems.append(Problem("", f"more than {MAX_SEGMENTS} segment columns", 1))
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
        contact=_named(row, "contact"),
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
    if not any(unicodedata.category(c)[0] in "LNPS" for c in row[column]):
        raise _RowError(column, "this cell is empty")
    return row[column]


def _email(cell: str) -> str:
    address = unicodedata.normalize("NFKC", cell)
    if not _EMAIL.fullmatch(address) or any(
        unicodedata.category(c) in {"Cf", "Cc"} for c in address
    ):
        raise _RowError("email", f"{shortened(cell) or 'an empty cell'} is not an e-mail address")
    return address


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
