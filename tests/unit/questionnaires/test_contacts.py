import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.characters import blank
from questionnaires.contacts import (
    MAX_PROBLEMS,
    MAX_SEGMENTS,
    OPTIONAL,
    REQUIRED,
    Contact,
    dump_contacts,
    load_contacts,
)
from questionnaires.errors import DefinitionError, shortened
from questionnaires.rows import MAX_BYTES, MAX_COLUMNS

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HEADER = ",".join(REQUIRED)
MANAGERS = ("am1", "am2")
LANGUAGES = ("en", "de")
ANN = Contact("c1", "Ann", "ann@example.com", "Acme", "en", ("am1",))

# What a cell holds once it is read: NFC, no blanks around it, line ends as one character.
CELLS = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: len(text) <= 200)
)
NAMES = CELLS.filter(lambda text: not blank(text))
REFS = NAMES.filter(lambda text: text[0].isalnum())
CUSTOMERS = NAMES.filter(lambda text: len(text) <= 190)
REFS = NAMES.filter(lambda text: text[0].isalnum())
SEGMENTS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
        lambda name: name not in {*REQUIRED, *OPTIONAL}
    ),
    CELLS.filter(bool),
    max_size=3,
)


@st.composite
def contact_lists(draw: st.DrawFn) -> list[Contact]:
    refs = draw(st.lists(REFS, min_size=1, max_size=5, unique=True))
    return [
        Contact(
            contact=ref,
            name=draw(NAMES),
            email=f"person{number}@example.com",
            customer=f"{number} {draw(CUSTOMERS)}",
            language=draw(st.sampled_from(LANGUAGES)),
            account_managers=tuple(draw(st.lists(st.sampled_from(MANAGERS), unique=True))),
            role=draw(CELLS),
            audience=draw(st.sampled_from(["customer", "staff"])),
            segments=draw(SEGMENTS),
        )
        for number, ref in enumerate(refs)
    ]


def load(
    data: bytes | str,
    managers: Sequence[str] = MANAGERS,
    languages: Sequence[str] = LANGUAGES,
) -> tuple[Contact, ...]:
    encoded = data.encode() if isinstance(data, str) else data
    return load_contacts("contacts.csv", encoded, managers=managers, languages=languages)


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows])


def only(*rows: str, header: str = HEADER) -> Contact:
    (contact,) = load(table(*rows, header=header))
    return contact


def refusals(data: bytes | str) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        load(data)
    return [str(problem) for problem in refused.value.problems]


def refusal_of(cell: str, column: str) -> str:
    cells = dict(zip(REQUIRED, ("c1", "Ann", "ann@example.com", "Acme", "en", "am1"), strict=True))
    quoted = ['"{}"'.format(c.replace('"', '""')) for c in (cells | {column: cell}).values()]
    (refusal,) = refusals(table(",".join(quoted)))
    return refusal


@UNHURRIED
@given(contact_lists())
def test_what_was_dumped_is_loaded_back_the_same(contacts: list[Contact]) -> None:
    assert list(load(dump_contacts(contacts))) == contacts


@UNHURRIED
@given(
    st.binary(max_size=100)
    | st.text('aé@.,;\t"\r\n\0 \ufeff', max_size=60).map(str.encode)
    | st.text('a@.,;"\r\n', max_size=60).map(lambda text: table(text).encode())
)
def test_any_file_is_loaded_or_refused_and_nothing_else(data: bytes) -> None:
    with suppress(DefinitionError):
        load(data)


def test_a_row_is_a_contact() -> None:
    assert only("c1,Ann,ann@example.com,Acme,en,am1") == ANN


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    text = table("c1,Ann,ann@example.com,Acme,en,am1").replace(",", delimiter)
    assert load(text) == (ANN,)


def test_several_managers_stand_in_one_cell_even_of_a_file_of_semicolons() -> None:
    row = 'c1;Ann;ann@example.com;Acme;en;"am2; am1"'
    assert only(row, header=HEADER.replace(",", ";")).account_managers == ("am2", "am1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_taken(end: str) -> None:
    text = table("c1,Ann,ann@example.com,Acme,en,am1") + "\n"
    assert load(text.replace("\n", end)) == (ANN,)


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert load(b"\xef\xbb\xbf" + table("c1,Ann,ann@example.com,Acme,en,am1").encode()) == (ANN,)


def test_a_line_end_inside_quotes_begins_no_new_row() -> None:
    assert only('c1,"Ann\nSmith",ann@example.com,Acme,en,am1').name == "Ann\nSmith"


def test_lines_before_the_header_and_between_rows_may_be_empty() -> None:
    text = "\n ;\n" + table(
        "", "c1;Ann;ann@example.com;Acme;en;am9", header=HEADER.replace(",", ";")
    )
    assert refusals(text) == [
        "line 5, account_managers: the study file names no account manager am9"
    ]


def test_markup_in_a_name_is_a_name() -> None:
    name = '"><img src=x onerror=1>'
    assert only(f'c1,"{name.replace(chr(34), chr(34) * 2)}",a@b.co,Acme,en,').name == name


def test_a_name_is_composed_and_its_margins_are_cut() -> None:
    assert only("c1,  Rene\u0301 ,a@b.co,Acme,en,").name == "Ren\u00e9"


def test_other_columns_are_segments_where_they_are_filled() -> None:
    contact = only("c1,Ann,a@b.co,Acme,en,,North,", header=f"{HEADER},region,size")
    assert contact.segments == {"region": "North"}


def test_an_empty_language_is_the_first_of_the_study() -> None:
    assert only("c1,Ann,a@b.co,Acme,,").language == "en"


def test_staff_are_an_audience_of_their_own() -> None:
    header = f"{HEADER},audience,role"
    assert only("c1,Ann,a@b.co,Acme,,,staff,Buyer", header=header).audience == "staff"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\0\0", b"\r\r"])
def test_an_empty_file_is_refused_as_empty(data: bytes) -> None:
    assert refusals(data) == ["the file is empty"]


def test_the_rows_take_all_columns_that_the_list_does() -> None:
    assert len(REQUIRED) + len(OPTIONAL) + MAX_SEGMENTS == MAX_COLUMNS


def test_a_file_of_empty_cells_has_no_header() -> None:
    assert f"line 1, {REQUIRED[0]}: this column is missing" in refusals(",,,\n,,")[0]


def test_a_header_alone_names_no_contact() -> None:
    assert refusals(HEADER) == ["there is no contact below the header"]


def test_windows_encoding_is_refused_with_the_line_and_what_to_do() -> None:
    text = table("c1,Andr\u00e9,a@b.co,Acme,en,")
    assert refusals(text.encode("cp1252")) == [
        "line 2: the file is not UTF-8; save it as 'CSV UTF-8' and load it again"
    ]


def test_every_missing_column_is_named() -> None:
    assert [text.split(":")[0] for text in refusals("contact,name,email\n1,2,3")] == [
        "line 1, customer",
        "line 1, language",
        "line 1, account_managers",
    ]


def test_a_column_named_twice_is_refused_with_both_places() -> None:
    assert refusals(table("x", header=f"{HEADER},Region,region")) == [
        "line 1, region: column 8 has the same name as column 7"
    ]


@pytest.mark.parametrize("name", ["", "2nd", "sales region", "<b>", "x" * 33])
def test_a_column_with_an_odd_name_is_refused(name: str) -> None:
    (refusal,) = refusals(table("x", header=f"{HEADER},{name}"))
    assert refusal.startswith(f"line 1, {name or 'column 7'}: a column is named with lower-case")


def test_a_row_of_another_length_than_the_header_is_refused() -> None:
    assert refusals(table("c1,Ann")) == ["line 2: 2 cells, but the header has 6 columns"]


def test_a_million_columns_are_refused_at_once() -> None:
    assert refusals("a," * 1_000_000) == ["line 1: 1,000,001 cells; at most 28 are possible"]


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert refusals(b"x" * (MAX_BYTES + 1)) == [f"the file is larger than {MAX_BYTES:,} bytes"]


def test_an_unclosed_quote_is_refused() -> None:
    assert refusals(table('c1,"Ann'))[0].startswith("line 2: not readable as CSV")


def test_a_cell_of_a_hundred_thousand_unsorted_accents_is_refused_at_once() -> None:
    assert refusal_of("\u0301\u0316" * 50_000, "name").startswith(
        "line 2, name: 100,000 characters"
    )


@pytest.mark.parametrize("column", ["contact", "name", "customer"])
@pytest.mark.parametrize("cell", ["", "   ", "\u200b\u200d", "\u0301\u0301", "\u3164"])
def test_a_cell_in_which_there_is_nothing_to_see_is_empty(column: str, cell: str) -> None:
    assert refusal_of(cell, column) == f"line 2, {column}: this cell is empty"


@pytest.mark.parametrize("column", ["contact", "name", "customer", "email", "language"])
def test_a_cell_over_two_hundred_characters_is_refused(column: str) -> None:
    assert refusal_of("x" * 201, column) == (
        f"line 2, {column}: 201 characters; at most 200 are possible"
    )


@pytest.mark.parametrize(
    "address",
    [
        *("", "ann", "@b.co", "a@", "a@@b.co", "a b@c.de", '"a b"@c.de', "a@[127.0.0.1]"),
        *("a@localhost", "a@127.0.0.12", ".a@b.co", "a.@b.co", "a..b@c.de", "a@-b.co", "a@b..co"),
        *(
            "a@b.co,c@d.co",
            "Ann <a@b.co>",
            "mailto:a@b.co",
            "a@b.co\nBcc: c@d.co",
            "x" * 65 + "@b.co",
        ),
        *("=a@b.co", "@a@b.co", "a\u200b@b.co", "a@b.co\u202e", "a@b\u00ad.co", "a\x07@b.co"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert refusal_of(address, "email").endswith("is not an e-mail address")


@pytest.mark.parametrize(
    "address",
    ["a@b.co", "first.last+tag@sub.example.com", "o'brien@example.ie", "\u00e9@\u00fc.de"],
)
def test_an_address_is_kept_as_it_is_written(address: str) -> None:
    assert only(f"c1,Ann,{address},Acme,en,").email == address


def test_a_full_width_address_is_refused_with_how_to_write_it() -> None:
    assert refusal_of("ann\uff20example.com", "email") == (
        "line 2, email: ann\uff20example.com must be written as ann@example.com"
    )


def test_one_address_in_two_spellings_is_one_person() -> None:
    rows = ("c1,Ann,Ann@Example.com,Acme,en,", "c2,Ann,ann@example.com  ,Acme,en,")
    assert refusals(table(*rows)) == ["line 3, email: ann@example.com stands in row 2 already"]


def test_one_contact_in_two_rows_is_refused() -> None:
    rows = ("c1,Ann,a@b.co,Acme,en,", "c1,Bob,b@b.co,Acme,en,")
    assert refusals(table(*rows)) == ["line 3, contact: c1 stands in row 2 already"]


@pytest.mark.parametrize("other", ["ACME", "acme", "\uff21cme", "Ac\u200bme"])
def test_one_customer_in_two_spellings_is_refused(other: str) -> None:
    rows = ("c1,Ann,a@b.co,Acme,en,", f"c2,Bob,b@b.co,{other},en,")
    assert refusals(table(*rows)) == [
        f"line 3, customer: {shortened(other)} is written Acme in row 2; use one"
    ]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+1", "-1"])
def test_a_contact_that_a_spreadsheet_would_run_is_refused(cell: str) -> None:
    assert refusal_of(cell, "contact") == (
        f"line 2, contact: {cell} must begin with a letter or a digit"
    )


def test_a_manager_the_study_does_not_have_is_refused() -> None:
    assert refusal_of("am1;Mr X", "account_managers") == (
        "line 2, account_managers: the study file names no account manager Mr X"
    )


def test_a_manager_named_twice_for_one_contact_is_refused() -> None:
    assert refusal_of("am1;am1", "account_managers").endswith("an account manager is named twice")


def test_a_language_the_study_does_not_have_is_refused() -> None:
    assert (
        refusal_of("fr", "language") == "line 2, language: fr is no language of the study (en, de)"
    )


def test_an_unknown_audience_is_refused() -> None:
    (refusal,) = refusals(table("c1,Ann,a@b.co,Acme,,,press", header=f"{HEADER},audience"))
    assert refusal == "line 2, audience: must be customer or staff, not press"


def test_all_problems_are_named_with_their_rows_and_nothing_is_loaded() -> None:
    rows = ("c1,Ann,a@b.co,Acme,en,", "c2,,b@b.co,Acme,en,", "c3,Cid,c,Acme,en,")
    assert refusals(table(*rows)) == [
        "line 3, name: this cell is empty",
        "line 4, email: c is not an e-mail address",
    ]


def test_reading_ends_after_a_hundred_problems() -> None:
    found = refusals(table(*["x"] * 1_000))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "line 102: not read on from here; mend what is named above first"


def test_more_contacts_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questionnaires.contacts.MAX_CONTACTS", 2)
    rows = [f"c{n},Ann,a{n}@b.co,Acme,en," for n in range(3)]
    assert refusals(table(*rows)) == ["line 4: more than 2 contacts; load them as several studies"]


def test_as_many_contacts_as_the_limit_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questionnaires.contacts.MAX_CONTACTS", 2)
    assert len(load(table(*[f"c{n},Ann,a{n}@b.co,Acme,en," for n in range(2)]))) == 2


def test_an_offending_value_is_echoed_with_eighty_characters_at_most() -> None:
    echoed = refusal_of(f"am1;{'<' * 5_000}", "account_managers").rsplit(" ", 1)[1]
    assert len(echoed) == 80


def test_the_managers_of_a_contact_keep_their_order() -> None:
    assert load(dump_contacts([replace(ANN, account_managers=("am2", "am1"))]))[
        0
    ].account_managers == ("am2", "am1")
