from questionnaires.schema import Questionnaire, Scale
from reports.build import build_manager, build_supplier
from reports.disclosure.release import FactKey
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
