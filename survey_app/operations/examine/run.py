"""The examination: invented studies on a throw-away installation, through the real application."""

import http.client
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.operations.examine.controls import Control, controlled
from survey_app.operations.examine.evidence import Evidence, evidence_of, tables_of
from survey_app.operations.examine.examiners import examine
from survey_app.operations.examine.looking import Known, places_of, plain
from survey_app.operations.examine.people import Truth, invented, write_files
from survey_app.operations.examine.reading import openable, sealed_in, too_small
from survey_app.operations.examine.rules import (
    changed_by_sending,
    left_of_ballots,
    left_of_keys,
    spoken_of,
    unforeseen,
)
from survey_app.operations.examine.statistic import CAUGHT, Tally, Verdict
from survey_app.operations.postgres import cluster, cluster_of, database_of
from survey_app.server import free_port, running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONTROL_STUDIES = 2

Say = Callable[[str], None]


class Consultant(Protocol):
    """Whoever works the installation: loads, launches and counts, as the commands do."""

    def install(self) -> None:
        """Make the databases and the keys."""

    def launch(self, study: Path, links: Path) -> str:
        """Load and launch a study, write its links, and return the wave's id."""

    def count(self, wave: str) -> None:
        """Close the wave and count it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is examined: `studies` of `size` people each on a database."""

    database: str
    studies: int
    size: int
    seed: int


@dataclass
class Examined:
    """What came of it. `findings` are what may not be there at all, however unlikely a guess."""

    plan: Plan
    verdicts: list[Verdict] = field(default_factory=list)
    controls: dict[str, float] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    sealed: int = 0
    opened_without_keys: int = 0
    opened_with_early_keys: int = 0
    opened_after_count: int = 0
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Say whether answers were told apart no better than by chance, by examiners who see."""
        caught = all(advantage > CAUGHT for advantage in self.controls.values())
        sighted = self.opened_with_early_keys == self.sealed > 0
        hidden = self.opened_without_keys == self.opened_after_count == 0
        by_chance = any(verdict.passed for verdict in self.verdicts)
        return caught and sighted and hidden and by_chance and not self.findings


def run(plan: Plan, consultant_of: Callable[[Settings], Consultant], say: Say) -> Examined:
    """Examine once, and once more with fresh studies where chance may have been against it."""
    begun = time.monotonic()
    found = Examined(plan)
    with _place(plan.database) as (folder, settings):
        consultant = consultant_of(settings)
        consultant.install()
        examiner = _Examination(settings, folder, consultant, found, say)
        for attempt in range(2):
            found.verdicts.append(examiner.verdict(plan.seed + attempt, attempt * plan.studies))
            if found.verdicts[-1].passed:
                break
        for control in controlled(plan.database):
            found.controls[control.name] = _caught(control, plan, settings, folder)
            say(f"  control: {control.name}: L = {found.controls[control.name]:.3f}")
    found.seconds = time.monotonic() - begun
    return found


@dataclass
class _Examination:
    """One throw-away installation under examination."""

    settings: Settings
    folder: Path
    consultant: Consultant
    found: Examined
    say: Say

    def verdict(self, seed: int, first: int) -> Verdict:
        plan = self.found.plan
        tally, chance = Tally(seed), random.Random(seed)  # noqa: S311 - to be repeated by its seed
        log = self.folder / "logs" / "server.log"
        log.parent.mkdir(exist_ok=True)
        port = urlsplit(self.settings.base_url).port or 0
        with running(self.settings, port, log=log, temporary=self.folder / "tmp"):
            for number in range(first, first + plan.studies):
                self._study(invented(number, plan.size, chance), chance, tally)
                if (number - first + 1) % 5 == 0:
                    self.say(f"  {number - first + 1} of {plan.studies} studies")
        return tally.verdict()

    def _study(self, truth: Truth, chance: random.Random, tally: Tally) -> None:
        backups = self.folder / "backups"
        shutil.rmtree(backups, ignore_errors=True)
        files = self.folder / "files" / f"{truth.number:03d}"
        links = self.folder / "files" / f"{truth.number:03d}.csv"
        keys = evidence_of(self.settings, self.folder / "scratch").keys
        wave = self.consultant.launch(write_files(truth, files), links)
        tokens = _tokens(links)
        launched = tables_of(self.settings, self.folder / "scratch")
        looked_at = {chance.randrange(1, len(truth.people)), len(truth.people)}
        for sent, place in enumerate(truth.sent, start=1):
            person = truth.people[place]
            _send(self.settings, tokens[person.contact], person.fields)
            if sent in looked_at:
                _backup(self.settings, backups / f"{len(looked_at)}-of-the-field")
                looked_at.discard(sent)
        before = self._evidence()
        known = _known(truth, before, tokens)
        self._before(before, known)
        self.found.findings += changed_by_sending(launched, before.tables)
        self.consultant.count(wave)
        _backup(self.settings, backups / "of-the-count")
        after = self._evidence()
        self._after(before, after, known)
        self.found.findings += left_of_keys(keys, after.keys)
        tally.add(truth.strata, truth.sent, examine(after, known))

    def _evidence(self) -> Evidence:
        folders = (self.folder / name for name in ("backups", "logs", "tmp"))
        return evidence_of(self.settings, self.folder / "scratch", *folders)

    def _before(self, before: Evidence, known: Known) -> None:
        """Read what can be read before the count, without the key folder and with it."""
        sealed, waves = sealed_in([before]), _waves(before)
        shut = Evidence(before.files, before.tables)
        self.found.sealed += len(sealed)
        self.found.opened_without_keys += openable(sealed, [shut], waves, self.folder / "keyring")
        self.found.opened_with_early_keys += openable(
            sealed, [before], waves, self.folder / "keyring"
        )
        self._found(
            "before a count an answer could be read in",
            places_of(before, known, known.owners.keys()),
        )

    def _after(self, before: Evidence, after: Evidence, known: Known) -> None:
        """Try every key there is now on what was copied before, and look for single answers."""
        now = Evidence([*before.files, *after.files], [*before.tables, *after.tables], after.keys)
        sealed = sealed_in([before])
        waves = _waves(before)
        self.found.opened_after_count += openable(sealed, [now], waves, self.folder / "keyring")
        self.found.findings += too_small(after, known.truth, _wave_of(after, known.truth))
        single = {person.number for person in known.truth.people}
        self._found("after a count a single answer stands in", places_of(after, known, single))
        self.found.findings += unforeseen(after.tables)
        self.found.findings += spoken_of(after.files, known)
        self.found.findings += left_of_ballots(before, after)

    def _found(self, sentence: str, places: Sequence[str]) -> None:
        self.found.findings += [f"{sentence} {place}" for place in places]


def _caught(control: Control, plan: Plan, settings: Settings, folder: Path) -> float:
    """Return the greatest L that the examiners reach where a fault is there on purpose."""
    chance, tally = random.Random(plan.seed), Tally(plan.seed)  # noqa: S311 - the same
    for number in range(CONTROL_STUDIES):
        truth = invented(700 + number, plan.size, chance, unique=control.unique)
        with control.stored(truth, settings, folder / "control") as stored:
            evidence = evidence_of(stored, folder / "scratch")
        known = Known(truth, _names(truth, evidence, {}), {})
        tally.add(truth.strata, truth.sent, examine(evidence, known))
    return tally.verdict().advantage


@contextmanager
def _place(database: str) -> Iterator[tuple[Path, Settings]]:
    """Make a folder, and for PostgreSQL a server, that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="examined-") as name:
        folder = Path(name)
        base = {"SURVEY_APP_BASE_URL": f"http://127.0.0.1:{free_port()}"}
        if database == "sqlite":
            yield folder, Settings.read(base, str(folder / "data"))
            return
        with cluster() as server, server.books(migrated=False) as books:
            yield folder, Settings.read(base | books, str(folder / "data"))


def _tokens(links: Path) -> dict[str, str]:
    rows = (line.split(",") for line in links.read_text().splitlines()[1:])
    return {contact: url.rpartition("/")[2] for contact, _, url in rows}


def _send(settings: Settings, token: str, fields: Mapping[str, str]) -> None:
    with closing(http.client.HTTPConnection(urlsplit(settings.base_url).netloc, timeout=30)) as to:
        to.request("GET", f"/r/{token}")
        to.getresponse().read()
        to.request("POST", f"/r/{token}", urlencode(fields), FORM)
        answer = to.getresponse()
        answer.read()
    if answer.status != 303:
        raise Refused(f"An invented respondent's answer was refused with status {answer.status}.")


def _backup(settings: Settings, folder: Path) -> None:
    """Copy both books as an operator would: with the database's own means."""
    folder.mkdir(parents=True)
    for book, url in (("roll", settings.roll_url), ("urn", settings.urn_url)):
        server = cluster_of(url)
        if server is not None:
            (folder / f"{book}.dump").write_bytes(server.dump(database_of(url)))
            continue
        with (
            closing(sqlite3.connect(database_of(url))) as source,
            closing(sqlite3.connect(folder / f"{book}.sqlite")) as copy,
        ):
            source.backup(copy)


def _known(truth: Truth, evidence: Evidence, tokens: Mapping[str, str]) -> Known:
    """Return what the roll tells of a study: its names for people, and its codes for customers."""
    by_id = {row["id"]: row["ref"] for row in evidence.rows("contact")}
    customers = {person.contact: person.customer for person in truth.people}
    codes = {}
    for row in evidence.rows("invitation"):
        contact = str(by_id.get(row["contact_id"]))
        if contact in customers:
            codes[_code(row["circumstances"])] = customers[contact]
    return Known(truth, _names(truth, evidence, tokens), codes)


def _code(circumstances: object) -> str:
    found = circumstances.get("customer") if isinstance(circumstances, dict) else None
    text = str(circumstances)
    return str(found) if found else text.partition('"customer"')[2].split('"')[1]


def _names(truth: Truth, evidence: Evidence, tokens: Mapping[str, str]) -> dict[str, int]:
    places = {person.contact: place for place, person in enumerate(truth.people)}
    names: dict[str, int] = {person.email: places[person.contact] for person in truth.people}
    names |= dict(places.items())
    names |= {tokens[contact]: place for contact, place in places.items() if contact in tokens}
    by_id = {row["id"]: row["ref"] for row in evidence.rows("contact")}
    invitations: dict[str, int] = {}
    for row in evidence.rows("invitation"):
        contact = str(by_id.get(row["contact_id"]))
        if contact in places:
            invitations[plain(row["id"])] = places[contact]
    for row in evidence.rows("link_token"):
        if plain(row["invitation_id"]) in invitations:
            names[plain(row["token_hash"])] = invitations[plain(row["invitation_id"])]
    return names | invitations


def _wave_of(evidence: Evidence, truth: Truth) -> str:
    """Return what the urn calls the study's wave."""
    contacts = {person.contact for person in truth.people}
    [study] = {r["study_id"] for r in evidence.rows("contact") if r["ref"] in contacts}
    [wave] = [row["urn_wave"] for row in evidence.rows("wave") if row["study_id"] == study]
    return str(wave)


def _waves(evidence: Evidence) -> Sequence[str]:
    return [str(row["wave"]) for row in evidence.rows("urn_wave")]
