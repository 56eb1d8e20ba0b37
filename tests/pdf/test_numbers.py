import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.build import build_manager, build_supplier, shown_managers
from reports.disclosure.release import Cell, FactKey, Hidden
from reports.figures import interval_text
from reports.languages import language
from reports.report import Report
from tests.pdf.conftest import Paper, printed
from tests.unit.reports import sample, test_drivers, test_versus, test_worths

NUMBERS = {
    "en": re.compile(r"(?<![\d.])[+−]?\d+(?:\.\d+)?"),
    "de": re.compile(r"(?<![\d,])[+−]?\d+(?:,\d+)?"),
}
# What stands on pages that name others by their numbers; the sign, on the summary's second page.
LISTING = ("CONTENTS", "SUMMARY", "INHALT", "ZUSAMMENFASSUNG", "▼")
GERMAN = ("supplier", "sorvag", "achterhaven")
RECIPIENTS = ("supplier", "am1", "am2", "am4", "am5", "am6", "am7")


def numbers(text: str, language: str) -> Iterator[Decimal]:
    for found in NUMBERS[language].findall(text):
        yield Decimal(found.replace("−", "-").replace(",", "."))


def figures(cells: Mapping[FactKey, Cell]) -> set[Decimal]:
    found: set[Decimal] = set()
    for cell in cells.values():
        if not isinstance(cell, Hidden):
            found |= {each for each in (cell.value, cell.low, cell.high) if each is not None}
            found |= {Decimal(cell.n)} if isinstance(cell.n, int) else set()
    return found


def unexplained(paper: Paper) -> list[tuple[int, Decimal]]:
    """Return the numbers of each page that are no figure of the report and no listed constant."""
    constants = {Decimal(str(each)) for each in paper.report.constants if not isinstance(each, str)}
    known = figures(paper.report.facts()) | constants
    last = len(paper.pages)
    return [
        (position, number)
        for position, text in enumerate(paper.pages, start=1)
        for number in numbers(text, paper.report.language)
        if number not in known and not (number == position or refers(text, number, last))
    ]


def refers(text: str, number: Decimal, last: int) -> bool:
    """Say whether a number is the page of a section, where sections are listed."""
    return any(word in text for word in LISTING) and 1 <= number <= last


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_every_number_is_a_figure_of_the_report_or_a_listed_constant(
    papers: Mapping[str, Paper], recipient: str
) -> None:
    assert unexplained(papers[recipient]) == []


@pytest.mark.parametrize(
    "report",
    [test_versus.report(test_versus.PLANTED), test_worths.report(), test_drivers.report()],
)
def test_every_number_that_follows_from_others_is_known(report: Report) -> None:
    paper = printed(report)
    assert unexplained(paper) == []
    assert missing(paper) == []


def test_the_audit_finds_a_number_that_nobody_released(papers: Mapping[str, Paper]) -> None:
    paper = papers["am1"]
    lying = replace(paper.report.sections[0], headline="You score 4.73, up by 12 %")
    report = replace(paper.report, sections=(lying, *paper.report.sections[1:]))

    found = {number for _, number in unexplained(printed(report))}

    assert found == {Decimal("4.73"), Decimal(12)}


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_every_figure_of_the_report_is_printed(papers: Mapping[str, Paper], recipient: str) -> None:
    assert missing(papers[recipient]) == []


def missing(paper: Paper) -> list[FactKey]:
    """Return the figures of a report that stand on none of its pages."""
    text = " ".join(" ".join(paper.pages).split())
    written = language(paper.report.language)
    return [
        key
        for key, cell in paper.report.facts().items()
        if not isinstance(cell, Hidden)
        and written.value(key.measure, cell).replace("\u00a0", " ") not in text
    ]


@pytest.mark.parametrize("recipient", GERMAN)
def test_every_number_in_german_is_a_figure_with_its_comma_or_a_constant(
    german_papers: Mapping[str, Paper], recipient: str
) -> None:
    assert unexplained(german_papers[recipient]) == []


@pytest.mark.parametrize("recipient", GERMAN)
def test_every_figure_of_a_german_report_is_printed(
    german_papers: Mapping[str, Paper], recipient: str
) -> None:
    assert missing(german_papers[recipient]) == []


@pytest.mark.parametrize("recipient", GERMAN)
def test_no_german_report_writes_decimals_with_a_point(
    german_papers: Mapping[str, Paper], recipient: str
) -> None:
    text = " ".join(german_papers[recipient].pages)
    assert re.findall(r"\d\.\d", text) == []
    assert re.search(r"\d,\d", text)


def test_every_interval_is_printed_beside_its_score(papers: Mapping[str, Paper]) -> None:
    paper = papers["supplier"]
    text = " ".join(paper.pages)
    scores = [
        (key.measure, cell)
        for key, cell in paper.report.facts().items()
        if key.measure in {"mean", "nps"} and not isinstance(cell, Hidden)
    ]

    assert [each for each in scores if interval_text(*each) not in text] == []


def test_numbers_in_the_names_of_a_study_are_no_surprise() -> None:
    labels = replace(sample.labels(), study="Study 1848", practice="Room 237", wave_number=12)
    labels = replace(labels, suppliers={**labels.suppliers, "rival": "7 Brothers 1.5"})
    release = sample.release()

    assert unexplained(printed(build_supplier(release, labels))) == []
    assert unexplained(printed(build_manager(release, labels, "am1"))) == []


def test_no_place_in_a_ranking_is_ever_printed(papers: Mapping[str, Paper]) -> None:
    ranked = re.compile(r"\b\d+(st|nd|rd|th)\b|\bthird\b|\brank(ed)? (first|second)\b")

    assert not [name for name, paper in papers.items() if ranked.search(" ".join(paper.pages))]


def test_nobody_is_left_out(papers: Mapping[str, Paper]) -> None:
    everybody = set(shown_managers(sample.release(), sample.labels()))

    assert set(papers) == {*everybody, "supplier"} == set(RECIPIENTS)
