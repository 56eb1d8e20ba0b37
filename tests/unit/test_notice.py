"""The notice's words and bytes: complete, canonical, and never more than is kept."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest

from survey_app.languages import SPOKEN
from survey_app.services.notice import Record, fingerprint_of, notice_text, read_notice
from survey_app.services.notice_wording import Promise, sections

KEYS = {"public_key": "aa" * 32, "verification_key": "bb" * 32}
TITLE = {"en": "How do we compare?", "de": "Wie schneiden wir ab?"}


def promise(**changes: Any) -> Promise:
    values: dict[str, Any] = {
        "practice": "North Row",
        "client": "Client 100 %(x)s",
        "compared": ("Rival & Sons", "Third", "Fourth"),
        "about_people": True,
        "min_respondents": 5,
        "min_customers": 3,
        "invited": 1200,
        "smallest_group": 14,
        "opens": date(2026, 3, 2),
        "closes": date(2026, 3, 30),
    }
    return Promise(**values | changes)


def words(language: str = "en", **changes: Any) -> str:
    told = sections(promise(**changes), language)
    points = [" ".join((term, text)) for section in told for term, text in section.points]
    return " ".join([*(text for section in told for text in section.text), *points])


def test_the_promise_is_made_to_the_letter() -> None:
    core = sections(promise(), "en")[0].text
    assert core[0].startswith("After the count, nothing this installation stores")
    assert core[0].endswith("tells who gave an answer.")
    assert core[1].startswith("Before the count, nothing stored outside the key folder lets")


@pytest.mark.parametrize(
    "said",
    [
        "North Row, an independent firm",
        "Client 100 %(x)s has commissioned the survey and pays for it",
        "with Rival & Sons, Third and Fourth",
        "at least 5 people from at least 3 customers",
        "no customer gave more than half",
        "1,200 people are invited",
        "has 14 people",
        "from 2 March 2026 to 30 March 2026",
        "delivers the links itself, and so could keep some and answer with them",
        "an altered program",
        "copies the key folder before the count",
        "taps the live traffic",
        "Whoever has your link",
        "reads your screen",
        "cannot be changed or withdrawn",
        "give its writer away",
        "Your network address, your browser, the time of your answer",
    ],
)
def test_the_notice_says(said: str) -> None:
    assert said in words()


def test_thresholds_of_comments_are_never_laxer_than_those_of_figures() -> None:
    assert "at least 10 people have answered and at least 5 of them" in words()
    strict = words(min_respondents=12)
    assert "at least 12 people have answered and at least 12 of them" in strict


def test_a_study_that_compares_nobody_or_asks_about_nobody_does_not_speak_of_it() -> None:
    plain = words(compared=(), about_people=False)
    assert "compares" not in plain
    assert "account manager may" not in plain


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_says_every_section(language: str) -> None:
    english, other = sections(promise(), "en"), sections(promise(), language)
    assert [section.id for section in other] == [section.id for section in english]
    shape = [(len(section.text), len(section.points)) for section in english]
    assert [(len(section.text), len(section.points)) for section in other] == shape


def test_german_says_nothing_in_english() -> None:
    german, english = sections(promise(), "de"), sections(promise(), "en")
    same = [
        (one.heading, other.heading)
        for one, other in zip(german, english, strict=True)
        if one.heading == other.heading or set(one.text) & set(other.text)
    ]
    assert same == []
    assert "30. März 2026" in words("de")
    assert "1.200 Personen" in words("de")


def test_equal_promises_are_equal_to_the_last_byte_and_canonical() -> None:
    text = notice_text(promise(), TITLE, KEYS)
    assert text == notice_text(promise(), TITLE, dict(reversed(KEYS.items())))
    canonical = json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert text == canonical
    assert fingerprint_of(text) == hashlib.sha256(text.encode()).hexdigest()


def test_a_notice_reads_back_as_it_was_frozen() -> None:
    notice = read_notice(notice_text(promise(), TITLE, KEYS))
    assert list(notice.title) == ["en", "de"]
    assert notice.words["de"] == sections(promise(), "de")
    assert (notice.closes, notice.public_key) == (date(2026, 3, 30), b"\xaa" * 32)


@pytest.mark.parametrize(
    "change", [{"invited": 1201}, {"practice": "North Row."}, {"closes": date(2026, 3, 31)}]
)
def test_any_other_promise_has_another_fingerprint(change: dict[str, Any]) -> None:
    one, other = promise(), promise(**change)
    assert fingerprint_of(notice_text(one, TITLE, KEYS)) != fingerprint_of(
        notice_text(other, TITLE, KEYS)
    )


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('{"day":"2026-03-30","counted":17}', {"day": "2026-03-30", "counted": "17"}),
        ("no JSON", {"": "no JSON"}),
        ("[1]", {"": "[1]"}),
    ],
)
def test_a_record_is_shown_field_by_field_or_as_it_stands(
    text: str, fields: dict[str, str]
) -> None:
    assert Record(text, b"").fields == fields
