"""The languages the interface speaks: its catalogues, its dates, and what each calls itself."""

from collections.abc import Iterable
from datetime import date
from functools import cache, partial
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from questionnaires.sentence import Sentence

ENGLISH = "en"
SPOKEN = (ENGLISH, "de")


def interface_language(language: str) -> str:
    """Return the language the interface uses for a reader of that one: `de-AT` reads `de`."""
    primary = _primary(language)
    return primary if primary in SPOKEN else ENGLISH


def first_spoken(asked: Iterable[str]) -> str:
    """Return the first language of a browser's list that the interface speaks, or English."""
    return next((primary for each in asked if (primary := _primary(each)) in SPOKEN), ENGLISH)


def later(text: str) -> str:
    """Mark a sentence for the catalogues that is translated where it is shown."""
    return text


def translations(language: str) -> NullTranslations:
    """Return the words of the interface for a reader of that language."""
    return _catalogue(interface_language(language))


def in_language(text: str, language: str) -> str:
    """Return a text of the catalogues in that language, with what fills it."""
    catalogue = translations(language)
    if not isinstance(text, Sentence):
        return catalogue.gettext(text)
    return text.said(catalogue.gettext, partial(_written, language))


def _written(language: str, value: object) -> str:
    """Return a value as that language writes it."""
    if isinstance(value, Sentence):
        return in_language(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, int):
        return format_decimal(value, locale=_locale(language))
    if isinstance(value, Locale):
        return value.get_display_name(_locale(language)) or str(value)
    return str(value)


def day(when: date, language: str) -> str:
    """Return a date as that language writes it: `2 March 2026`, `2. März 2026`."""
    return format_date(when, "long", locale=_locale(language))


def names_itself(language: str) -> str:
    """Return a language's own name for itself, as it stands on a button: `Deutsch`."""
    known = _known(language)
    name = known.get_display_name(known) if known else None
    return name[0].upper() + name[1:] if name else language


def direction(language: str) -> str:
    """Return `rtl` for a language written from right to left, and `ltr` for any other."""
    known = _known(language)
    return known.text_direction if known else "ltr"


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


@cache
def _catalogue(language: str) -> NullTranslations:
    """Read a catalogue as its translators wrote it: nothing has to be compiled, or can be stale."""
    if language == ENGLISH:
        return NullTranslations()
    source = files("survey_app") / "translations" / language / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def _known(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _locale(language: str) -> Locale:
    """Return the locale of a language; English dates are written as in Britain."""
    known = _known(language)
    british = known is None or str(known) == ENGLISH
    return Locale("en", "GB") if british or known is None else known
