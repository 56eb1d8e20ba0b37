"""What a report says where little or nothing of a question, or of the response, may be shown."""

from collections.abc import Iterable
from decimal import Decimal

from questionnaires.schema import Question
from reports.build import build_manager, build_supplier
from reports.disclosure.policy import Policy
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown
from reports.page import page
from reports.report import Figure, KeyFigures, Points, Report
from tests.unit.reports import sample

INVITED, ANSWERED = FactKey("n", option="invited"), FactKey("n", option="answered")


def changed(cells: dict[FactKey, Cell]) -> Release:
    return Release(Policy(), {**sample.release().cells, **cells})


def silent(questions: Iterable[str]) -> dict[FactKey, Cell]:
    """Return every figure about these questions, hidden."""
    found = set(questions)
    return {key: Hidden() for key in sample.release().cells if key.question in found}


def of_few(invited: int) -> Release:
    """Return the release of a wave that prints numbers of respondents as bands only."""
    rates: dict[FactKey, Cell] = {
        key: Hidden() for key in sample.release().cells if key.measure == "rate"
    }
    response: dict[FactKey, Cell] = {INVITED: Shown(Decimal(invited), invited), ANSWERED: Hidden()}
    return changed({**rates, **response})


def section(report: Report, id_: str) -> str:
    return next(each.headline for each in report.sections if each.id == id_)


def titles(report: Report) -> list[str]:
    return [block.title for block in report.blocks if isinstance(block, Figure)]


def test_a_band_of_those_invited_is_said_to_have_answered() -> None:
    report = build_supplier(of_few(40), sample.labels())

    assert section(report, "response") == "10–29 of the 40 people invited answered"


def test_no_key_figure_is_a_dash() -> None:
    for release in (
        of_few(40),
        of_few(12),
        changed({ANSWERED: Hidden(), FactKey("rate"): Hidden()}),
    ):
        blocks = build_supplier(release, sample.labels()).blocks
        keys = [item for block in blocks if isinstance(block, KeyFigures) for item in block.items]
        assert keys
        assert "–" not in {item.fact.text for item in keys}


def test_of_so_few_invited_the_band_would_bound_the_silent_and_is_not_said() -> None:
    report = build_supplier(of_few(29), sample.labels())

    assert section(report, "response") == (
        "The response rate is not shown, to protect the people behind it"
    )


def test_a_table_of_responses_without_a_line_to_show_becomes_a_sentence() -> None:
    report = build_supplier(of_few(40), sample.labels())

    assert "Response by account manager" not in titles(report)
    assert "The response by account manager is not shown" in page(report)


def test_hidden_figures_stay_facts_of_the_report_though_no_line_says_so() -> None:
    report = build_supplier(of_few(40), sample.labels())

    assert isinstance(report.facts()[FactKey("rate", None, "am3")], Hidden)
    assert isinstance(report.facts()[ANSWERED], Hidden)


def test_questions_of_which_nothing_is_shown_stand_in_one_list() -> None:
    report = build_supplier(changed(silent(["trust", "relationship"])), sample.labels())

    withheld = next(each for each in report.sections if each.id == "withheld")
    (block,) = withheld.blocks
    assert isinstance(block, Points)
    assert [(item.lead, item.text) for item in block.items] == [
        (
            "Relationship",
            "“How far do you trust Hallmann Components to keep its promises?” and "
            "“What is Hallmann Components to you today?”",
        )
    ]
    elsewhere = page(report).replace(block.items[0].text, "")
    assert "to keep its promises" not in elsewhere
    assert set(silent(["trust"])) <= set(report.facts())


def test_a_report_that_shows_something_of_every_question_has_no_such_list() -> None:
    report = build_supplier(sample.release(), sample.labels())

    assert "withheld" not in {each.id for each in report.sections}


def test_a_manager_is_told_in_one_line_of_questions_that_nobody_is_shown() -> None:
    report = build_manager(changed(silent(["honest"])), sample.labels(), "am1")

    assert section(report, "withheld").startswith("Questions of which nothing is shown")
    assert page(report).count("How honest is Anna Berger") == 1


def test_a_question_whose_shares_alone_are_hidden_is_named_below_the_others() -> None:
    shares = {key: cell for key, cell in silent(["trust"]).items() if key.measure == "share"}
    report = build_supplier(changed(shares), sample.labels())

    (spread,) = (
        block
        for block in report.blocks
        if isinstance(block, Figure) and block.title == "All other ratings on a scale to 5"
    )
    assert "Not shown, to protect those who answered: “How far do you trust" in spread.note


def test_the_cover_promises_a_comparison_only_where_suppliers_are_compared() -> None:
    whole = sample.questionnaire()
    people = whole.model_copy(update={"sections": whole.sections[1:]})
    study = whole.model_copy(update={"sections": whole.sections[1:2]})

    def promised(**names: object) -> str:
        return build_supplier(sample.release(), sample.labels(**names)).cover.subtitle

    assert promised().startswith("How customers see Hallmann Components beside Rival & Sons")
    assert promised(questionnaire=people) == ("How customers find working with Hallmann Components")
    assert promised(questionnaire=study) == "How customers see Hallmann Components"


def test_two_suppliers_against_each_other_are_a_comparison_without_a_grid() -> None:
    whole = sample.questionnaire()
    duel = Question(id="duel", kind="head_to_head", text={"en": "Which is better?"})
    first = whole.sections[0].model_copy(update={"questions": (duel,)})
    asked = whole.model_copy(update={"sections": (first, whole.sections[1])})

    cover = build_supplier(sample.release(), sample.labels(questionnaire=asked)).cover

    assert "beside Rival & Sons" in cover.subtitle
