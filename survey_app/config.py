"""Settings from the environment, each with a safe default for one machine."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from survey_app.errors import Refused

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its two books and its keys, and what its address is."""

    data: Path
    keys: Path
    roll_url: str
    urn_url: str
    base_url: str
    workers: int

    @classmethod
    def read(
        cls, environment: Mapping[str, str] = os.environ, data: str | None = None
    ) -> "Settings":
        """Return the settings; `data` wins over the environment. Refuses an unsafe combination."""
        folder = Path(data or environment.get("SURVEY_APP_DATA") or "instance").resolve()
        keys = environment.get("SURVEY_APP_KEYS")
        settings = cls(
            data=folder,
            keys=Path(keys).resolve() if keys else folder.with_name(folder.name + "-keys"),
            roll_url=environment.get("SURVEY_APP_ROLL_URL")
            or f"sqlite:///{folder / 'roll.sqlite'}",
            urn_url=environment.get("SURVEY_APP_URN_URL") or f"sqlite:///{folder / 'urn.sqlite'}",
            base_url=(environment.get("SURVEY_APP_BASE_URL") or "http://127.0.0.1:8000").rstrip(
                "/"
            ),
            workers=_workers(environment.get("SURVEY_APP_WORKERS") or "2"),
        )
        settings._refuse_unsafe()
        return settings

    @property
    def host(self) -> str:
        """Return the host name of the public address."""
        try:
            return urlsplit(self.base_url).hostname or ""
        except ValueError:
            return ""

    @property
    def is_loopback(self) -> bool:
        """Say whether the public address leads nowhere but to the reader's own machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def demonstration(self) -> Path:
        """Return the folder of the demonstration study's files."""
        return self.data / "demonstration"

    @property
    def shelf(self) -> Path:
        """Return the file that says where the demonstration's reports are; absent elsewhere."""
        return self.demonstration / "shelf.json"

    def _refuse_unsafe(self) -> None:
        if self.keys == self.data or self.data in self.keys.parents:
            raise Refused(
                f"The key folder {self.keys} lies inside the data folder, so that a backup of the "
                "data would carry the keys; set SURVEY_APP_KEYS to a folder elsewhere."
            )
        if self.roll_url == self.urn_url:
            raise Refused(
                "SURVEY_APP_ROLL_URL and SURVEY_APP_URN_URL name the same database; who and what "
                "must be kept in two."
            )
        if not self.base_url.startswith(("http://", "https://")) or not self.host:
            raise Refused(f"SURVEY_APP_BASE_URL is no web address: {self.base_url}")


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 64:
        raise Refused(f"SURVEY_APP_WORKERS must be a number from 1 to 64, not {text[:80]}")
    return int(text)
