import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from questionnaires.schema import Question
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown
from reports.menu import Menu
from reports.tally import Base, Invited, Moment, Row, Tallies
from tests.unit.reports.disclosure.oracle import Oracle
from tests.unit.reports.disclosure.studies import (
    RATINGS,
    SUPPLIERS,
    Study,
    ballot,
    choice,
    of_answers,
    of_managers,
    plain,
    questionnaire,
    rating,
    studies,
)

ROOT = Path(__file__).parents[4]
TWELVE, SEVEN = "abcdabcdabcd", "abcabca"
SNIPPET = """
from reports.charts.chart import Axis
from reports.charts.dots import Dot, dot_plot
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.release import FactKey
from reports.menu import Menu
from reports.tally import Row, Tallies


def from_a_release(tallies: Tallies, menu: Menu, key: FactKey, axis: Axis) -> None:
    dot_plot([Dot(gate(tallies, menu, Policy()).cells[key])], axis, "")


def from_a_tally(tallies: Tallies, row: Row, axis: Axis) -> None:
    dot_plot([Dot(tallies.moments[row])], axis, "")
"""


def shares(release: Release, question: str, subject: str | None = None) -> dict[str, Cell]:
    return {
        key.option or "": cell
        for key, cell in release.cells.items()
        if (key.measure, key.question, key.subject) == ("share", question, subject)
    }


def answered(question: Question, answers: Sequence[str]) -> Release:
    return of_answers(question, answers).released()


def about(release: Release, manager: str) -> dict[FactKey, Cell]:
    return {key: cell for key, cell in release.cells.items() if key.subject == manager}


def asked_of(*managers: str) -> Menu:
    return Menu(questionnaire([], [rating("responsive"), rating("fair")]), SUPPLIERS, managers)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies())
def test_every_figure_is_what_the_answers_and_the_rules_make_it(study: Study) -> None:
    tallies = study.chosen()
    assert Oracle(study).wrong_figures(tallies, study.released()) == []


def test_without_banding_the_oracle_finds_what_subtraction_gives_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.disclosure.rounding._covered", lambda *_: True)
    answers = ["yes"] * 26 + ["no"] * 4 + ["maybe"] * 4
    study = of_answers(choice("buys", "yes", "no", "maybe", "never"), answers)
    found = Oracle(study).wrong_figures(study.chosen(), study.released())
    assert [sentence[:3] for sentence in found] == ["R3:"]


def test_without_the_steps_of_detail_the_oracle_finds_the_shares_of_five(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Policy, "detail_from", 5)
    study = of_answers(choice("buys", "yes", "no"), ["yes", "no"] * 3)
    found = Oracle(study).wrong_figures(study.chosen(), study.released())
    assert any("is shown of fewer than 10" in sentence for sentence in found)


# R1 and R11: what is hidden


def test_a_row_below_the_first_rule_is_hidden_even_if_it_was_kept() -> None:
    row = Row("responsive", "am1")
    tallies = Tallies(bases={row: Base(40, 2, 20)}, moments={row: Moment(40, 160)})
    release = gate(tallies, asked_of("am1"), Policy())
    assert release.cell("mean", "responsive", "am1") == Hidden()


def test_a_stricter_policy_hides_what_was_kept_under_another() -> None:
    study = of_managers({"am1": TWELVE})
    release = gate(study.chosen(), study.menu, Policy(min_respondents=13))
    assert release.cell("mean", "responsive", "am1") == Hidden()


def test_a_wave_below_the_first_rule_shows_nothing_at_all() -> None:
    release = gate(Tallies(), asked_of("am1", "am2"), Policy())
    assert set(release.cells.values()) == {Hidden()}


def test_who_is_hidden_is_hidden_in_every_figure() -> None:
    release = of_managers({"am1": TWELVE, "am2": TWELVE, "am3": "abab"}).released()
    assert set(about(release, "am3").values()) == {Hidden()}


def test_who_is_hidden_for_another_looks_like_the_other() -> None:
    release = of_managers({"am1": TWELVE * 2, "am2": TWELVE, "am3": "abcd"}).released()
    first, second = (
        {key._replace(subject=None): cell for key, cell in about(release, manager).items()}
        for manager in ("am2", "am3")
    )
    assert first == second


# R2: detail by the number of respondents


def test_of_five_to_nine_one_clipped_pooled_score_is_shown() -> None:
    release = of_managers({"am1": SEVEN}, questions=RATINGS).released()
    shown = {key for key, cell in about(release, "am1").items() if not isinstance(cell, Hidden)}
    assert shown == {FactKey("mean", None, "am1")}
    cell = release.cell("mean", None, "am1")
    assert isinstance(cell, Shown)
    assert cell.n == "5-9"


def test_from_ten_a_rating_has_a_score_and_three_bands() -> None:
    release = answered(rating("trust"), ["1", "3", "5"] * 4)
    assert shares(release, "trust").keys() == {"1-2", "3", "4-5"}
    assert shares(release, "trust")["3"] == Shown(Decimal(35), "10-29")
    assert release.cell("mean", "trust") == Shown(
        Decimal("3.0"), "10-29", Decimal("2.2"), Decimal("3.8")
    )


def test_a_scale_of_two_points_has_two_bands() -> None:
    release = answered(rating("trust", points=2), ["1", "2"] * 6)
    assert shares(release, "trust") == {
        "1": Shown(Decimal(50), "10-29"),
        "2": Shown(Decimal(50), "10-29"),
    }


def test_from_thirty_a_rating_has_its_distribution_and_its_number() -> None:
    release = answered(rating("trust"), ["1", "2", "3", "4", "5"] * 6)
    assert set(shares(release, "trust").values()) == {Shown(Decimal(20), 30)}


def test_the_top_box_is_the_share_of_the_highest_point() -> None:
    release = answered(rating("trust"), ["1", "5"] * 20)
    assert release.cell("top_box", "trust") == shares(release, "trust")["5"]


def test_a_choice_of_three_is_shown_from_ten() -> None:
    release = answered(choice("size", "small", "right", "large"), ["small", "right", "large"] * 4)
    assert set(shares(release, "size").values()) == {Shown(Decimal(35), "10-29")}


@pytest.mark.parametrize(("respondents", "shown"), [(28, False), (32, True)])
def test_a_choice_of_four_is_shown_from_thirty(respondents: int, shown: bool) -> None:
    options = ("none", "some", "close", "full")
    release = answered(choice("partner", *options), options * (respondents // 4))
    cells = shares(release, "partner").values()
    assert all(isinstance(cell, Shown) == shown for cell in cells)


# R3: extremes


def test_an_extreme_share_is_a_bound() -> None:
    release = answered(choice("buys", "yes", "no"), ["yes"] * 29 + ["no"])
    assert shares(release, "buys") == {
        "yes": Banded(Decimal(90), 30, Decimal(90), Decimal(100)),
        "no": Banded(Decimal(10), 30, Decimal(0), Decimal(10)),
    }


def test_the_shares_of_a_recommendation_are_of_its_three_groups() -> None:
    release = answered(plain("recommend", "nps"), ["10", "8", "0"] * 4)
    assert shares(release, "recommend").keys() == {"promoters", "passives", "detractors"}


def test_a_recommendation_of_five_to_nine_is_hidden() -> None:
    release = answered(plain("recommend", "nps"), ["10"] * 9)
    assert release.cell("nps", "recommend") == Hidden()


def test_a_recommendation_of_all_managers_stays_a_score_though_each_is_asked_several_times() -> (
    None
):
    managers = ("am1", "am2", "am3")
    asked = questionnaire([], [plain("hire", "nps")])
    everyone = [
        ballot(customer, {f"hire@{m}": {"": "10"} for m in managers}, managers)
        for customer in TWELVE * 3
    ]
    release = Study(Menu(asked, SUPPLIERS, managers), tuple(everyone)).released()
    cell = release.cell("nps", "hire")
    assert isinstance(cell, Shown)
    assert cell.value == 90


# Response


def response(invited: int, answered_: int, about_manager: Invited) -> Release:
    kept = of_managers({"am1": TWELVE * 3}).chosen()
    tallies = replace(
        kept,
        response=Invited(invited, answered_),
        response_by_manager={"am1": about_manager},
    )
    return gate(tallies, of_managers({"am1": TWELVE * 3}).menu, Policy())


def test_how_many_were_invited_and_answered_is_shown_exactly() -> None:
    release = response(214, 131, Invited(20, 12))
    assert release.cell("n", option="invited") == Shown(Decimal(214), 214)
    assert release.cell("n", option="answered") == Shown(Decimal(131), 131)
    assert release.cell("rate") == Shown(Decimal(61), 214)


def test_below_thirty_answers_neither_their_number_nor_the_rate_is_shown() -> None:
    release = response(40, 29, Invited(40, 25))
    assert release.cell("n", option="invited") == Shown(Decimal(40), 40)
    assert release.cell("n", option="answered") == Hidden()
    assert release.cell("rate") == Hidden()


def test_where_few_were_silent_nothing_tells_how_many() -> None:
    release = response(40, 38, Invited(40, 25))
    assert release.cell("n", option="invited") == Hidden()
    assert release.cell("n", option="answered") == Hidden()
    assert release.cell("rate") == Hidden()


def test_a_rate_that_gives_the_number_in_a_band_away_is_hidden() -> None:
    kept = of_managers({"am1": TWELVE * 2}).chosen()
    tallies = replace(kept, response_by_manager={"am1": Invited(40, 24)})
    release = gate(tallies, of_managers({"am1": TWELVE * 2}).menu, Policy())
    assert release.cell("rate", None, "am1") == Hidden()


def test_the_score_of_recommendation_stands_alone_where_a_share_is_extreme() -> None:
    asked = questionnaire([plain("hire", "nps")], [])
    menu = Menu(asked, SUPPLIERS, ())
    answers = ["10"] * 25 + ["8"] * 10 + ["3"]
    ballots = [
        ballot(c, {"hire": {"": value}}, ()) for c, value in zip(TWELVE * 3, answers, strict=True)
    ]
    release = Study(menu, tuple(ballots)).released()
    assert isinstance(release.cell("nps", "hire"), Shown)
    for group in ("promoters", "passives", "detractors"):
        assert release.cell("share", "hire", None, group) == Hidden()


def test_the_rate_about_a_manager_is_shown_to_the_nearest_five() -> None:
    assert response(40, 20, Invited(40, 25)).cell("rate", None, "am1") == Shown(Decimal(60), 40)


@pytest.mark.parametrize("about_manager", [Invited(9, 3), Invited(20, 16), Invited(20, 19)])
def test_a_rate_that_tells_who_was_silent_is_hidden(about_manager: Invited) -> None:
    assert response(40, 20, about_manager).cell("rate", None, "am1") == Hidden()


# Nothing but a Release


def test_a_chart_takes_what_left_the_gate_and_mypy_refuses_it_a_tally(tmp_path: Path) -> None:
    file = tmp_path / "snippet.py"
    file.write_text(SNIPPET)
    command = [sys.executable, "-m", "mypy", "--config-file", "setup.cfg", "--no-error-summary"]
    done = subprocess.run([*command, file], cwd=ROOT, capture_output=True, text=True)
    (error,) = done.stdout.splitlines()
    assert '"Dot" has incompatible type "Moment"' in error
    assert "[arg-type]" in error
