"""The page of a preflight: the picture, its numbers, and what to do."""

import re
from collections.abc import Sequence

import pytest

from questionnaires.contacts import Contact
from tests.factories import Installation, StudyFiles, contact, contacts
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
WAVE = "/consult/waves/relationship-study-1"
MANAGERS = (
    ("am1", "First Manager"),
    ("am2", "Second <Manager>"),
    ("am3", "Third Manager"),
    ("am4", "Fourth Manager"),
)


def people() -> list[Contact]:
    """One is fine, one is too few, one depends on the response, and nobody deals with the last."""
    found = contacts(40, account_managers=("am1",))
    found += [contact(n, account_managers=("am2",)) for n in range(40, 44)]
    found += [contact(n, account_managers=("am3",)) for n in range(44, 53)]
    return found


def page_of(installation: Installation, invited: Sequence[Contact], **more: object) -> str:
    files = StudyFiles(contacts=invited, managers=MANAGERS)
    for name, value in more.items():
        setattr(files, name, value)
    installation.load(files)
    return signed_in(installation, practice=OURS).get(f"{WAVE}/preflight").text


def row(page: str, name: str) -> str:
    """Return the first row that begins with this name."""
    found = re.search(rf'<tr[^>]*>\s*<th scope="row">(<bdi>)?{re.escape(name)}.*?</tr>', page, re.S)
    assert found is not None, name
    return found[0]


def test_every_group_has_its_light_its_line_and_its_numbers(installation: Installation) -> None:
    page = page_of(installation, people())

    for name, light in (
        ("All customers", "Likely"),
        ("First Manager", "Likely"),
        ("Third Manager", "Depends on the response"),
        ("Second &lt;Manager&gt;", "Cannot be reported"),
    ):
        found = row(page, name)
        assert light in found
        assert found.count('role="img"') == 1
        assert len(re.findall(r'data-label="at \d+ %"', found)) == 3
    assert 'aria-label="never reported, whoever answers"' in row(page, "Fourth Manager")
    assert "9 contacts" in row(page, "Third Manager")
    assert "Contact Number" not in page


def test_problems_come_first_below_the_whole(installation: Installation) -> None:
    page = page_of(installation, people())
    names = ("All customers", "Fourth", "Second &lt;", "Third", "First")

    places = [page.index(row(page, name)) for name in names]

    assert places == sorted(places)


def test_a_merge_is_shown_with_what_it_would_give(installation: Installation) -> None:
    page = page_of(installation, people())

    assert '<a href="#together">One merge</a> would help 2 of the 3 account managers' in page
    assert "Or report them together with Third Manager" in row(page, "Second &lt;Manager&gt;")
    assert "Report them together with Second &lt;Manager&gt;" in row(page, "Third Manager")
    merged = page.split('id="together-0"')[1].split("</tr>")[0]
    assert "13 contacts" in merged
    assert "<bdi>Second &lt;Manager&gt;</bdi> + <bdi>Third Manager</bdi>" in merged
    assert re.search(r"<bdi>Second &lt;Manager&gt;</bdi> <span[^>]*>never</span>", merged)


def test_a_good_one_that_is_needed_is_said_to_give_up_its_own(installation: Installation) -> None:
    page = page_of(installation, people()[:44])
    assert "who gives up a report of their own" in page
    assert "Report them together with Second" in row(page, "First Manager")


def test_where_no_merge_helps_that_is_said(installation: Installation) -> None:
    page = page_of(installation, contacts(40, account_managers=("am1",)))
    assert "would help none of them" in page
    assert "nobody on the list deals with them" in row(page, "Second &lt;Manager&gt;")
    assert "Report together" not in page


def test_nothing_of_the_page_asks_for_what_its_policy_forbids(installation: Installation) -> None:
    page = page_of(installation, people())
    assert not re.search(r"<style|<script|\sstyle=|\son[a-z]+=", page)


def test_a_study_without_account_managers_says_so(installation: Installation) -> None:
    page = page_of(installation, contacts(20, account_managers=()), managers=())
    assert "The study names no account managers" in page
    assert "All customers" in page
    assert "Account managers by forecast" not in page


def test_where_nobody_is_invited_there_is_no_picture_of_nothing(
    installation: Installation,
) -> None:
    page = page_of(installation, contacts(20, account_managers=(), audience="staff"))
    assert "Nobody is invited yet" in page
    assert "This study cannot be launched yet" in page
    assert "<table" not in page


def test_a_launched_wave_shows_what_was_frozen(installation: Installation) -> None:
    before = page_of(installation, people())
    installation.launch("relationship-study-1")
    browser = Browser(installation)
    browser.sign_in()

    after = browser.get(f"{WAVE}/preflight").text

    assert "Only who was invited on 2 March 2026 counts here" in after
    assert "Go on to the launch" not in after
    assert before.split("<table")[1:] == after.split("<table")[1:]
    assert f'href="{WAVE}/preflight"' in browser.get("/consult/studies/relationship-study").text


@pytest.mark.parametrize("words", ["Gemeinsam berichten", "Hängt vom Rücklauf ab", ">nie<"])
def test_it_speaks_german(shared: Installation, words: str) -> None:
    shared.load(StudyFiles(contacts=people(), managers=MANAGERS))
    browser = signed_in(shared, practice=OURS)

    german = browser.client.get(f"{WAVE}/preflight", headers={"Accept-Language": "de"}).text

    assert words in german
