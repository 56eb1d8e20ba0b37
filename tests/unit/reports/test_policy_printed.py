"""Every report prints the version of its policy, and the rules it was made by."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reports.build import build_manager, build_supplier
from reports.disclosure.policy import Policy
from reports.report import Points, Report
from tests.unit.reports import sample


def rules(report: Report) -> Iterator[str]:
    """Yield what the report says below, or beside, the version of its policy."""
    for block in report.blocks:
        if isinstance(block, Points) and "version" in block.title:
            yield from (point.text for point in block.items)
        elif isinstance(block, Points):
            yield from (point.text for point in block.items if "version" in point.lead)


def reports_of(policy: Policy) -> dict[str, Report]:
    release, labels = replace(sample.release(), policy=policy), sample.labels()
    return {
        "supplier": build_supplier(release, labels),
        "detail": build_manager(release, labels, "am1"),
        "one score": build_manager(release, labels, "am6"),
    }


@pytest.mark.parametrize("recipient", ["supplier", "detail", "one score"])
def test_a_report_says_its_thresholds_as_they_were_frozen(recipient: str) -> None:
    report = reports_of(Policy(min_respondents=8, min_customers=4))[recipient]

    said = " ".join(rules(report))

    assert "At least 8 respondents of at least 4 customers" in said
    assert "none of which gives more than 50\u00a0% of the answers" in said
    assert "bands from 10 respondents, whole distributions from 30" in said


@pytest.mark.parametrize("recipient", ["supplier", "detail"])
def test_a_report_with_detail_says_how_everything_is_rounded_and_cut(recipient: str) -> None:
    said = " ".join(rules(reports_of(Policy())[recipient]))

    for words in (
        "shares in steps of 1, 5, 10 and 20\u00a0%",
        "Shares below 10\u00a0% and above 90\u00a0%",
        "0.125 of its width",
        "stop at 80 and 90 to either side",
        "95\u00a0%, from a spread of 0.3 of the scale’s width",
        "from 10 invited and 30 respondents, unless 1–4 have not answered",
        "from 10 answers to the survey and 5 people who wrote",
    ):
        assert words in said


def test_a_report_names_the_version_its_wave_was_launched_under() -> None:
    report = reports_of(Policy(version="1"))["supplier"]

    titles = [block.title for block in report.blocks if isinstance(block, Points)]
    assert "The rules of disclosure, version 1" in titles


def test_all_that_the_policy_says_is_a_listed_constant() -> None:
    report = reports_of(Policy(min_respondents=8))["one score"]

    for threshold in Policy(min_respondents=8).as_dict().values():
        numbers = threshold if isinstance(threshold, list) else [threshold]
        assert {int(n) if isinstance(n, str) else n for n in numbers} <= set(report.constants)
