"""Where a text holds numbers that stand for somebody: telephones, orders, customers, tickets.

No candidates are years, dates, times, percentages, sums of money, quantities with their unit or
with thousands set off, standards (ISO 9001), and numbers of less than four digits, unless a word
before them says that they stand for something (`ref. 123`).
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher

from reports.verbatims.findings import Kind
from reports.verbatims.languages import all_rules
from reports.verbatims.words import folded

_DASHES = r"\-\u2010-\u2013"
_CODE = re.compile(rf"(?<![^\W_])[^\W_]+(?:[{_DASHES}/._][^\W_]+)*")
_GROUPS = re.compile(rf"(?<![\w.,+()])[+(]{{0,2}}\d[\d()]*(?:[ /.{_DASHES}]{{1,3}}[\d()]+)+(?!\w)")
_DIGIT_BY_DIGIT = re.compile(r"(?<!\w)\d(?:[ .\-]\d){4,}(?!\w)")
_HASH = re.compile(r"#\s?[^\W_]*\d[\w/.\-]*")

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    r"\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{4}"
    rf"|(?:19|20)\d\d(?:[/{_DASHES}](?:19|20)?\d\d)?"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_MEASURED = re.compile(r"\d+([^\W\d_\u00b2\u00b3]{1,5})[\u00b2\u00b3]?")
_COUNTED = frozenset({"x", "s", "st", "nd", "rd", "th"})
_SIZE = re.compile(r"\d+(?:x\d+)+")
_PERIOD = re.compile(rf"(?i)(?:[qh][1-4]|kw\d{{0,2}}|fy|gj)[{_DASHES}/.]?(?:(?:20)?\d\d)?")
_STANDARD = re.compile(r"(?:ISO|DIN|EN|IEC|VDA|VDE|VDI|ASTM|ANSI|IATF|BS)[^a-z]*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s.:#\-/\"'(]{0,4}$")
_UNIT_AFTER = re.compile(r"\s?(?:([%\u2030\u20ac$\u00a3\u00b0])|([^\W\d_]{2,}))")
_MONEY_BEFORE = re.compile(r"(?:[\u20ac$\u00a3]|\b(?:EUR|USD|GBP|CHF))\s?$")
# How much of the text before a number is read for a word that says what it stands for.
_BACK = 30

_LONG, _NAMED, _GROUPED = 4, 3, 7


def numbers(text: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int, Kind]]:
    """Return where a plain text holds telephone numbers, by region, and reference numbers."""
    if _digits(text) < _NAMED:
        return
    for phone in _phones(text, regions):
        yield phone.start, phone.end, Kind.PHONE
    for found in _references(text):
        bare = found.group().rstrip("./-")
        yield found.start(), found.start() + len(bare), Kind.NUMBER


def _phones(text: str, regions: tuple[str, ...]) -> Iterator[PhoneNumberMatch]:
    # With the country's code before it a number need not be in use.
    yield from PhoneNumberMatcher(text, None, leniency=Leniency.POSSIBLE)
    for region in regions:
        yield from PhoneNumberMatcher(text, region)


def _references(text: str) -> Iterator[re.Match[str]]:
    yield from (found for found in _CODE.finditer(text) if _stands_for_something(found, text))
    yield from (found for found in _GROUPS.finditer(text) if _is_grouped_number(found, text))
    yield from _DIGIT_BY_DIGIT.finditer(text)
    yield from (found for found in _HASH.finditer(text) if _digits(found.group()) >= _NAMED)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _stands_for_something(found: re.Match[str], text: str) -> bool:
    code = found.group()
    before = _WORD_BEFORE.search(text[max(0, found.start() - _BACK) : found.start()])
    if _digits(code) < 2 or _DATE.fullmatch(code) or _is_standard(code, before):
        return False
    named = before is not None and folded(before.group(1)) in all_rules().references
    if named and _digits(code) >= _NAMED and not _is_period(code):
        return True
    if any(map(str.isalpha, code)):
        return _is_code(code)
    return _is_long(code) and not _is_measured(found, text)


def _is_standard(code: str, before: re.Match[str] | None) -> bool:
    return bool(_STANDARD.fullmatch(code) or (before and _STANDARD.fullmatch(before.group(1))))


def _is_period(code: str) -> bool:
    """Say whether letters and digits are a quarter or a financial year."""
    return bool(_PERIOD.fullmatch(code))


def _is_long(code: str) -> bool:
    parts = re.split(r"\D", code)
    if _THOUSANDS.fullmatch(code):
        return False
    long = any(len(part) >= _LONG and not _YEAR.fullmatch(part) for part in parts)
    return long or (len(parts) > 1 and _digits(code) >= _GROUPED)


def _is_code(code: str) -> bool:
    """Say whether letters and digits are a code: not 24h, 12x30, Q3/2024, 30-day or Covid-19."""
    measured = _MEASURED.fullmatch(code)
    if measured and folded(measured.group(1)) in all_rules().units | {
        "x",
        "s",
        "st",
        "nd",
        "rd",
        "th",
    }:
        return False
    if _SIZE.fullmatch(code) or _is_period(code) or _is_compound(code):
        return False
    return sum(map(str.isalnum, code)) >= _LONG


def _is_compound(code: str) -> bool:
    """Say whether this is words and small numbers or years with hyphens between."""
    parts = re.split(r"[\W_]", code)
    words = [part for part in parts if part.isalpha()]
    others = [part for part in parts if not part.isalpha()]
    if any(folded(word) in all_rules().references for word in words):
        return _digits(code) < _NAMED
    small = all(each.isdigit() and (len(each) < _LONG or _YEAR.fullmatch(each)) for each in others)
    return small and all(len(word) > 2 and not word.isupper() for word in words)


def _is_grouped_number(found: re.Match[str], text: str) -> bool:
    """Say whether groups of digits are one long number: not dates, years or thousands."""
    groups = found.group()
    if ". " in groups or _THOUSANDS.fullmatch(groups) or _is_measured(found, text):
        return False
    return _digits(groups) >= _GROUPED and _digits(_DATE.sub("", groups)) >= _NAMED


def _is_measured(found: re.Match[str], text: str) -> bool:
    """Say whether a number is a sum of money, a percentage or a quantity, by what stands by it."""
    if _MONEY_BEFORE.search(text[max(0, found.start() - _BACK) : found.start()]):
        return True
    after = _UNIT_AFTER.match(text, found.end())
    unit = folded(after.group(2) or "%") if after else ""
    return unit == "%" or (unit in all_rules().units and unit not in all_rules().grammar)
