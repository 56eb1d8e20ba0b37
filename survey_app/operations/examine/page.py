"""The results of an examination: as lines for a terminal, and as a page to hand to a client."""

from collections.abc import Sequence
from datetime import date
from math import isnan

from jinja2 import Environment, PackageLoader, StrictUndefined

from survey_app.operations.examine.run import Examined
from survey_app.operations.examine.statistic import CAUGHT, LEVEL, PERMUTATIONS, Measured, Verdict

SHOWN = 25
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def results_text(found: Examined) -> str:
    """Return the results as lines, the most telling examiners first."""
    lines = []
    for number, verdict in enumerate(found.verdicts, start=1):
        lines += [
            f"  examination {number}: n = {verdict.people}, max L = {verdict.advantage:.4f}, "
            f"max |tau| = {verdict.tau:.4f}, p = {verdict.p:.3f}, {len(verdict.each)} examiners",
            *(f"    {line(one)}" for one in most_telling(verdict)[:5]),
        ]
    lines += [
        f"  ballots read of {found.sealed}: {found.opened_without_keys} before the count without "
        f"the key folder, {found.opened_with_early_keys} with an early copy of it, "
        f"{found.opened_after_count} after the count with everything there is",
        *(f"  finding: {finding}" for finding in dict.fromkeys(found.findings)),
        f"  controls: the least L is {min(found.controls.values()):.3f}, over {CAUGHT} asked",
        f"  {'passed' if found.passed else 'FAILED'} in {found.seconds:.0f} s",
    ]
    return "\n".join(lines)


def most_telling(verdict: Verdict) -> list[Measured]:
    """Return the examiners of one examination, those furthest from chance first."""
    return sorted(verdict.each, key=lambda one: (one.p, one.name))


def line(one: Measured) -> str:
    """Return one examiner's result as a line."""
    guess = "" if isnan(one.advantage) else f"{one.hits} hits, L = {one.advantage:+.4f}, "
    order = "" if isnan(one.tau) else f"tau = {one.tau:+.3f}, "
    return f"{one.name}: {guess}{order}p = {one.p:.3f}"


def results_page(found: Sequence[Examined], today: date) -> str:
    """Return the results as one HTML page that needs no other file."""
    templates = Environment(
        loader=PackageLoader("templates", "examine"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("results.html").render(
        runs=[
            (NAMES[one.plan.database], one, most_telling(one.verdicts[-1])[:SHOWN]) for one in found
        ],
        passed=all(one.passed for one in found),
        today=today,
        permutations=PERMUTATIONS,
        level=LEVEL,
        caught=CAUGHT,
        isnan=isnan,
    )
