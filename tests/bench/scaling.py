"""A report from the tallies of a million ballots against one from those of a thousand."""

import statistics
import time
from pathlib import Path

from reports.build import build_supplier
from reports.disclosure.gate import gate
from reports.disclosure.keep import keep
from reports.disclosure.policy import Policy
from reports.labels import Labels
from reports.menu import Menu
from reports.page import page
from reports.pdf import pdf
from reports.tally import Tallies
from survey_app.services.editions import labels_of
from survey_app.services.waves import find_wave, frozen
from tests.bench.ballots import Say, ballots
from tests.factories import StudyFiles, installed

FEW, MANY, ROUNDS = 1_000, 1_000_000, 7


def report_scaling(folder: Path, say: Say) -> None:
    """Measure the gate, the report and its PDF, of both in turn; the counts are not part of it."""
    with installed(folder) as installation:
        name = installation.load(StudyFiles())
        installation.launch(name)
        with installation.roll() as roll:
            wave = find_wave(roll, name)
            wave.closed_on = wave.opened_on
            fixed = frozen(wave)
            labels = labels_of(wave, fixed)
    few, many = (counted(number, fixed.menu) for number in (FEW, MANY))
    seconds: dict[int, list[float]] = {FEW: [], MANY: []}
    for _ in range(ROUNDS):
        for number, tallies in ((FEW, few), (MANY, many)):
            begun = time.process_time()
            made(tallies, fixed.menu, labels)
            seconds[number].append(time.process_time() - begun)
    ratio = statistics.median(seconds[MANY]) / statistics.median(seconds[FEW])
    say("report_scaling", ratio, "x")


def counted(number: int, menu: Menu) -> Tallies:
    """Return what a count of so many ballots keeps."""
    kept = keep(ballots(menu, number), menu, Policy(), invited=number, response_by_manager={})
    assert kept.counted == number
    return kept.tallies


def made(tallies: Tallies, menu: Menu, labels: Labels) -> bytes:
    """Return the supplier's report."""
    return pdf(page(build_supplier(gate(tallies, menu, Policy()), labels)))
