"""YAML 1.2 and JSON files read into plain values, with the line of every path."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from questionnaires.errors import DefinitionError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

Path = tuple[str | int, ...]
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its name for messages, its plain value, and the line each path stands on."""

    file: str
    value: Plain
    lines: Mapping[Path, int]

    def problem(self, path: Path, message: str) -> Problem:
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

    Refuses more than 1,000,000 bytes, nesting over 20 levels, anchors and repeated keys.
    """
    text = _decoded(file, data)
    if file.lower().endswith(".json"):
        _check_json(file, text)
    try:
        _check_shape(file, text)
        tree = YAML(typ="rt", pure=True).load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        reason = (error.problem or "this is not valid YAML").split("\n")[0]
        raise DefinitionError(file, [Problem("", reason, line)]) from None
    except (YAMLError, ValueError) as error:
        if isinstance(error, DefinitionError):
            raise
        reason = str(error).split("\n")[0]
        raise DefinitionError(file, [Problem("", f"this is not valid YAML: {reason}")]) from None
    lines = dict(_lines(tree, ()))
    return Source(file, _plain(tree), lines)


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise DefinitionError(file, [Problem("", f"the file is larger than {MAX_BYTES:,} bytes")])
    if not data.strip():
        raise DefinitionError(file, [Problem("", "the file is empty")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; save it again with that encoding"
        raise DefinitionError(file, [Problem("", message, line)]) from None


def _check_json(file: str, text: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{error.msg} (column {error.colno})"
        raise DefinitionError(file, [Problem("", message, error.lineno)]) from None
    except RecursionError:
        message = f"nested deeper than {MAX_DEPTH} levels"
        raise DefinitionError(file, [Problem("", message)]) from None


def _check_shape(file: str, text: str) -> None:
    """Walk the events, which needs no recursion, so that a deep file ends in a sentence."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(StringIO(text)):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise DefinitionError(file, [Problem("", "anchors and aliases are not allowed", line)])
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            raise DefinitionError(file, [Problem("", message, line)])


def _lines(node: object, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, CommentedMap):
        for key, child in node.items():
            here = (*path, str(key))
            yield here, node.lc.key(key)[0] + 1
            yield from _lines(child, here)
    elif isinstance(node, CommentedSeq):
        for position, child in enumerate(node):
            yield (*path, position), node.lc.item(position)[0] + 1
            yield from _lines(child, (*path, position))


def _plain(node: object) -> Plain:
    if isinstance(node, CommentedMap):
        return {str(key): _plain(child) for key, child in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(child) for child in node]
    for plain in (bool, int, float):
        if isinstance(node, plain):
            return plain(node)
    return None if node is None else str(node)


def dump(value: object) -> bytes:
    """Return plain data as YAML that `read` reads back to the same."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False
    out = StringIO()
    yaml.dump(value, out)
    return out.getvalue().encode()
