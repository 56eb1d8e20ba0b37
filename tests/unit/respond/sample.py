"""Questionnaires, and their pages read back as a browser would."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]  # it ships no types

from questionnaires.answers import Circumstances, check
from questionnaires.kinds.base import FieldError, Posted
from questionnaires.load import load_questionnaire
from questionnaires.schema import Questionnaire
from survey_app.respond.page import Form, Group, form_page
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS

SCALE = {"points": 5, "low": {"en": "poor"}, "high": {"en": "good"}, "not_applicable": True}
YES_NO = [{"id": "yes", "text": {"en": "Yes"}}, {"id": "no", "text": {"en": "No"}}]


def question(id_: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "text": {"en": text}, **more}


BUYS = question("buys", "single_choice", "Do you buy?", options=YES_NO, required=True)
QUALITY = question("quality", "supplier_grid", "How good is each?", scale=SCALE, required=True)
WHY_NOT = question(
    "why_not", "text", "Why not?", max_length=20, show_if={"question": "buys", "is": ["no"]}
)
RECOMMEND = question("recommend", "nps", "Do you recommend {client}?")
RESPONSIVE = question("responsive", "rating", "Is {manager} responsive?", scale=SCALE)
OPEN = question("open", "rating", "Open to talk?", scale={"points": 3}, required=True)
SECTIONS = [
    {"id": "all", "title": {"en": "All"}, "questions": [BUYS, WHY_NOT, QUALITY, RECOMMEND]},
    {
        "id": "people",
        "title": {"en": "People"},
        "subject": "account_managers",
        "questions": [RESPONSIVE, OPEN],
    },
]


def questionnaire(sections: Sequence[Mapping[str, Any]] = SECTIONS) -> Questionnaire:
    made = {"title": {"en": "How is {client}?"}, "sections": sections}
    return load_questionnaire("questionnaire.json", json.dumps(made).encode())


def form(**changes: Any) -> Form:
    values: dict[str, Any] = {
        "questionnaire": questionnaire(),
        "suppliers": {"client": "Client Components", "rival": "Rival & Sons"},
        "managers": {"am1": "First Manager", "am2": "Second Manager"},
        "client": "Client Components",
        "practice": "Practice & Partners",
        "language": "en",
        "min_respondents": 7,
        "min_customers": 3,
        "invited": 48,
        "closes_on": date(2026, 3, 31),
        "smallest": Group(12, "First Manager"),
    }
    return Form(**values | changes)


def every_kind(**changes: Any) -> Form:
    """Return the form with every kind of question, about three suppliers and one manager."""
    values: dict[str, Any] = {
        "questionnaire": load_questionnaire("all.json", json.dumps(ALL_KINDS).encode()),
        "suppliers": dict(SUPPLIERS),
        "managers": {"am1": "First Manager"},
        "languages": LANGUAGES,
    }
    return form(**values | changes)


class Page:
    """A page read back: elements by id, by name and by class."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root: Element = tinyhtml5.parse(html, namespace_html_elements=False)

    def each(self, tag: str, **attributes: str) -> Iterator[Element]:
        for element in self.root.iter(tag):
            if all(element.get(name) == value for name, value in attributes.items()):
                yield element

    def the(self, tag: str, **attributes: str) -> Element:
        (found,) = self.each(tag, **attributes)
        return found

    @property
    def ids(self) -> list[str]:
        return [found for element in self.root.iter() if (found := element.get("id"))]

    @property
    def names(self) -> set[str]:
        return {found for element in self.root.iter() if (found := element.get("name"))}

    @property
    def words(self) -> str:
        return spoken(self.the("body"))

    def _choices(self, name: str) -> list[Element]:
        lists = [option for chosen in self.each("select", name=name) for option in chosen]
        return [*self.each("input", name=name), *lists]

    def values(self, name: str) -> list[str]:
        return [choice.get("value", "") for choice in self._choices(name)]

    def ticked(self, name: str) -> list[str]:
        choices = [c for c in self._choices(name) if {"checked", "selected"} & set(c.keys())]
        return [choice.get("value", "") for choice in choices]

    def typed(self, name: str) -> str:
        for box in self.each("textarea", name=name):
            return box.text or ""
        return self.the("input", name=name).get("value", "")

    def labels(self, name: str) -> list[str]:
        """Return what stands beside each radio button or box to tick of a field."""
        labels = [label for label in self.each("label") if len(label) and label[0].tag == "input"]
        return [spoken(label) for label in labels if label[0].get("name") == name]


def spoken(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def blank(**changes: Any) -> Page:
    return Page(form_page(form(**changes)))


def sent(posted: Posted, **changes: Any) -> Page:
    """Return the page that answers a sending that was refused."""
    made = form(**changes)
    circumstances = Circumstances("customer", tuple(made.managers))
    errors = check(made.questionnaire, tuple(made.suppliers), circumstances, posted)
    assert isinstance(errors, list)
    return Page(form_page(made, posted, errors))


def with_errors(*errors: FieldError, posted: Posted | None = None) -> Page:
    return Page(form_page(form(), posted or {}, errors))
