"""Small definitions for tests: a question, a section, a questionnaire, by what differs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from questionnaires.errors import DefinitionError, Problem
from questionnaires.load import load_questionnaire
from questionnaires.schema import Questionnaire

Fields = dict[str, Any]
YES_NO = [{"id": "yes", "text": {"en": "Yes"}}, {"id": "no", "text": {"en": "No"}}]
THREE = [{"id": name, "text": {"en": name.title()}} for name in ("price", "speed", "care")]
FIELDS_OF_KIND: Mapping[str, Fields] = {
    "rating": {"scale": {"points": 5}},
    "supplier_grid": {"scale": {"points": 7, "not_applicable": True}},
    "nps": {},
    "single_choice": {"options": YES_NO},
    "text": {},
    "ranking": {"options": THREE},
    "head_to_head": {"options": THREE},
    "best_worst": {"options": THREE},
    "importance": {"options": THREE, "scale": {"points": 4, "not_applicable": True}},
    "multiple_choice": {"options": THREE},
    "number": {"min": 0, "max": 100, "step": 5},
}


def question(id_: str = "quality", kind: str = "rating", **changes: Any) -> Fields:
    """Return a question with the fields its kind needs."""
    fields = FIELDS_OF_KIND.get(kind, {})
    return {"id": id_, "kind": kind, "text": {"en": "How is it?"}} | fields | changes


def section(*questions: Fields, id_: str = "first", **changes: Any) -> Fields:
    """Return a section."""
    return {"id": id_, "title": {"en": "A section"}, "questions": list(questions)} | changes


def definition(*sections: Fields, **changes: Any) -> Fields:
    """Return a questionnaire as it stands in a file."""
    return {"title": {"en": "A questionnaire"}, "sections": list(sections)} | changes


def loaded(*sections: Fields, languages: Sequence[str] = (), **changes: Any) -> Questionnaire:
    """Return the questionnaire loaded from its file."""
    data = json.dumps(definition(*sections, **changes)).encode()
    return load_questionnaire("q.json", data, languages)


def problems_of(
    *sections: Fields, languages: Sequence[str] = (), **changes: Any
) -> tuple[Problem, ...]:
    """Return the problems for which the questionnaire is refused."""
    with pytest.raises(DefinitionError) as refused:
        loaded(*sections, languages=languages, **changes)
    return refused.value.problems


def problem_of(*sections: Fields, languages: Sequence[str] = (), **changes: Any) -> str:
    """Return the one problem for which the questionnaire is refused, without its line."""
    (problem,) = problems_of(*sections, languages=languages, **changes)
    return f"{problem.path}: {problem.message}"
