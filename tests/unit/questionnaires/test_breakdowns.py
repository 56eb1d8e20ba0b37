"""The columns by which results may be broken down, held against the contacts."""

from collections.abc import Sequence

from questionnaires.breakdowns import column_flaws
from questionnaires.contacts import Audience, Contact


def of(number: int, audience: Audience = "customer", **segments: str) -> Contact:
    return Contact(
        contact=f"c{number}",
        name="A Name",
        email=f"c{number}@example.com",
        customer="Customer",
        language="en",
        audience=audience,
        segments=segments,
    )


def flaws(columns: Sequence[str], *contacts: Contact) -> list[tuple[object, str]]:
    return [(flaw.path, str(flaw.message)) for flaw in column_flaws(columns, contacts)]


def test_a_column_with_a_value_is_right() -> None:
    assert flaws(["region"], of(1, region="North"), of(2)) == []


def test_a_column_of_which_there_is_none_is_named_with_those_there_are() -> None:
    found = flaws(["region", "branch"], of(1, region="North", size="small"))
    assert found == [
        (
            ("breakdowns", 1),
            "no contact has a value in a column branch; the contacts have region, size",
        )
    ]


def test_without_any_column_there_is_none_to_name() -> None:
    ((_, message),) = flaws(["region"], of(1))
    assert message == "no contact has a value in a column region, nor in any other of a segment"


def test_what_only_the_staff_have_is_no_column_of_customers() -> None:
    assert len(flaws(["team"], of(1, "staff", team="A"), of(2, region="North"))) == 1


def test_a_value_in_two_spellings_is_refused() -> None:
    ((path, message),) = flaws(["region"], of(1, region="North"), of(2, region=" north"))
    assert path == ("breakdowns", 0)
    assert message == "the column region has both  north and North; use one spelling"
