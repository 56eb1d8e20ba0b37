"""Passphrases and recovery codes on the command line: read from a file, never from an argument.

What stands on a line is seen by every user of the machine and kept by the shell.
"""

from pathlib import Path

import click

from survey_app.errors import Refused
from survey_app.lock import Lock, new_lock
from survey_app.services import passwords

LARGEST = 10_000

passphrase_file = click.option(
    "--passphrase-file",
    "secret",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that holds the passphrase (or, to close a wave, its recovery code).",
)


def secret_in(file: Path) -> str:
    """Return the one line that the file holds."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    try:
        lines = content.decode("utf-8-sig").splitlines() if len(content) < LARGEST else []
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8 text.") from None
    if len(lines) != 1 or not lines[0].strip():
        raise Refused(f"{file} must hold one line: a passphrase or a recovery code.")
    return lines[0]


def lock_of(file: Path) -> Lock:
    """Return the lock that a chosen passphrase makes; refuse one that others would guess."""
    passphrase = secret_in(file)
    problem = passwords.problem(passphrase, "")
    if problem:
        raise Refused(f"The passphrase in {file} will not do. {problem}")
    return new_lock(passphrase)
