import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import page as conformance
import pikepdf
import pytest

from reports.build import build_supplier
from reports.page import page
from reports.pdf import FetchRefused, pdf
from tests.pdf.conftest import Paper, printed
from tests.unit.reports import sample

FONTS = {"Inter", "Source-Serif"}
ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|are|answers?|(?<!Promoter )scores?|shown|ahead|behind)\b", re.I
)
HTML = '<html lang="en"><head><title>t</title></head><body><p>{}</p></body></html>'


def opened(paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(paper.written))


def families(document: pikepdf.Pdf) -> set[str]:
    names = {
        str(each["/BaseFont"]).partition("+")[2]
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
    }
    return {re.sub(r"-(Thin|Light|Medium|Semi-Bold|Bold|Italic|Oblique)$", "", n) for n in names}


@pytest.mark.parametrize("name", ["supplier", "am1", "am6"])
def test_only_the_two_packaged_typefaces_are_embedded(
    papers: Mapping[str, Paper], name: str
) -> None:
    with opened(papers[name]) as document:
        assert families(document) == FONTS


@pytest.mark.parametrize("profile", ["pdf/ua-1", "pdf/a-3u"])
@pytest.mark.parametrize("name", ["supplier", "am1", "am6"])
def test_a_report_conforms(papers: Mapping[str, Paper], name: str, profile: str) -> None:
    report = conformance.validate_pdf_bytes(papers[name].written, profile=profile)

    assert [failure.message for failure in report.failures] == []


@pytest.mark.parametrize("profile", ["pdf/ua-1", "pdf/a-3u"])
def test_a_german_report_conforms(german_papers: Mapping[str, Paper], profile: str) -> None:
    report = conformance.validate_pdf_bytes(german_papers["supplier"].written, profile=profile)

    assert [failure.message for failure in report.failures] == []


def test_a_german_report_says_that_it_is_german(german_papers: Mapping[str, Paper]) -> None:
    with opened(german_papers["supplier"]) as document:
        assert str(document.Root.Lang) == "de"
        assert str(document.docinfo["/Title"]) == "Kundenstudie Aldermoor: Lieferantenbericht"
        assert families(document) == FONTS


@pytest.mark.parametrize("name", ["supplier", "sorvag", "achterhaven"])
def test_no_word_of_a_german_report_is_left_in_english(
    german_papers: Mapping[str, Paper], name: str
) -> None:
    found = ENGLISH.findall(" ".join(german_papers[name].pages))
    assert found == []


def test_no_drawing_of_a_german_report_speaks_english(german_papers: Mapping[str, Paper]) -> None:
    with opened(german_papers["supplier"]) as document:
        spoken = [
            str(each["/Alt"])
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]

    assert [each for each in spoken if ENGLISH.search(each)] == []


def test_a_german_manager_with_one_score_gets_two_pages_and_with_detail_four(
    german_papers: Mapping[str, Paper],
) -> None:
    pages = [len(german_papers[name].pages) for name in ("achterhaven", "sorvag")]
    assert pages == [2, 4]


def test_the_properties_are_title_subject_author_and_language_and_no_more(
    papers: Mapping[str, Paper],
) -> None:
    with opened(papers["supplier"]) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {
            "/Title": "Relationship study: supplier report",
            "/Subject": "How the customers of Hallmann Components see it",
            "/Author": "Meridian Insight",
        }
        assert str(document.Root.Lang) == "en"
        packet = document.Root.Metadata.read_bytes()
    assert b"WeasyPrint" not in packet
    assert b"CreateDate" not in packet


def test_a_manager_with_one_score_gets_two_pages(papers: Mapping[str, Paper]) -> None:
    assert len(papers["am6"].pages) == 2


def test_a_manager_with_detail_gets_four_pages(papers: Mapping[str, Paper]) -> None:
    assert len(papers["am1"].pages) == 4


@pytest.mark.parametrize("themes", [1, 7, 8, 9, 18])
def test_the_contents_and_how_to_read_the_figures_stand_on_one_page(themes: int) -> None:
    labels, release = sample.labels(), sample.release()
    report = build_supplier(release, labels)
    theme = next(each for each in report.sections if each.id == "theme-1")
    more = tuple(replace(theme, id=f"more-{n}", blocks=()) for n in range(themes))
    contents, summary, *others = report.sections
    bare = [replace(each, blocks=()) for each in others]  # what stands further on is not asked
    sections = (contents, summary, *more, *bare)

    pages = printed(replace(report, sections=sections)).pages

    assert "Method and anonymity" in pages[1]
    assert "could give a" in " ".join(pages[1].split())
    assert "SUMMARY" in pages[2]


def test_a_drawing_says_its_message(papers: Mapping[str, Paper]) -> None:
    with opened(papers["supplier"]) as document:
        spoken = [
            str(each["/Alt"])
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]

    assert all(spoken)
    assert any("behind Nordwerk Fasteners AG" in each for each in spoken)


@pytest.mark.parametrize(
    "url", ["http://example.org/a.png", "file:///etc/passwd", "report:../print.css", "data:,x"]
)
def test_nothing_but_packaged_assets_is_fetched(url: str) -> None:
    with pytest.raises(FetchRefused, match="may not fetch"):
        pdf(HTML.format(f'<img alt="a" src="{url}">'))


def test_a_style_may_fetch_no_more_than_the_page() -> None:
    styled = HTML.replace(
        "<title>", "<style>p {{ background: url(file:///etc/hostname) }}</style><title>"
    )

    with pytest.raises(FetchRefused):
        pdf(styled.format("x"))


def test_the_same_report_gives_the_same_bytes(papers: Mapping[str, Paper]) -> None:
    paper = papers["am1"]

    assert pdf(page(paper.report)) == paper.written


def test_the_same_report_gives_the_same_bytes_in_another_process_and_year(
    papers: Mapping[str, Paper],
) -> None:
    program = (
        "import sys; from reports.build import build_manager; from reports.page import page;"
        "from reports.pdf import pdf; from tests.unit.reports import sample;"
        "report = build_manager(sample.release(), sample.labels(), 'am6');"
        "sys.stdout.buffer.write(pdf(page(report)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "86400"}

    again = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=environment
    )

    assert again.stdout == papers["am6"].written


def test_no_path_of_the_machine_is_written(papers: Mapping[str, Paper]) -> None:
    with opened(papers["supplier"]) as document:
        streams = [
            each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)
        ]

    assert not [each for each in streams if b"site-packages" in each or b"/tmp/" in each]
