"""The sections of breakdowns in the supplier's report."""

import pytest

from reports.build import build_manager, build_supplier, manager_release, supplier_release
from reports.disclosure.release import FactKey, Hidden
from reports.report import Figure, Paragraph, Points, Report, Section, Whole
from tests.unit.reports import sample, segmented

REGIONS = ("Central", "North", "South", "West")


def report(names: tuple[str, ...] = REGIONS, *, hidden: tuple[str, ...] = ()) -> Report:
    release = segmented.release({"region": names}, hidden=hidden)
    return build_supplier(release, segmented.labels({"region": names}))


def section(built: Report) -> Section:
    [found] = [each for each in built.sections if each.id == "by-region"]
    return found


def figures(built: Report) -> list[Figure]:
    return [block for block in section(built).blocks if isinstance(block, Figure)]


def test_a_report_that_is_not_broken_down_has_no_such_section() -> None:
    built = build_supplier(sample.release(), sample.labels())
    assert not [each for each in built.sections if each.id.startswith("by-")]


def test_the_section_stands_between_the_themes_and_the_account_managers() -> None:
    ids = [each.id for each in report().sections]
    assert ids[ids.index("by-region") + 1] == "managers"


def test_each_breakdown_has_a_section_in_the_order_asked_for() -> None:
    segments = {"size": ("large", "small"), "region": ("North", "South")}
    built = build_supplier(segmented.release(segments), segmented.labels(segments))
    assert [each.title for each in built.sections if each.id.startswith("by-")] == [
        "By size",
        "By region",
    ]


def test_every_figure_released_by_segment_is_printed() -> None:
    release = segmented.release({"region": REGIONS}, hidden=("West",))
    built = build_supplier(release, segmented.labels({"region": REGIONS}))
    within = {key: cell for key, cell in release.cells.items() if key.within}
    assert {key: cell for key, cell in built.facts().items() if key.within} == within


def test_a_supplier_report_is_the_same_from_its_own_selection() -> None:
    labels = segmented.labels({"region": REGIONS})
    release = segmented.release({"region": REGIONS}, hidden=("West",))
    own = supplier_release(release, labels)
    assert section(build_supplier(own, labels)) == section(build_supplier(release, labels))


def test_no_manager_reads_what_is_broken_down() -> None:
    labels = segmented.labels({"region": REGIONS})
    release = segmented.release({"region": REGIONS}, hidden=("West",))
    found = manager_release(release, labels, "am1").cells
    assert [key for key in found if key.within] == []
    assert build_manager(release, labels, "am1") == build_manager(sample.release(), labels, "am1")


def test_all_answers_stand_beside_the_segments() -> None:
    [figure] = figures(report())
    assert figure.columns == ("All answers", *REGIONS)


def test_a_segment_that_is_hidden_is_named_below_and_has_no_column() -> None:
    built = report(hidden=("West",))
    [figure] = figures(built)
    said = [block.text for block in section(built).blocks if isinstance(block, Paragraph)]
    assert "West" not in figure.columns
    assert said == ["Groups not shown, to protect those who answered: West."]


def test_where_every_segment_is_hidden_the_section_says_so() -> None:
    built = report(("North", "South"), hidden=("North", "South"))
    assert section(built).headline == "Too few answered for results by region"
    assert figures(built) == []


def test_a_question_that_is_not_broken_down_is_named_below() -> None:
    release = segmented.release({"region": REGIONS})
    cells = {
        key: Hidden() if key.within and key.question == "recommend" else cell
        for key, cell in release.cells.items()
    }
    built = build_supplier(
        type(release)(release.policy, cells), segmented.labels({"region": REGIONS})
    )
    said = [block.text for block in section(built).blocks if isinstance(block, Paragraph)]
    assert said == [
        "Questions not shown by group, to protect those who answered: "
        "“How likely are you to recommend Hallmann Components to a colleague?”."
    ]


def test_a_cell_that_nobody_answered_is_a_dash() -> None:
    release = segmented.release({"region": REGIONS})
    key = FactKey("mean", "trust", within="region=North")
    cells = {**release.cells, key: Hidden()}
    built = build_supplier(
        type(release)(release.policy, cells), segmented.labels({"region": REGIONS})
    )
    entries = [
        entry
        for figure in figures(built)
        for group in figure.groups
        for row in group.rows
        for entry in row.entries
        if isinstance(entry, Whole) and entry.value.key == key
    ]
    assert [(entry.value.text, entry.hidden) for entry in entries] == [("–", True)]


def test_twelve_segments_become_three_tables_that_name_what_is_in_them() -> None:
    names = tuple(f"Area {letter}" for letter in "ABCDEFGHIJKL")
    found = figures(report(names))
    assert [figure.title for figure in found] == [
        "Scores by region: Area A to Area D",
        "Scores by region: Area E to Area H",
        "Scores by region: Area I to Area L",
    ]
    assert all(figure.columns[0] == "All answers" for figure in found)


@pytest.mark.parametrize(
    "names",
    [
        tuple(f"Area {n:02}" for n in range(30)),
        tuple(f"Customers of the far-off {side} who buy by frame contract" for side in "ABC"),
    ],
)
def test_many_segments_or_long_names_turn_the_table(names: tuple[str, ...]) -> None:
    found = figures(report(names))
    assert {figure.label for figure in found} == {"Region"}
    rows = [row.label for group in found[0].groups for row in group.rows]
    assert rows == [*names, "All answers"]


def test_who_is_ahead_of_whom_is_said_once_for_all_questions() -> None:
    [points] = [block for block in section(report()).blocks if isinstance(block, Points)]
    assert [point.lead for point in points.items] == ["Central is ahead of South:"]
    assert points.items[0].text.endswith("further questions.")


def test_where_all_intervals_overlap_nobody_is_said_to_be_ahead() -> None:
    segments = {"region": ("North", "South")}
    release = segmented.release(segments, alike=True)
    built = build_supplier(release, segmented.labels(segments))
    assert "overlap on every one" in section(built).headline
    assert not [block for block in section(built).blocks if isinstance(block, Points)]
    assert not [
        entry.sign
        for figure in figures(built)
        for group in figure.groups
        for row in group.rows
        for entry in row.entries
        if isinstance(entry, Whole) and entry.sign
    ]


def test_numbers_in_the_names_of_segments_are_listed_as_constants() -> None:
    built = report(("1-49 people", "50-249 people"))
    assert {49, 249} <= set(built.constants)
    assert 249 not in build_supplier(sample.release(), sample.labels()).constants
