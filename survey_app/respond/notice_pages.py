"""The notice, its receipts and the single receipt, as pure functions of what they show."""

from collections.abc import Sequence

from survey_app.languages import SPOKEN, interface_language, later
from survey_app.respond.messages import Phrases
from survey_app.respond.page import rendered
from survey_app.services.notice import Notice, Published, Record
from survey_app.services.receipts import Lookup

FIELDS = {
    "record": later("Kind of record"),
    "notice": later("Notice it belongs to"),
    "public_key": later("Public key of the survey"),
    "outcome": later("How the survey ended"),
    "day": later("Day"),
    "invited": later("Invited"),
    "counted": later("Counted"),
    "malformed": later("Could not be read"),
}


def notice_page(found: Published, language: str) -> str:
    """Return the notice as it was frozen, beside where its study stands today."""
    spoken = interface_language(language)
    sections = found.notice.words[spoken]
    values = {"core": sections[0], "sections": sections[1:], "record": found.record}
    fields = _fields(found.record, Phrases(spoken)) if found.record else []
    return rendered("notice.html", spoken, fields=fields, **_shown(found, language), **values)


def receipts_page(
    found: Published, codes: Sequence[str], looked_up: Lookup | None, *, language: str
) -> str:
    """Return the list of receipts, or when it will be there."""
    values = {"codes": codes, "looked_up": looked_up, "outcome": found.standing.outcome}
    return rendered(
        "receipts.html", interface_language(language), **_shown(found, language), **values
    )


def receipt_page(code: str, found: Published | None = None, language: str = "en") -> str:
    """Return one respondent's receipt; a wave launched without a notice has only the code."""
    spoken = interface_language(language)
    values = _shown(found, language) if found else {"notice": None}
    return rendered("receipt.html", spoken, code=code, **values)


def _shown(found: Published, language: str) -> dict[str, object]:
    spoken = interface_language(language)
    title, title_language = _title(found.notice, language)
    return {
        "notice": found.notice,
        "standing": found.standing,
        "title": title,
        "title_language": title_language,
        "others": [each for each in SPOKEN if each != spoken],
        "asked": language if language in found.notice.title else spoken,
    }


def _fields(record: Record, words: Phrases) -> list[tuple[str, str]]:
    """Return what a record says, with a name for each field we know; nothing signed is left out."""
    said = record.fields
    order = sorted(said, key=lambda name: [*FIELDS, name].index(name))
    return [(words.gettext(FIELDS[n]) if n in FIELDS else n, said[n]) for n in order]


def _title(notice: Notice, language: str) -> tuple[str, str]:
    """Return the study's title in that language, or in the first the study has, and which it is."""
    spoken = interface_language(language)
    first = next(iter(notice.title))
    chosen = next((each for each in (language, spoken) if each in notice.title), first)
    return notice.title[chosen], chosen
