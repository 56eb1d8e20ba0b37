from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import pytest

from questionnaires.answers import Ballot, Circumstances, check
from questionnaires.contacts import Contact
from questionnaires.kinds.base import FieldError
from questionnaires.load import load_questionnaire
from questionnaires.schema import Questionnaire
from reports.disclosure.gate import gate
from reports.disclosure.keep import Kept, keep
from reports.disclosure.policy import Policy
from reports.disclosure.release import Hidden, Release, Shown
from reports.menu import Menu
from reports.tally import Invited
from survey_app.demonstration.answering import Fields, answers_of
from survey_app.demonstration.customers import respondents, simulated
from survey_app.demonstration.names import SUPPLIERS, TERRITORIES
from survey_app.demonstration.roll import contacts
from survey_app.demonstration.study import SEED
from tests.unit.questionnaires.answering import questions_of_every_kind
from tests.unit.questionnaires.making import loaded, section

MANAGERS = tuple(territory.manager for territory in TERRITORIES)
LARGE = ("sorvag", "brzenski", "montebruno", "echevarra", "weisswald")
SEEDS = (SEED, 2, 3)


@dataclass(frozen=True)
class Wave:
    """The invented wave as the count and the gate would leave it."""

    roll: tuple[Contact, ...]
    posted: dict[str, Fields]
    outcomes: tuple[Ballot | list[FieldError], ...]
    kept: Kept
    release: Release
    menu: Menu

    def answered(self, manager: str) -> int:
        return sum(manager in c.account_managers for c in self.roll if c.contact in self.posted)


@cache
def questionnaire() -> Questionnaire:
    data = (files("survey_app.demonstration") / "questionnaire.yaml").read_bytes()
    return load_questionnaire("questionnaire.yaml", data, ["en", "de"])


@cache
def counted(seed: int = SEED) -> Wave:
    roll = contacts(seed)
    posted = simulated(roll, questionnaire(), tuple(SUPPLIERS), seed)
    outcomes = tuple(_checked(c, posted[c.contact]) for c in roll if c.contact in posted)
    ballots = [outcome for outcome in outcomes if isinstance(outcome, Ballot)]
    menu = Menu(questionnaire(), tuple(SUPPLIERS), MANAGERS)
    rates = {m: _rate(m, roll, posted) for m in MANAGERS}
    kept = keep(ballots, menu, Policy(), invited=len(roll), response_by_manager=rates)
    return Wave(roll, posted, outcomes, kept, gate(kept.tallies, menu, Policy()), menu)


def _checked(contact: Contact, fields: Fields) -> Ballot | list[FieldError]:
    circumstances = Circumstances(contact.customer, contact.account_managers)
    return check(questionnaire(), tuple(SUPPLIERS), circumstances, fields)


def _rate(manager: str, roll: tuple[Contact, ...], posted: dict[str, Fields]) -> Invited:
    group = [contact for contact in roll if manager in contact.account_managers]
    return Invited(len(group), sum(contact.contact in posted for contact in group))


def test_fifty_five_percent_answer() -> None:
    assert len(counted().posted) == 132


def test_every_answer_is_accepted() -> None:
    assert [outcome for outcome in counted().outcomes if isinstance(outcome, list)] == []


def test_nothing_is_posted_that_is_not_asked() -> None:
    for fields, ballot in zip(counted().posted.values(), counted().outcomes, strict=True):
        assert isinstance(ballot, Ballot)
        values = sum(len(values) for values in fields.values())
        assert values == sum(len(rows) for rows in ballot.answers.values())


def test_the_same_seed_gives_the_same_answers() -> None:
    again = simulated(contacts(SEED), questionnaire(), tuple(SUPPLIERS), SEED)
    assert again == counted().posted


def test_another_seed_gives_other_answers() -> None:
    assert counted(2).posted != counted().posted


@pytest.mark.parametrize("seed", SEEDS)
def test_the_groups_of_the_small_territories_have_four_six_and_eight_respondents(seed: int) -> None:
    small = {m: counted(seed).answered(m) for m in MANAGERS if m not in LARGE}
    assert small == {"achterhaven": 8, "garsonnet": 6, "ni_chorrain": 4}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("manager", ["ni_chorrain", "garsonnet"])
def test_a_manager_too_small_and_the_one_who_would_give_it_away_are_hidden(
    seed: int, manager: str
) -> None:
    about = {
        key: cell for key, cell in counted(seed).release.cells.items() if key.subject == manager
    }
    figures = [cell for key, cell in about.items() if key.measure != "rate"]
    assert set(figures) == {Hidden()}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_manager_with_eight_respondents_has_a_pooled_score_and_no_other_of_its_answers(
    seed: int,
) -> None:
    release = counted(seed).release
    shown = [
        key
        for key, cell in release.cells.items()
        if key.subject == "achterhaven" and key.measure != "rate" and cell != Hidden()
    ]
    measures = [(key.measure, key.question) for key in shown]
    assert measures == [("mean", None), ("worth", None)], "one score, and what it becomes among all"
    pooled = release.cell("mean", None, "achterhaven")
    assert isinstance(pooled, Shown)
    assert pooled.n == "5-9"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_large_managers_are_shown_in_every_question(seed: int) -> None:
    wave = counted(seed)
    cells = [
        wave.release.cell("mean", question.id, manager)
        for manager in LARGE
        for question in wave.menu.manager_questions
    ]
    assert Hidden() not in cells


def mean(question: str, subject: str) -> float:
    cell = counted().release.cell("mean", question, subject)
    assert isinstance(cell, Shown)
    return float(cell.value)


def test_the_client_wins_in_quality_and_loses_in_order_information() -> None:
    rivals = [supplier for supplier in SUPPLIERS if supplier != "aldermoor"]
    assert all(mean("quality", "aldermoor") > mean("quality", rival) for rival in rivals)
    assert all(
        mean("order_information", "aldermoor") < mean("order_information", rival)
        for rival in rivals
    )


def test_one_competitor_is_the_cheapest() -> None:
    cheapest = max(SUPPLIERS, key=lambda supplier: mean("price", supplier))
    assert cheapest == "dunfell"


def test_account_managers_differ() -> None:
    assert mean("person_overall", "sorvag") - mean("person_overall", "echevarra") > 1


def test_a_competitor_not_known_to_a_respondent_is_not_applicable() -> None:
    bases = counted().kept.tallies.bases
    known = Counter(
        {
            row.subject: base.respondents
            for row, base in bases.items()
            if row.question == "overall" and row.against is None
        }
    )
    assert known["aldermoor"] > known["brenzhaus"] > known["dunfell"] >= 30


def ticked(question: str) -> Counter[tuple[str, str]]:
    """Count what was ticked in a question: row and value."""
    found: Counter[tuple[str, str]] = Counter()
    for outcome in counted().outcomes:
        assert isinstance(outcome, Ballot)
        found.update(outcome.answers.get(question, {}).items())
    return found


def test_the_client_is_found_better_than_the_cheapest_more_often_than_worse() -> None:
    found = ticked("better_supplier")
    better, worse = (found["aldermoor.dunfell", outcome] for outcome in ("better", "worse"))
    assert better > 2 * worse > 0


def test_whoever_does_not_know_both_suppliers_compares_them_not() -> None:
    found = ticked("better_supplier")
    assert found["castellor.dunfell", "na"] > found["aldermoor.brenzhaus", "na"] > 0


def test_quality_counts_more_than_a_close_relationship() -> None:
    release = counted().release
    weights = [release.cell("mean", "weights", None, it) for it in ("quality", "understanding")]
    assert all(isinstance(cell, Shown) for cell in weights)
    quality, understanding = (float(cell.value) for cell in weights if isinstance(cell, Shown))
    assert quality > understanding + 1


def test_the_client_is_named_best_in_quality_and_worst_in_order_information() -> None:
    best = {item: n for (row, item), n in ticked("strongest").items() if row == "best"}
    worst = {item: n for (row, item), n in ticked("strongest").items() if row == "worst"}
    assert max(best, key=lambda item: best[item]) == "quality"
    assert max(worst, key=lambda item: worst[item]) == "order_information"


def test_the_client_is_considered_most_often_and_nobody_always() -> None:
    found = {supplier: number for (supplier, _), number in ticked("considered").items()}
    assert max(found, key=lambda supplier: found[supplier]) == "aldermoor"
    assert all(10 < number < 130 for number in found.values())


def test_customers_of_one_account_manager_read_german() -> None:
    german = [contact for contact in counted().roll if contact.language == "de"]
    assert {next(iter(contact.account_managers)) for contact in german} == {"weisswald"}


@pytest.mark.parametrize("required", [False, True])
def test_a_question_of_any_kind_is_answered_validly(required: bool) -> None:
    questions = [{**each, "required": required} for each in questions_of_every_kind()]
    made = loaded(section(*questions))
    everybody = respondents(contacts(SEED), tuple(SUPPLIERS), SEED)[:40]
    given: Counter[str] = Counter()
    for one in everybody:
        comments = {question["id"]: "Fine." for question in questions}
        fields = answers_of(replace(one, comments=comments), made, tuple(SUPPLIERS), SEED)
        outcome = check(made, tuple(SUPPLIERS), Circumstances("customer"), fields)
        assert isinstance(outcome, Ballot)
        given.update(outcome.answers.keys())
    assert min(given[question["id"]] for question in questions) > 30


def test_about_a_third_write_comments_in_all_three_tones() -> None:
    writing = [r for r in respondents(counted().roll, tuple(SUPPLIERS), SEED) if r.comments]
    assert 0.25 < len(writing) / len(counted().posted) < 0.42
    assert min(Counter(r.opinion.tone for r in writing).values()) >= 5
    assert {r.opinion.tone for r in writing} == {"delighted", "factual", "angry"}


def test_no_two_customers_use_the_same_words() -> None:
    words = [text for texts in counted().kept.comments.values() for text in texts]
    assert len(words) == len(set(words))
