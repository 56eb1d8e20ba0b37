"""The forensic examination, small: the product passes, and an examiner sees what is broken."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from survey_app.cli import commands
from survey_app.cli.examine import AtTheDesk
from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.operations.examine.page import results_page, results_text
from survey_app.operations.examine.run import Examined, Plan, run
from survey_app.operations.examine.statistic import CAUGHT, Measured, Verdict
from survey_app.services import count
from survey_app.urn import tallies
from tests.factories import DAY

STUDIES, PEOPLE = 4, 40


def examined(database: str, studies: int = STUDIES) -> Examined:
    plan = Plan(database, studies, PEOPLE, secrets.randbits(32))
    return run(plan, AtTheDesk, lambda _: None)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_stored_tells_answers_apart_no_better_than_chance(database: str) -> None:
    found = examined(database)

    assert found.passed, results_text(found)
    assert found.sealed == found.opened_with_early_keys == STUDIES * PEOPLE * len(found.verdicts)
    assert (found.opened_without_keys, found.opened_after_count) == (0, 0)
    assert found.findings == []
    assert len(found.controls) == 5
    assert min(found.controls.values()) > CAUGHT
    assert found.verdicts[-1].people == STUDIES * PEOPLE


class Unshuffled(secrets.SystemRandom):
    """A shuffle that leaves everything where it is."""

    def shuffle(self, x: object) -> None:
        """Do nothing."""


def in_the_order_read(
    wave: str, comments: Mapping[str, tuple[str, ...]]
) -> list[dict[str, object]]:
    return [
        {"slip": secrets.token_bytes(16), "wave": wave, "question": question, "text": words}
        for question, several in comments.items()
        for words in several
    ]


@pytest.mark.nightly
def test_comments_kept_in_the_order_in_which_ballots_came_are_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = count._opened

    def as_they_came(sealed: list[tuple[bytes, bytes]], *rest: Any) -> Any:
        tags = dict(sealed)
        with urn_engine().connect() as connection:
            query = text("SELECT sealed FROM sealed_ballot ORDER BY ctid DESC")
            ballots = connection.scalars(query)  # the count takes them from the end
            sealed[:] = [(ballot, tags[ballot]) for ballot in ballots]
        return opened(sealed, *rest)

    monkeypatch.setattr(count, "_opened", as_they_came)
    monkeypatch.setattr(secrets, "SystemRandom", Unshuffled)
    monkeypatch.setattr(tallies, "_slips", in_the_order_read)

    found = examined("postgresql", studies=1)

    assert not found.passed, results_text(found)
    # Two server processes fill pages of their own: the order is not whole, and yet no chance.
    assert found.verdicts[-1].advantage > 0.1
    assert found.verdicts[-1].tau > 0.5
    assert found.verdicts[-1].p == pytest.approx(0.001)


def result(**changes: object) -> Examined:
    """Return an examination that passed, with what is given otherwise."""
    one = Measured("urn.comment: by slip", 1, 0.01, 0.02, 0.4)
    values: dict[str, Any] = {
        "verdicts": [Verdict(40, 0.01, 0.02, 0.4, [one])],
        "controls": {"an ordinary table": 1.0},
        "sealed": 40,
        "opened_with_early_keys": 40,
    }
    return Examined(Plan("sqlite", 1, 40, 1), **(values | changes))


def test_an_examination_passes_by_chance_at_the_second_attempt_as_well() -> None:
    unlucky, lucky = (Verdict(40, 0.2, 0.2, p, []) for p in (0.005, 0.5))

    assert result().passed
    assert result(verdicts=[unlucky, lucky]).passed
    assert not result(verdicts=[unlucky, unlucky]).passed


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": ["a row tells of a group of four"]},
        {"opened_without_keys": 1},
        {"opened_after_count": 1},
        {"opened_with_early_keys": 39},
        {"sealed": 0, "opened_with_early_keys": 0},
        {"controls": {"an ordinary table": 0.9}},
    ],
    ids=str,
)
def test_what_may_not_be_and_a_blind_examiner_fail_it_whatever_the_guesses(
    changes: dict[str, object],
) -> None:
    failed = result(**changes)

    assert not failed.passed
    assert "FAILED" in results_text(failed)
    assert "Do not use it for a study" in results_page([failed], DAY)


def test_the_page_of_results_says_what_was_measured() -> None:
    page = results_page([result()], DAY)

    assert "<title>Forensic examination: passed</title>" in page
    for figure in ("0.0100", "0.0200", "0.400", "urn.comment: by slip", "an ordinary table"):
        assert figure in page
    assert "http" not in page


def test_the_command_ends_with_1_and_a_page_where_an_examination_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failed = result(findings=["a row tells of a group of four"])
    monkeypatch.setattr("survey_app.operations.examine.run.run", lambda *_: failed)

    with pytest.raises(Refused, match="The examination failed"):
        commands(
            ["examine", "--database", "sqlite", "--html", str(tmp_path / "page.html")],
            standalone_mode=False,
        )
    assert "a row tells of a group of four" in (tmp_path / "page.html").read_text()
