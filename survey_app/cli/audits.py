"""What `wave audit` prints: what was tried on each wave, and what came of it."""

from collections.abc import Iterator, Sequence

from survey_app.errors import Refused
from survey_app.services.auditing import Audited, said


def audit_lines(audited: Audited) -> Iterator[str]:
    """Yield a line for each edition, and what the attacker got from all of them together."""
    yield f"{audited.wave}:"
    for number, facts in audited.editions.items():
        yield f"  edition {number}: {facts} facts"
    verdict = audited.verdict
    width = "no number is hidden"
    if verdict.narrowest is not None:
        width = f"narrowest interval of a hidden number: at least {verdict.narrowest} wide"
    proven = len(verdict.findings)
    yield f"  tried: {verdict.targets} targets; proven: {proven}; {width}; {audited.seconds:.1f} s"


def refuse_findings(audited: Sequence[Audited]) -> None:
    """End with what was found, where anything was."""
    unsafe = [each for each in audited if not each.verdict.is_safe]
    if unsafe:
        raise Refused(" ".join(f"{each.wave}: {said(each.verdict, each.fixed)}" for each in unsafe))
