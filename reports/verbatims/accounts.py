"""Where a text holds the number of a bank account: an IBAN, as one word or in groups."""

import re
from collections.abc import Iterator

from reports.verbatims.findings import Kind

# The lengths of IBANs by country (ISO 13616, the registry of SWIFT).
_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_LENGTHS = {country: n for n, names in _COUNTRIES.items() for country in names.split()}
_BEGINNING = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ \-.]?\d[ \-.]?\d")
_BODY = {n: re.compile(rf"(?:[ \-.]?[A-Za-z\d]){{{n - 4}}}(?![^\W_])") for n in _COUNTRIES}


def accounts(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Return where a plain text holds an IBAN, and where its like that fails the check.

    The length is that of its country, and the remainder modulo 97 is 1; what has the length alone
    is a number, with a slip in it perhaps.
    """
    for found in _BEGINNING.finditer(text):
        length = _LENGTHS.get(found.group(1).upper())
        body = _BODY[length].match(text, found.end()) if length else None
        if body:
            account = "".join(filter(str.isalnum, text[found.start() : body.end()]))
            if is_iban(account):
                yield found.start(), body.end(), Kind.IBAN
            elif sum(map(str.isdigit, account)) > len(account) // 2:
                yield found.start(), body.end(), Kind.NUMBER


def is_iban(account: str) -> bool:
    """Say whether letters and digits without spaces pass the check of ISO 7064 (mod 97-10)."""
    moved = account[4:] + account[:4]
    return account.isascii() and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
