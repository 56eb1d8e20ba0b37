"""SQLite's write-ahead log read as what each commit wrote (sqlite.org/fileformat2, section 4)."""

import struct
from collections.abc import Iterator

HEADER, FRAME = 32, 24
MAGIC = (0x377F0682, 0x377F0683)


def commits_of(wal: bytes) -> Iterator[bytes]:
    """Yield the pages that each commit wrote, in the log's order.

    A page is written whole whenever a row of it changes. Frames of an earlier run of the log,
    which may follow the last commit, are read like the others.
    """
    if len(wal) < HEADER or struct.unpack(">I", wal[:4])[0] not in MAGIC:
        return
    size = struct.unpack(">I", wal[8:12])[0]
    pages: list[bytes] = []
    for start in range(HEADER, len(wal) - FRAME - size + 1, FRAME + size):
        pages.append(wal[start + FRAME : start + FRAME + size])
        _, committed = struct.unpack(">II", wal[start : start + 8])
        if committed:
            yield b"".join(pages)
            pages = []
