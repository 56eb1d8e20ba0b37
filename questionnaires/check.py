"""What a questionnaire's single fields cannot show: repeated ids, conditions, kinds, languages."""

from collections.abc import Iterator, Sequence

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel

from questionnaires.errors import shortened
from questionnaires.flaws import Flaw, Place, comparison_flaws, number_flaws
from questionnaires.kinds import KINDS
from questionnaires.schema import Condition, Question, Questionnaire
from questionnaires.source import Path
from questionnaires.wording import PLACEHOLDERS, placeholders, unknown_placeholders

MAX_QUESTIONS = 200
MOST_MISSING_NAMED = 5
_KIND_FIELDS = frozenset({"scale", "options", "max_length", "pairs", "min", "max", "step", "unit"})
_CONDITION_MEASURES = frozenset({"scale", "nps", "nominal", "multiple"})


def flaws(questionnaire: Questionnaire, languages: Sequence[str] = ()) -> Iterator[Flaw]:
    """Yield everything that is wrong across fields; each text must have all the languages given."""
    places = list(_places(questionnaire))
    if len(places) > MAX_QUESTIONS:
        yield Flaw(
            ("sections",),
            f"{len(places)} questions; at most {MAX_QUESTIONS} are possible",
        )
    yield from _repeated_ids(questionnaire, places)
    for position, place in enumerate(places):
        yield from _kind_flaws(place)
        yield from _option_flaws(place)
        yield from comparison_flaws(place)
        yield from number_flaws(place)
        if place.question.show_if:
            yield from _condition_flaws(place, place.question.show_if, places[:position], places)
    yield from _text_flaws(questionnaire, languages)


def _places(questionnaire: Questionnaire) -> Iterator[Place]:
    for i, section in enumerate(questionnaire.sections):
        for j, question in enumerate(section.questions):
            yield Place(("sections", i, "questions", j), section, question)


def _repeated_ids(questionnaire: Questionnaire, places: Sequence[Place]) -> Iterator[Flaw]:
    named: list[tuple[Path, str]] = [(place.path, place.question.id) for place in places]
    sections: list[tuple[Path, str]] = [
        (("sections", i), section.id) for i, section in enumerate(questionnaire.sections)
    ]
    for word, entries in (("section", sections), ("question", named)):
        seen: set[str] = set()
        for path, name in entries:
            if name in seen:
                yield Flaw(
                    (*path, "id"),
                    f"a second {word} with the id {name}; give it another",
                )
            seen.add(name)


def _kind_flaws(place: Place) -> Iterator[Flaw]:
    path, section, question = place
    kind = KINDS.get(question.kind)
    if kind is None:
        known = ", ".join(KINDS)
        message = f"unknown kind {shortened(question.kind)}; the kinds are {known}"
        yield Flaw((*path, "kind"), message)
        return
    for field in sorted(_KIND_FIELDS & question.model_fields_set):
        if field not in kind.fields:
            yield Flaw((*path, field), f"a question of kind {kind.name} has no {field}")
    for field in sorted(kind.needs):
        if getattr(question, field) is None:
            yield Flaw(path, f"a question of kind {kind.name} needs {field}")
    if section.subject not in kind.subjects:
        message = f"{kind.name} makes no sense in a section about {section.subject}"
        yield Flaw((*path, "kind"), message)


def _option_flaws(place: Place) -> Iterator[Flaw]:
    options = place.question.options
    if options is None:
        return
    if len(options) < 2:
        yield Flaw((*place.path, "options"), "a choice needs at least 2 options")
    seen: set[str] = set()
    for i, option in enumerate(options):
        if option.id in seen:
            yield Flaw((*place.path, "options", i, "id"), f"a second option {option.id}")
        seen.add(option.id)


def _condition_flaws(
    place: Place, condition: Condition, before: Sequence[Place], places: Sequence[Place]
) -> Iterator[Flaw]:
    path: Path = (*place.path, "show_if")
    found = next((other for other in before if other.question.id == condition.question), None)
    if found is None:
        later = any(other.question.id == condition.question for other in places)
        reason = "comes later or is this one" if later else "does not exist"
        message = f"the question {condition.question} {reason}; name one asked before"
        yield Flaw((*path, "question"), message)
        return
    kind = KINDS.get(found.question.kind)
    if kind is None:
        return
    if kind.measure not in _CONDITION_MEASURES or kind.name == "supplier_grid":
        message = f"a condition cannot depend on a question of kind {kind.name}"
        yield Flaw((*path, "question"), message)
        return
    if found.section.subject == "account_managers" and found.section is not place.section:
        message = "a question about each account manager steers only its own section"
        yield Flaw((*path, "question"), message)
    if kind.measure == "multiple" and found.question.options is None:
        message = "a condition cannot depend on which suppliers are ticked; list them as options"
        yield Flaw((*path, "question"), message)
        return
    offered = kind.options(found.question) if not _misses_need(found.question) else ()
    for i, value in enumerate(condition.values):
        if value not in offered:
            message = f"{shortened(value)} is no answer to the question {condition.question}"
            yield Flaw((*path, "is", i), message)


def _misses_need(question: Question) -> bool:
    return any(getattr(question, field) is None for field in KINDS[question.kind].needs)


def _missing_texts(questionnaire: Questionnaire, language: str) -> Iterator[Flaw]:
    """Yield the texts a language lacks; one sentence where it lacks many."""
    missing = [path for path, text in _texts(questionnaire, ()) if language not in text]
    message = f"the {_english_name(language)} text is missing"
    if len(missing) > MOST_MISSING_NAMED:
        yield Flaw(missing[0], f"{message} in {len(missing)} places, of which this is the first")
        return
    for path in missing:
        yield Flaw(path, message)


def _english_name(language: str) -> str:
    """Return `German (de)`, or the code alone where nobody knows it."""
    try:
        name = Locale.parse(language, sep="-").english_name
    except (UnknownLocaleError, ValueError):
        return language
    return f"{name} ({language})" if name else language


def _text_flaws(questionnaire: Questionnaire, languages: Sequence[str]) -> Iterator[Flaw]:
    for language in languages:
        yield from _missing_texts(questionnaire, language)
    for path, text in _texts(questionnaire, ()):
        for language, wording in text.items():
            yield from _wording_flaws((*path, language), wording, _managers_at(questionnaire, path))


def _wording_flaws(path: Path, wording: str, about_managers: bool) -> Iterator[Flaw]:
    for name in unknown_placeholders(wording):
        allowed = ", ".join(sorted(PLACEHOLDERS))
        yield Flaw(path, f"unknown name {{{shortened(name)}}}; allowed in braces are {allowed}")
    if "manager" in placeholders(wording) and not about_managers:
        yield Flaw(path, "{manager} has a meaning only in a section about account_managers")


def _managers_at(questionnaire: Questionnaire, path: Path) -> bool:
    if len(path) < 2 or path[0] != "sections" or not isinstance(path[1], int):
        return False
    return questionnaire.sections[path[1]].subject == "account_managers"


def _texts(value: BaseModel, path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    for name in type(value).model_fields:
        child = getattr(value, name)
        if isinstance(child, dict):
            yield (*path, name), child
        elif isinstance(child, BaseModel):
            yield from _texts(child, (*path, name))
        elif isinstance(child, tuple):
            for i, item in enumerate(child):
                if isinstance(item, BaseModel):
                    yield from _texts(item, (*path, name, i))
