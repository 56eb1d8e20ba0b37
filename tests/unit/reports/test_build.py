from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from questionnaires.kinds import KINDS
from questionnaires.schema import Question, Questionnaire
from reports.build import (
    build_manager,
    build_supplier,
    manager_release,
    shown_managers,
    supplier_release,
)
from reports.disclosure.gate import gate
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown
from reports.menu import Menu
from reports.page import page
from reports.report import Figure, Report
from reports.tally import Base, Count, Invited, Moment, Row, Tallies
from tests.unit.reports import sample


def hidden() -> Release:
    """Return the sample with every figure hidden."""
    return Release(Policy(), dict.fromkeys(sample.release().cells, Hidden()))


def without(keep: Callable[[FactKey], bool]) -> Release:
    cells = {key: cell for key, cell in sample.release().cells.items() if keep(key)}
    return Release(Policy(), cells)


def headlines(report: Report) -> dict[str, str]:
    return {section.id: section.headline for section in report.sections}


def figure_titles(report: Report) -> list[str]:
    return [block.title for block in report.blocks if isinstance(block, Figure)]


def test_the_supplier_report_prints_every_figure_that_is_not_one_persons_own() -> None:
    release = sample.release()
    own = {
        key
        for key in release.cells
        if key.subject in sample.MANAGERS
        and (key.question or key.measure not in {"rate", "mean", "worth"})
    }

    left_out = set(release.cells) - set(build_supplier(release, sample.labels()).facts()) - own

    assert left_out == set()


@pytest.mark.parametrize("manager", ["am1", "am2"])
def test_a_managers_report_prints_every_figure_of_their_own(manager: str) -> None:
    release = sample.release()
    shown = {
        key
        for key, cell in release.cells.items()
        if key.subject == manager and key.measure != "worth" and isinstance(cell, Shown)
    }

    assert shown <= set(build_manager(release, sample.labels(), manager).facts())


def counted() -> tuple[Tallies, Menu]:
    """Return tallies of the sample study, as its sizes would leave them."""
    labels = sample.labels()
    menu = Menu(labels.questionnaire, tuple(sample.SUPPLIERS), tuple(sample.MANAGERS))
    sizes: dict[str | None, int] = {None: 120, "am1": 40, "am2": 20, "am4": 100, "am6": 7}
    sizes |= {"client": 110, "rival": 45, "nord": 20}
    rows = [Row(q.id, None) for q in (*menu.study_questions, *menu.manager_questions)]
    rows += [row for subject in sizes if subject for row in menu.of_subject(subject)]
    kept = [row for row in rows if sizes[row.subject] >= 10]
    pooled = [Row(None, subject) for subject in sizes]
    counts = {
        Count(row.question, row.subject, option): 3 * position
        for row in kept
        if row.question
        for position, option in enumerate(options_of(labels.questionnaire, row.question))
    }
    tallies = Tallies(
        bases={row: Base(sizes[row.subject], 9, 3) for row in (*kept, *pooled)},
        moments={row: Moment(10, 40) for row in (*kept, *pooled)},
        counts=counts,
        response=Invited(214, 131),
        response_by_manager={"am1": Invited(60, 40)},
    )
    return tallies, menu


def options_of(questionnaire: Questionnaire, question_id: str) -> tuple[str, ...]:
    question = questionnaire.question(question_id)
    return KINDS[question.kind].options(question)


def test_every_figure_the_gate_lets_out_is_printed_in_some_report() -> None:
    tallies, menu = counted()
    release, labels = gate(tallies, menu, Policy()), sample.labels()
    printed = set(build_supplier(release, labels).facts())
    for manager in shown_managers(release, labels):
        printed |= set(build_manager(release, labels, manager).facts())

    shown = {key for key, cell in release.cells.items() if not isinstance(cell, Hidden)}

    assert len(shown) > 200
    assert shown <= printed


def test_a_managers_report_prints_nothing_of_a_colleague() -> None:
    facts = build_manager(sample.release(), sample.labels(), "am1").facts()

    assert {key.subject for key in facts} == {"am1", None}


def test_reports_are_for_those_with_a_figure_of_their_own() -> None:
    assert shown_managers(sample.release(), sample.labels()) == (
        "am1",
        "am2",
        "am4",
        "am5",
        "am6",
        "am7",
    )


def test_a_hidden_manager_has_no_report() -> None:
    with pytest.raises(ValueError, match="am3"):
        build_manager(sample.release(), sample.labels(), "am3")


def test_hidden_managers_are_listed_and_look_alike() -> None:
    report = build_supplier(sample.release(), sample.labels())
    caterpillar = next(
        block
        for block in report.blocks
        if isinstance(block, Figure) and block.style == "caterpillar"
    )

    rows = {row.label: row for group in caterpillar.groups for row in group.rows}
    assert rows["Claire Dubois"].hidden
    assert rows["Henrik Sørensen"].hidden
    assert list(rows)[:8] == list(sample.MANAGERS.values())


def test_the_selection_of_a_report_gives_the_same_report_again() -> None:
    labels = sample.labels()
    selected = supplier_release(sample.release(), labels)
    own = manager_release(sample.release(), labels, "am1")

    assert build_supplier(selected, labels) == build_supplier(sample.release(), labels)
    assert build_manager(own, labels, "am1") == build_manager(sample.release(), labels, "am1")


def test_the_selection_of_a_two_page_report_gives_the_same_report_again() -> None:
    labels = sample.labels()
    own = manager_release(sample.release(), labels, "am6")

    assert build_manager(own, labels, "am6") == build_manager(sample.release(), labels, "am6")


def test_a_release_with_everything_hidden_says_so_and_claims_nothing() -> None:
    said = headlines(build_supplier(hidden(), sample.labels()))

    assert said["summary"] == "Too few customers answered for any result to be shown"
    assert not [id_ for id_ in said if id_.startswith("theme") or id_ == "detail"]
    assert said["withheld"].startswith("Questions of which nothing is shown")
    assert said["managers"] == "No account manager has enough answers to be shown"


def test_one_supplier_alone_is_compared_with_nobody() -> None:
    labels = sample.labels(suppliers={"client": "Hallmann Components"})
    release = without(lambda key: key.subject not in {"rival", "nord", "omega"})

    html = page(build_supplier(release, labels))

    assert "competitor" not in html
    assert "ahead of" not in html


def test_a_study_without_account_managers_has_no_section_about_them() -> None:
    questionnaire = sample.questionnaire()
    labels = sample.labels(
        account_managers={},
        questionnaire=questionnaire.model_copy(update={"sections": questionnaire.sections[:-1]}),
    )
    people = {*sample.ITEMS, "contact"}
    release = without(
        lambda key: (
            key.question not in people
            and key.subject not in sample.MANAGERS
            and key != FactKey("mean")
        )
    )

    report = build_supplier(release, labels)

    assert "managers" not in headlines(report)
    assert shown_managers(release, labels) == ()


def test_questions_whose_intervals_overlap_are_too_close_to_call() -> None:
    scores = {
        key: sample.score("5.0", 40, 7)
        for key in sample.release().cells
        if key.measure == "mean" and key.subject in sample.SUPPLIERS
    }
    release = Release(Policy(), {**sample.release().cells, **scores})

    said = headlines(build_supplier(release, sample.labels()))

    assert said["summary"].endswith("are too close to call on every question")
    assert said["theme-1"].endswith("are too close to call: their intervals overlap")


def test_a_single_comparison_question_is_not_counted_in_the_summary() -> None:
    whole = sample.questionnaire()
    compare, *others = whole.sections
    alone = compare.model_copy(update={"questions": compare.questions[:1]})
    asked = whole.model_copy(update={"sections": (alone, *others)})

    said = headlines(build_supplier(sample.release(), sample.labels(questionnaire=asked)))

    assert said["summary"] == said["theme-1"]
    assert "question" not in said["summary"]


def test_a_single_rating_question_is_the_score_of_its_managers() -> None:
    people = [q for q in sample.ITEMS if q != "responsive"]
    questionnaire = sample.questionnaire()
    *others, section = questionnaire.sections
    left = tuple(q for q in section.questions if q.id not in people)
    labels = sample.labels(
        questionnaire=questionnaire.model_copy(
            update={"sections": (*others, section.model_copy(update={"questions": left}))}
        )
    )
    release = without(
        lambda key: (
            key.question not in people
            and not (key.question is None and key.measure in {"mean", "worth"})
        )
    )

    report = build_supplier(release, labels)

    assert FactKey("mean", "responsive", "am1") in report.facts()
    assert "Score of each account manager, in the order of the study" in figure_titles(report)
    assert build_manager(release, labels, "am1").facts()


def test_people_who_are_only_recommended_stand_on_that_scale() -> None:
    questionnaire = sample.questionnaire()
    *others, section = questionnaire.sections
    question = Question(id="again", kind="nps", text={"en": "Would you ask for {manager} again?"})
    labels = sample.labels(
        questionnaire=questionnaire.model_copy(
            update={"sections": (*others, section.model_copy(update={"questions": (question,)}))}
        )
    )
    people = {*sample.ITEMS, "contact"}
    left = without(lambda key: key.question not in people and key.question is not None)
    scores: dict[FactKey, Cell] = {
        FactKey("nps", "again", manager): (
            Hidden() if manager == "am3" else Shown(Decimal(20), 40, Decimal(-5), Decimal(45))
        )
        for manager in (None, *sample.MANAGERS)
    }
    release = Release(Policy(), {**left.cells, **scores})

    report = build_supplier(release, labels)

    assert set(scores) <= set(report.facts())
    assert "Net promoter score of each account manager, in the order of the study" in (
        figure_titles(report)
    )
    assert FactKey("nps", "again", "am1") in build_manager(release, labels, "am1").facts()


def test_a_manager_of_five_to_nine_gets_one_section_that_says_what_cannot_be_said() -> None:
    report = build_manager(sample.release(), sample.labels(), "am6")

    assert [section.id for section in report.sections] == ["glance"]
    assert "What cannot be said" in page(report)


def test_names_are_escaped() -> None:
    labels = replace(sample.labels(), study="A <b>bold</b> & open study")

    html = page(build_supplier(sample.release(), labels))

    assert "<b>bold</b>" not in html
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; open study" in html


def test_a_name_in_a_chart_is_escaped() -> None:
    labels = sample.labels(account_managers={**sample.MANAGERS, "am1": "<script>&"})

    assert "<script>" not in page(build_supplier(sample.release(), labels))


def test_numbers_in_names_are_listed_as_constants() -> None:
    labels = replace(sample.labels(), study="Study 1848", practice="Room 237")

    assert {1848, 237} <= set(build_supplier(sample.release(), labels).constants)
