"""The three files of a study as a browser sends them, and as a page shows them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import request

from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.load import bank_questionnaire, load_questionnaire
from questionnaires.schema import Questionnaire, said
from questionnaires.wording import filled
from survey_app.services.loading import Given, Part
from survey_app.services.studies import NAMES
from survey_app.workspace import language, words

LARGEST_SHOWN = 200_000
LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong with a file: where, what, and the line as it stands there."""

    where: str
    message: str
    line: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """One of the three files as the page shows it: to be uploaded, or mended in its box."""

    part: Part
    name: str
    text: str
    problems: tuple[Told, ...] = ()
    note: str = ""


def bank_title(name: str) -> str:
    """Return what a ready-made questionnaire calls itself, in the reader's language."""
    title = said(_ready_made(name).title, language())
    return filled(title, {"client": words("[client]")})


@cache
def _ready_made(name: str) -> Questionnaire:
    return load_questionnaire(name, bank_questionnaire(name))


def sent_parts(stored: Mapping[Part, Given]) -> dict[Part, Given]:
    """Return each file as it was sent: uploaded, or typed, or as stored where it had no box."""
    found = {part: _uploaded(part) or _typed(part, stored.get(part)) for part in NAMES}
    return {part: given for part, given in found.items() if given is not None}


def is_untouched(part: Part, stored: Mapping[Part, Given]) -> bool:
    """Say whether a file was only sent along, as it is stored."""
    if part not in stored or _uploaded(part):
        return False
    typed = _typed(part, None)
    return typed is not None and typed.data.split() == stored[part].data.split()


def shown_parts(
    given: Mapping[Part, Given],
    stored: Mapping[Part, Given],
    refused: Mapping[Part, DefinitionError],
) -> list[PartShown]:
    """Return the three files as the page shows them, each with what is wrong with it."""
    return [_shown(part, given.get(part), stored.get(part), refused.get(part)) for part in NAMES]


def _shown(
    part: Part, given: Given | None, stored: Given | None, refused: DefinitionError | None
) -> PartShown:
    problems = refused.problems if refused else ()
    if given is None:
        return PartShown(part, NAMES[part], "", _told(problems, ""))
    text = _text(given.data)
    name = shortened(given.name)
    if text is not None and len(given.data) <= LARGEST_SHOWN:
        return PartShown(part, name, text, _told(problems, text))
    if given == stored:
        note = words(
            "It is too large to be shown here, and stays as it is unless you upload another."
        )
    elif text is None:
        note = words("It is no text and cannot be shown here: please mend and upload it again.")
    else:
        note = words(
            "It is too large to be shown here: please choose it again, mended where it is wrong."
        )
    return PartShown(part, name, "", _told(problems, text or ""), note)


def _told(problems: tuple[Problem, ...], text: str) -> tuple[Told, ...]:
    lines = text.splitlines()
    return tuple(_one(problem, lines) for problem in problems)


def _one(problem: Problem, lines: list[str]) -> Told:
    where = [words("line %s") % problem.line] if problem.line else []
    where += [problem.path] if problem.path else []
    number = problem.line or 0
    line = shortened(lines[number - 1].strip()) if 0 < number <= len(lines) else ""
    return Told(", ".join(where), words(problem.message), line)


def _text(data: bytes) -> str | None:
    """Return a file as a text box can hold it and send it back; None where it would change."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _uploaded(part: Part) -> Given | None:
    upload = request.files.get(f"{part}_file")
    if upload is None or not upload.filename:
        return None
    return Given(upload.filename, upload.read())


def _typed(part: Part, stored: Given | None) -> Given | None:
    text = request.form.get(f"{part}_text")
    if text is None:
        return stored
    name = request.form.get(f"{part}_name") or NAMES[part]
    return Given(name, text.encode()) if text.strip() else None
