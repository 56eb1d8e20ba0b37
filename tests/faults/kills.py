"""A process that ends where it stands, at any one step of what it does."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from survey_app import keys

FILE_STEPS = ((os, "fsync"), (Path, "open"), (Path, "unlink"), (keys, "random"))


class Killed(BaseException):
    """No code of ours may catch it, as none would run after a kill."""


@dataclass
class Steps:
    """Every statement, commit and work on a file, told in order; the end comes before one."""

    end_before: int | None = None
    done: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        """Note a step, or end before it; what cleans up afterwards ends as well."""
        if len(self.done) == self.end_before:
            raise Killed(name)
        self.done.append(name)


@contextmanager
def watched(steps: Steps, *engines: Engine) -> Iterator[None]:
    """Tell every step of these engines, and of this process in files, while inside."""

    def executed(*arguments: Any) -> None:
        steps.step(str(arguments[2]).split("\n")[0])

    def committed(_: object) -> None:
        steps.step("COMMIT")

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in FILE_STEPS:
            patch.setattr(owner, name, _told(steps, name, getattr(owner, name)))
        for engine in engines:
            event.listen(engine, "before_cursor_execute", executed)
            event.listen(engine, "commit", committed)
        try:
            yield
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", executed)
                event.remove(engine, "commit", committed)


def _told(steps: Steps, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def told(*arguments: Any, **named: Any) -> Any:
        steps.step(name)
        return work(*arguments, **named)

    return told
