"""A consultant at a browser: signed in or not, with the token that every form needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.clock import now
from survey_app.services import accounts, passwords
from tests.factories import Installation

ADA, PRACTICE = "ada.lovelace@example.com", "North Row Insight"
PASSWORD = "violet kettle under gravel"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Browser:
    """One browser with its cookies."""

    installation: Installation
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.installation.app.test_client()

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def token(self) -> str:
        """Return a token of this browser's forms."""
        found = TOKEN.search(self.client.get("/account/password", follow_redirects=True).text)
        assert found is not None
        return found[1]

    def send(self, path: str, values: Mapping[str, Any] | None = None) -> Any:
        """Send a form with its token."""
        return self.client.post(path, data={"csrf_token": self.token(), **(values or {})})

    def sign_in(self, email: str = ADA, password: str = PASSWORD) -> Any:
        """Fill in the sign-in page."""
        return self.send("/account/sign-in", {"email": email, "password": password})

    def is_signed_in(self) -> bool:
        """Say whether the workspace takes this browser for a consultant's."""
        return self.get("/account/password").status_code == 200


def invite(installation: Installation, email: str = ADA, practice: str = PRACTICE) -> str:
    """Return the path of a new one-time link."""
    with installation.roll() as roll:
        account = accounts.add(roll, email, practice)
        token = accounts.new_welcome(roll, installation.keys, account, now())
        roll.commit()
    return f"/account/welcome/{token}"


def register(
    installation: Installation, email: str = ADA, practice: str = PRACTICE, **given: str
) -> None:
    """Make an account that has its password already."""
    kept = passwords.hashed(given.get("password", PASSWORD))
    with installation.roll() as roll:
        accounts.set_password(roll, accounts.add(roll, email, practice), kept)
        roll.commit()


def signed_in(installation: Installation, email: str = ADA, practice: str = PRACTICE) -> Browser:
    """Return the browser of a consultant of that practice."""
    register(installation, email, practice)
    browser = Browser(installation)
    assert browser.sign_in(email).status_code == 303
    return browser
