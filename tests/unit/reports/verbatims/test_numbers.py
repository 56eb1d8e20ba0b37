"""Addresses and numbers that lead to somebody, and numbers that do not."""

import pytest

from reports.verbatims.accounts import is_iban
from reports.verbatims.candidates import Search
from reports.verbatims.findings import Kind
from reports.verbatims.names import Names
from tests.unit.reports.verbatims.roll import found


def kinds(text: str, *regions: str) -> list[tuple[str, Kind]]:
    search = Search(Names([], []), regions or ("DE", "GB"))
    return [(text[each.start : each.end], each.kind) for each in search.candidates(text)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Write to john.miller@firm.co.uk.", "john.miller@firm.co.uk"),
        ("'john@firm.com'", "john@firm.com"),
        ("j+x@firm", "j+x@firm"),
        ("john @ firm.com", "john @ firm.com"),
        ("john\uff20firm\uff0ecom", "john\uff20firm\uff0ecom"),
        ("jo\u200bhn@firm.com", "jo\u200bhn@firm.com"),
        ("john (at) firm dot com", "john (at) firm dot com"),
        ("john [at] firm [dot] com", "john [at] firm [dot] com"),
        ("john.miller(at)firm.com", "john.miller(at)firm.com"),
        ("john{at}firm Punkt de", "john{at}firm Punkt de"),
        ("write john at firm dot com now", "john at firm dot com"),
        ("john.miller at firm.com", "john.miller at firm.com"),
    ],
)
def test_addresses_of_mail_are_found_as_they_are_and_spelt_out(text: str, marked: str) -> None:
    assert kinds(text) == [(marked, Kind.EMAIL)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("See https://firm.com/x?y=1.", "https://firm.com/x?y=1"),
        ("(www.firm.de)", "www.firm.de"),
        ("firm.com is", "firm.com"),
        ("our-firm.co.uk/contact", "our-firm.co.uk/contact"),
        ("FIRM.COM", "FIRM.COM"),
        ("firm dot com", "firm dot com"),
        ("@johnm", "@johnm"),
    ],
)
def test_addresses_of_the_web_are_found_with_and_without_a_scheme(text: str, marked: str) -> None:
    assert kinds(text) == [(marked, Kind.WEB)]


@pytest.mark.parametrize(
    "number",
    ["(040) 12 34 56", "0170/1234567", "07911 123456", "+49 170 1234567", "+1 (212) 555-0123"],
)
def test_telephone_numbers_are_found_by_region_and_with_a_country_code(number: str) -> None:
    assert kinds(f"Call {number}, please.") == [(number, Kind.PHONE)]


def test_a_telephone_number_of_another_region_is_a_number_all_the_same() -> None:
    assert kinds("Call 030 901820", "FR") == [("030 901820", Kind.NUMBER)]


@pytest.mark.parametrize(
    "account",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "de89 3704-0044-0532-0130-00",
        "GB29 NWBK 6016 1331 9268 19",
        "NO93 8601 1117 947",
        "FR14 2004 1010 0505 0001 3M02 606",
    ],
)
def test_a_bank_account_is_found_in_groups_and_in_one(account: str) -> None:
    assert kinds(f"Pay to {account} please, all of it") == [(account, Kind.IBAN)]


@pytest.mark.parametrize(
    "account", ["DE89 3704 0044 0532 0130 01", "DE88370400440532013000", "DE8937040044053201300"]
)
def test_an_account_with_a_slip_in_it_is_a_number(account: str) -> None:
    assert kinds(f"Pay to {account} please") == [(account, Kind.NUMBER)]


def test_the_check_of_an_account_notices_every_digit_that_is_changed() -> None:
    right = "DE89370400440532013000"
    wrong = [
        right[:at] + digit + right[at + 1 :]
        for at in range(2, len(right))
        for digit in "0123456789"
        if digit != right[at]
    ]
    assert is_iban(right)
    assert not any(map(is_iban, wrong))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("PO 4500123456", "4500123456"),
        ("Ref. A-10293", "A-10293"),
        ("#88123", "#88123"),
        ("order no. 123", "123"),
        ("Kd.-Nr. 815", "815"),
        ("Auftragsnummer: 471", "471"),
        ("ticket INC0012345", "INC0012345"),
        ("88123 a month ago", "88123"),
        ("20095 Musterstadt", "20095"),
        ("AB-123", "AB-123"),
        ("order-123", "order-123"),
        ("12-345-67", "12-345-67"),
        ("45 00 12 34 56", "45 00 12 34 56"),
        ("4 5 0 0 1 2 3", "4 5 0 0 1 2 3"),
        ("\uff14\uff15\uff10\uff10\uff11\uff12", "\uff14\uff15\uff10\uff10\uff11\uff12"),
        ("\u0664\u0665\u0660\u0660\u0661", "\u0664\u0665\u0660\u0660\u0661"),
        ("8\u200b8123", "8\u200b8123"),
        ("192.168.10.121", "192.168.10.121"),
    ],
)
def test_numbers_that_stand_for_something_are_found(text: str, marked: str) -> None:
    assert kinds(text, "FR") == [(marked, Kind.NUMBER)]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019, 2019-2021 and 2023/24; the 1990s, die 1990er",
        "In 2023. 2024 was better than 2022, 2021 and 2020",
        "4500 €, € 4500, 4500 EUR, USD 4500 and 4.500,00 €",
        "1500 %, 95 percent, 12,5 Prozent",
        "12.03.2024, 2024-03-12, 3/2024, am 12.3. um 14:30",
        "10,000 parts, 10.000 Stück, 12000 Stück, 5000 pieces, 1 000 000",
        "24/7, 24h, 100mm, 12x30, 500m\u00b2, 420 bar, 5k, 10th, 3D, A4, CO2",
        "Q3/2024, Q3 2024, FY24, KW12, 30-day, 24-Stunden-Service, 14-tägig, Covid-19",
        "ISO 9001, ISO9001, DIN EN 10204, EN10204-3.1",
        "from 10 to 100, no 24 hour service, part 2",
        "so slow.It took; e.g. z.B. i.d.R. and/or 5 @ 3, look at this",
    ],
)
def test_years_sums_quantities_and_standards_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_overlaps_is_one_candidate_of_the_first_kind() -> None:
    assert kinds("anna4711@firm.de") == [("anna4711@firm.de", Kind.EMAIL)]
    assert found("john.miller@firm.com", ["John Miller"]) == ["john.miller@firm.com"]
