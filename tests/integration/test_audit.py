"""`wave audit`: what was tried on everything ever released, and what came of it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from reports.disclosure.facts import Fact
from reports.disclosure.release import FactKey
from reports.tally import Base, Count
from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.roll.models import Edition
from survey_app.services import editions
from survey_app.services.editions import record_edition
from tests.factories import Installation, Launched, StudyFiles
from tests.integration.test_breakdowns import counted, study
from tests.integration.test_cli import Ended, run

WAVE = "relationship-study-1"


def audited(installation: Installation, wave: str = WAVE) -> Ended:
    return run("wave", "audit", wave, data=installation.settings.data)


def told(manager: str | None, low: int, high: int, answers: int) -> list[Fact]:
    """Return that so many of so many gave the best rating of an account manager, or of all."""
    base, points = Base(12, 6, 2), [str(point) for point in range(1, 6)]
    number = tuple((Count("responsive", manager, point), 1) for point in points)
    return [
        Fact(FactKey("n", "responsive", manager), number, answers, answers, base),
        Fact(FactKey("share", "responsive", manager, "5"), number[-1:], low, high, base),
    ]


def release(launched: Launched, *by: str) -> int:
    with launched.wave() as (roll, wave):
        number = record_edition(roll, urn_engine(), wave, launched.installation.keys, by=by).number
        roll.commit()
        return number


def test_each_edition_is_listed_and_nothing_is_proven(installation: Installation) -> None:
    launched = counted(installation)
    for by in ((), ("region",), ("region", "size")):
        release(launched, *by)

    found = audited(installation)

    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == f"{WAVE}:"
    assert [line.split(":")[0] for line in lines[1:4]] == [f"  edition {n}" for n in (1, 2, 3)]
    assert "proven: 0" in lines[4]
    assert "0 targets" not in lines[4]


def test_before_anything_is_released_there_is_nothing_to_audit(installation: Installation) -> None:
    installation.launch(installation.load(StudyFiles()))
    found = audited(installation)
    assert (found.returncode, found.stdout) == (
        0,
        "Nothing has been released of relationship-study yet.\n",
    )


def test_an_unknown_wave_is_refused(installation: Installation) -> None:
    assert audited(installation, "no-such-wave-1").returncode == 1


def test_what_follows_from_two_editions_is_found_by_the_audit(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = counted(installation)
    monkeypatch.setattr(editions, "refuse_proven", lambda *_: None)
    facts = [*told(None, 9, 9, 20), *told("am1", 4, 4, 12)]
    monkeypatch.setattr(editions, "facts_of", lambda *_: facts)
    release(launched)

    found = audited(installation)

    assert found.returncode == 1
    assert "proven: 2;" in found.stdout
    assert (
        f"{WAVE}: an answer to responsive about the groups that are hidden would follow from"
        in (found.stderr)
    )


def test_an_edition_that_would_prove_something_with_another_is_not_released(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = counted(installation)
    first = [*told(None, 7, 9, 17), *told("am1", 4, 5, 12)]
    second = [*told(None, 6, 8, 17), *told("am1", 2, 4, 12)]
    monkeypatch.setattr(editions, "facts_of", lambda *_: first)
    assert release(launched) == 1
    monkeypatch.setattr(editions, "facts_of", lambda *_: second)

    with pytest.raises(NotNow, match="would follow from all figures together"):
        release(launched, "region")

    with installation.roll() as roll:
        assert roll.scalar(select(func.count()).select_from(Edition)) == 1
    assert audited(installation).returncode == 0


def test_what_cannot_be_decided_is_not_released(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = counted(installation)
    facts = [*told(None, 6, 9, 17), *told("am1", 2, 5, 12)]
    monkeypatch.setattr(editions, "facts_of", lambda *_: facts)
    monkeypatch.setattr("reports.disclosure.system.Solver.least", undecided)

    with pytest.raises(NotNow, match="could not be decided"):
        release(launched)


def undecided(*_: object, **__: object) -> object:
    """Answer as the solver does that has come to its node limit."""
    from reports.disclosure.system import Extreme

    return Extreme(None, None, decided=False)


def test_an_edition_of_an_uncounted_wave_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    installation.launch(installation.load(study()))
    out = tmp_path / "out"
    refused = run("wave", "report", WAVE, "--out", out, data=installation.settings.data)
    assert refused.returncode == 1
    assert "only a counted one has reports" in refused.stderr
    assert not out.exists()
