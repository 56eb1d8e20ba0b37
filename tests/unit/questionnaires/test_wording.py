import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.wording import PLACEHOLDERS, filled, placeholders, unknown_placeholders

# A machine under load is no failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_name_in_braces_is_replaced_everywhere() -> None:
    assert filled("{client} and {client}", {"client": "Acme"}) == "Acme and Acme"


def test_what_a_name_brings_along_is_never_replaced_again() -> None:
    assert filled("{manager} of {client}", {"manager": "{client}", "client": "Acme"}) == (
        "{client} of Acme"
    )


def test_a_name_that_is_not_given_stays_as_it_stands() -> None:
    assert filled("{manager} of {client}", {"client": "Acme"}) == "{manager} of Acme"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{client} {manager}", []),
        ("{suploer} and {client.name}", ["suploer", "client.name"]),
        ("{0} {} {client!r:>99999999}", ["0", "", "client!r:>99999999"]),
        ("{Client} { client}", ["Client", " client"]),
        ("a { b } c { d", [" b "]),
        ("{{client}}", []),
    ],
)
def test_names_that_are_not_on_the_list_are_found(text: str, unknown: list[str]) -> None:
    assert unknown_placeholders(text) == unknown


def test_the_names_of_a_text_are_found() -> None:
    assert placeholders("{client}, {client}, {x}") == {"client"}


@UNHURRIED
@given(st.text())
def test_a_text_without_known_names_is_left_alone(text: str) -> None:
    if not placeholders(text):
        assert filled(text, dict.fromkeys(PLACEHOLDERS, "Acme")) == text
