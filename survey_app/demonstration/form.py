"""The form of a served page, read as a browser reads it: its fields, and what they offer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_PRESSED = frozenset({"submit", "button", "reset", "image"})
_TICKED = frozenset({"radio", "checkbox"})


@dataclass
class PageForm:
    """The first form of a page that is posted: values to tick, boxes to type in, hidden values."""

    action: str = ""
    offered: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    boxes: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)

    def misfit(self, fields: Mapping[str, Sequence[str]]) -> str:
        """Return why this form cannot post these fields, in a sentence; "" where it can."""
        for name, values in fields.items():
            if name in self.boxes:
                continue
            if name not in self.offered:
                return f"the form has no field {name}"
            for value in values:
                if value not in self.offered[name]:
                    return f"the field {name} does not offer {value}"
        return ""


def read_form(page: str) -> PageForm | None:
    """Return the form of the page; None where it has none to post."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: PageForm | None = None
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None and attributes.get("method", "").lower() == "post":
            self.form, self._inside = PageForm(attributes.get("action", "")), True
        elif self._inside and self.form and "disabled" not in attributes:
            self._note(self.form, tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    def _note(self, form: PageForm, tag: str, attributes: Mapping[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option":
            form.offered[self._select].add(value)
        elif tag == "textarea":
            form.boxes.add(name)
        elif tag == "input" and name:
            _note_input(form, name, value, attributes.get("type", "text").lower())


def _note_input(form: PageForm, name: str, value: str, kind: str) -> None:
    if kind in _TICKED:
        form.offered[name].add(value)
    elif kind == "hidden":
        form.hidden[name] = value
    elif kind not in _PRESSED:
        form.boxes.add(name)
