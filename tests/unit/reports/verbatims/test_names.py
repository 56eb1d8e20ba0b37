"""Names of the roll are found in a comment however they are written."""

import pytest

from reports.verbatims.candidates import Search
from reports.verbatims.findings import Kind
from reports.verbatims.names import Names
from tests.unit.reports.verbatims.roll import found

JOHN, ANNA, HANS = "John Miller", "Anna Müller-Lüdenscheidt", "Dr. Hans-Peter Becker"


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        # in full, in part, and in any order
        (JOHN, "Ask John Miller about it.", ["John Miller"]),
        (JOHN, "Ask JOHN MILLER about it.", ["JOHN MILLER"]),
        (JOHN, "ask john miller about it", ["john miller"]),
        (JOHN, "Miller, John", ["Miller, John"]),
        (JOHN, "Miller knows, and John does.", ["Miller", "John"]),
        (JOHN, "miller knows", ["miller"]),
        (JOHN, "John\n   Miller", ["John\n   Miller"]),
        (JOHN, "John    Miller", ["John    Miller"]),
        # with endings
        (JOHN, "Miller's team, Miller’s team", ["Miller's", "Miller’s"]),
        (JOHN, "The Millers' team", ["Millers"]),
        (ANNA, "Müllers Mannschaft, die Müllerschen Ideen", ["Müllers", "Müllerschen"]),
        # with initials and titles
        (JOHN, "Ask J. Miller or J Miller.", ["J. Miller", "J Miller"]),
        (JOHN, "Ask J. R. Miller, or J.-R. Miller.", ["J. R. Miller", "J.-R. Miller"]),
        (JOHN, "Miller, J. is the one.", ["Miller, J"]),
        (JOHN, "I like Miller. I do.", ["Miller"]),
        (JOHN, "JM helped us, J.M. did.", ["JM", "J.M."]),
        (HANS, "HPB und HB, Prof. Dr. Becker", ["HPB", "HB", "Prof. Dr. Becker"]),
        (JOHN, "Mr Miller and Mrs. Miller", ["Mr Miller", "Mrs. Miller"]),
        (ANNA, "mit Frau Müller, herr müller", ["Frau Müller", "herr müller"]),
        # hyphens and run together
        (ANNA, "Müller-Lüdenscheidt", ["Müller-Lüdenscheidt"]),
        (ANNA, "Müller Lüdenscheidt", ["Müller Lüdenscheidt"]),
        (ANNA, "Frau Lüdenscheidt", ["Frau Lüdenscheidt"]),
        (HANS, "Hans Peter, Hanspeter, hans-peter", ["Hans Peter, Hanspeter, hans-peter"]),
        (JOHN, "JohnMiller, johnmiller, jmiller", ["JohnMiller", "johnmiller", "jmiller"]),
        (JOHN, "john.miller or john_miller", ["john.miller", "john_miller"]),
        (JOHN, "#Miller, _Miller_, (Miller)", ["Miller", "Miller", "Miller"]),
        (JOHN, "MillerIsGreat", ["MillerIsGreat"]),
        ("Piet van Dijk", "van Dijk, Vandijk", ["van Dijk, Vandijk"]),
        ("Piet Vandijk", "van Dijk", ["van Dijk"]),
        ("William O’Brien", "obrien, O'Brien's", ["obrien", "O'Brien's"]),
        ("Jean Mc Donald", "McDonald", ["McDonald"]),
        # misspelt
        (ANNA, "Mueller, Muller, Müler, Mülller", ["Mueller", "Muller", "Müler", "Mülller"]),
        ("Bo Muller", "Müller, Mueller", ["Müller", "Mueller"]),
        ("Bo Johnson", "Jonson; johnsen; Jhonson", ["Jonson", "johnsen", "Jhonson"]),
        ("Jo Meyer", "Frag Meier oder Maier", ["Meier", "Maier"]),
        ("Jo Schmidt", "schmitt; Schmid", ["schmitt", "Schmid"]),
        ("Jo Weiß", "Frau Weiss", ["Frau Weiss"]),
        ("Søren Kjær", "Soren Kjaer", ["Soren Kjaer"]),
        ("Katharina Hoffmann", "Catharina Hofman", ["Catharina Hofman"]),
        # disguised
        (JOHN, "Mi\u200bller, M\u00adiller", ["Mi\u200bller", "M\u00adiller"]),
        (JOHN, "M\u0456ller; \u039c\u0456ller", ["M\u0456ller", "\u039c\u0456ller"]),
        (JOHN, "\uff2d\uff49\uff4c\uff4c\uff45\uff52", ["\uff2d\uff49\uff4c\uff4c\uff45\uff52"]),
        (JOHN, "M1ller; J0hn; Miller2; Milllller", ["M1ller", "J0hn", "Miller2", "Milllller"]),
        (JOHN, "Then Jon came", ["Jon"]),
        (JOHN, "M i l l e r; M.i.l.l.e.r", ["M i l l e r", "M.i.l.l.e.r"]),
        (JOHN, "Mil-\nler", ["Mil-\nler"]),
        # other alphabets, short names and nicknames
        ("Иван Петров", "Спросите Петрова и Ивана", ["Петрова", "Ивана"]),
        ("\u738b\u4f1f", "\u6211\u548c\u738b\u4f1f\u8c08\u8fc7", ["\u738b\u4f1f"]),
        ("Li Wu", "Ask Li, or Wu.", ["Li", "Wu"]),
        ("Michael Moss", "Mike Moss, and Mick", ["Mike Moss", "Mick"]),
        ("Wilhelm Moos", "der Willi", ["Willi"]),
    ],
)
def test_a_name_of_the_roll_is_found(name: str, text: str, marked: list[str]) -> None:
    assert found(text, [name]) == marked


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("Will Smythe", "They will, and Will helps.", ["Will"]),
        ("Will Smythe", "Will they? Will it? Will is helpful.", ["Will"]),
        ("Will Smythe", "will smythe", ["will smythe"]),
        ("Will Smythe", "Smythe will call.", ["Smythe"]),
        ("Mark May", "It may mark a change; May I? Mark my words.", []),
        ("Mark May", "Ask Mark. The mark may be low.", ["Mark"]),
        ("Mark May", "Mark may know.", ["Mark may"]),
        ("Art Bill", "state of the art, a bill", []),
        ("So An", "So is it. An order, so to say.", []),
        ("So An", "Then An came, and So An too.", ["An", "So An"]),
        ("Ann Price", "The price is high, in annual terms.", []),
        ("Ann Price", "ann price", ["ann price"]),
        ("Jan Lang", "Das dauert zu lang.", []),
        ("Jan Lang", "Der Lang war da.", ["Lang"]),
        ("Li Wu", "li is a unit, w u", []),
    ],
)
def test_a_name_that_is_a_word_needs_a_capital_that_tells(
    name: str, text: str, marked: list[str]
) -> None:
    assert found(text, [name]) == marked


@pytest.mark.parametrize(
    "text",
    [
        "The mill, millions, a mile and milling.",  # never as part of another word
        "Der Kühler ist kühler, der Müll kommt in den Müller",
    ],
)
def test_what_only_begins_like_a_name_is_none(text: str) -> None:
    assert found(text, ["Jo Millington", "Jo Kuhlmann"]) == []


def test_a_title_makes_a_name_of_whatever_has_a_capital() -> None:
    text = "Mr Unheard and Frau Ungenannt; mr nobody, MS Office, Miss you"
    assert found(text) == ["Mr Unheard", "Frau Ungenannt"]


def test_initials_are_nobodys_in_a_text_in_capitals_or_where_they_are_common() -> None:
    assert found("JUST DO IT, JM SAID NO MORE", ["John Miller"]) == []
    assert found("The IT and the QA, the U.K.", ["Ian Tree", "Quinn Abel", "Uma King"]) == []


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("Acme Industries GmbH", "Acme is, acme does, ACME's", ["Acme", "acme", "ACME's"]),
        ("Acme Industries GmbH", "at Acme Industries, our industries", ["Acme Industries"]),
        ("Acme Industries GmbH", "Acme GmbH; acme gmbh", ["Acme GmbH", "acme gmbh"]),
        ("Acme Industries GmbH", "AcmeIndustries", ["AcmeIndustries"]),
        ("First Customer Ltd", "our First Customer", ["First Customer"]),
        ("First Customer Ltd", "the first customer, a customer first", []),
        ("H&M Hennes & Mauritz AB", "H&M is. H & M does", ["H&M", "H & M"]),
        ("3M Deutschland GmbH", "bei 3M, in Deutschland", ["3M"]),
        ("BMW AG", "at BMW", ["BMW"]),
        ("Orange SA", "an orange; Orange is", ["Orange"]),
        ("Stadtwerke Elmshagen", "die Stadtwerke, in Elmshagen", ["Elmshagen"]),
        ("Brandgarden Ltd", "Brandgardn", ["Brandgardn"]),
    ],
)
def test_a_customer_is_found_without_its_legal_form(
    name: str, text: str, marked: list[str]
) -> None:
    assert found(text, customers=[name]) == marked


def test_a_candidate_says_which_name_it_was_taken_for() -> None:
    search = Search(Names(["Bo Johnson"], ["Acme Ltd"]))
    first, second = search.candidates("Jonson of Acme")
    assert (first.kind, first.like) == (Kind.PERSON, "Johnson")
    assert (second.kind, second.like) == (Kind.ORGANISATION, "Acme")
    assert "Johnson" not in repr(first)
    assert first.reason == "a person's name"


def test_words_looked_up_before_change_nothing() -> None:
    names = Names(["Bo Johnson", "Jo Meyer"], [])
    search = Search(names)
    before = search.candidates("Jonson Meier will")
    for word in ("Johnson", "johnso", "will", "Mayer"):
        names.like(word)
    assert search.candidates("Jonson Meier will") == before


def test_a_roll_of_nobody_and_one_of_odd_names_are_no_trouble() -> None:
    odd = ["", " ", "-", "Dr.", "x", "123", "\u200b", "von der", "GmbH", "O'", "'", "\ud800"]
    assert found("John Miller") == []
    assert found("Nothing odd, and nobody here.", odd, odd) == []
