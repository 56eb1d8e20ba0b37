"""The invented customers at work: each opens the link, fills the form and sends it, over HTTP."""

import csv
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from questionnaires.contacts import load_contacts
from questionnaires.load import BANK, bank_questionnaire, load_questionnaire, load_study_file
from survey_app.demonstration.answering import Fields
from survey_app.demonstration.browser import Browser, Reply
from survey_app.demonstration.chance import chance
from survey_app.demonstration.customers import simulated
from survey_app.demonstration.form import PageForm, read_form
from survey_app.demonstration.study import SEED

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are; from several threads, one at a time."""


class PostingError(ValueError):
    """A page that does not take what the questionnaire says it takes, or a link that is none."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Answers that got a receipt, links left unused, and answers the server could not be given."""

    sent: int
    skipped: int
    failed: int


class Task(NamedTuple):
    contact: str
    url: str
    fields: Fields


def answer_all(
    links_csv: Path,
    study: Path,
    *,
    seed: int = SEED,
    workers: int = 4,
    progress: Progress | None = None,
) -> Posted:
    """Answer with every link whose contact answers at all.

    Raises PostingError where a page does not fit the questionnaire, or refuses an answer.
    """
    everybody, answering = _simulated(study, seed)
    links = _links(links_csv, everybody)
    tasks = [Task(c, url, answering[c]) for c, url in links.items() if c in answering]
    chance(seed, "order of sending").shuffle(tasks)
    tick = _Ticker(len(tasks), progress)
    shares = [tasks[start::workers] for start in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        sent = sum(pool.map(lambda share: _answer_share(share, tick), shares))
    return Posted(sent, len(links) - len(tasks), len(tasks) - sent)


def _simulated(study: Path, seed: int) -> tuple[set[str], dict[str, Fields]]:
    definition = load_study_file(study.name, study.read_bytes())
    roll = study.parent / definition.contacts
    contacts = load_contacts(
        roll.name,
        roll.read_bytes(),
        managers=[manager.id for manager in definition.account_managers],
        languages=definition.languages,
    )
    name = definition.questionnaire
    if name.startswith(BANK):
        data = bank_questionnaire(name.removeprefix(BANK))
    else:
        data = (study.parent / name).read_bytes()
    suppliers = [supplier.id for supplier in definition.suppliers]
    questionnaire = load_questionnaire(name, data, definition.languages, suppliers)
    answering = simulated(contacts, questionnaire, suppliers, seed)
    return {contact.contact for contact in contacts}, answering


def _links(file: Path, everybody: set[str]) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        links = {row["contact"]: row["url"] for row in csv.DictReader(lines)}
    for contact, url in links.items():
        if contact not in everybody:
            raise PostingError(f"{file.name}: the study has no contact {contact}")
        if urlsplit(url).scheme != "http":
            raise PostingError(f"{file.name}: the link of {contact} does not begin with http://")
    return links


class _Ticker:
    """Counts for all workers together."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total = 0, total
        self._progress, self._lock = progress, Lock()

    def __call__(self) -> None:
        with self._lock:
            self._done += 1
            if self._progress:
                self._progress(self._done, self._total)


def _answer_share(tasks: Sequence[Task], tick: Callable[[], None]) -> int:
    """Work through one worker's share; return how many answers got a receipt."""
    browser = Browser()
    sent = 0
    try:
        for task in tasks:
            sent += _answer(browser, task)
            tick()
    finally:
        browser.close()
    return sent


def _answer(browser: Browser, task: Task) -> bool:
    """Open the page, send the form and fetch the receipt; False where the server is unwell."""
    opened = browser.request("GET", task.url)
    if opened is None:
        return False
    form = _form(task, opened)
    fields = {**{name: [value] for name, value in form.hidden.items()}, **task.fields}
    answered = browser.request("POST", urljoin(task.url, form.action), fields)
    if answered is None:
        return False
    if answered.status != 303 or not answered.location:
        refused = f"sending ended with {answered.status} and no receipt"
        raise PostingError(f"the answer of {task.contact}: {refused}")
    receipt = browser.request("GET", urljoin(task.url, answered.location))
    if receipt and receipt.status != 200:
        raise PostingError(f"the answer of {task.contact}: its receipt has {receipt.status}")
    return True


def _form(task: Task, opened: Reply) -> PageForm:
    if opened.status != 200:
        raise PostingError(f"the link of {task.contact}: the page has status {opened.status}")
    form = read_form(opened.page)
    misfit = form.misfit(task.fields) if form else "the page has no form to post"
    if form is None or misfit:
        raise PostingError(f"the page of {task.contact}: {misfit}")
    return form
