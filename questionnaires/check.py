"""What a questionnaire's single fields cannot show: repeated ids, conditions, kinds, languages."""

from collections.abc import Iterator, Sequence

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel

from questionnaires.errors import shortened
from questionnaires.flaws import Flaw, Place, comparison_flaws, number_flaws
from questionnaires.kinds import KINDS
from questionnaires.schema import Condition, Question, Questionnaire
from questionnaires.sentence import Sentence
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
        message = Sentence(
            "%(number)s questions; at most %(limit)s are possible",
            number=len(places),
            limit=MAX_QUESTIONS,
        )
        yield Flaw(("sections",), message)
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
    for path, name in _repeated(sections):
        message = Sentence("a second section with the id %(id)s; give it another", id=name)
        yield Flaw((*path, "id"), message)
    for path, name in _repeated(named):
        message = Sentence("a second question with the id %(id)s; give it another", id=name)
        yield Flaw((*path, "id"), message)


def _repeated(entries: Sequence[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for path, name in entries:
        if name in seen:
            yield path, name
        seen.add(name)


def _kind_flaws(place: Place) -> Iterator[Flaw]:
    path, section, question = place
    kind = KINDS.get(question.kind)
    if kind is None:
        message = Sentence(
            "unknown kind %(kind)s; the kinds are %(known)s",
            kind=shortened(question.kind),
            known=", ".join(KINDS),
        )
        yield Flaw((*path, "kind"), message)
        return
    for field in sorted(_KIND_FIELDS & question.model_fields_set):
        if field not in kind.fields:
            message = Sentence(
                "a question of kind %(kind)s has no %(field)s", kind=kind.name, field=field
            )
            yield Flaw((*path, field), message)
    for field in sorted(kind.needs):
        if getattr(question, field) is None:
            message = Sentence(
                "a question of kind %(kind)s needs %(field)s", kind=kind.name, field=field
            )
            yield Flaw(path, message)
    if section.subject not in kind.subjects:
        message = Sentence(
            "%(kind)s makes no sense in a section about %(subject)s",
            kind=kind.name,
            subject=section.subject,
        )
        yield Flaw((*path, "kind"), message)


def _option_flaws(place: Place) -> Iterator[Flaw]:
    options = place.question.options
    if options is None:
        return
    if len(options) < 2:
        yield Flaw((*place.path, "options"), Sentence("a choice needs at least 2 options"))
    seen: set[str] = set()
    for i, option in enumerate(options):
        if option.id in seen:
            message = Sentence("a second option %(id)s", id=option.id)
            yield Flaw((*place.path, "options", i, "id"), message)
        seen.add(option.id)


def _condition_flaws(
    place: Place, condition: Condition, before: Sequence[Place], places: Sequence[Place]
) -> Iterator[Flaw]:
    path: Path = (*place.path, "show_if")
    found = next((other for other in before if other.question.id == condition.question), None)
    if found is None:
        later = any(other.question.id == condition.question for other in places)
        yield Flaw((*path, "question"), _not_before(condition.question, later=later))
        return
    kind = KINDS.get(found.question.kind)
    if kind is None:
        return
    if kind.measure not in _CONDITION_MEASURES or kind.name == "supplier_grid":
        message = Sentence(
            "a condition cannot depend on a question of kind %(kind)s", kind=kind.name
        )
        yield Flaw((*path, "question"), message)
        return
    if found.section.subject == "account_managers" and found.section is not place.section:
        message = Sentence("a question about each account manager steers only its own section")
        yield Flaw((*path, "question"), message)
    if kind.measure == "multiple" and found.question.options is None:
        message = Sentence(
            "a condition cannot depend on which suppliers are ticked; list them as options"
        )
        yield Flaw((*path, "question"), message)
        return
    offered = kind.options(found.question) if not _misses_need(found.question) else ()
    for i, value in enumerate(condition.values):
        if value not in offered:
            message = Sentence(
                "%(value)s is no answer to the question %(question)s",
                value=shortened(value),
                question=condition.question,
            )
            yield Flaw((*path, "is", i), message)


def _not_before(question: str, *, later: bool) -> Sentence:
    if later:
        return Sentence(
            "the question %(question)s comes later or is this one; name one asked before",
            question=question,
        )
    return Sentence(
        "the question %(question)s does not exist; name one asked before", question=question
    )


def _misses_need(question: Question) -> bool:
    return any(getattr(question, field) is None for field in KINDS[question.kind].needs)


def _missing_texts(questionnaire: Questionnaire, language: str) -> Iterator[Flaw]:
    """Yield the texts a language lacks; one sentence where it lacks many."""
    missing = [path for path, text in _texts(questionnaire, ()) if language not in text]
    if len(missing) > MOST_MISSING_NAMED:
        message = Sentence(
            "the %(language)s text is missing in %(number)s places, of which this is the first",
            language=_named(language),
            number=len(missing),
        )
        yield Flaw(missing[0], message)
        return
    message = Sentence("the %(language)s text is missing", language=_named(language))
    for path in missing:
        yield Flaw(path, message)


def _named(language: str) -> str:
    """Return `German (de)`, or the code alone where nobody knows it."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    if not locale.english_name:
        return language
    return Sentence("%(name)s (%(code)s)", name=locale, code=language)


def _text_flaws(questionnaire: Questionnaire, languages: Sequence[str]) -> Iterator[Flaw]:
    for language in languages:
        yield from _missing_texts(questionnaire, language)
    for path, text in _texts(questionnaire, ()):
        for language, wording in text.items():
            yield from _wording_flaws((*path, language), wording, _managers_at(questionnaire, path))


def _wording_flaws(path: Path, wording: str, about_managers: bool) -> Iterator[Flaw]:
    for name in unknown_placeholders(wording):
        message = Sentence(
            "unknown name {%(name)s}; allowed in braces are %(allowed)s",
            name=shortened(name),
            allowed=", ".join(sorted(PLACEHOLDERS)),
        )
        yield Flaw(path, message)
    if "manager" in placeholders(wording) and not about_managers:
        message = Sentence("{manager} has a meaning only in a section about account_managers")
        yield Flaw(path, message)


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
