from decimal import Decimal

import pytest

from questionnaires.schema import Questionnaire, Scale
from reports.build import build_manager, build_supplier
from reports.disclosure.policy import Policy
from reports.disclosure.release import FactKey, Release, Shown, Size
from reports.page import page
from reports.report import Figure, Report
from tests.unit.reports import sample


def figures(report: Report, section: str) -> list[Figure]:
    blocks = next(each.blocks for each in report.sections if each.id == section)
    return [block for block in blocks if isinstance(block, Figure)]


def rescaled(**changed: Scale) -> Questionnaire:
    """Return the sample's questionnaire with other scales for some of its questions."""
    return remade({id_: {"scale": scale} for id_, scale in changed.items()})


def remade(changed: dict[str, dict[str, object]]) -> Questionnaire:
    questionnaire = sample.questionnaire()
    sections = [
        section.model_copy(
            update={
                "questions": tuple(
                    each.model_copy(update=changed.get(each.id, {})) for each in section.questions
                )
            }
        )
        for section in questionnaire.sections
    ]
    return questionnaire.model_copy(update={"sections": tuple(sections)})


ELSE = Scale(points=5, low={"en": "hardly"}, high={"en": "always"}, not_applicable=True)


def test_questions_with_as_many_points_share_a_figure_though_their_ends_differ() -> None:
    labels = sample.labels(questionnaire=rescaled(knows=ELSE, prepared=ELSE))
    report = build_manager(sample.release(), labels, "am1")

    scores, spread, *_ = figures(report, "items")
    assert [group.ends for group in scores.groups] == [
        "1 never … 5 always" if id_ not in {"knows", "prepared"} else "1 hardly … 5 always"
        for id_ in sample.ITEMS
    ]
    assert scores.note.startswith("Scale from 1 to 5; what its ends mean stands with each")
    assert [len(group.rows) for group in spread.groups] == [len(sample.ITEMS)]
    assert "never" not in (scores.axis.markup if scores.axis else "never")


def test_a_figure_of_one_scale_says_its_ends_once() -> None:
    report = build_manager(sample.release(), sample.labels(), "am1")

    scores = figures(report, "items")[0]
    assert {group.ends for group in scores.groups} == {""}
    assert scores.note.startswith("Scale: 1 = never, 5 = always.")


def test_a_question_with_its_own_ends_says_them_beside_its_line() -> None:
    labels = sample.labels(questionnaire=rescaled(delight=ELSE))
    report = build_supplier(sample.release(), labels)

    theme = next(each for each in report.sections if each.title == "Relationship")
    scores = figures(report, theme.id)[0]
    ends = [row.ends for group in scores.groups for row in group.rows]
    assert ends == ["1 not at all … 5 completely", "1 hardly … 5 always"]
    assert scores.row > figures(build_supplier(sample.release(), sample.labels()), theme.id)[0].row


def test_what_weighs_in_the_choice_stands_in_one_place() -> None:
    weight: dict[str, object] = {"measures": "importance"}
    changed: dict[str, dict[str, object]] = {
        "trust": weight | {"report": {"en": "Product quality"}},
        "delight": weight | {"report": {"en": "Delivery"}},
    }
    report = build_supplier(sample.release(), sample.labels(questionnaire=remade(changed)))

    found = [each for each in report.sections if each.title == "What weighs in the choice"]
    assert [each.headline for each in found] == [
        "Product quality weighs more in the choice than Delivery"
    ]
    (scores,) = figures(report, found[0].id)
    assert sum(len(group.rows) for group in scores.groups) == 2
    assert {FactKey("mean", "trust"), FactKey("mean", "delight")} <= {
        fact.key for fact in scores.facts()
    }


def test_a_single_question_of_importance_stays_with_its_theme() -> None:
    changed: dict[str, dict[str, object]] = {"trust": {"measures": "importance"}}
    report = build_supplier(sample.release(), sample.labels(questionnaire=remade(changed)))

    assert "What weighs in the choice" not in {each.title for each in report.sections}


def test_the_detail_has_one_figure_of_the_suppliers_and_one_of_all_other_ratings() -> None:
    report = build_supplier(sample.release(), sample.labels())

    suppliers, others = figures(report, "detail")
    assert [group.theme for group in suppliers.groups] == [
        theme for theme, questions in sample.THEMES.items() for _ in questions
    ]
    assert [group.title for group in others.groups] == [
        "Relationship",
        "All account managers together",
    ]


def test_the_headline_of_a_choice_says_what_was_asked() -> None:
    changed: dict[str, dict[str, object]] = {"relationship": {"report": {"en": "Today"}}}
    report = build_supplier(sample.release(), sample.labels(questionnaire=remade(changed)))

    said = {each.title: each.headline for each in report.sections}
    assert said["Today"].replace("\u00a0", " ") == (
        "“What is Hallmann Components to you today?” “A preferred supplier” is the most frequent "
        "answer: 50 %"
    )


def spread_of(manager: str) -> Figure:
    items = figures(build_manager(sample.release(), sample.labels(), manager), "items")
    return next(each for each in items if each.style == "spread")


def test_shares_in_three_bands_stand_below_the_points_of_each_band() -> None:
    spread = spread_of("am2")

    assert spread.columns[1:] == ("1–2", "3", "4–5")
    assert len(spread.swatches) == 3
    assert {fact.span for fact in spread.facts()} == {1}
    assert {fact.points for fact in spread.facts()} == {""}


def test_shares_of_single_points_stand_below_each_point() -> None:
    assert spread_of("am1").columns[1:] == ("1", "2", "3", "4", "5")


def test_where_lines_differ_a_band_says_its_points_itself() -> None:
    report = build_supplier(sample.release(), sample.labels())
    suppliers = figures(report, "detail")[0]
    omega = next(row for row in suppliers.groups[0].rows if row.label == "Omega Supply")

    assert suppliers.columns[1:] == tuple("1234567")
    assert [(fact.points, fact.span) for fact in omega.facts] == [
        ("1–2", 2),
        ("3–5", 3),
        ("6–7", 2),
    ]
    assert '<span class="points-of">3–5:</span>' in page(report)


def spread_with(shares: str, n: Size) -> Figure:
    """Return the spread of a manager's answers with these shares of the first question."""
    points = "1-2 3 4-5" if n == "10-29" else "1 2 3 4 5"
    manager = "am2" if n == "10-29" else "am1"
    keys = [FactKey("share", "responsive", manager, point) for point in points.split()]
    cells = dict(zip(keys, sample.shares(shares, n), strict=True))
    release = Release(Policy(), {**sample.release().cells, **cells})
    report = build_manager(release, sample.labels(), manager)
    return next(each for each in figures(report, "items") if each.style == "spread")


@pytest.mark.parametrize(
    ("shares", "n", "steps"),
    [
        ("<10 40 40", "10-29", "5 % and 20 %"),
        ("10 30 55", "10-29", "5 %"),
        ("<10 10 20 30 25", 38, "10 %"),
        ("11 22 33 22 11", 120, "1 % and 10 %"),
    ],
)
def test_shares_that_cannot_add_up_are_explained_by_their_steps(
    shares: str, n: Size, steps: str
) -> None:
    note = spread_with(shares, n).note.replace("\u00a0", " ")

    assert f"Shares are rounded, here in steps of {steps}, and need not add up to 100 %." in note


@pytest.mark.parametrize(
    ("shares", "n"), [("<10 40 55", "10-29"), ("20 40 40", "10-29"), ("<10 <10 20 30 40", 38)]
)
def test_shares_that_add_up_or_may_within_their_bounds_need_no_note(shares: str, n: Size) -> None:
    assert "rounded" not in spread_with(shares, n).note


def test_the_steps_of_the_note_are_constants() -> None:
    report = build_manager(sample.release(), sample.labels(), "am1")

    assert {1, 5, 10, 20, 100} <= set(report.constants)


def nps(value: int) -> Report:
    cells = {FactKey("nps", "recommend"): Shown(Decimal(value), 129, Decimal(17), Decimal(45))}
    return build_supplier(Release(Policy(), {**sample.release().cells, **cells}), sample.labels())


def test_a_score_that_its_shares_do_not_make_is_explained() -> None:
    told, plain = (
        [each.note for each in nps(value).blocks if isinstance(each, Figure)] for value in (30, 31)
    )

    assert any("The score and the shares are rounded separately" in note for note in told)
    assert not any("rounded separately" in note for note in plain)


def test_a_short_name_stands_for_its_question_but_the_detail_has_the_whole_wording() -> None:
    named: dict[str, dict[str, object]] = {"quality": {"label": {"en": "Quality"}}}
    report = build_supplier(sample.release(), sample.labels(questionnaire=remade(named)))

    theme = next(each for each in report.sections if each.title == "Product quality")
    assert figures(report, theme.id)[0].groups[0].title == "Quality"
    assert (
        figures(report, "detail")[0].groups[0].title == sample.THEMES["Product quality"]["quality"]
    )
    assert '<th scope="row">Quality</th>' in page(report)


def test_a_short_name_heads_the_message_of_its_question() -> None:
    named: dict[str, dict[str, object]] = {
        "relationship": {"report": {"en": "Today"}, "label": {"en": "Role today"}}
    }
    report = build_supplier(sample.release(), sample.labels(questionnaire=remade(named)))

    said = {each.title: each.headline for each in report.sections}
    assert said["Today"].startswith("“Role today”: “A preferred supplier” is the most frequent")
