"""A walk over every route that there is, with every method, by browsers full of canaries."""

import re
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from werkzeug.exceptions import HTTPException

from survey_app import workspace
from tests.anonymity.canaries import Answered, Browser, Flock
from tests.factories import Launched, answer_of, contact

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PART = re.compile(r"<(?:(\w+)(?:\(.*?\))?:)?\w+>")

Line = tuple[str | None, str | None, int]
"""The method, the rule and the status of a request."""


@dataclass
class Walk:
    """What was asked of a server at a port, and what it ought to have noted."""

    launched: Launched
    port: int
    tls: ssl.SSLContext | None = None
    flock: Flock = field(default_factory=Flock)
    lines: Counter[Line] = field(default_factory=Counter)
    asked: Counter[Line] = field(default_factory=Counter)
    number: int = 0

    def everywhere(self, methods: Sequence[str] = METHODS) -> None:
        """Ask for each route with each method, with what there is and with what there is not."""
        for path in self._paths():
            for method in (*methods, f"BREW-{self.flock.silent}"):
                self.ask(method, path, None if method in {"GET", "HEAD"} else self._typed())

    def answer(self, name: str) -> None:
        """Open a link, send it half filled in, whole and once more, and read the receipt."""
        path = self.launched.path(name)
        whole = urlencode(answer_of(contact(int(name[1:])), **{"q.why": self.flock.draft(0)}))
        assert self.ask("GET", path).status == 200
        assert self.ask("POST", path, self._typed()).status == 422
        assert self.ask("POST", path, whole).status == 303
        receipt = self.ask("POST", path, whole)
        assert self.ask("GET", receipt.headers["Location"]).status == 200

    def ask(self, method: str, path: str, body: str | None = None) -> Answered:
        """Send a request from another address than the one before, and note its answer."""
        self.number += 1
        answer = Browser(self.flock, self.number, self.port, self.tls).ask(method, path, body)
        line = (method if method in METHODS else None, self._rule(method, path), answer.status)
        self.asked[line] += 1
        if workspace.inside(path) or is_noted(*line):
            self.lines[line] += 1
        return answer

    def _paths(self) -> Iterator[str]:
        yield "/nowhere"
        yield f"/nowhere/{self.flock.silent}"
        for rule in self.launched.installation.app.url_map.iter_rules():
            for word in (self._known(rule.rule), self.flock.silent):
                yield PART.sub("1" if "<int" in rule.rule else word, rule.rule)

    def _known(self, rule: str) -> str:
        names = {"/r/": self.launched.tokens["c19"], "/static/": "respond.css"}
        codes = {"/receipt/": "-".join(["AAAA"] * 5)}
        return next((w for start, w in (names | codes).items() if rule.startswith(start)), "1")

    def _rule(self, method: str, path: str) -> str | None:
        adapter = self.launched.installation.app.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(path.partition("?")[0], method, return_rule=True)
        except HTTPException:
            return None
        return rule.rule

    def _typed(self) -> str:
        return urlencode({"q.why": self.flock.draft(self.number), "email": self.flock.silent})


def is_noted(method: str | None, rule: str | None, status: int) -> bool:
    """Say whether a request outside of the workspace leaves a line."""
    if status >= 400:
        return status != 422
    opened = method in {"GET", "HEAD", "OPTIONS"}
    return opened and rule is not None and not rule.startswith(("/receipt/", "/static/", "/health"))
