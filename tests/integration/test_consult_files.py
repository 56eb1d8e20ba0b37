"""Loading a study in the browser: refused in place, mended in the box, stored as a whole."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from reports.disclosure.policy import VERSION
from survey_app.roll.models import Contact, Study, Wave
from survey_app.services import studies, waves
from survey_app.services.loading import Folder, load_files
from tests.consulting import EXAMPLE, STUDY, WAVE, load
from tests.factories import Installation
from tests.workspace import Browser, signed_in

NEW, FILES = "/consult/new", f"{STUDY}/files"
PARTS = ("study", "questionnaire", "contacts")


@pytest.fixture
def browser(installation: Installation) -> Browser:
    """Return a consultant's browser."""
    return signed_in(installation)


def stored(installation: Installation) -> tuple[int, int, int]:
    with installation.roll() as roll:
        numbers = [roll.scalar(select(func.count()).select_from(t)) for t in (Study, Wave, Contact)]
    return numbers[0] or 0, numbers[1] or 0, numbers[2] or 0


def texts(changes: dict[str, str] | None = None) -> dict[str, str]:
    """Return the example's files as they stand in their boxes, where browsers end lines so."""
    plain = {part: content.decode() for part, content in EXAMPLE.items()} | (changes or {})
    return {part: text.replace("\n", "\r\n") for part, text in plain.items()}


def box(page: str, part: str) -> str:
    """Return what the box of a part holds."""
    return page.split(f'id="{part}-text"')[1].split(">\n", 1)[1].split("</textarea>")[0]


def wrong(page: str, part: str) -> str:
    """Return what stands beside a part as wrong with it; '' where nothing does."""
    after = page.split(f'id="{part}-wrong">')
    return after[1].split("</div>")[0] if len(after) > 1 else ""


def test_the_example_files_load_as_they_are_handed_out(
    browser: Browser, installation: Installation
) -> None:
    named = zip(PARTS, ("study.yaml", "questionnaire.yaml", "contacts.csv"), strict=True)
    files = {part: browser.get(f"/consult/examples/{name}").data for part, name in named}

    answer = load(browser, files)

    assert (answer.status_code, answer.headers["Location"]) == (303, STUDY)
    assert stored(installation) == (1, 1, 24)
    assert "is loaded with 24 contacts" in browser.get(STUDY).text


def test_each_ready_made_questionnaire_loads_in_place_of_a_file(installation: Installation) -> None:
    browser = signed_in(installation)
    files = {part: EXAMPLE[part] for part in ("study", "contacts")}

    for name in ("supplier-comparison", "account-manager-feedback"):
        path = FILES if stored(installation)[0] else NEW
        assert load(browser, files, path, bank=name).status_code == 303

        with installation.roll() as roll:
            study = waves.find_study(roll, "example-study-2027")
            assert study.definition["questionnaire"] == f"bank:{name}"


@pytest.mark.parametrize(
    ("part", "right", "mistaken", "told"),
    [
        ("study", "client: alder", "client: elder", "line 3, client"),
        ("study", "study: Example study 2027", "study: ???", "line 2, study"),
        ("study", "min_customers: 3", "min_customers: 1", "line 13, policy.min_customers"),
        (
            "study",
            "questionnaire: questionnaire.yaml",
            "questionnaire: bank:none",
            "line 12, questionnaire",
        ),
        ("questionnaire", "kind: rating", "kind: ratting", ".kind"),
        ("contacts", ",morgan,", ",mogran,", "account_managers"),
    ],
)
def test_a_mistake_is_told_beside_its_file_and_mended_in_the_box(
    browser: Browser, installation: Installation, part: str, right: str, mistaken: str, told: str
) -> None:
    files: dict[str, Any] = EXAMPLE | {
        part: EXAMPLE[part].replace(right.encode(), mistaken.encode())
    }

    answer = load(browser, files)
    page = answer.text

    assert answer.status_code == 422
    assert told in wrong(page, part)
    assert [other for other in PARTS if wrong(page, other)] == [part]
    assert mistaken in box(page, part)
    assert stored(installation) == (0, 0, 0)
    mended = {each: _unescaped(box(page, each)) for each in PARTS}
    mended[part] = mended[part].replace(mistaken, right)
    assert load(browser, mended).status_code == 303
    assert stored(installation) == (1, 1, 24)


def _unescaped(text: str) -> str:
    for entity, letter in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(entity, letter)
    return text.replace("&amp;", "&").replace("\n", "\r\n")


def test_mistakes_in_two_files_are_told_at_once(browser: Browser) -> None:
    files = EXAMPLE | {
        "questionnaire": EXAMPLE["questionnaire"].replace(b"kind: rating", b"kind: ratting"),
        "contacts": b"contact,name\nc1,Ada\n",
    }

    page = load(browser, files).text

    assert "unknown kind ratting" in wrong(page, "questionnaire")
    assert "this column is missing" in wrong(page, "contacts")


def test_what_is_missing_is_named_in_its_place(browser: Browser) -> None:
    nothing = load(browser, {}).text
    only_study = load(browser, {"study": EXAMPLE["study"]}).text

    assert "there is no study file yet" in wrong(nothing, "study")
    assert "asks for questionnaire.yaml, which is missing" in wrong(only_study, "questionnaire")
    assert "there is no list of contacts yet" in wrong(only_study, "contacts")
    assert "client: alder" in box(only_study, "study")


def test_a_questionnaire_that_would_not_be_used_is_not_dropped_in_silence(
    browser: Browser, installation: Installation
) -> None:
    page = load(browser, EXAMPLE, bank="supplier-comparison").text

    assert "would not be used" in wrong(page, "questionnaire")
    assert stored(installation) == (0, 0, 0)


def test_names_and_contents_of_files_are_shown_escaped_and_never_used(
    browser: Browser, installation: Installation
) -> None:
    hostile = "'><img src=x onerror=1>../../a.yaml" + "x" * 500
    sent = {"study_file": (BytesIO(b"study: </textarea><script>1</script>"), hostile)}

    answer = browser.send("/consult/new", sent)

    assert answer.status_code == 422
    assert "<img src=x" not in answer.text
    assert "<script>" not in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in box(answer.text, "study")
    assert "x" * 100 not in answer.text
    before = {path.name for path in installation.settings.data.iterdir()}
    assert not [name for name in before if "img" in name or name.startswith("a.")]


def test_a_file_that_no_box_can_hold_must_be_uploaded_again(browser: Browser) -> None:
    for content in (b"study: caf\xe9\n", b"study: a\0b\n", b"PK\x03\x04\xff\xfe"):
        page = load(browser, EXAMPLE | {"study": content}).text
        assert 'id="study-text"' not in page
        assert "no text and cannot be shown here" in page
        assert wrong(page, "study")
        assert "Ada Bell" in box(page, "contacts")


def test_a_file_too_large_for_its_box_must_be_chosen_again(browser: Browser) -> None:
    rows = b"".join(b"x%d,Name,x%d@example.com,Firm,en,nobody\n" % (i, i) for i in range(6000))
    header = b"contact,name,email,customer,language,account_managers\n"

    page = load(browser, EXAMPLE | {"contacts": header + rows}).text

    assert 'id="contacts-text"' not in page
    assert "please choose it again" in page
    assert "not read on from here" in page


def test_an_empty_file_is_told_to_be_empty(browser: Browser) -> None:
    page = load(browser, EXAMPLE | {"contacts": b""}).text

    assert "the file is empty" in wrong(page, "contacts")


def test_more_than_a_form_may_hold_is_refused_in_a_sentence(
    browser: Browser, installation: Installation
) -> None:
    body, kind = b"x" * 5_000_000, "multipart/form-data; boundary=b"

    answer = browser.client.post("/consult/new", data=body, content_type=kind)

    assert answer.status_code == 413
    assert "at most 4 MB" in answer.text
    assert stored(installation) == (0, 0, 0)


def test_without_its_token_a_form_comes_back_with_everything_in_it(
    browser: Browser, installation: Installation
) -> None:
    sent: dict[str, Any] = {f"{part}_file": (BytesIO(EXAMPLE[part]), part) for part in PARTS}

    answer = browser.client.post("/consult/new", data={**sent, "bank": "named"})

    assert answer.status_code == 422
    assert "This page had expired" in answer.text
    assert "client: alder" in box(answer.text, "study")
    assert "Ada Bell" in box(answer.text, "contacts")
    assert stored(installation) == (0, 0, 0)


def test_a_form_of_another_kind_is_refused(browser: Browser, installation: Installation) -> None:
    for kind, body in (("application/json", "{}"), ("text/plain", "x"), ("multipart/x", "x")):
        answer = browser.client.post("/consult/new", data=body, content_type=kind)
        assert answer.status_code in (400, 415, 422)
    assert stored(installation) == (0, 0, 0)


def test_a_study_that_exists_is_not_changed_by_loading_it_as_new(browser: Browser) -> None:
    load(browser, EXAMPLE)

    page = load(browser, EXAMPLE).text

    assert "exists already" in wrong(page, "study")


def test_two_names_of_one_id_are_told_apart(browser: Browser) -> None:
    load(browser, EXAMPLE)

    page = load(browser, texts({"study": EXAMPLE["study"].decode().replace("2027", "(2027)", 1)}))

    assert "is taken by the study “Example study 2027”" in wrong(page.text, "study")


def test_a_draft_is_changed_in_its_boxes(browser: Browser, installation: Installation) -> None:
    load(browser, EXAMPLE)
    page = browser.get(FILES).text
    mended = {part: _unescaped(box(page, part)) for part in PARTS}
    mended["contacts"] = "\r\n".join(mended["contacts"].split("\r\n")[:13])

    assert load(browser, mended, FILES).status_code == 303

    assert stored(installation) == (1, 1, 12)


def test_a_ready_made_questionnaire_takes_the_place_of_the_stored_one(
    browser: Browser, installation: Installation
) -> None:
    load(browser, EXAMPLE)
    page = browser.get(FILES).text
    unchanged = {part: _unescaped(box(page, part)) for part in PARTS}

    answer = load(browser, unchanged, FILES, bank="supplier-comparison")

    assert answer.status_code == 303
    with installation.roll() as roll:
        study = waves.find_study(roll, "example-study-2027")
        assert study.definition["questionnaire"] == "bank:supplier-comparison"


def test_what_has_no_box_stays_as_it_is_stored(
    browser: Browser, installation: Installation
) -> None:
    load(browser, EXAMPLE)

    answer = load(browser, {"study": texts()["study"].replace("Birch", "Beech")}, FILES)

    assert answer.status_code == 303
    assert stored(installation) == (1, 1, 24)
    assert "Beech" in browser.get(STUDY).text


def test_another_name_is_another_study(browser: Browser, installation: Installation) -> None:
    load(browser, EXAMPLE)
    renamed = texts({"study": EXAMPLE["study"].decode().replace("Example study", "Other study")})

    page = load(browser, renamed, FILES).text

    assert "A study under another name is a new one" in wrong(page, "study")
    assert stored(installation) == (1, 1, 24)


def test_a_study_in_the_field_is_not_changed(browser: Browser, installation: Installation) -> None:
    load(browser, EXAMPLE)
    browser.send(f"{WAVE}/launch", {"until": "", "confirmed": "y"})
    with installation.roll() as roll:
        wave = waves.find_wave(roll, "example-study-2027-1")
        wave.state, wave.public_key = "open", b"0" * 32
        wave.policy_version, wave.min_respondents, wave.min_customers = VERSION, 5, 3
        roll.commit()

    for path in (NEW, FILES):
        answer = load(browser, EXAMPLE, path)
        assert answer.status_code == 422
        assert "is open: its questionnaire and contacts are frozen" in wrong(answer.text, "study")


def test_the_same_name_in_another_practice_is_another_study(installation: Installation) -> None:
    load(signed_in(installation), EXAMPLE)
    other = signed_in(installation, "eve@other.example", "Other practice")

    assert load(other, EXAMPLE).status_code == 303

    assert stored(installation) == (2, 2, 48)


def test_the_files_of_a_study_load_the_same_study_again(
    browser: Browser, installation: Installation
) -> None:
    load(browser, EXAMPLE)
    named = zip(PARTS, ("study.yaml", "questionnaire.yaml", "contacts.csv"), strict=True)
    files = {part: browser.get(f"{STUDY}/files/{name}") for part, name in named}
    with installation.roll() as roll:
        before = waves.find_study(roll, "example-study-2027")
        definition, questionnaire = before.definition, before.questionnaire

    assert (
        load(browser, {part: file.data for part, file in files.items()}, FILES).status_code == 303
    )

    assert files["study"].headers["Content-Disposition"].startswith("attachment")
    assert files["contacts"].headers["Cache-Control"] == "no-store"
    with installation.roll() as roll:
        after = waves.find_study(roll, "example-study-2027")
        assert (after.definition, after.questionnaire) == (definition, questionnaire)
        assert len(studies.listed_contacts(roll, after)) == 24


def test_the_command_line_and_the_browser_have_one_way_in(
    browser: Browser, installation: Installation, tmp_path: Path
) -> None:
    names = dict(zip(PARTS, ("study.yaml", "questionnaire.yaml", "contacts.csv"), strict=True))
    for part, name in names.items():
        (tmp_path / name).write_bytes(EXAMPLE[part])
    load(browser, EXAMPLE)

    loaded = load_files(Folder(tmp_path / "study.yaml"))

    with installation.roll() as roll:
        study = waves.find_study(roll, "example-study-2027")
        assert studies.listed_contacts(roll, study) == list(loaded.contacts)
        assert studies.dumped(loaded.questionnaire) == study.questionnaire
