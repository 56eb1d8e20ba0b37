"""The rows of a CSV file, tidied, each with the line it begins on."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from questionnaires.errors import DefinitionError, Problem
from questionnaires.sentence import Sentence

MAX_BYTES = 10_000_000
MAX_CELL = 200
MAX_COLUMNS = 28  # those of a list of contacts, and twenty of its owner's own


def read_rows(file: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a UTF-8 file, each with its line; blank rows are left out."""
    text = _decoded(file, data)
    first = next(row for row in text.split("\n") if row.strip())
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                message = Sentence(
                    "%(number)s cells; at most %(limit)s are possible",
                    number=len(cells),
                    limit=MAX_COLUMNS,
                )
                raise DefinitionError(file, [Problem("", message, line)])
            if any(cell.strip() for cell in cells):
                yield line, [_tidy(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        message = Sentence("not readable as CSV: %(reason)s", reason=str(error))
        raise DefinitionError(file, [Problem("", message, line)]) from None


def _tidy(cell: str) -> str:
    # Not what is refused for its length anyway: normalising 100,000 accents in a row takes 8 s.
    stripped = cell.strip()
    return stripped if len(stripped) > 2 * MAX_CELL else unicodedata.normalize("NFC", stripped)


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = Sentence("the file is larger than %(limit)s bytes", limit=MAX_BYTES)
        raise DefinitionError(file, [Problem("", message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = Sentence("the file is not UTF-8; save it as 'CSV UTF-8' and load it again")
        raise DefinitionError(file, [Problem("", message, line)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise DefinitionError(file, [Problem("", Sentence("the file is empty"))])
    return text
