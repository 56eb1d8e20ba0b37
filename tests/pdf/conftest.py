"""The sample reports on paper, drawn once for all tests here."""

# pypdfium2 ships no types.
# mypy: allow-untyped-calls

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pypdfium2
import pytest

from reports.build import build_manager, build_supplier, shown_managers
from reports.page import page
from reports.pdf import pdf
from reports.report import Report
from tests.pdf import german
from tests.unit.reports import sample


@dataclass(frozen=True)
class Paper:
    """A report, its PDF, and the text somebody reads on each page."""

    report: Report
    written: bytes

    @cached_property
    def pages(self) -> list[str]:
        """Return the text of each page, its no-break spaces as spaces."""
        document = pypdfium2.PdfDocument(BytesIO(self.written))
        texts = [each.get_textpage().get_text_range() for each in document]
        document.close()
        return [text.replace("\u00a0", " ") for text in texts]


def printed(report: Report) -> Paper:
    """Return the report on paper."""
    return Paper(report, pdf(page(report)))


@pytest.fixture(scope="session")
def papers() -> Mapping[str, Paper]:
    """Return the sample's reports by recipient."""
    release, labels = sample.release(), sample.labels()
    reports = {"supplier": build_supplier(release, labels)}
    for manager in shown_managers(release, labels):
        reports[manager] = build_manager(release, labels, manager)
    return {name: printed(report) for name, report in reports.items()}


@pytest.fixture(scope="session")
def german_papers() -> Mapping[str, Paper]:
    """Return German reports: the supplier's, one with detail, one with a single score."""
    release, labels = german.release(), german.labels()
    reports = {"supplier": build_supplier(release, labels)}
    for manager in ("sorvag", "achterhaven"):
        reports[manager] = build_manager(release, labels, manager)
    return {name: printed(report) for name, report in reports.items()}
