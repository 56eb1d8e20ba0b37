"""YAML 1.2 and JSON files read into plain values, with the line of every path."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from questionnaires.errors import DefinitionError, Problem, shortened
from questionnaires.sentence import Sentence

MAX_BYTES = 500_000
MAX_VALUES = 40_000
MAX_DEPTH = 20

Path = tuple[str | int, ...]
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

# The core schema of YAML 1.2, chapter 10.3: `yes`, `no`, dates and `1_000` are text.
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]{1,100}")
_OTHER_BASE = re.compile(r"0o[0-7]{1,100}|0x[0-9a-fA-F]{1,100}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its name for messages, its plain value, and the line each path stands on."""

    file: str
    value: Plain
    lines: Mapping[Path, int]

    def problem(self, path: Path, message: Sentence) -> Problem:
        """Return the problem with the line of the path, or of its nearest parent that has one."""
        nearest = path
        while nearest and nearest not in self.lines:
            nearest = nearest[:-1]
        return Problem(dotted(path), message, self.lines.get(nearest))


def dotted(path: Path) -> str:
    """Return `sections[0].questions[2].scale` for a path of keys and positions."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def read(file: str, data: bytes) -> Source:
    """Parse YAML or JSON; raise DefinitionError with the line for anything that is not plain data.

    Refuses more than 500,000 bytes or 40,000 values, nesting over 20 levels, anchors, tags and
    repeated keys.
    """
    text = _decoded(file, data)
    if file.lower().endswith(".json"):
        _check_json(file, text)
    reading = _Reading(YAML(typ="safe", pure=True).parse(StringIO(text)))
    try:
        return Source(file, reading.document(), reading.lines)
    except _NotPlain as error:
        raise DefinitionError(file, [Problem("", error.message, error.line)]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DefinitionError(file, [Problem("", _no_yaml(error.problem or ""), line)]) from None
    except (YAMLError, ValueError) as error:
        raise DefinitionError(file, [Problem("", _no_yaml(str(error)))]) from None


def _no_yaml(reason: str) -> Sentence:
    """Return the parser's reason, which it knows in English only."""
    return Sentence("this is not valid YAML: %(reason)s", reason=reason.split("\n")[0] or "?")


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = Sentence("the file is larger than %(limit)s bytes", limit=MAX_BYTES)
        raise DefinitionError(file, [Problem("", message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = Sentence("the file is not UTF-8; save it again with that encoding")
        raise DefinitionError(file, [Problem("", message, line)]) from None
    if not text.strip():
        raise DefinitionError(file, [Problem("", Sentence("the file is empty"))])
    return text


def _check_json(file: str, text: str) -> None:
    try:
        # Numbers stay text here: turning thousands of digits into one takes too long.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = Sentence(
            "this is not valid JSON: %(reason)s (column %(column)s)",
            reason=error.msg,
            column=error.colno,
        )
        raise DefinitionError(file, [Problem("", message, error.lineno)]) from None
    except RecursionError:
        raise DefinitionError(file, [Problem("", _too_deep())]) from None


def _too_deep() -> Sentence:
    return Sentence("nested deeper than %(limit)s levels", limit=MAX_DEPTH)


class _NotPlain(Exception):
    def __init__(self, event: Event, message: Sentence) -> None:
        self.line: int = event.start_mark.line + 1
        self.message = message
        super().__init__(message)


@dataclass
class _Reading:
    """Builds values from the parser's events itself, so that no tag, merge or date is acted on."""

    events: Iterator[Event]
    lines: dict[Path, int] = field(default_factory=dict)
    seen: int = 0

    def document(self) -> Plain:
        """Return the one value of the file; None for a file of comments only."""
        for event in self.events:
            if isinstance(event, StreamEndEvent):
                return None
            if isinstance(event, DocumentStartEvent):
                break
        value = self._value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, StreamEndEvent):
            raise _NotPlain(
                after, Sentence("a second document begins here; the file must hold one")
            )
        return value

    def _value(self, event: Event, path: Path) -> Plain:
        self._refuse_odd(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        raise _NotPlain(event, Sentence("a value is missing here"))

    def _mapping(self, path: Path) -> dict[str, Plain]:
        entries: dict[str, Plain] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            self._refuse_odd(event, path)
            if not isinstance(event, ScalarEvent):
                raise _NotPlain(event, Sentence("the name of a field must be a single word"))
            key = _text(event)
            if key in entries:
                message = Sentence(
                    "the field %(field)s stands here a second time", field=shortened(key)
                )
                raise _NotPlain(event, message)
            self.lines[*path, key] = event.start_mark.line + 1
            entries[key] = self._value(next(self.events), (*path, key))
        return entries

    def _sequence(self, path: Path) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = event.start_mark.line + 1
            items.append(self._value(event, here))
        return items

    def _refuse_odd(self, event: Event, path: Path) -> None:
        self.seen += 1
        if self.seen > MAX_VALUES:
            message = Sentence("the file holds more than %(limit)s values", limit=MAX_VALUES)
            raise _NotPlain(event, message)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _NotPlain(event, Sentence("anchors and aliases are not allowed"))
        if getattr(event, "tag", None):
            raise _NotPlain(event, Sentence("tags are not allowed"))
        if isinstance(event, MappingStartEvent | SequenceStartEvent) and len(path) >= MAX_DEPTH:
            raise _NotPlain(event, _too_deep())


def _text(event: ScalarEvent) -> str:
    """Return the text of a scalar; JSON spells what lies beyond 16 bits as two surrogates."""
    try:
        return str(event.value).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        message = Sentence("half a character (a lone surrogate) stands here")
        raise _NotPlain(event, message) from None


def _scalar(event: ScalarEvent) -> Plain:
    text = _text(event)
    return text if event.style else _resolved(text)


def _resolved(text: str) -> Plain:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _ENDS.fullmatch(text) else text


class _Quoting(SafeRepresenter):
    """Quotes every text that would be read back as something else."""

    def text(self, value: str) -> ScalarNode:
        style = None if isinstance(_resolved(value), str) else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Quoting.add_representer(str, _Quoting.text)


def dump(value: object) -> bytes:
    """Return plain data as YAML that `read` reads back to the same."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Quoting
    yaml.version = (1, 2)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed as None
    out = StringIO()
    yaml.dump(value, out)
    return out.getvalue().encode()
