"""Each kind of question has all its faces: it is parsed, drawn, counted, released and reported."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from questionnaires.answers import Ballot, Circumstances, check
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, Choices, Control, NumberBox, Posted, TextBox
from questionnaires.routing import blocks
from questionnaires.schema import NOT_APPLICABLE, Question, Questionnaire
from reports.disclosure.answers import FIGURES
from reports.disclosure.comparisons import COMPARISONS
from reports.disclosure.gate import gate
from reports.disclosure.keep import keep
from reports.disclosure.policy import Policy
from reports.disclosure.release import Hidden, Release
from reports.labels import Labels
from reports.material import Material
from reports.menu import Menu
from reports.report import Section
from reports.sections.own import own_sections
from reports.sections.themes import BLOCKS, theme_sections
from survey_app.respond.page import form_page
from tests.kinds_study import ALL_KINDS, SUPPLIERS
from tests.unit.respond.sample import Page, form, questionnaire

NAMES = dict(SUPPLIERS)
MANAGERS = {"am1": "First Manager"}
RESPONDENTS, CUSTOMERS = 120, 40
# One questionnaire a question, with nothing else in it.
ALONE: Mapping[str, Questionnaire] = {
    question["id"]: questionnaire([{**section, "questions": [question]}])
    for section in ALL_KINDS["sections"]
    for question in section["questions"]
}
each_question = pytest.mark.parametrize("id_", [*ALONE])


def asked(id_: str) -> Asked:
    [block] = blocks(ALONE[id_], tuple(NAMES), tuple(MANAGERS))
    [found] = block.asked
    return found


def kind_of(question: Question) -> Any:
    return KINDS[question.kind]


def given(control: Control, chance: random.Random) -> Posted:
    """Return what somebody might answer."""
    if isinstance(control, TextBox):
        return {control.name: ["Thank you."]}
    if isinstance(control, NumberBox):
        return {control.name: [str(chance.randint(int(control.low), int(control.high)))]}
    names = [row.name for row in control.rows]
    values = [c.value for c in control.rows[0].choices if c.value != NOT_APPLICABLE]
    if control.layout == "several":
        return {names[0]: chance.sample(values, chance.randint(1, len(values)))}
    if control.layout in {"positions", "extremes"}:
        drawn = chance.sample(values, len(names))
        return {name: [value] for name, value in zip(names, drawn, strict=True)}
    return {name: [chance.choice(values)] for name in names}


def ballots(id_: str) -> Iterator[Ballot]:
    chance = random.Random(id_)
    for n in range(RESPONDENTS):
        person = Circumstances(f"customer {n % CUSTOMERS}", tuple(MANAGERS))
        posted = given(kind_of(asked(id_).question).control(asked(id_)), chance)
        ballot = check(ALONE[id_], tuple(NAMES), person, posted)
        assert isinstance(ballot, Ballot)
        yield ballot


def released(id_: str) -> Release:
    menu = Menu(ALONE[id_], tuple(NAMES), tuple(MANAGERS), client="client")
    kept = keep([*ballots(id_)], menu, Policy(), invited=RESPONDENTS + 9, response_by_manager={})
    return gate(kept.tallies, menu, Policy())


def labels(id_: str) -> Labels:
    return Labels(
        practice="North Row Insight",
        study="Relationship study",
        wave_number=1,
        client="client",
        suppliers=NAMES,
        account_managers=MANAGERS,
        questionnaire=ALONE[id_],
        language="en",
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 3, 30),
    )


def told(sections: Iterator[Section], id_: str) -> list[str]:
    """Return the figures about the question that sections print, as they print them."""
    return [
        fact.text
        for section in sections
        for block in section.blocks
        for fact in block.facts()
        if fact.key.question == id_ and not isinstance(fact.cell, Hidden)
    ]


def test_the_study_of_all_kinds_asks_every_one() -> None:
    assert {asked(id_).question.kind for id_ in ALONE} == set(KINDS)


@each_question
def test_no_table_of_kinds_leaves_one_out(id_: str) -> None:
    kind = kind_of(asked(id_).question)

    assert kind.measure == "text" or kind.measure in {**FIGURES, **COMPARISONS}
    assert kind.measure in BLOCKS


@each_question
def test_every_kind_is_drawn_with_a_field_for_each_of_its_answers(id_: str) -> None:
    control = kind_of(asked(id_).question).control(asked(id_))

    page = Page(form_page(form(questionnaire=ALONE[id_], suppliers=NAMES, managers=MANAGERS)))

    if isinstance(control, Choices):
        for row in control.rows:
            offered = {value for value in page.values(row.name) if value}
            assert offered == {choice.value for choice in row.choices}
    else:
        assert page.typed(control.name) == ""


@each_question
def test_every_kind_but_comments_has_a_block_with_figures_in_a_report(id_: str) -> None:
    manager = asked(id_).manager
    material = Material(released(id_), labels(id_), manager)
    sections = own_sections(material) if manager else theme_sections(material)

    figures = told(iter(sections), id_)

    if kind_of(asked(id_).question).measure == "text":
        assert figures == []
    else:
        assert len(figures) > 1
