"""A study's three files, from a folder or from a browser: read and checked as one."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from questionnaires.breakdowns import column_flaws
from questionnaires.contacts import Contact, load_contacts
from questionnaires.errors import DefinitionError, Problem
from questionnaires.flaws import Flaw
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, Choices
from questionnaires.kinds.text import DEFAULT_MAX_LENGTH
from questionnaires.load import (
    BANK,
    bank_names,
    bank_questionnaire,
    load_questionnaire,
    load_study_file,
)
from questionnaires.rows import MAX_BYTES
from questionnaires.schema import Question, Questionnaire
from questionnaires.sentence import Sentence
from questionnaires.source import read
from questionnaires.study import StudyFile
from reports.disclosure.policy import Policy, PolicyError
from survey_app.errors import Refused

MAX_ASKED = 500
MAX_ROWS = 5_000  # of at most 135 bytes each: 0.7 MB
MAX_CHARACTERS = 300_000  # percent-encoded, the rarest letters take 12 bytes each: 3.6 MB

Part = Literal["study", "questionnaire", "contacts"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Given:
    """One file: the name its owner knows it by, and what is in it."""

    name: str
    data: bytes


class FilesRefused(Refused):
    """Files that are refused together, with the problems of each."""

    def __init__(self, refused: Mapping[Part, DefinitionError]) -> None:
        self.refused = dict(refused)
        super().__init__("\n".join(str(error) for error in refused.values()))


class Files(Protocol):
    """Where a study's files come from; a file that is missing raises a DefinitionError."""

    def study(self) -> Given:
        """Return the study file."""

    def contacts(self, named: str) -> Given:
        """Return the list of contacts, which the study file names so."""

    def questionnaire(self, named: str) -> Given | None:
        """Return the questionnaire that the study file names so; None where it is of the bank."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Files beside one another on the disk."""

    file: Path

    def study(self) -> Given:
        if not self.file.exists():
            raise Refused(f"There is no study file {self.file}.")
        return self._beside(self.file.name)

    def contacts(self, named: str) -> Given:
        return self._beside(named)

    def questionnaire(self, named: str) -> Given | None:
        return None if named.startswith(BANK) else self._beside(named)

    def _beside(self, name: str) -> Given:
        path = self.file.parent / name
        try:
            with path.open("rb") as stream:
                # One byte more than is taken, however much there is.
                return Given(path.name, stream.read(MAX_BYTES + 1))
        except FileNotFoundError:
            message = Sentence("there is no file %(file)s beside it", file=path.name)
        except OSError as error:
            message = Sentence(
                "%(file)s cannot be read: %(reason)s", file=path.name, reason=error.strerror
            )
        raise DefinitionError(self.file.name, [Problem("", message)])


@dataclass(frozen=True, slots=True)
class Sent:
    """Files from a browser: what the study file calls them does not matter."""

    given: Mapping[Part, Given]

    def study(self) -> Given:
        return self._given("study", Sentence("there is no study file yet"))

    def contacts(self, named: str) -> Given:  # noqa: ARG002 - one way of asking for all
        return self._given("contacts", Sentence("there is no list of contacts yet"))

    def questionnaire(self, named: str) -> Given | None:
        if named.startswith(BANK):
            return self.given.get("questionnaire")
        missing = Sentence(
            "the study file asks for %(file)s, which is missing; add it, or choose another",
            file=named,
        )
        return self._given("questionnaire", missing)

    def _given(self, part: Part, missing: Sentence) -> Given:
        if part not in self.given:
            raise DefinitionError(part, [Problem("", missing)])
        return self.given[part]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A study file with everything it names, checked as a whole."""

    definition: StudyFile
    questionnaire: Questionnaire
    contacts: tuple[Contact, ...]


def load_files(files: Files, *, bank: str | None = None) -> Loaded:
    """Return what the files hold; raise FilesRefused with all that is wrong in any of them.

    `bank` names a ready-made questionnaire to take in place of the one the study file asks for.
    """
    refused: dict[Part, DefinitionError] = {}
    definition = _tried(refused, "study", lambda: _definition(files, bank))
    if definition is None:
        raise FilesRefused(refused)
    questionnaire = _tried(refused, "questionnaire", lambda: _questionnaire(files, definition))
    contacts = _tried(refused, "contacts", lambda: _contacts(files, definition))
    if questionnaire is None or contacts is None:
        raise FilesRefused(refused)
    loaded = Loaded(definition, questionnaire, contacts)
    _tried(refused, "study", lambda: _refuse_breakdowns(files.study(), loaded))
    _tried(refused, "questionnaire", lambda: _refuse_too_long(loaded))
    if refused:
        raise FilesRefused(refused)
    return loaded


def _tried(
    refused: dict[Part, DefinitionError], part: Part, read: Callable[[], Value]
) -> Value | None:
    try:
        return read()
    except DefinitionError as error:
        refused[part] = error
        return None


def _definition(files: Files, bank: str | None) -> StudyFile:
    def chosen(definition: StudyFile) -> StudyFile:
        return definition.model_copy(update={"questionnaire": f"{BANK}{bank}"})

    given = files.study()
    definition = load_study_file(
        given.name,
        given.data,
        beyond=lambda found: _beyond_the_file(chosen(found) if bank else found),
    )
    return chosen(definition) if bank else definition


def slug_of(name: str) -> str:
    """Return `relationship-study` for `Relationship study`; it may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")


def _beyond_the_file(definition: StudyFile) -> Iterator[Flaw]:
    """Yield what the study file alone does not show to be wrong."""
    if not slug_of(definition.study):
        message = Sentence("the name needs at least one Latin letter or digit for the study's id")
        yield Flaw(("study",), message)
    try:
        Policy(definition.policy.min_respondents, definition.policy.min_customers)
    except PolicyError as error:
        yield Flaw(("policy", error.field), error.message)
    wanted = definition.questionnaire
    if wanted.startswith(BANK) and wanted.removeprefix(BANK) not in bank_names():
        message = Sentence(
            "the bank has no questionnaire %(wanted)s; it has %(names)s",
            wanted=wanted,
            names=", ".join(bank_names()),
        )
        yield Flaw(("questionnaire",), message)


def _contacts(files: Files, definition: StudyFile) -> tuple[Contact, ...]:
    given = files.contacts(definition.contacts)
    return load_contacts(
        given.name,
        given.data,
        managers=[manager.id for manager in definition.account_managers],
        languages=definition.languages,
    )


def _questionnaire(files: Files, definition: StudyFile) -> Questionnaire:
    wanted = definition.questionnaire
    given = files.questionnaire(wanted)
    if given is not None and wanted.startswith(BANK):
        message = Sentence(
            "this file would not be used, since the questionnaire is %(wanted)s; remove one",
            wanted=wanted,
        )
        raise DefinitionError(given.name, [Problem("", message)])
    if given is None:
        given = Given(wanted, bank_questionnaire(wanted.removeprefix(BANK)))
    suppliers = [supplier.id for supplier in definition.suppliers]
    return load_questionnaire(given.name, given.data, definition.languages, suppliers)


def _refuse_breakdowns(given: Given, loaded: Loaded) -> None:
    """Refuse to break results down by what the contacts do not say, or say in two spellings."""
    source = read(given.name, given.data)
    found = column_flaws(loaded.definition.breakdowns, loaded.contacts)
    problems = [source.problem(flaw.path, flaw.message) for flaw in found]
    if problems:
        raise DefinitionError(given.name, problems)


def _rows(question: Question, suppliers: Sequence[str]) -> int:
    """Return how many fields one question can send: its rows, or the ticks of the only one."""
    control = KINDS[question.kind].control(Asked(question, tuple(suppliers)))
    if not isinstance(control, Choices):
        return 1
    several = control.layout == "several"
    return len(control.rows[0].choices) if several else len(control.rows)


def _refuse_too_long(loaded: Loaded) -> None:
    """Refuse a form that somebody could fill in and not send: a limit must not eat answers."""
    most = max(len(contact.account_managers) for contact in loaded.contacts)
    times = {None: 1, "suppliers": 1, "account_managers": most}
    asked = [(times[section.subject], q) for section, q in loaded.questionnaire.asked()]
    characters = sum(
        number * (question.max_length or DEFAULT_MAX_LENGTH)
        for number, question in asked
        if question.kind == "text"
    )
    suppliers = [supplier.id for supplier in loaded.definition.suppliers]
    rows = sum(number * _rows(question, suppliers) for number, question in asked)
    for found, limit, what in (
        (sum(number for number, _ in asked), MAX_ASKED, Sentence("questions")),
        (rows, MAX_ROWS, Sentence("single answers")),
        (characters, MAX_CHARACTERS, Sentence("characters of comments")),
    ):
        if found > limit:
            message = Sentence(
                "a contact who deals with %(managers)s account managers could be asked for "
                "%(found)s %(what)s; at most %(limit)s are possible",
                managers=most,
                found=found,
                what=what,
                limit=limit,
            )
            raise DefinitionError(loaded.definition.questionnaire, [Problem("", message)])
