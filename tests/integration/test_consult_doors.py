"""Who gets in: every route of the workspace, for strangers, another practice and unknown ids."""

import re
from collections.abc import Iterator, Mapping
from functools import partial

import pytest
from werkzeug.routing import Rule

from survey_app.extensions import urn_engine
from survey_app.services.editions import record_edition
from tests.factories import Installation, Launched, StudyFiles, answer_of, contacts
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
WITHOUT_OWNER = {"consult.overview", "consult.new", "consult.example"}
# Good for any of the forms, so that nothing but the practice can be what is in the way.
FILLED_IN = {
    "confirmed": "y",
    "early": "y",
    "until": "2027-01-01",
    "typed": "counted-study-1",
    "bank": "named",
    "study_text": "study: Counted study",
}
NAMING_NOTHING = (
    "/consult/studies/%00",
    "/consult/studies/..%2F..%2Fetc",
    "/consult/waves/counted-study-0/reports",
    "/consult/waves/counted-study-%D9%A1/reports",
    "/consult/waves/counted-study-99999999999999999999/reports",
    "/consult/waves/counted-study-1/reports/99999999999999999999",
    "/consult/waves/counted-study-1/reports/0",
    "/consult/waves/counted-study-1/reports/1/manager-nobody.pdf",
    "/consult/waves/counted-study-1/reports/1/..%2Fsupplier.pdf",
    "/consult/studies/counted-study/files/roll.sqlite",
    "/consult/examples/no-such-file.yaml",
)
pytestmark = pytest.mark.usefixtures("counted")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def counted(installation: Installation) -> Launched:
    """Return a counted study of a practice of its own, with one edition released."""
    launched = installation.launch(installation.load(StudyFiles(name="Counted study")))
    for person in contacts(12):
        launched.send(person.contact, answer_of(person))
    launched.close()
    with launched.wave() as (roll, wave):
        record_edition(roll, urn_engine(), wave, launched.installation.keys)
        roll.commit()
    return launched


def rules(installation: Installation) -> list[Rule]:
    found = installation.app.url_map.iter_rules()
    return [rule for rule in found if rule.endpoint.startswith("consult.")]


def addresses(rule: Rule, study: str) -> Iterator[str]:
    """Yield the address of a rule for everything of a study that it may name."""
    numbers = {"name": f"{study}-1", "slug": study, "number": "1"}
    files = ["study.yaml", "contacts.csv"] if "slug" in rule.arguments else ["supplier.pdf"]
    for file in files if "file" in rule.rule or "<name>" in rule.rule else [""]:
        values = {**numbers, "file": file} | ({"name": file} if "slug" in rule.arguments else {})
        yield re.sub(r"<(?:[^:>]+:)?(\w+)>", partial(_value, values), rule.rule)


def _value(values: Mapping[str, str], found: re.Match[str]) -> str:
    return values[found[1]]


def knock(browser: Browser, rule: Rule, address: str) -> dict[str, tuple[int, str]]:
    """Try every method a rule knows and return how each was answered."""
    answers = {}
    for method in sorted((rule.methods or set()) - {"OPTIONS"}):
        data = {"csrf_token": browser.token(), **FILLED_IN} if method == "POST" else None
        answer = browser.client.open(address, method=method, data=data)
        answers[method] = answer.status_code, TOKEN.sub("", answer.text)
    return answers


def test_another_practice_meets_the_page_of_unknown_ids_whatever_it_asks(
    installation: Installation, counted: Launched
) -> None:
    stranger = signed_in(installation, "eve@other.example", "Other practice")
    tried = 0

    for rule in rules(installation):
        if rule.endpoint in WITHOUT_OWNER:
            continue
        for foreign, unknown in zip(
            addresses(rule, "counted-study"), addresses(rule, "no-such-study"), strict=True
        ):
            answers = knock(stranger, rule, foreign)
            assert {status for status, _ in answers.values()} == {404}, foreign
            assert answers == knock(stranger, rule, unknown), foreign
            tried += len(answers)

    assert tried > 30
    with counted.wave() as (_, wave):
        assert wave.state == "counted"


def test_the_same_addresses_are_there_for_their_own_practice(installation: Installation) -> None:
    own = signed_in(installation, practice=OURS)

    for rule in rules(installation):
        if rule.endpoint not in WITHOUT_OWNER and "GET" in (rule.methods or set()):
            for address in addresses(rule, "counted-study"):
                # 409: the id is known, and its wave has been counted.
                assert own.get(address).status_code in (200, 303, 409), address


def test_nobody_gets_in_without_signing_in(installation: Installation) -> None:
    anybody = Browser(installation)

    for rule in rules(installation):
        for address in addresses(rule, "counted-study"):
            for method, (status, text) in knock(anybody, rule, address).items():
                assert status == (403 if method == "POST" else 303), (method, address)
                assert "Client Components" not in text


def test_the_studies_of_another_practice_are_not_listed(installation: Installation) -> None:
    stranger = signed_in(installation, "eve@other.example", "Other practice")

    page = stranger.get("/consult/").text

    assert "There is no study yet" in page
    assert "Counted study" not in page


def test_a_form_without_its_token_changes_nothing(installation: Installation) -> None:
    own = signed_in(installation, practice=OURS)

    for rule in rules(installation):
        if "POST" in (rule.methods or set()):
            for address in addresses(rule, "counted-study"):
                answer = own.client.post(address, data=FILLED_IN)
                assert answer.status_code in (400, 422), address
                assert "expired" in answer.text


def test_an_address_that_names_nothing_is_not_found(installation: Installation) -> None:
    browser = signed_in(installation, practice=OURS)

    assert {browser.get(address).status_code for address in NAMING_NOTHING} == {404}
