"""An open wave with every kind of question, and what it makes of the forms it is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.ballots import ballots
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS, full_answer

ANSWER = full_answer(["am1"])
Fields = Mapping[str, str | Sequence[str]]
Answers = dict[str, dict[str, str]]


@dataclass
class Wave:
    """An open wave with more links than the tests of this module use up."""

    launched: Launched
    unused: Iterator[str]

    @property
    def client(self) -> FlaskClient:
        return self.launched.client

    def new_link(self) -> str:
        return self.launched.path(next(self.unused))

    def sends(self, changes: Fields) -> TestResponse:
        """Send a full answer with these fields changed through a link of its own."""
        return self.client.post(self.new_link(), data={**ANSWER, **changes})

    def takes(self, fields: Fields) -> Answers:
        """Send these fields alone, and return the answers that were sealed."""
        before = ballots(self.launched)
        assert self.client.post(self.new_link(), data=fields).status_code == 303
        after = ballots(self.launched)
        for ballot in before:
            after.remove(ballot)
        [added] = after
        return added.answers

    def refuses(self, changes: Fields) -> str:
        """Return the page of a refusal that stored nothing."""
        before = len(ballots(self.launched))
        response = self.sends(changes)
        assert response.status_code == 422
        assert len(ballots(self.launched)) == before
        return response.text

    def keeps(self, words: str) -> str | None:
        """Return what is sealed of a comment, if anything."""
        return self.takes({"q.rate": "4", "q.words": words}).get("words", {}).get("")


def opened(installation: Installation, files: StudyFiles) -> Wave:
    """Open a wave of these files."""
    launched = installation.launch(installation.load(files))
    return Wave(launched, iter(launched.tokens))


def of_every_kind(installation: Installation) -> Wave:
    """Open a wave with every kind of question, everybody dealing with one manager."""
    files = StudyFiles(
        contacts=contacts(700, account_managers=("am1",)),
        questionnaire=ALL_KINDS,
        suppliers=SUPPLIERS,
        languages=LANGUAGES,
    )
    return opened(installation, files)


def outside(page: str) -> list[str]:
    """Return every address of a page that would lead a browser off this site."""
    named = re.findall(r'\s(?:href|src|action|formaction|poster|srcset)="([^"]*)"', page)
    return [address for address in named if urlsplit(address).netloc or "://" in address]
