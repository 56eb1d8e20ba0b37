"""Definition files read, checked and refused as a whole, each problem with its line."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.check import flaws
from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.flaws import Flaw, supplier_flaws
from questionnaires.schema import Definition, Questionnaire
from questionnaires.source import Path, Source, read
from questionnaires.study import Named, StudyFile

BANK = "bank:"
_SENTENCES = {
    "missing": "this field is missing",
    "extra_forbidden": "this field is not known here; remove it or correct its name",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "model_type": "must be a block of fields, each with its name",
    "dict_type": "must be a block of fields, each with its name",
    "tuple_type": "must be a list",
    "string_type": "must be text (put a number, true or false in quotes)",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "too_short": "must not be empty",
    "too_long": "must have at most {max_length} entries",
    "string_too_long": "must have at most {max_length} characters",
}
_NO_ECHO = frozenset({"missing", "extra_forbidden", "blank", "too_short", "too_long"})
Model = TypeVar("Model", bound=Definition)


def load_questionnaire(
    file: str,
    data: bytes,
    languages: Sequence[str] = (),
    suppliers: Sequence[str] | None = None,
) -> Questionnaire:
    """Return the questionnaire of a YAML or JSON file; raise DefinitionError naming every flaw.

    With the study's suppliers it is also refused when it cannot compare these.
    """
    source = read(file, data)
    questionnaire = _parsed(source, Questionnaire)
    _refuse(source, flaws(questionnaire, languages))
    if suppliers is not None:
        _refuse(source, supplier_flaws(questionnaire, suppliers))
    return questionnaire


def load_study_file(file: str, data: bytes) -> StudyFile:
    """Return the study file as a value; raise DefinitionError naming every flaw."""
    source = read(file, data)
    study = _parsed(source, StudyFile)
    _refuse(source, _study_flaws(study))
    return study


@cache
def bank_names() -> tuple[str, ...]:
    """Return the names of the ready-made questionnaires."""
    folder = files("questionnaires") / "bank"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def bank_questionnaire(name: str) -> bytes:
    """Return the file of a ready-made questionnaire; raise KeyError where there is none."""
    if name not in bank_names():
        raise KeyError(name)
    return (files("questionnaires") / "bank" / f"{name}.yaml").read_bytes()


def _parsed(source: Source, model: type[Model]) -> Model:
    try:
        return model.model_validate(source.value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        above = {details["loc"][:i] for details in found for i in range(len(details["loc"]))}
        # A list whose entries are all wrong is not too short on top of that.
        told = (d for d in found if d["type"] != "too_short" or d["loc"] not in above)
        raise DefinitionError(source.file, [_problem(source, d) for d in told]) from None


def _refuse(source: Source, found: Iterator[Flaw]) -> None:
    problems = [source.problem(flaw.path, flaw.message) for flaw in found]
    if problems:
        raise DefinitionError(source.file, problems)


def _study_flaws(study: StudyFile) -> Iterator[Flaw]:
    entries: dict[str, tuple[Named, ...]] = {
        "suppliers": study.suppliers,
        "account_managers": study.account_managers,
    }
    for field, members in entries.items():
        seen: set[str] = set()
        for i, member in enumerate(members):
            if member.id in seen:
                yield Flaw((field, i, "id"), f"a second entry with the id {member.id}")
            seen.add(member.id)
    if study.client not in {supplier.id for supplier in study.suppliers}:
        yield Flaw(("client",), f"{study.client} is not among the suppliers")
    for i, manager in enumerate(study.account_managers):
        if manager.id in {supplier.id for supplier in study.suppliers}:
            yield Flaw(("account_managers", i, "id"), f"{manager.id} is the id of a supplier")
    if len(set(study.languages)) < len(study.languages):
        yield Flaw(("languages",), "a language is named twice")


def _problem(source: Source, details: ErrorDetails) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    return source.problem(path, _sentence(details))


def _sentence(details: ErrorDetails) -> str:
    kind, given = details["type"], details["input"]
    sentence = details["msg"]
    if kind == "too_long" and isinstance(given, str):
        kind = "string_too_long"
    if kind in _SENTENCES:
        sentence = _SENTENCES[kind].format_map(details.get("ctx", {}))
    if kind in _NO_ECHO or not isinstance(given, str | int | float):
        return sentence
    return f"{sentence}, not {shortened(given)}"
