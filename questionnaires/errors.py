"""What is wrong with a definition: one plain sentence that says where."""

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the path of the field inside the file and what to do about it."""

    path: str
    message: Sentence
    line: int | None = None

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line else []
        where += [self.path] if self.path else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class DefinitionError(ValueError):
    """A study file, questionnaire or list of contacts that is refused as a whole."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {problem}" for problem in self.problems))


def shortened(value: object) -> str:
    """Return a value fit to be echoed in a sentence: printable and at most 80 characters."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= 80 else text[:79] + "…"
