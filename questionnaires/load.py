"""Definition files read, checked and refused as a whole, each problem with its line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.check import flaws
from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.flaws import Flaw, supplier_flaws
from questionnaires.schema import RULES, Definition, Questionnaire
from questionnaires.sentence import Sentence
from questionnaires.source import Path, Source, read
from questionnaires.study import Named, StudyFile

BANK = "bank:"
_A_BLOCK = Sentence("must be a block of fields, each with its name")
_PLAIN: Mapping[str, Sentence] = {
    **RULES,
    "missing": Sentence("this field is missing"),
    "extra_forbidden": Sentence("this field is not known here; remove it or correct its name"),
    "model_type": _A_BLOCK,
    "dict_type": _A_BLOCK,
    "tuple_type": Sentence("must be a list"),
    "string_type": Sentence("must be text (put a number, true or false in quotes)"),
    "int_type": Sentence("must be a whole number"),
    "float_type": Sentence("must be a number"),
    "finite_number": Sentence("must be a finite number"),
    "bool_type": Sentence("must be true or false"),
    "too_short": Sentence("must not be empty"),
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


def load_study_file(
    file: str, data: bytes, *, beyond: Callable[[StudyFile], Iterator[Flaw]] | None = None
) -> StudyFile:
    """Return the study file as a value; raise DefinitionError naming every flaw.

    `beyond` yields what whoever loads it knows to be wrong on top, so that this has its line too.
    """
    source = read(file, data)
    study = _parsed(source, StudyFile)
    _refuse(source, chain(_study_flaws(study), beyond(study) if beyond else ()))
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


def _refuse(source: Source, found: Iterable[Flaw]) -> None:
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
                message = Sentence("a second entry with the id %(id)s", id=member.id)
                yield Flaw((field, i, "id"), message)
            seen.add(member.id)
    if study.client not in {supplier.id for supplier in study.suppliers}:
        message = Sentence("%(id)s is not among the suppliers", id=study.client)
        yield Flaw(("client",), message)
    for i, manager in enumerate(study.account_managers):
        if manager.id in {supplier.id for supplier in study.suppliers}:
            message = Sentence("%(id)s is the id of a supplier", id=manager.id)
            yield Flaw(("account_managers", i, "id"), message)
    yield from _repeated_breakdowns(study.breakdowns)
    if len(set(study.languages)) < len(study.languages):
        yield Flaw(("languages",), Sentence("a language is named twice"))


def _repeated_breakdowns(columns: Sequence[str]) -> Iterator[Flaw]:
    for i, column in enumerate(columns):
        if column in columns[:i]:
            message = Sentence("the column %(column)s is named twice", column=column)
            yield Flaw(("breakdowns", i), message)


def _problem(source: Source, details: ErrorDetails) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    return source.problem(path, _sentence(details))


def _limit(details: ErrorDetails, name: str) -> object:
    """Return a limit that an error names, a whole number as such."""
    limit = details["ctx"][name]
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _told(kind: str, details: ErrorDetails) -> Sentence:
    """Return what is wrong, in our own words wherever there are any."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "greater_than_equal":
        return Sentence("must be at least %(limit)s", limit=_limit(details, "ge"))
    if kind == "less_than_equal":
        return Sentence("must be at most %(limit)s", limit=_limit(details, "le"))
    if kind == "literal_error":
        expected = details["ctx"]["expected"].replace(" or ", ", ")
        return Sentence("must be one of %(expected)s", expected=expected)
    if kind == "too_long":
        limit = _limit(details, "max_length")
        return Sentence("must have at most %(limit)s entries", limit=limit)
    if kind == "string_too_long":
        limit = _limit(details, "max_length")
        return Sentence("must have at most %(limit)s characters", limit=limit)
    return Sentence("is not as it must be here: %(reason)s", reason=details["msg"])


def _sentence(details: ErrorDetails) -> Sentence:
    kind, given = details["type"], details["input"]
    if kind == "too_long" and isinstance(given, str):
        kind = "string_too_long"
    sentence = _told(kind, details)
    if kind in _NO_ECHO or not isinstance(given, str | int | float):
        return sentence
    return Sentence("%(sentence)s, not %(given)s", sentence=sentence, given=shortened(given))
